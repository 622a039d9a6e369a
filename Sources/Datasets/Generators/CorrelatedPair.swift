internal import Diagnostics
internal import Glibc
package import Tensors

/// Two regression tasks on one design whose relation is chosen.
///
/// With two orthogonal unit vectors u₁ and u₂, the tasks look along w₁ = c u₁ and
/// w₂ = c (p u₁ + √(1−p²) u₂), whose cosine is p; x is standard normal and
/// y_t = w_t·x + Σ_j sin(α_j w_t·x + β_j) + ε, ε normal with deviation 0.1,
/// with the same α and β, standard normal, in both.
///
/// Ma, Zhao, Yi, Chen, Hong and Chi, "Modeling Task Relationships in Multi-task Learning with
/// Multi-gate Mixture-of-Experts", KDD 2018, section 3.2.
package struct CorrelatedPair: Sendable {
  /// p.
  package let correlation: Double
  /// α.
  package let slopes: [Double]
  /// β.
  package let shifts: [Double]
  /// w₁ and w₂ as the columns of a d×2 matrix.
  package let weights: Tensor
  /// The deviation of ε.
  package let noise: Double
  private let seed: UInt64

  /// Draws the two directions and the curve.
  ///
  /// - Parameters:
  ///   - correlation: p, from −1 to 1.
  ///   - features: d, at least 2.
  ///   - sines: how many there are in the sum.
  ///   - scale: c, the length of both directions.
  ///   - noise: the deviation of ε.
  ///   - seed: the same seed gives the same pair on every machine, whatever p is.
  /// - Throws: `argument` for a number out of its range.
  package init(
    correlation: Double, features: Int = 100, sines: Int = 5, scale: Double = 1,
    noise: Double = 0.1, seed: Int = 0
  ) throws {
    guard correlation >= -1, correlation <= 1 else {
      throw Failure(.argument, "expected a correlation from -1 to 1, found \(correlation)")
    }
    guard features >= 2, sines >= 0, scale.isFinite, noise >= 0, noise.isFinite else {
      throw Failure(
        .argument,
        "expected at least two features and numbers ≥ 0, found \(features) features, \(sines) sines, "
          + "scale \(scale) and noise \(noise)")
    }
    let seed = UInt64(bitPattern: Int64(seed))
    func draw(_ stream: UInt64, _ count: Int) throws -> [Double] {
      var generator = RandomGenerator(seed: seed, stream: stream)
      return try generator.normal([count]).elements
    }
    self.correlation = correlation
    self.noise = noise
    self.seed = seed
    slopes = try draw(1, sines)
    shifts = try draw(2, sines)
    let first = Self.unit(try draw(3, features))
    let raw = try draw(4, features)
    let along = zip(raw, first).reduce(0) { $0 + $1.0 * $1.1 }
    let second = Self.unit(zip(raw, first).map { $0 - along * $1 })
    let across = max(0, 1 - correlation * correlation).squareRoot()
    weights = Tensor(
      zip(first, second).flatMap { [scale * $0, scale * (correlation * $0 + across * $1)] },
      Shape(features, 2))
  }

  private static func unit(_ vector: [Double]) -> [Double] {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? vector.map { $0 / length } : vector
  }

  /// z + Σ_j sin(α_j z + β_j): what both tasks make of their projections.
  package func curve(_ z: Double) -> Double {
    var value = z
    for (slope, shift) in zip(slopes, shifts) { value += sin(slope * z + shift) }
    return value
  }

  /// Samples of both tasks; more rows leave the earlier ones as they were.
  ///
  /// - Throws: `argument` for no rows; `limit` when they do not fit in memory.
  package func samples(rows: Int) throws -> TaskDataset {
    guard rows > 0 else { throw Failure(.argument, "expected at least one row, found \(rows)") }
    var inputs = RandomGenerator(seed: seed, stream: 5)
    let X = try inputs.normal([rows, weights.rowCount])
    let Z = try matmul(X, weights)
    let tasks = try (0..<2).map { t in
      var draws = RandomGenerator(seed: seed, stream: 6 + UInt64(t))
      let error = try draws.normal([rows])
      let y = try (0..<rows).map { i in
        if i & 0xFFF == 0 { try Interrupt.check() }
        return curve(Z[i, t]) + noise * error[flat: i]
      }
      return TaskSamples(name: "task \(t)", X: X, y: Tensor(y))
    }
    return try TaskDataset(
      name: "correlated pair", featureNames: (0..<weights.rowCount).map { "x\($0)" }, tasks: tasks,
      isShared: true, truth: weights)
  }
}
