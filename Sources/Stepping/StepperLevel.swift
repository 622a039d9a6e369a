internal import Diagnostics
internal import Tensors

/// One run on its way, with its past and the changes made to it: a level of a stepper.
///
/// Earlier states are kept, all of them while the run is short and about every √N-th of a long one;
/// what lies between is replayed, which is exact because a stage depends on the state alone. A
/// change by `set` opens a branch; going back before it drops the branch again.
struct StepperLevel: Sendable {
  private struct Branch: Sendable {
    var current: any Steppable
    /// Stages from the run's start.
    var step: Int
    /// Where the branch begins.
    let start: Int
    var history: StepHistory
    /// The stage after the current one, where it was performed already to ask about it.
    var foreseen: (any Steppable)?

    init(_ state: any Steppable, at step: Int) {
      current = state
      self.step = step
      start = step
      history = StepHistory(state)
    }

    /// Goes to a step from `start` to the furthest that was reached.
    mutating func restore(_ target: Int) throws {
      var (state, distance) = history.nearest(to: target - start)
      while start + distance < target, try state.advance() {
        distance += 1
        try Interrupt.check()
      }
      current = state
      step = start + distance
      foreseen = nil
    }
  }

  private var branches: [Branch]

  init(_ start: any Steppable) { branches = [Branch(start, at: 0)] }

  private var last: Int { branches.count - 1 }
  private var top: Branch { branches[last] }

  /// The run in its current stage.
  var current: any Steppable { top.current }
  /// How many times `advance` has led here from the start.
  var step: Int { top.step }
  /// Whether `set` has changed the run on the way here.
  var isChanged: Bool { branches.count > 1 }
  /// Whether there is anything to go back to.
  var hasPast: Bool { step > 0 || isChanged }

  /// Performs the next stage; when it throws, the level stays where it is.
  mutating func advance() throws -> Bool {
    guard let next = try foresee() else { return false }
    branches[last].foreseen = nil
    branches[last].current = next
    branches[last].step += 1
    branches[last].history.record(next, at: step - top.start)
    return true
  }

  /// The next stage, which `advance` then takes as it is; `nil` at the end.
  mutating func foresee() throws -> (any Steppable)? {
    if let foreseen = top.foreseen { return foreseen }
    var next = current
    guard try next.advance() else { return nil }
    branches[last].foreseen = next
    return next
  }

  /// Goes `count` stages back, at most to the start; a change by `set` counts as a stage.
  mutating func back(_ count: Int) throws {
    var rest = count
    while rest > 0 {
      let length = step - top.start
      if rest <= length { return try branches[last].restore(step - rest) }
      guard isChanged else { return try branches[last].restore(0) }
      branches.removeLast()
      rest -= length + 1
    }
  }

  /// Goes to a step that was reached before; a change that was made after it is dropped.
  mutating func restore(_ target: Int) throws {
    while isChanged, target < top.start { branches.removeLast() }
    try branches[last].restore(target)
  }

  /// Goes on to the last stage that was kept before a target, where that lies ahead.
  mutating func skip(to target: Int) {
    let (state, distance) = top.history.nearest(to: target - top.start)
    guard top.start + distance > step else { return }
    branches[last].current = state
    branches[last].step = top.start + distance
    branches[last].foreseen = nil
  }

  /// Goes to the start, without the changes.
  mutating func restart() throws {
    branches.removeSubrange(1...)
    try branches[last].restore(0)
  }

  /// Goes on with another state in place of the current stage.
  mutating func branch(_ state: any Steppable) { branches.append(Branch(state, at: step)) }

  /// Goes to the next stage of a name, or else to the first such stage before; `false`, staying
  /// where it is, when there is none.
  mutating func seek(_ target: String) throws -> Bool {
    var search = self
    while try search.advance() {
      try Interrupt.check()
      if search.current.matches(target) {
        self = search
        return true
      }
    }
    let here = step
    search = self
    try search.restart()
    while search.step <= here {
      if search.current.matches(target) {
        // The way there, so that a change made before that stage stays.
        try restore(search.step)
        return true
      }
      guard try search.advance() else { break }
      try Interrupt.check()
    }
    return false
  }

  /// The stage before this one: before the last `advance`, or before the change that led here.
  func previous() throws -> (any Steppable)? {
    guard hasPast else { return nil }
    var before = self
    try before.back(1)
    return before.current
  }
}
