internal import Glibc
internal import Synchronization

/// Threads that wait for parts of a computation; they are started when first needed and stay.
final class ThreadPool: @unchecked Sendable {
  static let shared = ThreadPool()

  /// One computation: parts are handed out in order until none is left or one has failed.
  private struct Job {
    /// Lives on the stack of the thread that asked.
    var body: UnsafePointer<(Int) throws -> Void>?
    var count = 0
    /// How many helpers may still join, and how many have joined and are at work.
    var openings = 0
    var working = 0
    var error: (any Error)?
  }

  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let wanted = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let finished = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let isBusy = Atomic<Bool>(false)
  private let nextPart = Atomic<Int>(0)
  private var job = Job()
  private var threadCount = 0

  private init() {
    pthread_mutex_init(lock, nil)
    pthread_cond_init(wanted, nil)
    pthread_cond_init(finished, nil)
  }

  /// Runs all parts with the help of other threads; `false`, having run none, when the pool is at
  /// work already.
  func run(_ count: Int, helpers: Int, _ body: (Int) throws -> Void) throws -> Bool {
    let (isFree, _) = isBusy.compareExchange(
      expected: false, desired: true, ordering: .acquiringAndReleasing)
    guard isFree else { return false }
    defer { isBusy.store(false, ordering: .releasing) }
    try withoutActuallyEscaping(body) { body in
      if let error = withUnsafePointer(to: body, { share(count, helpers: helpers, $0) }) {
        throw error
      }
    }
    return true
  }

  private func share(
    _ count: Int, helpers: Int, _ body: UnsafePointer<(Int) throws -> Void>
  ) -> (any Error)? {
    nextPart.store(0, ordering: .relaxed)
    pthread_mutex_lock(lock)
    while threadCount < helpers, startThread() { threadCount += 1 }
    job = Job(body: body, count: count, openings: min(helpers, threadCount))
    pthread_cond_broadcast(wanted)
    pthread_mutex_unlock(lock)
    let own = work(count, body)
    pthread_mutex_lock(lock)
    job.openings = 0
    while job.working > 0 { pthread_cond_wait(finished, lock) }
    let error = job.error ?? own
    job = Job()
    pthread_mutex_unlock(lock)
    return error
  }

  /// Takes parts until none is left; the first error ends the computation for all.
  @inline(never)
  private func work(
    _ count: Int, _ body: UnsafePointer<(Int) throws -> Void>
  ) -> (any Error)? {
    do {
      while true {
        let part = nextPart.add(1, ordering: .relaxed).oldValue
        guard part < count else { return nil }
        try Interrupt.check()
        try body.pointee(part)
      }
    } catch {
      nextPart.store(count, ordering: .relaxed)
      return error
    }
  }

  private func startThread() -> Bool {
    BackgroundThread.start { _ in
      ThreadPool.shared.serve()
      return nil
    }
  }

  /// The life of a helper.
  private func serve() {
    pthread_mutex_lock(lock)
    while true {
      while job.openings == 0 { pthread_cond_wait(wanted, lock) }
      guard let body = job.body else { continue }
      let count = job.count
      job.openings -= 1
      job.working += 1
      pthread_mutex_unlock(lock)
      let error = work(count, body)
      pthread_mutex_lock(lock)
      if let error { job.error = job.error ?? error }
      job.working -= 1
      if job.working == 0 { pthread_cond_signal(finished) }
    }
  }
}
