package import Charts
internal import Diagnostics
package import Tensors

/// How far a run has come.
package struct StepPosition: Sendable, Hashable {
  /// Stages done so far; 0 before the first.
  package let done: Int
  /// Stages in all, when that is known beforehand.
  package let total: Int?

  package init(done: Int, total: Int?) {
    self.done = done
    self.total = total
  }
}

/// A figure of the current stage, as `state(s)` hands it to a script.
package enum StateValue: Sendable {
  case number(Double)
  case text(String)
  case tensor(Tensor)
  case list([StateValue])
}

/// What may be asked at a stage, each as a person types it after the command; completion and the
/// lists of `show ?`, `why ?`, `what-if ?` and `set ?` are made of it.
package struct StepTopics: Sendable {
  package var why: [String]
  package var show: [String]
  /// Changes with a value, such as `sky=1`.
  package var whatIf: [String]
  /// Settings with a value, such as `ties=0`.
  package var settings: [String]

  package init(
    why: [String] = [], show: [String] = [], whatIf: [String] = [], settings: [String] = []
  ) {
    self.why = why
    self.show = show
    self.whatIf = whatIf
    self.settings = settings
  }
}

/// An algorithm written once, as a value that advances one stage at a time.
///
/// `fit` is `finish()` and never builds a screen; a stepper calls `describe()` when a person looks.
/// Because a state is a value, going back means keeping the earlier copies, and a run stepped to
/// its end equals `fit` bit for bit.
package protocol Steppable: Sendable {
  /// What the finished run yields: a fitted model, predictions.
  associatedtype Output: Sendable

  /// Performs the next stage; returns `false`, changing nothing, when the run is over.
  mutating func advance() throws -> Bool
  var position: StepPosition { get }
  /// The name of the phase that `advance` would perform; `nil` when the run is over.
  var nextStage: String? { get }
  /// The current stage as a screen.
  func describe() -> Screen
  /// The figures of the current stage by name, in order.
  var state: [(name: String, value: StateValue)] { get }
  /// The outcome, once the run is over.
  var output: Output? { get }
  /// Explains a figure of the current stage: which terms made it. `topic` is what the person typed
  /// after `why` (a label, a feature, …), empty for the main figure. Throws for an unknown topic,
  /// naming the known ones.
  func why(_ topic: String) throws -> [StyledText]
  /// A panel that is not on the screen: `show W`, `show row 142`, `show rows`.
  func show(_ topic: String) throws -> Panel
  /// A side branch with something changed, the run itself unchanged: `what-if sky=1`.
  func whatIf(_ change: String, _ value: Double) throws -> Screen
  /// The run with a setting changed from the current stage on: `set ties=0`. Throws for an unknown
  /// name, naming the known ones, and for a value out of its range.
  func setting(_ name: String, to value: String) throws -> Self
  /// The part of the current stage that is a run of its own, at its start: the iterations of a link,
  /// the links of a row. `nil` when the stage has none.
  func inner() throws -> (any Steppable)?
  /// Whether the current stage is the one that `to NAME` asks for: `to link sunset`.
  func matches(_ target: String) -> Bool
  /// What the line of levels calls the run: `CHAIN train`, the first part of its screens' titles.
  var runName: String { get }
  /// What the line of levels calls the current stage: `link sunset`, `iteration 3`.
  var crumb: String { get }
  /// Whether `inner` gives a run; to be declared where making that run costs something.
  var hasInner: Bool { get }
  /// What may be asked at the current stage; empty where it is not listed.
  var topics: StepTopics { get }
  /// What may be asked about the next stage, which decides the figure it names; `nil` leaves it to a
  /// question that every run can be asked.
  var question: Question? { get }
  /// The stages of the run by the names that `to` takes, as far as they are known.
  var stageNames: [String] { get }
  /// What a progress bar shows of the current stage, beside how many stages are done.
  var progressFigures: ProgressFigures { get }
  /// Whether the stages take about as long each, so that their number tells how far a run is; where one
  /// does nearly all of the work, its own parts tell.
  var hasEvenStages: Bool { get }
}

extension Steppable {
  /// Runs to the end, telling how far it is.
  package mutating func finish() throws {
    let start = position
    let progress =
      hasEvenStages ? Progress.begin(of: start.total, done: start.done) : .untold
    var isComplete = false
    defer { progress.end(isComplete: isComplete) }
    while try advance() {
      progress.report(position.done, progressFigures)
      try Interrupt.check()
    }
    isComplete = true
  }

  package var progressFigures: ProgressFigures {
    let numbers = state.compactMap { name, value -> (name: String, value: Double)? in
      guard case .number(let number) = value, number != Double(position.done) else { return nil }
      return (name, number)
    }
    return ProgressFigures(Array(numbers.prefix(3)))
  }

  package var hasEvenStages: Bool { true }

  package func matches(_ target: String) -> Bool { false }

  package var question: Question? { nil }

  package var stageNames: [String] { [] }

  package func inner() throws -> (any Steppable)? { nil }

  package var runName: String {
    let title = describe().title
    return title.split(separator: "|").first.map { String($0).trimmingBlanks } ?? title
  }

  package var crumb: String { position.done == 0 ? "start" : "step \(position.done)" }

  package var hasInner: Bool { ((try? inner()) ?? nil) != nil }

  package var topics: StepTopics { StepTopics() }

  package func setting(_ name: String, to value: String) throws -> Self {
    throw Failure.noSetting(name)
  }

  /// Whether the current stage has anything that `set` changes; runs that do not list what may be
  /// asked are tried.
  var acceptsSettings: Bool {
    let topics = topics
    if !topics.settings.isEmpty { return true }
    guard topics.why.isEmpty, topics.show.isEmpty, topics.whatIf.isEmpty else { return false }
    let probe = "?"
    do {
      _ = try setting(probe, to: probe)
      return true
    } catch {
      return (error as? Failure)?.message != Failure.noSetting(probe).message
    }
  }
}

/// Names of stages that are counted, `row 0`, `row 1`, …, as many as a person would read.
package func numberedStages(_ noun: String, _ numbers: Range<Int>) -> [String] {
  numbers.prefix(100).map { "\(noun) \($0)" }
}

extension Failure {
  /// The error of `set` on a run that has nothing to set.
  fileprivate static func noSetting(_ name: String) -> Failure {
    Failure(
      .name, "this run has no setting `\(name)` to change",
      notes: ["what-if shows a stage with something changed"])
  }
}
