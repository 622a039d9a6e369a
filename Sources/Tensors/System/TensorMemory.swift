internal import Glibc
internal import Synchronization

/// Keeps tensors within the machine's memory, so that asking for too much is an error and no crash.
package enum TensorMemory {
  /// Only storages of at least this many bytes are counted; smaller ones are noise.
  static let trackedBytes = 1 << 16

  /// From this many elements on (128 MB) the system is asked what is free.
  private static let askingCount = 1 << 24

  /// No machine has room for more elements.
  private static let largestExtent = 1 << 48

  private static let liveBytes = Atomic<Int>(0)
  private static let physicalBytes =
    max(sysconf(Int32(_SC_PHYS_PAGES)), 1) * max(sysconf(Int32(_SC_PAGESIZE)), 1)

  static func retain(_ bytes: Int) { liveBytes.add(bytes, ordering: .relaxed) }
  static func release(_ bytes: Int) { liveBytes.subtract(bytes, ordering: .relaxed) }

  /// Counts a storage that changed its size, in bytes.
  static func change(from old: Int, to new: Int) {
    if new >= trackedBytes { retain(new) }
    if old >= trackedBytes { release(old) }
  }

  /// From this many bytes on fresh memory is asked for in large pages.
  static let largePageBytes = 1 << 22

  /// Asks for large pages, which take a quarter of the time to become available.
  static func adviseLargePages(_ start: UnsafeMutableRawPointer, _ bytes: Int) {
    let page = 1 << 21
    let first = (UInt(bitPattern: start) + UInt(page) - 1) & ~UInt(page - 1)
    let end = (UInt(bitPattern: start) + UInt(bytes)) & ~UInt(page - 1)
    guard end > first else { return }
    madvise(UnsafeMutableRawPointer(bitPattern: first), Int(end - first), MADV_HUGEPAGE)
  }

  /// Throws when a tensor of this shape would not fit beside the ones that are alive.
  package static func check(_ shape: Shape) throws {
    for axis in 0..<shape.rank where shape[axis] < 0 {
      throw TensorError(.shape, "sizes must be 0 or more, found \(shape[axis])")
    }
    // Axes beside an empty one count too: sizes multiplied in any order must stay whole numbers.
    var extent = 1
    for axis in 0..<shape.rank {
      let (product, overflow) = extent.multipliedReportingOverflow(by: max(shape[axis], 1))
      extent = overflow ? .max : product
    }
    guard extent >= trackedBytes / 8 else { return }
    try check(
      count: extent > largestExtent ? extent : shape.count, described: shape.description)
  }

  /// Throws when `count` more doubles would not fit.
  package static func check(count: Int, described: @autoclosure () -> String) throws {
    guard count >= trackedBytes / 8 else { return }
    var available = physicalBytes / 10 * 9 - liveBytes.load(ordering: .relaxed)
    // Asking the system costs microseconds, too much for each small tensor.
    if count >= askingCount, let free = SystemMemory.freeBytes {
      available = min(available, free / 10 * 9)
    }
    guard count <= available / 8 else {
      throw TensorError(
        .limit, "a tensor of \(described()) does not fit in memory",
        notes: ["it needs \(gigabytes(count)) GB, \(gigabytes(max(available, 0) / 8)) GB are free"],
        .outOfMemory, facts: ["needed": gigabytes(count)])
    }
  }

  private static func gigabytes(_ count: Int) -> String {
    let tenths = count / 12_500_000
    return "\(tenths / 10).\(tenths % 10)"
  }
}
