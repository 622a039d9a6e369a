internal import Synchronization

/// The figures of a run that a person follows while it is under way.
package struct ProgressFigures: Sendable {
  /// One figure by its name, the most telling first: `loss`, then the loss of each task.
  package var values: [(name: String, value: Double)]
  /// The course of the first figure so far, oldest first.
  package var trend: [Double]

  package init(_ values: [(name: String, value: Double)] = [], trend: [Double] = []) {
    self.values = values
    self.trend = trend
  }
}

/// How far a long computation has come.
package struct ProgressReport: Sendable {
  /// What is done: `train`; within it what takes part in it: `cross_validate: train`.
  package let title: String
  /// Finished stages.
  package let done: Int
  /// All stages, at least 1.
  package let total: Int
  /// The share of all work that is done, the stage under way included, from 0 to 1.
  package let fraction: Double
  package let figures: ProgressFigures
  /// What is left, when the rest goes on like the part since the run began; `nil` before anything
  /// is done.
  package let secondsLeft: Double?
  /// How long the run has taken so far.
  package let seconds: Double
}

/// What a watcher of runs is told.
package enum ProgressEvent: Sendable {
  case report(ProgressReport)
  /// The run that was reported is over: at its end, or stopped on the way.
  case ended(isComplete: Bool)
}

