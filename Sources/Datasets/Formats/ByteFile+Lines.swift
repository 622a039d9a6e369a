internal import Glibc

extension UnsafeRawBufferPointer {
  /// The offset of the first newline from an offset on, `nil` when there is none before `end`.
  @inline(__always)
  func firstNewline(from start: Int, before end: Int) -> Int? {
    first(UInt8(ascii: "\n"), from: start, before: end)
  }

  /// The offset of the first byte of a kind from an offset on, `nil` when there is none before `end`.
  @inline(__always)
  func first(_ byte: UInt8, from start: Int, before end: Int) -> Int? {
    guard let base = baseAddress, start < end,
      let found = memchr(base + start, Int32(byte), end - start)
    else { return nil }
    return UnsafeRawPointer(found) - base
  }
}
