internal import Diagnostics
package import Tensors

/// Feature columns brought to mean 0 and deviation 1, as learned from a training set.
///
/// Missing values take the training mean; a {0,1} nominal is one 0/1 column, other nominals are
/// one-hot (a missing one takes the mean of each of its columns); then every resulting column
/// becomes (x − μ) / σ with the training mean μ and population deviation σ (a constant column: 1).
/// Sparse sets are left alone.
package struct Standardizer: Sendable {
  /// The number of features that `apply` expects.
  package let inputCount: Int
  /// Names of the resulting columns; one-hot columns are `feature=value`.
  package let featureNames: [String]
  /// μ of the resulting columns; what a missing value becomes before scaling.
  package let mean: Tensor
  /// σ of the resulting columns, 1 where the column is constant.
  package let scale: Tensor
  /// Whether sets pass unchanged, as the training set was sparse.
  package let isIdentity: Bool
  /// The features it was fitted on.
  private let inputNames: [String]
  private let columns: [Column]

  /// A resulting column: a feature itself, or whether it has a value.
  private struct Column {
    var feature: Int
    var code: Double?

    /// The entry for a feature's value; NaN stays NaN.
    @inline(__always)
    func entry(_ value: Double) -> Double {
      guard let code, !value.isNaN else { return value }
      return value == code ? 1 : 0
    }
  }

  /// Learns means and deviations from a training set.
  ///
  /// - Throws: `value` for a feature with infinite values; `limit` when one-hot columns do not fit
  ///   in memory.
  package init(fittedOn train: Dataset) throws {
    inputCount = train.featureCount
    inputNames = train.featureNames
    isIdentity = train.isSparse
    var columns: [Column] = []
    var names: [String] = []
    for (feature, kind) in train.featureKinds.enumerated() {
      if case .nominal(let values) = kind, values.count > 2, !train.isSparse {
        for (code, value) in values.enumerated() {
          columns.append(Column(feature: feature, code: Double(code)))
          names.append("\(train.featureNames[feature])=\(value)")
        }
      } else {
        columns.append(Column(feature: feature, code: nil))
        names.append(train.featureNames[feature])
      }
    }
    self.columns = columns
    featureNames = names
    if train.isSparse {
      mean = Tensor(repeating: 0, Shape(columns.count))
      scale = Tensor(repeating: 1, Shape(columns.count))
      return
    }
    let X = try train.X.dense()
    let moments = try columns.map { try Standardizer.moments($0, X, train.featureNames) }
    mean = Tensor(moments.map(\.mean))
    scale = Tensor(moments.map(\.scale))
  }

  /// Mean and population deviation of a column's known entries, the missing ones at the mean.
  private static func moments(
    _ column: Column, _ X: Tensor, _ names: [String]
  ) throws -> (mean: Double, scale: Double) {
    try Interrupt.check()
    let (n, d) = (X.rowCount, X.columnCount)
    let known: [Double] = X.withElements { x in
      (0..<n).map { column.entry(x[$0 * d + column.feature]) }.filter { !$0.isNaN }
    }
    guard let first = known.first else { return (0, 1) }
    guard known.allSatisfy(\.isFinite) else {
      throw Failure(
        .value, "feature \"\(names[column.feature])\" holds infinite values",
        notes: ["standardizing needs finite numbers; NaN means missing"])
    }
    if known.allSatisfy({ $0 == first }) { return (first, 1) }
    let mean = try Tensor(known).reduced(by: .mean)
    let squares = known.map { ($0 - mean) * ($0 - mean) }
    let deviation = try (Tensor(squares).reduced(by: .sum) / Double(n)).squareRoot()
    guard deviation.isFinite else {
      throw Failure(
        .value, "feature \"\(names[column.feature])\" is too large to be standardized")
    }
    return (mean, deviation > 0 ? deviation : 1)
  }

  /// A set with the same features, standardized with the training figures.
  ///
  /// - Returns: n × (resulting columns), all numeric; labels are untouched.
  /// - Throws: `shape` when the features are not those of the training set.
  package func apply(_ data: Dataset) throws -> Dataset {
    guard data.featureCount == inputCount else {
      throw Failure(
        .shape, "expected \(inputCount) features as in training, found \(data.featureCount)")
    }
    guard data.featureNames == inputNames else {
      let differing = zip(inputNames, data.featureNames).first { $0 != $1 }
      throw Failure(
        .value,
        "expected feature \"\(differing?.0 ?? "")\" as in training, found \"\(differing?.1 ?? "")\""
      )
    }
    if isIdentity { return data }
    var result = data
    result.X = .dense(try transformed(data.X.dense()))
    result.featureNames = featureNames
    result.featureKinds = Array(repeating: .numeric, count: featureNames.count)
    return result
  }

  private func transformed(_ X: Tensor) throws -> Tensor {
    let (n, d, width) = (X.rowCount, inputCount, columns.count)
    let shape = Shape(n, width)
    try TensorMemory.check(shape)
    return try X.withElements { x in
      try mean.withElements { mean in
        try scale.withElements { scale in
          try Tensor(shape) { target in
            for i in 0..<n {
              if i & 0xFF == 0 { try Interrupt.check() }
              for j in 0..<width {
                let value = columns[j].entry(x[i * d + columns[j].feature])
                target[i * width + j] = value.isNaN ? 0 : (value - mean[j]) / scale[j]
              }
            }
          }
        }
      }
    }
  }
}
