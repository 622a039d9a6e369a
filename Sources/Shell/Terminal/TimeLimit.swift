internal import Glibc
internal import Tensors

/// Ends runs that take longer than allowed, through the same flag as Ctrl-C.
enum TimeLimit {
  /// Starts the clock for a run; `nil` means no limit.
  static func start(_ seconds: Double?) {
    guard let seconds else { return }
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in Interrupt.request(.timeLimit) }
    sigaction(SIGALRM, &action, nil)
    set(seconds)
  }

  /// Stops the clock.
  static func stop() { set(0) }

  /// Whether it was the clock that asked the run to stop.
  static var isOver: Bool {
    do { try Interrupt.check() } catch { return error == .timeLimit }
    return false
  }

  private static func set(_ seconds: Double) {
    var timer = itimerval()
    let whole = seconds.rounded(.down)
    timer.it_value.tv_sec = Int(whole)
    timer.it_value.tv_usec = Int((seconds - whole) * 1e6)
    setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
  }
}
