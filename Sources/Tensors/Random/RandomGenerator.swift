/// Seeded random numbers, the same on every machine.
///
/// The n-th word depends only on the seed, the stream and n, so draws can be made in any order,
/// on any number of threads; the state is a value of four words that can be kept and put back.
@usableFromInline
package struct RandomGenerator: RandomNumberGenerator, Sendable, Hashable {
  /// The seed that chose the sequence.
  package let seed: UInt64
  /// Independent sequences of one seed have different streams.
  package let stream: UInt64
  /// The number of 64-bit words drawn so far; setting it jumps there.
  package var position: UInt64 = 0

  /// A generator at the start of its sequence.
  package init(seed: UInt64, stream: UInt64 = 0) {
    self.seed = seed
    self.stream = stream
  }

  /// The next 64 random bits.
  @usableFromInline
  package mutating func next() -> UInt64 {
    let pair = words(position >> 1)
    defer { position &+= 1 }
    return position & 1 == 0 ? pair.0 : pair.1
  }

  /// The two words of one block.
  @inline(__always)
  private func words(_ block: UInt64) -> (UInt64, UInt64) {
    let result = Philox.block(
      SIMD4(
        UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32),
        UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32)),
      key: SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
    return (
      UInt64(result[1]) << 32 | UInt64(result[0]), UInt64(result[3]) << 32 | UInt64(result[2])
    )
  }

  /// A number in [0, 1), a multiple of 2⁻⁵³; takes one word.
  package mutating func uniform() -> Double { RandomGenerator.uniform(next()) }

  /// A standard normal number by inversion; takes one word.
  package mutating func normal() -> Double { RandomGenerator.normal(next()) }

  private static func uniform(_ word: UInt64) -> Double { Double(word >> 11) * 0x1p-53 }

  private static func normal(_ word: UInt64) -> Double {
    NormalQuantile.value((Double(word >> 12) + 0.5) * 0x1p-52)
  }

  /// A whole number below `bound` (at least 1), every one equally likely.
  ///
  /// Lemire, "Fast random integer generation in an interval", ACM Transactions on Modeling and
  /// Computer Simulation 29, 2019.
  @usableFromInline
  package mutating func integer(below bound: UInt64) -> UInt64 {
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return product.high
  }

  /// Fills memory with uniform numbers in [0, 1).
  package mutating func fillUniform(
    _ target: UnsafeMutablePointer<Double>, count: Int
  ) throws {
    try fill(target, count, RandomGenerator.uniform)
  }

  /// Fills memory with standard normal numbers.
  package mutating func fillNormal(_ target: UnsafeMutablePointer<Double>, count: Int) throws {
    try fill(target, count, RandomGenerator.normal)
  }

  /// Draws words in order, two a block.
  @inline(__always)
  private mutating func fill(
    _ target: UnsafeMutablePointer<Double>, _ count: Int, _ convert: (UInt64) -> Double
  ) throws {
    try forEachBlock(count) { start, length in
      var i = start
      let end = start + length
      if position & 1 == 1, i < end {
        target[i] = convert(next())
        i += 1
      }
      while i + 1 < end {
        let pair = words(position >> 1)
        target[i] = convert(pair.0)
        target[i + 1] = convert(pair.1)
        position &+= 2
        i += 2
      }
      if i < end { target[i] = convert(next()) }
    }
  }
}