/// A long computation that tells how far it is, the companion of ``Interrupt``.
///
/// A loop begins one, reports after each stage and ends it. A run that takes less than 0.3 s is never
/// told of; a longer one at most ten times a second. Of nested runs the outermost is told of, under
/// its own name and that of the run within it, whose stages count as parts of the outer stage. Where
/// nobody watches, all of it costs one load a call.
package struct Progress: Sendable {
  private struct State {
    var title = ""
    /// The run within the one that is told of.
    var inner: String?
    var isRunning = false
    var total = 1
    var done = 0
    /// Stages that are done at once, of which parts are told.
    var underWay = 1
    var start = 0.0
    /// The share that was done when the run began, as one that is picked up again.
    var startFraction = 0.0
    var figures = ProgressFigures()
    var wasReported = false
  }

  /// Seconds before a run is told of at all, and between two reports.
  private static let (silence, interval) = (0.3, 0.1)

  private static let isWatched = Atomic<Bool>(false)
  private static let isRunning = Atomic<Bool>(false)
  private static let hasInner = Atomic<Bool>(false)
  /// When the next report is due, in nanoseconds of the monotonic clock.
  private static let due = Atomic<Int>(0)
  private static let watcher = Mutex<(@Sendable (ProgressEvent) -> Void)?>(nil)
  private static let state = Mutex(State())

  /// How a run stands to the one that is told of.
  private enum Place { case outermost, inner, untold }

  private let place: Place
  private let total: Int

  // MARK: - Watching

  /// Sets who is told of runs; `nil` for nobody.
  package static func watch(_ body: (@Sendable (ProgressEvent) -> Void)?) {
    watcher.withLock { $0 = body }
    isWatched.store(body != nil, ordering: .relaxed)
  }

  /// Whether anybody watches.
  package static var isTold: Bool { isWatched.load(ordering: .relaxed) }

  private static func tell(_ event: ProgressEvent) { watcher.withLock { $0 }?(event) }

  // MARK: - Running

  /// Begins a run of `total` stages, of which some may be done already; one whose stages are not known
  /// is not told of.
  package static func begin(of total: Int?, done: Int = 0, _ title: String = "train") -> Progress {
    guard isWatched.load(ordering: .relaxed), let total, total > 0 else {
      return Progress(place: .untold, total: 1)
    }
    guard !isRunning.exchange(true, ordering: .relaxed) else {
      return beginInner(of: total, done: done, title)
    }
    let now = MonotonicClock.seconds
    state.withLock {
      $0 = State(
        title: title, isRunning: true, total: total, done: done, start: now,
        startFraction: Double(done) / Double(total))
    }
    due.store(Int((now + silence) * 1e9), ordering: .relaxed)
    return Progress(place: .outermost, total: total)
  }

  /// Begins a run within another; one within that is not told of.
  private static func beginInner(of total: Int, done: Int, _ title: String) -> Progress {
    let isInner = state.withLock { state -> Bool in
      guard state.isRunning, state.inner == nil else { return false }
      state.inner = title
      return true
    }
    guard isInner else { return Progress(place: .untold, total: 1) }
    hasInner.store(true, ordering: .relaxed)
    return Progress(place: .inner, total: total)
  }

  /// Runs `body` for each element as a run of its own.
  ///
  /// - Parameters:
  ///   - elements: what is gone through, a stage each.
  ///   - title: what is done.
  ///   - body: does a stage; an error ends the run.
  /// - Returns: what the stages gave.
  package static func map<Elements: Collection, Result>(
    _ elements: Elements, _ title: String, _ body: (Elements.Element) throws -> Result
  ) rethrows -> [Result] {
    let progress = begin(of: elements.count, title)
    var isComplete = false
    defer { progress.end(isComplete: isComplete) }
    var results: [Result] = []
    results.reserveCapacity(elements.count)
    for element in elements {
      results.append(try body(element))
      progress.report(results.count)
    }
    isComplete = true
    return results
  }

  /// Tells that so many stages are done, and how many are done at once from here; the figures are asked
  /// for only when they are shown.
  package func report(
    _ done: Int, _ figures: @autoclosure () -> ProgressFigures = ProgressFigures(),
    underWay: Int = 1
  ) {
    switch place {
    case .untold: return
    case .inner: return Progress.reportPart(done, total)
    case .outermost: break
    }
    let isDue = Progress.isDue
    let figures = isDue ? figures() : nil
    let report = Progress.state.withLock { state -> ProgressReport? in
      state.done = done
      state.underWay = underWay
      if let figures { state.figures = figures }
      return isDue ? Progress.report(&state, part: 0) : nil
    }
    if let report { Progress.tell(.report(report)) }
  }

  /// Tells which share of the stage under way is done; to be called in the loops of a stage.
  @inline(__always)
  package static func part(_ done: Int, of total: Int) {
    // A stage's own loops say nothing of the run around it.
    if isRunning.load(ordering: .relaxed), !hasInner.load(ordering: .relaxed) {
      reportPart(done, total)
    }
  }

  private static func reportPart(_ done: Int, _ total: Int) {
    guard total > 0, isDue else { return }
    let share = min(max(Double(done) / Double(total), 0), 1)
    let report = state.withLock { $0.isRunning ? self.report(&$0, part: share) : nil }
    if let report { tell(.report(report)) }
  }

  /// Ends the run; to be called however it ends.
  package func end(isComplete: Bool) {
    switch place {
    case .untold: return
    case .inner:
      Progress.hasInner.store(false, ordering: .relaxed)
      return Progress.state.withLock { $0.inner = nil }
    case .outermost: break
    }
    let wasReported = Progress.state.withLock { state -> Bool in
      defer { state = State() }
      return state.wasReported
    }
    Progress.isRunning.store(false, ordering: .relaxed)
    if wasReported { Progress.tell(.ended(isComplete: isComplete)) }
  }

  /// Whether a report is due; whoever is told so makes it.
  private static var isDue: Bool {
    let next = due.load(ordering: .relaxed)
    let now = Int(MonotonicClock.seconds * 1e9)
    guard now >= next else { return false }
    return due.compareExchange(
      expected: next, desired: now + Int(interval * 1e9), ordering: .relaxed
    ).exchanged
  }

  private static func report(_ state: inout State, part: Double) -> ProgressReport {
    state.wasReported = true
    let isOver = state.done >= state.total
    let stages = Double(state.done) + part * Double(state.underWay)
    let fraction = isOver ? 1 : stages / Double(state.total)
    let gained = fraction - state.startFraction
    let seconds = MonotonicClock.seconds - state.start
    return ProgressReport(
      title: state.inner.map { "\(state.title): \($0)" } ?? state.title, done: state.done,
      total: state.total, fraction: fraction,
      figures: state.figures,
      secondsLeft: gained > 0 ? seconds * (1 - fraction) / gained : nil, seconds: seconds)
  }
}
