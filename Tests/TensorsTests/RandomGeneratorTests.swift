import Testing

@testable import Tensors

@Suite("Random numbers")
struct RandomGeneratorTests {
  /// Known answers of Random123 1.14.0, `kat_vectors`, philox4x32 with 10 rounds.
  @Test("Philox gives the published known answers")
  func knownAnswers() {
    #expect(
      Philox.block(SIMD4(repeating: 0), key: SIMD2(repeating: 0))
        == SIMD4(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8))
    #expect(
      Philox.block(SIMD4(repeating: .max), key: SIMD2(repeating: .max))
        == SIMD4(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD))
    #expect(
      Philox.block(
        SIMD4(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344),
        key: SIMD2(0xA409_3822, 0x299F_31D0))
        == SIMD4(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1))
  }

  @Test("the first words of a seed are the cipher of counter 0")
  func firstWords() {
    var generator = RandomGenerator(seed: 0)
    #expect(generator.next() == 0xE169_C58D_6627_E8D5)
    #expect(generator.next() == 0x9B00_DBD8_BC57_AC4C)
  }

  /// Figures of scipy 1.17.1, `stats.norm.ppf`.
  @Test(
    "the normal quantile agrees with SciPy to 15 digits",
    arguments: [
      (1e-300, -37.0470962993612), (1e-20, -9.262340089798409), (1e-10, -6.361340902404056),
      (1e-3, -3.090232306167813), (0.02, -2.053748910631823), (0.07, -1.4757910281791706),
      (0.1, -1.2815515655446004), (0.3, -0.5244005127080409), (0.5, 0), (0.7, 0.5244005127080407),
      (0.99, 2.3263478740408408), (1 - 1e-10, 6.361340889697422),
    ])
  func quantile(p: Double, expected: Double) {
    #expect(abs(NormalQuantile.value(p) - expected) <= 4e-15 * max(abs(expected), 1))
  }

  @Test("the portable logarithm inverts the exponential of whole powers")
  func logarithm() {
    let log2 = 0.6931471805599453
    for exponent in [-1022, -53, -10, -1, 0, 1, 7, 900] {
      let x = Double(sign: .plus, exponent: exponent, significand: 1)
      let expected = Double(exponent) * log2
      #expect(abs(NormalQuantile.logarithm(x) - expected) <= 3e-16 * abs(expected))
    }
    #expect(abs(NormalQuantile.logarithm(1.5) - 0.4054651081081644) < 1e-16)
    #expect(abs(NormalQuantile.logarithm(1e-5) + 11.512925464970229) < 4e-15)
  }

  @Test("uniform numbers have the mean, variance and distribution of the unit interval")
  func uniforms() throws {
    var generator = RandomGenerator(seed: 1)
    let n = 100_000
    let x = try generator.uniform([n])
    #expect(abs(try x.reduced(by: .mean) - 0.5) < 0.005)
    #expect(abs(try x.reduced(by: .variance) - 1.0 / 12) < 0.002)
    let sorted = try x.sorted().elements
    #expect((sorted.first ?? -1) >= 0 && (sorted.last ?? 1) < 1)
    let distance = sorted.indices.map { abs(sorted[$0] - (Double($0) + 0.5) / Double(n)) }.max()
    // The Kolmogorov–Smirnov distance exceeds 1.95 / √n once in a thousand seeds.
    #expect((distance ?? 1) < 1.95 / Double(n).squareRoot())
  }

  @Test("normal numbers have the moments and the distribution of the standard normal")
  func normals() throws {
    var generator = RandomGenerator(seed: 2)
    let n = 100_000
    let x = try generator.normal([n])
    #expect(abs(try x.reduced(by: .mean)) < 0.015)
    #expect(abs(try x.reduced(by: .variance) - 1) < 0.02)
    let fourth = try apply(.power, x, 4).reduced(by: .mean)
    #expect(abs(fourth - 3) < 0.15)
    // Shares below the quantiles of tables.
    for (limit, share) in [(-1.959963984540054, 0.025), (-0.6744897501960817, 0.25), (1, 0.8413)] {
      let below = try apply(.less, x, limit).reduced(by: .mean)
      #expect(abs(below - share) < 0.006)
    }
  }

  @Test("filling n and then m equals filling n + m, whatever n", arguments: [0, 1, 2, 5, 64])
  func prefix(n: Int) throws {
    var whole = RandomGenerator(seed: 9, stream: 3)
    var parts = whole
    let all = try whole.normal([100]).elements
    let first = try parts.normal([n]).elements
    let second = try parts.normal([100 - n]).elements
    #expect(all == first + second && whole == parts)
    var single = RandomGenerator(seed: 9, stream: 3)
    #expect(all == (0..<100).map { _ in single.normal() })
    var jumped = RandomGenerator(seed: 9, stream: 3)
    jumped.position = UInt64(n)
    #expect(try jumped.normal([100 - n]).elements == second)
  }

  /// Philox written anew in Python 3.11, normals by scipy 1.17.1, `stats.norm.ppf`.
  @Test("the first draws of a seed and stream equal an independent program's")
  func firstDraws() throws {
    var generator = RandomGenerator(seed: 0x1234_5678_9ABC_DEF0, stream: 7)
    #expect(
      try generator.uniform([4]).elements
        == [0.1697539337644075, 0.6792882000109705, 0.1974472643631643, 0.6122553939348762])
    generator.position = 0
    let normals = Tensor([
      -0.9551380927242723, 0.4657092925030131, -0.8507746812070038, 0.2852022298161297,
    ])
    #expect(try distance(generator.normal([4]), normals) < 1e-15)
  }

  @Test("seeds and streams differ")
  func differ() {
    var draws: Set<UInt64> = []
    for seed in 0..<20 as Range<UInt64> {
      for stream in 0..<20 as Range<UInt64> {
        var generator = RandomGenerator(seed: seed, stream: stream)
        draws.insert(generator.next())
      }
    }
    #expect(draws.count == 400)
  }

  @Test("whole numbers are equally likely and stay in range")
  func integers() throws {
    var generator = RandomGenerator(seed: 4)
    let x = try generator.integers(-3, 4, [70_000]).elements
    for value in -3...3 {
      let share = x.count { $0 == Double(value) }
      // Standard deviation 93.
      #expect(abs(share - 10_000) < 400)
    }
    #expect(x.allSatisfy { $0 >= -3 && $0 < 4 })
    #expect(try generator.integers(.min, .max, [3]).count == 3)
    #expect(tensorError { try generator.integers(2, 2, [1]) }?.kind == .value)
  }

  @Test("a permutation holds every position once and all orders are equally likely")
  func permutations() throws {
    var generator = RandomGenerator(seed: 5)
    #expect(try generator.permutation(1000).sorted() == Array(0..<1000))
    var seen: [[Int]: Int] = [:]
    for _ in 0..<6000 { seen[try generator.permutation(3), default: 0] += 1 }
    #expect(seen.count == 6)
    #expect(seen.values.allSatisfy { abs($0 - 1000) < 130 })
    #expect(try generator.permutation(0).isEmpty)
    #expect(tensorError { try generator.permutation(-1) } != nil)
  }

  @Test("shuffling keeps rows together")
  func shuffle() throws {
    var generator = RandomGenerator(seed: 6)
    let x = try Tensor.range(0, 20).reshaped(to: [10, 2])
    let shuffled = try generator.shuffled(x)
    #expect(shuffled.elements != x.elements)
    for row in 0..<10 { #expect(shuffled[row, 1] == shuffled[row, 0] + 1) }
    #expect(try shuffled.sorted(axis: 0).elements == x.elements)
  }

  @Test("choices without repeats are different and uniform, weighted ones follow the weights")
  func choices() throws {
    var generator = RandomGenerator(seed: 7)
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<5000 {
      let chosen = try generator.choice(10, size: 4, replacement: false)
      #expect(Set(chosen).count == 4)
      for position in chosen { counts[position] += 1 }
    }
    #expect(counts.allSatisfy { abs($0 - 2000) < 150 })
    let weighted = try generator.choice(weights: [1, 0, 3, 0], size: 8000)
    #expect(weighted.count { $0 == 1 || $0 == 3 } == 0)
    #expect(abs(weighted.count { $0 == 2 } - 6000) < 170)
    #expect(
      tensorError { try generator.choice(3, size: 4, replacement: false) }?.message
        == "cannot choose 4 of 3 without repeats")
    #expect(tensorError { try generator.choice(0, size: 1) }?.kind == .value)
    #expect(tensorError { try generator.choice(weights: [0, 0], size: 1) }?.kind == .value)
    #expect(tensorError { try generator.choice(weights: [.nan], size: 1) }?.kind == .value)
    #expect(tensorError { try generator.choice(5, size: -1) } != nil)
  }
}
