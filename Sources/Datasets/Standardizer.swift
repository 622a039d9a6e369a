internal import Diagnostics
internal import Tensors

/// Puts features on one scale, fitted on a training set and applied to any set like it.
///
/// A missing entry takes the training mean; a {0,1} nominal is one 0/1 column, every other nominal
/// one 0/1 column a declared value, named `feature=value`; then each resulting column x becomes
/// (x − μ) / σ with the training mean μ and population standard deviation σ, σ = 1 where the column
/// is constant. Sparse sets are left alone.
package struct Standardizer: Sendable {
  /// The features of the training set, by which other sets are recognised.
  private let inputNames: [String]
  private let inputKinds: [FeatureKind]
  private let isIdentity: Bool
  /// The names of the resulting columns.
  package private(set) var featureNames: [String] = []
  /// μ, one a resulting column.
  package private(set) var means: [Double] = []
  /// σ, one a resulting column.
  package private(set) var scales: [Double] = []

  /// Learns names, means and scales from a training set.
  ///
  /// - Throws: `value` when a feature has an infinite entry or its spread is beyond the range of
  ///   numbers, `limit` when the expanded features do not fit in memory.
  package init(fittedTo train: Dataset) throws {
    inputNames = train.featureNames
    inputKinds = train.featureKinds
    isIdentity = train.isSparse
    if isIdentity {
      featureNames = train.featureNames
      return
    }
    for (name, kind) in zip(inputNames, inputKinds) {
      let values = Standardizer.dummies(kind)
      featureNames += values.isEmpty ? [name] : values.map { "\(name)=\($0)" }
    }
    try measure(expanded(train))
  }

  /// The set with its features replaced.
  ///
  /// A nominal value that training did not declare is 0 in every column of its feature.
  ///
  /// - Throws: `data` when the features are not those of the training set.
  package func callAsFunction(_ data: Dataset) throws -> Dataset {
    try check(data)
    if isIdentity { return data }
    var X = try expanded(data)
    let width = featureNames.count
    let rows = data.rowCount
    X.withMutableElements { elements in
      for row in 0..<rows {
        for column in 0..<width {
          let value = elements[row * width + column]
          let standard = (value - means[column]) / scales[column]
          elements[row * width + column] = value.isNaN ? 0 : standard
        }
      }
    }
    var result = data
    result.X = X
    result.featureNames = featureNames
    result.featureKinds = Array(repeating: .numeric, count: width)
    return result
  }

  /// The values that get a column of their own; none for numbers and {0,1} nominals.
  private static func dummies(_ kind: FeatureKind) -> [String] {
    guard case .nominal(let values) = kind, values != ["0", "1"] else { return [] }
    return values
  }

  private func check(_ data: Dataset) throws {
    guard data.featureCount == inputNames.count else {
      throw Failure(
        .data,
        "expected the \(inputNames.count) features of the training set, found "
          + "\(data.featureCount)")
    }
    for column in inputNames.indices {
      let isNominal = inputKinds[column] != .numeric
      guard data.featureNames[column] == inputNames[column],
        isNominal == (data.featureKinds[column] != .numeric)
      else {
        throw Failure(
          .data,
          "expected \(isNominal ? "nominal" : "numeric") feature \(quoted(inputNames[column])) in "
            + "column \(column), found \(data.featureKinds[column] == .numeric ? "numeric" : "nominal")"
            + " \(quoted(data.featureNames[column]))")
      }
    }
  }

  /// The features with dummies for nominal values, missing entries still NaN.
  private func expanded(_ data: Dataset) throws -> Tensor {
    let (rows, d, width) = (data.rowCount, inputNames.count, featureNames.count)
    try TensorMemory.check(Shape(rows, width))
    let plans = inputNames.indices.map { plan($0, data.featureKinds[$0]) }
    return try data.X.withElements { source in
      try Tensor(Shape(rows, width)) { target in
        target.initialize(repeating: 0, count: rows * width)
        for row in 0..<rows {
          if row & 63 == 0 { try Interrupt.check() }
          var out = row * width
          for column in 0..<d {
            let value = source[row * d + column]
            if let codes = plans[column].codes {
              let code = value.isNaN ? nil : codes[Int(value)]
              for i in 0..<plans[column].width {
                target[out + i] = value.isNaN ? .nan : code == i ? 1 : 0
              }
            } else {
              target[out] = value
            }
            out += plans[column].width
          }
        }
      }
    }
  }

  /// How many columns a feature becomes, and for dummies which of them each code of this set is.
  private func plan(_ column: Int, _ kind: FeatureKind) -> (width: Int, codes: [Int?]?) {
    let values = Standardizer.dummies(inputKinds[column])
    guard !values.isEmpty, case .nominal(let present) = kind else { return (1, nil) }
    let position = Dictionary(zip(values, values.indices)) { first, _ in first }
    return (values.count, present.map { position[$0] })
  }

  /// Sets means and scales from expanded features; missing entries count as the mean.
  private mutating func measure(_ X: Tensor) throws {
    let (rows, width) = (X.rowCount, featureNames.count)
    means = Array(repeating: 0, count: width)
    scales = Array(repeating: 1, count: width)
    for column in 0..<width {
      try Interrupt.check()
      let (mean, scale) = X.withElements { elements in
        Standardizer.moments(elements, column, width, rows)
      }
      guard mean.isFinite, scale.isFinite else {
        throw Failure(
          .value, "feature \(quoted(featureNames[column])) has an infinite or too large entry",
          notes: ["standardising needs finite numbers"])
      }
      means[column] = mean
      scales[column] = scale
    }
  }

  private static func moments(
    _ elements: UnsafeBufferPointer<Double>, _ column: Int, _ width: Int, _ rows: Int
  ) -> (mean: Double, scale: Double) {
    var sum = 0.0
    var known = 0
    var (low, high) = (Double.infinity, -Double.infinity)
    for row in 0..<rows {
      let value = elements[row * width + column]
      if value.isNaN { continue }
      sum += value
      known += 1
      low = min(low, value)
      high = max(high, value)
    }
    if known == 0 { return (0, 1) }
    // Exact for a constant, whose computed mean may be one rounding off.
    if low == high { return (low, 1) }
    let mean = sum / Double(known)
    var squares = 0.0
    for row in 0..<rows {
      let difference = elements[row * width + column] - mean
      if !difference.isNaN { squares += difference * difference }
    }
    let scale = (squares / Double(rows)).squareRoot()
    return (mean, scale > 0 ? scale : 1)
  }
}
