package import Tensors

/// P(1) of many yes-or-no models on the same inputs, a column a model.
///
/// k-NN models of one design look up their neighbours once for all; other models answer one by one.
package func probabilities(
  of models: [any FittedBinary], _ X: DesignMatrix
) throws -> [[Double]] {
  var known: [ObjectIdentifier: [Int32]] = [:]
  return try models.map { model in
    try Interrupt.check()
    guard let neighbours = (model as? TwoClassModel)?.classifier as? NeighbourModel else {
      return try model.probabilities(X)
    }
    let key = ObjectIdentifier(neighbours.index)
    let found = try known[key] ?? neighbours.nearest(X)
    known[key] = found
    let table = neighbours.table(found, rowCount: X.rowCount)
    return table.withElements { p in (0..<X.rowCount).map { p[2 * $0 + 1] } }
  }
}
