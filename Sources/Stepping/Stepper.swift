package import Charts
internal import Diagnostics
internal import Tensors

/// A run of any algorithm that can be stepped forwards and backwards.
///
/// A stepper is a value: a copy goes its own way. Earlier states are kept, all of them while the
/// run is short and about every √N-th of a long one; what lies between is replayed, which is exact
/// because a stage depends on the state alone.
package struct Stepper: Sendable {
  /// The algorithm in its current stage.
  package private(set) var current: any Steppable
  /// How many times `advance` has led here from the start.
  package private(set) var step = 0
  private var history: StepHistory

  /// A stepper that starts where `start` is.
  package init(_ start: some Steppable) {
    current = start
    history = StepHistory(start)
  }

  /// The current stage as a screen.
  package var screen: Screen { current.describe() }
  /// How far the run has come, by its own count.
  package var position: StepPosition { current.position }
  /// The figures of the current stage by name, in order.
  package var state: [(name: String, value: StateValue)] { current.state }
  /// The name of the next phase; `nil` when the run is over.
  package var nextStage: String? { current.nextStage }
  /// Whether there is no stage left.
  package var isFinished: Bool { current.nextStage == nil }
  /// The outcome, once the run is over; its type is the algorithm's `Output`.
  package var output: (any Sendable)? { current.output }

  /// Which terms made a figure of the current stage; throws for an unknown topic.
  package func why(_ topic: String = "") throws -> [StyledText] { try current.why(topic) }

  /// A panel that is not on the screen; throws for an unknown topic.
  package func show(_ topic: String) throws -> Panel { try current.show(topic) }

  /// A side branch with something changed; the run itself stays as it is.
  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    try current.whatIf(change, value)
  }

  /// Performs up to `count` stages; returns whether there was any left to perform.
  ///
  /// When a stage throws, the stepper stands at the last stage that succeeded.
  @discardableResult
  package mutating func advance(_ count: Int = 1) throws -> Bool {
    var moved = false
    for _ in 0..<max(0, count) {
      var next = current
      guard try next.advance() else { break }
      current = next
      step += 1
      moved = true
      history.record(next, at: step)
      try Interrupt.check()
    }
    return moved
  }

  /// Performs all remaining stages; returns whether there were any.
  @discardableResult
  package mutating func finish() throws -> Bool { try advance(.max) }

  /// Goes `count` stages back, at most to the start; returns whether there was anywhere to go.
  @discardableResult
  package mutating func back(_ count: Int = 1) throws -> Bool {
    guard step > 0, count > 0 else { return false }
    try restore(count >= step ? 0 : step - count)
    return true
  }

  /// Goes to the stage after `target` steps from the start; returns `false` when the run ends
  /// before, and then stands at its end.
  @discardableResult
  package mutating func to(_ target: Int) throws -> Bool {
    guard target >= 0 else {
      throw Failure(
        .index, "expected a step number from 0, found \(target)", notes: ["`to 0` is the start"])
    }
    if target > step { try advance(target - step) } else if target < step { try restore(target) }
    return step == target
  }

  /// Goes to the next stage that answers to a name, or else to the first such stage before.
  ///
  /// Throws a `Failure`, leaving the stepper where it is, when no stage does.
  package mutating func to(named target: String) throws {
    var search = self
    while try search.advance() {
      if search.current.matches(target) {
        self = search
        return
      }
    }
    try search.restore(0)
    while search.step <= step {
      if search.current.matches(target) {
        self = search
        return
      }
      guard try search.advance() else { break }
    }
    throw Failure(
      .argument, "no stage of this run is called `\(target)`",
      notes: [
        "`to 3` goes to the stage after three steps; the screens' first lines name the stages"
      ])
  }

  /// Goes back to the start.
  package mutating func restart() throws { try restore(0) }

  private mutating func restore(_ target: Int) throws {
    var (state, at) = history.nearest(to: target)
    while at < target, try state.advance() {
      at += 1
      try Interrupt.check()
    }
    current = state
    step = at
  }
}

/// The states of a run that were kept on the way.
struct StepHistory: Sendable {
  private var kept: [(state: any Steppable, step: Int)]
  private var spacing = 1
  /// Up to this many states are kept without thought of their number.
  private static let plenty = 64

  init(_ start: any Steppable) { kept = [(start, 0)] }

  /// How many states are held; O(√steps) for long runs.
  var count: Int { kept.count }

  /// Keeps a state when it is further than all before and its step is one to be kept.
  mutating func record(_ state: any Steppable, at step: Int) {
    guard step > kept[kept.count - 1].step, step % spacing == 0 else { return }
    kept.append((state, step))
    guard kept.count > Self.plenty, spacing * spacing < step else { return }
    spacing *= 2
    kept.removeAll { $0.step % spacing != 0 }
  }

  /// The last kept state that is not beyond a step.
  func nearest(to step: Int) -> (state: any Steppable, step: Int) {
    kept.last { $0.step <= step } ?? kept[0]
  }
}
