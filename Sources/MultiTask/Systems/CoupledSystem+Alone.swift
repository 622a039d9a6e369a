internal import Tensors

extension CoupledSystem {
  /// The weights of tasks without ties, (Z_tᵀZ_t + fI) w_t = Z_tᵀ z_t, and the tasks that leave some of
  /// theirs undetermined.
  ///
  /// No task's factors outlive it; the Gram matrices are kept when `grams` is to be filled in.
  static func alone(
    _ rows: [CentredRows], ridge: Double, _ z: [[Double]], grams: inout [[Double]]?
  ) throws -> (solution: Solution, undetermined: [Int]) {
    let isKeeping = grams != nil
    let results = try mapInParallel(rows.count) { t in
      let gram = try rows[t].gram()
      let factor = try TaskFactor(rows[t], gram: gram, shift: ridge)
      return (try factor.refinedSolution(z[t]), factor.rank, isKeeping ? gram : [])
    }
    if isKeeping { grams = results.map(\.2) }
    let d = rows.first?.columnCount ?? 0
    var W = TaskWeights(taskCount: rows.count, featureCount: d)
    W.set(Array(rows.indices), results.flatMap(\.0.w))
    let residual = norm([results.map(\.0.residual)])
    let scale = norm([results.map(\.0.right)]) + ridge * norm([W.values])
    return (
      Solution(
        W: W, residual: residual == 0 ? 0 : residual / scale,
        refinements: results.map(\.0.refinements).max() ?? 0),
      rows.indices.filter { results[$0].1 < d }
    )
  }
}

extension TaskFactor {
  /// w of (ZᵀZ + aI) w = Zᵀz with the norms of its residual and of the right side; refined until the
  /// residual stops falling.
  func refinedSolution(
    _ z: [Double]
  ) throws -> (w: [Double], residual: Double, right: Double, refinements: Int) {
    func rest(_ w: [Double]) throws -> [Double] {
      let fit = try rows.product(w)
      let pull = try rows.transposedProduct(zip(z, fit).map { $0 - $1 })
      return zip(pull, w).map { $0 - shift * $1 }
    }
    let right = CoupledSystem.norm([try rows.transposedProduct(z)])
    var w = try pulled(z)
    var left = try rest(w)
    var refinements = 0
    while refinements < 5, CoupledSystem.norm([left]) > 4e-16 * right {
      let better = zip(w, try applied(left)).map { $0 + $1 }
      let new = try rest(better)
      let share = CoupledSystem.norm([new]) / CoupledSystem.norm([left])
      guard share < 1 else { break }
      (w, left) = (better, new)
      refinements += 1
      guard share < 0.5 else { break }
    }
    return (w, CoupledSystem.norm([left]), right, refinements)
  }
}
