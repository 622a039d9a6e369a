internal import CVectorMath

/// Which score `w_k · x + b_k` is the largest, for several groups of scores at once.
///
/// All groups' scores come from one product in single precision, which takes half as long as one in
/// double. A number is given only where it is certain. With p = d + 1 terms a score is off by at most
/// γ ‖x‖ ‖w‖, γ = (p + 2) u / (1 − (p + 2) u), u = 2⁻²⁴ (Higham, Accuracy and Stability of Numerical
/// Algorithms, SIAM, 2002, section 3.1; two of the roundings are those of x and w themselves). Where
/// the largest score leads the next by more than twice that, no exact score is larger. Elsewhere, as
/// with equal scores, the answer is left open.
package struct LargestScores: Sendable {
  /// Scores of all groups.
  private let count: Int
  /// d + 1: the inputs and the intercept.
  private let width: Int
  /// First and last row of `weights` of each group.
  private let groups: [Range<Int>]
  /// count×width.
  private let weights: [Float]
  /// By group, the largest norm of its rows.
  private let norms: [Double]

  /// Groups of scores, each with K×d weights and K intercepts.
  package init(_ parts: [(weights: Tensor, intercepts: [Double])], featureCount d: Int) {
    var groups: [Range<Int>] = []
    var norms: [Double] = []
    var all: [Float] = []
    all.reserveCapacity(parts.reduce(0) { $0 + $1.intercepts.count } * (d + 1))
    for part in parts {
      let first = groups.last?.upperBound ?? 0
      groups.append(first..<first + part.intercepts.count)
      var most = 0.0
      part.weights.withElements { w in
        for (k, intercept) in part.intercepts.enumerated() {
          var square = intercept * intercept
          for j in k * d..<(k + 1) * d {
            square += w[j] * w[j]
            all.append(Float(w[j]))
          }
          all.append(Float(intercept))
          most = square > most || square.isNaN ? square : most
        }
      }
      norms.append(most.squareRoot())
    }
    (self.groups, self.norms, weights) = (groups, norms, all)
    width = d + 1
    count = groups.last?.upperBound ?? 0
  }

  /// The number of the largest score of each group for n×d inputs, a row of n numbers a group; −1
  /// where single precision cannot tell.
  ///
  /// - Throws: `limit` without a linear algebra library, and `Interruption`.
  package func numbers(_ X: Tensor) throws -> [Int32] {
    let (n, d) = (X.rowCount, width - 1)
    var numbers = [Int32](repeating: -1, count: groups.count * n)
    guard X.columnCount == d, count > 0, Double(width) < 1e6 else { return numbers }
    let tile = max(32, min(256, (1 << 18) / count)) & ~15
    try numbers.withUnsafeMutableBufferPointer { buffer in
      let out = buffer
      try X.withElements { x in
        try Parallel.forEachBlock(of: 4 * tile, in: n, isLarge: n * count * d > 1 << 22) {
          first, length in
          let scratch = Scratch(tile: tile, width: width, count: count)
          for start in stride(from: first, to: first + length, by: tile) {
            let rows = start..<min(start + tile, first + length)
            scratch.load(x, rows, featureCount: d)
            try find(scratch, rows, rowCount: n, into: out)
          }
        }
      }
    }
    return numbers
  }

  /// The numbers of a tile of rows.
  private func find(
    _ scratch: Scratch, _ rows: Range<Int>, rowCount n: Int,
    into out: UnsafeMutableBufferPointer<Int32>
  ) throws {
    let columns = (rows.count + 15) & ~15
    try weights.withUnsafeBufferPointer { w in
      guard let w = w.baseAddress else { return }
      try BLAS.gemm(
        false, true, count, columns, width, w, width, scratch.points, width, 0, scratch.scores,
        columns)
    }
    for (g, group) in groups.enumerated() where !group.isEmpty {
      scratch.findLargest(group, columns)
      for i in 0..<rows.count
      where Double(scratch.leads[i]) > margin(scratch.norms[i], norms[g]) {
        out[g * n + rows.lowerBound + i] = scratch.numbers[i]
      }
    }
  }

  /// What a lead must exceed; infinite where single precision might overflow.
  ///
  /// The last term covers numbers too small for single precision, flushed to zero or not.
  private func margin(_ x: Double, _ w: Double) -> Double {
    guard x < 1e30, w < 1e30, x * w < 1e30 else { return .infinity }
    let share = Double(width + 2) * 0x1p-24
    return 2.02 * share / (1 - share) * x * w + Double(width) * 0x1p-122 * (x + w + 1)
  }

  /// Memory of one tile of rows.
  private final class Scratch {
    let points: UnsafeMutablePointer<Float>
    let scores: UnsafeMutablePointer<Float>
    let leads: UnsafeMutablePointer<Float>
    let numbers: UnsafeMutablePointer<Int32>
    let norms: UnsafeMutablePointer<Double>
    private let width: Int

    init(tile: Int, width: Int, count: Int) {
      self.width = width
      points = .allocate(capacity: tile * width)
      scores = .allocate(capacity: tile * count)
      leads = .allocate(capacity: tile)
      numbers = .allocate(capacity: tile)
      norms = .allocate(capacity: tile)
    }

    deinit {
      points.deallocate()
      scores.deallocate()
      leads.deallocate()
      numbers.deallocate()
      norms.deallocate()
    }

    /// Rows in single precision with a 1 behind each, filled up with zeros to a multiple of 16.
    func load(_ x: UnsafeBufferPointer<Double>, _ rows: Range<Int>, featureCount d: Int) {
      for (i, row) in rows.enumerated() {
        let point = points + i * width
        var squares = SIMD4<Double>(1, 0, 0, 0)
        for j in 0..<d {
          let value = x[row * d + j]
          point[j] = Float(value)
          squares[j & 3] += value * value
        }
        point[d] = 1
        norms[i] = squares.sum().squareRoot()
      }
      for j in rows.count * width..<((rows.count + 15) & ~15) * width { points[j] = 0 }
    }

    func findLargest(_ group: Range<Int>, _ columns: Int) {
      let z = scores + group.lowerBound * columns
      #if arch(x86_64)
      if LargestScores.hasAVX2 {
        return vector_math_largest_avx2(z, group.count, columns, leads, numbers)
      }
      #endif
      vector_math_largest(z, group.count, columns, leads, numbers)
    }
  }

  #if arch(x86_64)
  private static let hasAVX2 = vector_math_has_avx2() != 0
  #endif
}
