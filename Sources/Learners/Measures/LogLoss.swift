internal import Diagnostics
internal import Glibc
package import Tensors

/// The mean of −log of the probability given to what is true, as scikit-learn 1.9's `log_loss`.
///
/// Of one shape, both hold labels: `−y log p − (1 − y) log(1 − p)` over all cells. A vector of n
/// class numbers goes with n×K probabilities: `−log p_{i, y_i}` over the rows. Probabilities are
/// clipped to [ε, 1 − ε] with ε the spacing of doubles at 1.
///
/// - Throws: `shape` for shapes that do not go together; `data` for a label or class that is none,
///   or a value that is no probability, with its place.
package func logLoss(truth: Tensor, probabilities: Tensor) throws -> Double {
  if truth.rank == 1, probabilities.rank == 2, probabilities.rowCount == truth.count,
    probabilities.columnCount > 1
  {
    return try classLogLoss(classes: truth, probabilities: probabilities)
  }
  let losses = try logLosses(truth: truth, probabilities: probabilities)
  return losses.reduce(0, +) / Double(losses.count)
}

/// The log loss of each label, the mean over its rows; one value for vectors.
///
/// - Throws: as `logLoss`.
package func logLosses(truth: Tensor, probabilities: Tensor) throws -> [Double] {
  guard truth.shape == probabilities.shape, truth.count > 0, truth.rank <= 2 else {
    throw InputChecks.shapes(truth, probabilities)
  }
  try InputChecks.bits(truth)
  try InputChecks.probabilities(probabilities)
  let width = truth.rank == 2 ? truth.columnCount : 1
  var sums = [Double](repeating: 0, count: width)
  truth.withElements { y in
    probabilities.withElements { p in
      for k in y.indices { sums[k % width] -= log(clipped(y[k] == 1 ? p[k] : 1 - p[k])) }
    }
  }
  return sums.map { $0 / Double(truth.count / width) }
}

private func classLogLoss(classes: Tensor, probabilities: Tensor) throws -> Double {
  guard classes.count > 0 else { throw InputChecks.shapes(classes, probabilities) }
  try InputChecks.probabilities(probabilities)
  let K = probabilities.columnCount
  var sum = 0.0
  for i in 0..<classes.count {
    guard let k = Int(exactly: classes[flat: i]), (0..<K).contains(k) else {
      throw Failure(
        .data,
        "expected class numbers from 0 to \(K - 1), found \(InputChecks.shown(classes[flat: i])) in row \(i)",
        notes: ["the probabilities have \(K) columns, one a class"])
    }
    sum -= log(clipped(probabilities[i, k]))
  }
  return sum / Double(classes.count)
}

private func clipped(_ p: Double) -> Double { min(max(p, .ulpOfOne), 1 - .ulpOfOne) }
