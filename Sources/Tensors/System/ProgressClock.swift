internal import Glibc

/// The thread that looks ten times a second how long a program has been at work.
final class ProgressClock: @unchecked Sendable {
  static let shared = ProgressClock()

  private static let period: useconds_t = 100_000

  /// Counts the programs that began.
  private let programs = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
  private var hasThread = false

  private init() { sem_init(programs, 0, 0) }

  /// Begins to look; to be called on one thread.
  func start() {
    if !hasThread {
      hasThread = BackgroundThread.start { _ in
        ProgressClock.shared.serve()
        return nil
      }
    }
    sem_post(programs)
  }

  private func serve() {
    while true {
      while sem_wait(programs) != 0 {}
      while sem_trywait(programs) == 0 {}
      repeat { usleep(ProgressClock.period) } while ProgressBoard.tick()
    }
  }
}
