internal import Synchronization

/// Thrown by a computation that was asked to stop.
package enum Interruption: Error, Sendable {
  /// The user pressed Ctrl-C.
  case interrupted
  /// The time allowed for the run is over.
  case timeLimit
}

/// The request to stop, set by a signal handler or a timer and polled by every long loop.
package enum Interrupt {
  private static let state = Atomic<Int>(0)

  /// Asks running computations to stop; safe in a signal handler.
  package static func request(_ reason: Interruption = .interrupted) {
    state.store(reason == .interrupted ? 1 : 2, ordering: .relaxed)
  }

  /// Forgets a request; called before each cell.
  package static func clear() { state.store(0, ordering: .relaxed) }

  /// Whether a stop was requested.
  package static var isRequested: Bool { state.load(ordering: .relaxed) != 0 }

  /// Throws when a stop was requested; costs one load.
  package static func check() throws(Interruption) {
    let value = state.load(ordering: .relaxed)
    if value == 0 { return }
    throw value == 1 ? .interrupted : .timeLimit
  }
}
