/// Short numbers that tell whether bytes or words are the same as others.
package enum Checksum {
  /// What each byte does to the remainder.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in
      rest & 1 == 1 ? 0xEDB8_8320 ^ (rest >> 1) : rest >> 1
    }
  }

  /// The cyclic redundancy check of 32 bits that gzip and PNG use: it sees every flipped bit, every
  /// burst of up to 32 bits, and misses other damage once in 2³² times.
  ///
  /// W. W. Peterson, D. T. Brown, *Cyclic Codes for Error Detection*, Proceedings of the IRE 49, 1961;
  /// the reflected polynomial 0xEDB88320 of IEEE 802.3.
  package static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    // Where the bytes lie in a row, the loop is compiled for them rather than for any sequence.
    bytes.withContiguousStorageIfAvailable(remainder)
      ?? Array(bytes).withUnsafeBufferPointer(remainder)
  }

  private static func remainder(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    table.withUnsafeBufferPointer { table in
      var rest = ~UInt32(0)
      for byte in bytes {
        rest = table[Int(UInt8(truncatingIfNeeded: rest) ^ byte)] ^ (rest >> 8)
      }
      return ~rest
    }
  }

  /// A hash of words, going on after that of others when told.
  ///
  /// Each word is folded in by a multiplication with the prime of FNV-1a; the shift lets high bits
  /// reach low ones, so that two changes of sign do not undo each other.
  ///
  /// G. Fowler, L. C. Noll, K.-P. Vo, *The FNV Non-Cryptographic Hash Algorithm*, 1991.
  package static func fnv(
    _ words: some Sequence<UInt64>, after start: UInt64 = 0xCBF2_9CE4_8422_2325
  ) -> UInt64 {
    words.reduce(start) { hash, word in
      let folded = (hash ^ word) &* 0x100_0000_01B3
      return folded ^ (folded >> 32)
    }
  }
}
