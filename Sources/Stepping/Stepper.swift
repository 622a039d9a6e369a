package import Charts
internal import Diagnostics
internal import Tensors

/// A run of any algorithm that can be stepped forwards and backwards, and into its parts.
///
/// A stepper is a value: a copy goes its own way. It stands on a level: the run itself, or a part of
/// one of its stages that is a run of its own (`into`, `out`); every level keeps its own past, and
/// what is asked of a stepper is asked of its innermost level.
package struct Stepper: Sendable {
  /// From the run itself to the innermost level; never empty.
  private var levels: [StepperLevel]
  /// Where `c` stops.
  package internal(set) var stops: [StepperStop] = []
  /// The figures that are shown below every screen.
  package internal(set) var watched: [FigureName] = []
  /// Whether `n` asks before it shows a stage.
  package internal(set) var guesses = false
  /// The question that waits for an answer.
  package internal(set) var asking: Question?
  /// How the answers so far were.
  package internal(set) var score = GuessScore()

  /// A stepper that starts where `start` is.
  package init(_ start: some Steppable) { levels = [StepperLevel(start)] }

  private var innermost: Int { levels.count - 1 }
  var level: StepperLevel { levels[innermost] }

  /// The algorithm in its current stage.
  package var current: any Steppable { level.current }
  /// How many times `advance` has led here from the start.
  package var step: Int { level.step }
  /// How many levels inside the run itself the stepper stands.
  package var depth: Int { levels.count - 1 }
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
  /// What the stages of all levels are called, the innermost last.
  var crumbs: [String] { levels.map(\.current.crumb) }
  /// The run itself, outside of all inner ones.
  var outermost: any Steppable { levels[0].current }

  /// Which terms made a figure of the current stage; throws for an unknown topic.
  package func why(_ topic: String = "") throws -> [StyledText] { try current.why(topic) }

  /// A panel that is not on the screen; throws for an unknown topic.
  package func show(_ topic: String) throws -> Panel { try current.show(topic) }

  /// A side branch with something changed; the run itself stays as it is.
  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    try current.whatIf(change, value)
  }

  // MARK: - Forwards and back

  /// Performs up to `count` stages; returns whether there was any left to perform.
  ///
  /// When a stage throws, the stepper stands at the last stage that succeeded.
  @discardableResult
  package mutating func advance(_ count: Int = 1) throws -> Bool {
    var rest = max(0, count)
    return try advance(upTo: rest) { _ in
      rest -= 1
      return rest == 0
    } > 0
  }

  /// Performs stages, at most `limit`, until `isLast` holds of one, telling how far it is; returns how
  /// many those were.
  mutating func advance(
    upTo limit: Int, until isLast: (any Steppable) throws -> Bool
  ) throws -> Int {
    guard limit > 0 else { return 0 }
    // Runs whose own count is not the stepper's are told of by nobody.
    let (position, start) = (current.position, step)
    let end = start.addingReportingOverflow(limit)
    let total = position.total.map { end.overflow ? $0 : min($0, end.partialValue) }
    let progress =
      position.done == start && limit > 1 ? Progress.begin(of: total, done: start, "step") : .untold
    var isComplete = false
    defer { progress.end(isComplete: isComplete) }
    var isOver = false
    while !isOver, try levels[innermost].advance() {
      progress.report(step, current.progressFigures)
      isOver = try isLast(current)
      try Interrupt.check()
    }
    isComplete = true
    return step - start
  }

  /// The stage after the current one, performed and kept for `advance`; `nil` at the end.
  mutating func foreseen() throws -> (any Steppable)? { try levels[innermost].foresee() }

  /// Performs all remaining stages; returns whether there were any.
  @discardableResult
  package mutating func finish() throws -> Bool { try advance(.max) }

  /// Goes `count` stages back, at most to the start; returns whether there was anywhere to go.
  ///
  /// A change by `set` counts as a stage: going back from it takes the change back.
  @discardableResult
  package mutating func back(_ count: Int = 1) throws -> Bool {
    guard level.hasPast, count > 0 else { return false }
    var changed = level
    try changed.back(count)
    levels[innermost] = changed
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
    if target > step {
      levels[innermost].skip(to: target)
      try advance(target - step)
    } else if target < step {
      var changed = level
      try changed.restore(target)
      levels[innermost] = changed
    }
    return step == target
  }

  /// Goes to the next stage that answers to a name, or else to the first such stage before.
  ///
  /// Stages of the innermost level come first, then those of the levels around it, then those
  /// inside the current stage (inside the next one, when the run has not begun). Throws a `Failure`,
  /// leaving the stepper where it is, when no stage does.
  package mutating func to(named target: String) throws {
    for depth in levels.indices.reversed() {
      var search = levels[depth]
      if try search.seek(target) {
        levels[depth] = search
        levels.removeSubrange((depth + 1)...)
        return
      }
    }
    if let inside = try found(target) {
      self = inside
      return
    }
    throw Failure(
      .argument, "no stage of this run is called `\(target)`",
      notes: [
        "`to 3` goes to the stage after three steps; the screens' first lines name the stages"
      ])
  }

  /// The stepper at a stage of this name inside the current stage.
  private func found(_ target: String) throws -> Stepper? {
    var search = self
    if step == 0, try !search.into() { try search.advance() }
    if search.depth == depth, try !search.into() { return nil }
    return try search.levels[search.innermost].seek(target) ? search : nil
  }

  /// Goes back to the start of the level, without the changes made to it.
  package mutating func restart() throws { try levels[innermost].restart() }

  // MARK: - Levels and changes

  /// Enters the part of the current stage that is a run of its own, at its start; returns `false`
  /// when the stage has none.
  @discardableResult
  package mutating func into() throws -> Bool {
    guard let inner = try current.inner() else { return false }
    levels.append(StepperLevel(inner))
    return true
  }

  /// Returns to the stage from which `into` led here; returns `false` on the outermost level.
  @discardableResult
  package mutating func out() -> Bool {
    guard levels.count > 1 else { return false }
    levels.removeLast()
    return true
  }

  /// Changes a setting of the run from the current stage on.
  ///
  /// Throws, leaving the stepper as it is, for an unknown name and a value out of range.
  package mutating func set(_ name: String, to value: String) throws {
    levels[innermost].branch(try current.setting(name, to: value))
  }

  /// The figures of the stage before this one; `nil` at the start.
  package func previousState() throws -> [(name: String, value: StateValue)]? {
    try level.previous()?.state
  }
}
