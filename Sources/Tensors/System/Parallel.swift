internal import Glibc
internal import Synchronization

/// Runs the parts of one large computation on several threads.
///
/// Who calls fixes the parts, whatever the number of threads, and every part writes to places of its
/// own: so results never depend on how many threads there are or which of them ran first.
package enum Parallel {
  private static let chosenCount = Atomic<Int>(0)

  /// How many threads work on a large computation; unless set, one a processor.
  package static var threadCount: Int {
    get {
      let chosen = chosenCount.load(ordering: .relaxed)
      return chosen > 0 ? chosen : processorCount
    }
    set { chosenCount.store(max(newValue, 1), ordering: .relaxed) }
  }

  private static let processorCount = min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1), 64)

  /// Runs `body` for every part from 0 up to `count`, in any order, and returns when all are done.
  ///
  /// A part may call `run` itself: its parts then run one after the other. When parts throw, the
  /// rest is left out and one of the errors is thrown; a part that was asked to stop throws before
  /// it begins. With a title, people are told how many parts are done.
  package static func run(
    _ count: Int, _ title: String? = nil, _ body: (Int) throws -> Void
  ) throws {
    guard let title, count > 1, Progress.isTold else { return try runParts(count, body) }
    let progress = Progress.begin(of: count, title)
    let done = Atomic<Int>(0)
    var isComplete = false
    defer { progress.end(isComplete: isComplete) }
    try runParts(count) { part in
      try body(part)
      progress.report(done.wrappingAdd(1, ordering: .relaxed).newValue)
    }
    isComplete = true
  }

  private static func runParts(_ count: Int, _ body: (Int) throws -> Void) throws {
    let threads = min(threadCount, count)
    if threads > 1, try ThreadPool.shared.run(count, helpers: threads - 1, body) { return }
    for part in 0..<count {
      try Interrupt.check()
      try body(part)
    }
  }

  /// Runs `body` on the start and the length of each block of `length` out of `count` elements, on
  /// several threads when `isLarge`.
  package static func forEachBlock(
    of length: Int, in count: Int, isLarge: Bool, _ title: String? = nil,
    _ body: (Int, Int) throws -> Void
  ) throws {
    let parts = (count + length - 1) / length
    func runPart(_ part: Int) throws {
      try body(part * length, min(length, count - part * length))
    }
    if isLarge { return try run(parts, title, runPart) }
    for part in 0..<parts {
      try Interrupt.check()
      try runPart(part)
    }
  }
}
