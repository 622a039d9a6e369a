/// The counter-based generator Philox4x32-10: a bijection of 128-bit counters chosen by a key.
///
/// Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
enum Philox {
  /// Ten rounds on a counter.
  @inline(__always)
  static func block(_ counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var c = counter
    var k = key
    for round in 0..<10 {
      if round > 0 { k &+= SIMD2(0x9E37_79B9, 0xBB67_AE85) }
      let first = UInt64(0xD251_1F53) &* UInt64(c[0])
      let second = UInt64(0xCD9E_8D57) &* UInt64(c[2])
      c = SIMD4(
        UInt32(truncatingIfNeeded: second >> 32) ^ c[1] ^ k[0],
        UInt32(truncatingIfNeeded: second),
        UInt32(truncatingIfNeeded: first >> 32) ^ c[3] ^ k[1],
        UInt32(truncatingIfNeeded: first))
    }
    return c
  }
}
