internal import Diagnostics
package import Tensors

/// A measure of predicted numbers, scikit-learn's definitions.
package enum RegressionMeasure: String, Sendable, CaseIterable {
  /// The mean squared error, `(1/n) Σ (y − ỹ)²`.
  case mse
  /// The mean absolute error, `(1/n) Σ |y − ỹ|`.
  case mae
  /// `1 − Σ (y − ỹ)² / Σ (y − ȳ)²`.
  case r2
  /// `1 − Var(y − ỹ) / Var(y)`: R² without the part that is a constant shift.
  case explainedVariance = "explained_variance"

  /// One value a column of an n×T prediction; one value for vectors.
  ///
  /// Where the truth is constant, R² and explained variance are 1 for a prediction without error
  /// and 0 for any other.
  ///
  /// - Throws: `shape` for shapes that differ; `data` for values that are not finite, with row and
  ///   column, and for a single row where a spread is needed.
  package func values(truth: Tensor, predicted: Tensor) throws -> [Double] {
    guard truth.shape == predicted.shape, truth.rank == 1 || truth.rank == 2, truth.count > 0
    else { throw InputChecks.shapes(truth, predicted) }
    try Self.checkFinite(truth, "true")
    try Self.checkFinite(predicted, "predicted")
    let width = truth.rank == 1 ? 1 : truth.columnCount
    let n = truth.count / width
    guard n > 1 || self == .mse || self == .mae else {
      throw Failure(.data, "expected at least two rows for \(rawValue), found one")
    }
    return truth.withElements { y in
      predicted.withElements { p in
        (0..<width).map { column in
          value((0..<n).map { (y[$0 * width + column], p[$0 * width + column]) })
        }
      }
    }
  }

  private func value(_ pairs: [(truth: Double, predicted: Double)]) -> Double {
    let n = Double(pairs.count)
    let errors = pairs.map { $0.truth - $0.predicted }
    let squares = errors.reduce(0) { $0 + $1 * $1 }
    switch self {
    case .mse: return squares / n
    case .mae: return errors.reduce(0) { $0 + abs($1) } / n
    case .r2: return Self.explained(squares, Self.spread(pairs.map(\.truth)))
    case .explainedVariance:
      return Self.explained(Self.spread(errors), Self.spread(pairs.map(\.truth)))
    }
  }

  private static func explained(_ left: Double, _ spread: Double) -> Double {
    if spread > 0 { return 1 - left / spread }
    return left == 0 ? 1 : 0
  }

  /// Σ (v − v̄)².
  private static func spread(_ values: [Double]) -> Double {
    // Equal values have no spread even where their mean is rounded.
    guard values.contains(where: { $0 != values[0] }) else { return 0 }
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }

  private static func checkFinite(_ values: Tensor, _ what: String) throws {
    guard let bad = values.withElements({ $0.firstIndex { !$0.isFinite } }) else { return }
    let width = values.rank == 1 ? 1 : max(values.columnCount, 1)
    let place = values.rank == 1 ? "row \(bad)" : "row \(bad / width), column \(bad % width)"
    let value = values[flat: bad]
    throw Failure(
      .data,
      "expected finite \(what) values, found \(value.isNaN ? "a missing one (NaN)" : "\(value)") "
        + "in \(place)")
  }
}
