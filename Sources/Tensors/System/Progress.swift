/// A long computation that tells how far it is, the companion of ``Interrupt``.
///
/// A loop begins one, reports after each stage and ends it. A run that takes less than 0.3 s is never
/// told of; a longer one at most ten times a second. Of nested runs the outermost is told of, under
/// its own name and that of the run within it, whose stages count as parts of the outer stage. A loop
/// of the program around it all is the outermost of them. Where nobody watches, all of it costs one
/// load a call.
package struct Progress: Sendable {
  /// How a run stands to the one that is told of.
  private enum Place { case outermost, inner, untold }

  private let place: Place
  private let total: Int?

  /// A run of which nobody is told.
  package static let untold = Progress(place: .untold, total: nil)

  // MARK: - Running

  /// Begins a run.
  ///
  /// - Parameters:
  ///   - total: how many stages it has; `nil` where nobody knows before its end.
  ///   - done: how many of them are done already.
  ///   - title: what is done.
  /// - Returns: the run, to be ended.
  package static func begin(of total: Int?, done: Int = 0, _ title: String = "train") -> Progress {
    guard isTold, (total ?? 1) > 0 else { return untold }
    guard ProgressBoard.beginRun() else {
      let isInner = ProgressBoard.beginInner(title)
      return isInner ? Progress(place: .inner, total: total) : untold
    }
    ProgressBoard.refreshLoop()
    ProgressBoard.begin(ProgressBoard.Run(title: title, total: total, done: done))
    return Progress(place: .outermost, total: total)
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
    case .inner: ProgressBoard.reportPart(done, of: total ?? .max)
    case .outermost:
      let isDue = ProgressBoard.isDue
      ProgressBoard.report(
        done, isDue ? figures() : nil, underWay: underWay, isDue: isDue)
    }
  }

  /// Tells which share of the stage under way is done; to be called in the loops of a stage.
  @inline(__always)
  package static func part(_ done: Int, of total: Int) {
    // A stage's own loops say nothing of the run around it.
    if ProgressBoard.takesParts { ProgressBoard.reportPart(done, of: total) }
  }

  /// Ends the run; to be called however it ends.
  package func end(isComplete: Bool) {
    switch place {
    case .untold: return
    case .inner: ProgressBoard.endInner()
    case .outermost: ProgressBoard.endRun(isComplete: isComplete)
    }
  }

  // MARK: - Watching

  /// Whether anybody watches.
  package static var isTold: Bool { ProgressBoard.isWatched }

  /// Sets who is told of runs; `nil` for nobody.
  ///
  /// - Parameters:
  ///   - silence: seconds before a run is told of at all.
  ///   - interval: seconds between two reports.
  ///   - patience: seconds after which it is said how long a program has been at work that tells
  ///     nothing.
  ///   - body: called for one event at a time.
  package static func watch(
    silence: Double = 0.3, interval: Double = 0.1, patience: Double = 1,
    _ body: (@Sendable (ProgressEvent) -> Void)?
  ) {
    ProgressBoard.watch(
      ProgressBoard.Timing(silence: silence, interval: interval, patience: patience), body)
  }

  // MARK: - Programs

  /// Told when a program begins; what it does for long is told of even where no run is begun.
  ///
  /// - Parameter probe: what can be seen of it; of a program within a run nothing is asked.
  package static func beginProgram(_ probe: @autoclosure () -> ProgressProbe) {
    if isTold { ProgressBoard.beginProgram(probe()) }
  }

  /// Told when a program is over.
  package static func endProgram(isComplete: Bool) {
    if isTold { ProgressBoard.endProgram(isComplete: isComplete) }
  }

  /// Whether somebody waits to hear how far the program's loop is.
  @inline(__always)
  package static var wantsLoop: Bool { ProgressBoard.isLoopWanted }

  /// Tells how far the program's loop is.
  package static func tellLoop() { ProgressBoard.refreshLoop() }
}
