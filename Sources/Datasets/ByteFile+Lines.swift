internal import Glibc

extension UnsafeRawBufferPointer {
  /// The offset of the first newline from an offset on, `nil` when there is none before `end`.
  @inline(__always)
  func firstNewline(from start: Int, before end: Int) -> Int? {
    guard let base = baseAddress, start < end,
      let found = memchr(base + start, Int32(UInt8(ascii: "\n")), end - start)
    else { return nil }
    return UnsafeRawPointer(found) - base
  }
}
