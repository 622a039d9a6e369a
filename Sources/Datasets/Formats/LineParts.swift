internal import Tensors

/// The lines of a file in parts of about a megabyte, which several threads may read at once.
///
/// The parts depend on the file alone, and so does what is made of them.
struct LineParts {
  private static let length = 1 << 20

  /// Where each part lies; it ends behind a newline or with the file.
  let ranges: [Range<Int>]

  /// The lines from an offset on, which is the beginning of one.
  init(_ file: ByteFile, from start: Int) {
    ranges = file.bytes.withUnsafeBytes { bytes in
      var ranges: [Range<Int>] = []
      var i = start
      while i < file.count {
        let last = min(i + LineParts.length, file.count) - 1
        let end = (bytes.firstNewline(from: last, before: file.count) ?? file.count - 1) + 1
        ranges.append(i..<end)
        i = end
      }
      return ranges
    }
  }

  /// What a body makes of each part, given its number and its range.
  ///
  /// - Throws: the error of the first part that has one, or that the computation was asked to stop.
  func map<Made>(_ body: (Int, Range<Int>) throws -> Made) throws -> [Made] {
    var results = [Result<Made, any Error>?](repeating: nil, count: ranges.count)
    try results.withUnsafeMutableBufferPointer { slots in
      try Parallel.run(ranges.count, "read") { part in
        slots[part] = Result { try body(part, ranges[part]) }
      }
    }
    try Interrupt.check()
    return try results.compactMap { try $0?.get() }
  }

  /// The sums of all counts before each one.
  static func starts(_ counts: [Int]) -> [Int] {
    var sum = 0
    return counts.map { count in
      defer { sum += count }
      return sum
    }
  }
}
