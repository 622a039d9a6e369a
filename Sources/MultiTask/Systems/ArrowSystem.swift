internal import Tensors

/// Tasks of which every two are tied by edges of one weight e: M = aI − e 11ᵀ with a = f + eT.
///
/// With m = (e/a) Σ_s w_s and B_t = (Z_tᵀZ_t + aI)⁻¹ each task's equation reads
/// w_t = B_t r_t + m − Q_t m, Q_t = B_t Z_tᵀZ_t. Their sum leaves one d×d system,
/// (f/e I + Σ_t Q_t) m = Σ_t B_t r_t, after which every task is found alone. No term of it cancels,
/// however strong or weak the tie.
struct ArrowSystem: Sendable {
  /// From this many features on, the d×d system of the mean would take too much room.
  static let widthLimit = 4_000

  let factors: [TaskFactor]
  private let mean: DefiniteSystem
  var nullity: Int { mean.nullity }

  /// Factorises the tasks' systems and that of their mean; the tasks' grams are used up.
  init(
    _ rows: [CentredRows], _ grams: inout [[Double]], _ tasks: [Int], ridge: Double, weight: Double
  ) throws {
    let d = rows[0].columnCount
    let shift = ridge + weight * Double(tasks.count)
    let parts = min(tasks.count, max(1, min(8, (1 << 24) / max(d * d, 1))))
    try TensorMemory.check(count: d * d * (parts + 2), described: "\(d)×\(d)")
    let sums = try grams.withUnsafeMutableBufferPointer { grams in
      let grams = grams
      return try mapInParallel(parts) { part in
        try Self.part(part, of: parts, rows, grams, tasks, shift)
      }
    }
    factors = sums.flatMap(\.factors)
    var matrix = Array(repeating: 0.0, count: d * d)
    for sum in sums {
      for i in matrix.indices { matrix[i] += sum.share[i] }
    }
    for k in 0..<d { matrix[k * d + k] += ridge / weight }
    mean = try DefiniteSystem(matrix, size: d)
  }

  /// One part of the tasks: their factors and the sum of their Q.
  private static func part(
    _ part: Int, of parts: Int, _ rows: [CentredRows],
    _ grams: UnsafeMutableBufferPointer<[Double]>, _ tasks: [Int], _ shift: Double
  ) throws -> (factors: [TaskFactor], share: [Double]) {
    let d = rows[0].columnCount
    var share = Array(repeating: 0.0, count: d * d)
    var factors: [TaskFactor] = []
    for i in tasks.count * part / parts..<tasks.count * (part + 1) / parts {
      try Interrupt.check()
      let t = tasks[i]
      let gram = grams[t]
      grams[t] = []
      let factor = try TaskFactor(rows[t], gram: gram, shift: shift)
      try factor.addShare(gram: gram, to: &share)
      factors.append(factor)
    }
    return (factors, share)
  }

  /// The weights, given each task's B_t r_t.
  func combined(_ own: [[Double]]) throws -> [[Double]] {
    var sum = Array(repeating: 0.0, count: own[0].count)
    for w in own {
      for k in sum.indices { sum[k] += w[k] }
    }
    let m = try mean.solution(sum)
    return try mapInParallel(own.count) { i in
      let share = try factors[i].pulled(factors[i].rows.product(m))
      return m.indices.map { own[i][$0] + (m[$0] - share[$0]) }
    }
  }
}
