internal import Glibc
internal import Synchronization

/// Where runs note how far they are, and who is told of it.
enum ProgressBoard {
  struct Timing: Sendable {
    let silence: Double
    let interval: Double
    let patience: Double
  }

  /// A run that is under way.
  struct Run {
    let title: String
    let total: Int?
    var done: Int
    /// The run within the one that is told of.
    var inner: String?
    /// Stages that are done at once, and the share of them that is done.
    var underWay = 1
    var part = 0.0
    var start = 0.0
    /// What was done when the run began, as one that is picked up again.
    var startDone: Int
    var figures = ProgressFigures()

    init(title: String, total: Int?, done: Int) {
      self.title = title
      self.total = total
      self.done = done
      startDone = done
    }

    /// The share of the work that is done.
    var fraction: Double {
      guard let total else { return 0 }
      return done >= total ? 1 : (Double(done) + part * Double(underWay)) / Double(total)
    }

    var startFraction: Double { total.map { Double(startDone) / Double($0) } ?? 0 }

    var fullTitle: String { inner.map { "\(title): \($0)" } ?? title }
  }

  /// A program that is under way, with those that it runs itself.
  private struct Program {
    // No optional: Swift 6.3.1 lays out a nested `nil` in static storage as if it were a value.
    let probe: ProgressProbe
    let thread: pthread_t
    let start: Double
    var depth = 1
    /// The call that was at work when the clock last looked, and its function if it still is.
    var call: UInt?
    var name: String?

    /// Looks which call is at work; one that is seen twice takes long enough to be named.
    mutating func look() {
      let now = probe.call()
      name = now?.number == call ? now?.name : nil
      call = now?.number
    }
  }

  private struct State {
    var run: Run?
    var program: Program?
    var loop: (place: ProgressLoop, start: Double)?
    /// When something was last told, and whether it is what stands there now.
    var toldAt = 0.0
    var wasTold = false
    /// Counts what came to its end, so that nothing is told of it later.
    var ends = 0
    var timing = Timing(silence: 0.3, interval: 0.1, patience: 1)
  }

  private static let watched = Atomic<Bool>(false)
  private static let hasRun = Atomic<Bool>(false)
  private static let hasInner = Atomic<Bool>(false)
  private static let loopWanted = Atomic<Bool>(false)
  /// When the next report is due, and the time between two, in nanoseconds of the monotonic clock.
  private static let due = Atomic<Int>(0)
  private static let interval = Atomic<Int>(100_000_000)
  private static let state = Mutex(State())
  /// Held while somebody is told, so that events come one at a time and in order.
  private static let watcher = Mutex<(@Sendable (ProgressEvent) -> Void)?>(nil)

  static var isWatched: Bool { watched.load(ordering: .relaxed) }
  static var isLoopWanted: Bool { loopWanted.load(ordering: .relaxed) }
  static var takesParts: Bool {
    hasRun.load(ordering: .relaxed) && !hasInner.load(ordering: .relaxed)
  }

  // MARK: - Telling

  static func watch(_ timing: Timing, _ body: (@Sendable (ProgressEvent) -> Void)?) {
    watcher.withLock { $0 = body }
    state.withLock { $0.timing = timing }
    interval.store(nanoseconds(timing.interval), ordering: .relaxed)
    watched.store(body != nil, ordering: .relaxed)
  }

  private static func nanoseconds(_ seconds: Double) -> Int {
    Int(exactly: (min(max(seconds, 0), 1e9) * 1e9).rounded()) ?? 0
  }

  /// Whether a report is due; whoever is told so makes it.
  static var isDue: Bool {
    let next = due.load(ordering: .relaxed)
    let now = nanoseconds(MonotonicClock.seconds)
    guard now >= next else { return false }
    return due.compareExchange(
      expected: next, desired: now + interval.load(ordering: .relaxed), ordering: .relaxed
    ).exchanged
  }

  /// Tells of a report unless what it is of has ended meanwhile.
  private static func tell(_ report: (ProgressReport, ends: Int)?) {
    guard let report else { return }
    watcher.withLock { body in
      guard state.withLock({ $0.ends }) == report.ends else { return }
      body?(.report(report.0))
    }
  }

  private static func tellEnd(isComplete: Bool) {
    watcher.withLock { $0?(.ended(isComplete: isComplete)) }
  }

  private static func report(_ state: inout State) -> (ProgressReport, ends: Int) {
    let now = MonotonicClock.seconds
    (state.toldAt, state.wasTold) = (now, true)
    let report =
      if let loop = state.loop {
        report(of: loop.place, since: loop.start, with: state.run, now)
      } else if let run = state.run {
        report(of: run, now)
      } else {
        ProgressReport(
          title: state.program?.name ?? "running", done: 0, total: nil, fraction: 0,
          figures: ProgressFigures(), secondsLeft: nil,
          seconds: now - (state.program?.start ?? now))
      }
    return (report, state.ends)
  }

  private static func report(
    of loop: ProgressLoop, since start: Double, with run: Run?, _ now: Double
  ) -> ProgressReport {
    let fraction = min((Double(loop.done) + (run?.fraction ?? 0)) / Double(loop.total), 1)
    return ProgressReport(
      title: run.map { "\(loop.title): \($0.title)" } ?? loop.title, done: loop.done,
      total: loop.total, fraction: fraction, figures: run?.figures ?? ProgressFigures(),
      secondsLeft: fraction > 0 ? (now - start) * (1 - fraction) / fraction : nil,
      seconds: now - start)
  }

  private static func report(of run: Run, _ now: Double) -> ProgressReport {
    let (fraction, seconds) = (run.fraction, now - run.start)
    let gained = fraction - run.startFraction
    return ProgressReport(
      title: run.fullTitle, done: run.done, total: run.total, fraction: fraction,
      figures: run.figures,
      secondsLeft: gained > 0 ? seconds * (1 - fraction) / gained : nil, seconds: seconds)
  }

  // MARK: - Runs

  /// Whether there was no run before.
  static func beginRun() -> Bool { !hasRun.exchange(true, ordering: .relaxed) }

  static func begin(_ run: Run) {
    state.withLock { state in
      var run = run
      run.start = MonotonicClock.seconds
      state.run = run
      // Within a loop the silence is over when that of the loop is.
      if state.loop == nil {
        due.store(nanoseconds(run.start + state.timing.silence), ordering: .relaxed)
      }
    }
  }

  /// Notes a run within another; one within that is not told of.
  static func beginInner(_ title: String) -> Bool {
    let isInner = state.withLock { state -> Bool in
      guard state.run != nil, state.run?.inner == nil else { return false }
      state.run?.inner = title
      return true
    }
    if isInner { hasInner.store(true, ordering: .relaxed) }
    return isInner
  }

  static func endInner() {
    hasInner.store(false, ordering: .relaxed)
    state.withLock { $0.run?.inner = nil }
  }

  static func report(_ done: Int, _ figures: ProgressFigures?, underWay: Int, isDue: Bool) {
    tell(
      state.withLock { state in
        state.run?.done = done
        state.run?.underWay = underWay
        state.run?.part = 0
        if let figures { state.run?.figures = figures }
        return isDue && state.run != nil ? report(&state) : nil
      })
  }

  static func reportPart(_ done: Int, of total: Int) {
    guard total > 0, isDue else { return }
    let share = min(max(Double(done) / Double(total), 0), 1)
    tell(
      state.withLock { state in
        guard state.run != nil else { return nil }
        state.run?.part = share
        return report(&state)
      })
  }

  static func endRun(isComplete: Bool) {
    let isLast = state.withLock { state -> Bool in
      state.run = nil
      // What stands there is the loop's.
      return state.loop == nil && end(&state)
    }
    hasRun.store(false, ordering: .relaxed)
    if isLast { tellEnd(isComplete: isComplete) }
  }

  /// Notes the end of what was told; whether it was.
  private static func end(_ state: inout State) -> Bool {
    state.ends &+= 1
    defer { state.wasTold = false }
    return state.wasTold
  }

  // MARK: - Programs

  static func beginProgram(_ probe: ProgressProbe) {
    let isFirst = state.withLock { state -> Bool in
      guard state.program == nil else {
        state.program?.depth += 1
        return false
      }
      state.program = Program(
        probe: state.run == nil ? probe : .blind, thread: pthread_self(),
        start: MonotonicClock.seconds)
      return true
    }
    if isFirst { ProgressClock.shared.start() }
  }

  static func endProgram(isComplete: Bool) {
    let wasTold = state.withLock { state -> Bool in
      state.program?.depth -= 1
      guard state.program?.depth == 0 else { return false }
      state.program = nil
      state.loop = nil
      return state.run == nil && end(&state)
    }
    if wasTold { tellEnd(isComplete: isComplete) }
  }

  /// Asks the program on whose thread this is how far its loop is.
  static func refreshLoop() {
    loopWanted.store(false, ordering: .relaxed)
    let program = state.withLock { $0.program }
    guard let program, pthread_equal(program.thread, pthread_self()) != 0 else { return }
    let place = program.probe.loop()
    let isOver = state.withLock { state -> Bool in
      guard let place else {
        guard state.loop != nil else { return false }
        state.loop = nil
        return end(&state)
      }
      if state.loop?.place.title == place.title, state.loop?.place.total == place.total {
        state.loop?.place = place
      } else {
        let now = MonotonicClock.seconds
        state.loop = (place, now)
        due.store(nanoseconds(now + state.timing.silence), ordering: .relaxed)
      }
      return false
    }
    if isOver { tellEnd(isComplete: true) }
  }

  /// A moment of the clock; whether a program is at work.
  static func tick() -> Bool {
    let now = MonotonicClock.seconds
    let (isActive, report) = state.withLock { state -> (Bool, (ProgressReport, ends: Int)?) in
      state.program?.look()
      guard let program = state.program else { return (false, nil) }
      let isLoopDue =
        state.loop.map { now - $0.start >= state.timing.silence } ?? false
        && now - state.toldAt >= state.timing.interval
      let isQuiet = now - max(program.start, state.toldAt) >= state.timing.patience
      return (true, isLoopDue || isQuiet ? self.report(&state) : nil)
    }
    if isActive { loopWanted.store(true, ordering: .relaxed) }
    tell(report)
    return isActive
  }
}
