internal import Diagnostics
package import Tensors

/// What a learner asks of its inputs, with sentences that name the place of a mistake.
package enum InputChecks {
  /// Throws unless X is a matrix of numbers without gaps, none larger than `largest`.
  package static func features(
    _ X: DesignMatrix, names: [String] = [], largest: Double = .greatestFiniteMagnitude
  ) throws {
    guard X.shape.rank == 2 else {
      throw Failure(
        .shape, "expected inputs as a matrix (rows are samples), found \(described(X.shape))",
        notes: X.shape.rank == 1 ? ["a single sample is a 1×d matrix: reshape(x, 1, -1)"] : [],
        .notAMatrix, facts: ["found": described(X.shape)])
    }
    // Larger numbers overflow, and 0 times infinity is not 0.
    let scale = Double.greatestFiniteMagnitude / largest
    let bad = X.withStored { x in
      vanishes(x) { $0 * scale * 0 }
        ? nil : x.firstIndex { !($0.magnitude <= largest) }.map { ($0, x[$0]) }
    }
    guard let (position, value) = bad else { return }
    let (row, column) = X.place(ofStored: position)
    let name = column < names.count ? "'\(names[column])' (column \(column))" : "column \(column)"
    let wanted = value.isFinite ? "inputs of at most \(largest)" : "finite inputs"
    throw Failure(
      .data,
      "expected \(wanted), found \(value.isNaN ? "a missing value (NaN)" : "\(value)") "
        + "in row \(row), \(name)",
      notes: [
        value.isFinite
          ? "standardize(data) gives all features one scale"
          : "standardize(train, test) puts the training mean in place of missing values"
      ], value.isFinite ? nil : .missingValues, facts: ["row": "\(row)", "column": name])
  }

  /// Throws unless Y is an n×C matrix of zeros and ones.
  package static func labels(_ Y: Tensor, rowCount: Int, names: [String] = []) throws {
    try labelShape(Y, rowCount: rowCount)
    let bad = Y.withElements { y in
      vanishes(y) { $0 * $0 - $0 } ? nil : y.firstIndex { $0 != 0 && $0 != 1 }
    }
    guard let bad else { return }
    let isSoft = Y[flat: bad] > 0 && Y[flat: bad] < 1
    throw Failure(
      .data,
      "expected labels to be 0 or 1, found \(describedLabel(Y, at: bad, names))",
      notes: isSoft
        ? ["labels between 0 and 1 serve to fit binary_relevance, classifier_chain, chain_ensemble"]
        : [], .labelValues)
  }

  /// Throws unless Y is an n×C matrix of numbers from 0 to 1: how sure a label is.
  package static func softLabels(_ Y: Tensor, rowCount: Int, names: [String] = []) throws {
    try labelShape(Y, rowCount: rowCount)
    guard let bad = Y.withElements({ $0.firstIndex { !($0 >= 0 && $0 <= 1) } }) else { return }
    throw Failure(
      .data, "expected labels from 0 to 1, found \(describedLabel(Y, at: bad, names))", .labelValues
    )
  }

  /// `2 in row 4, label 'sunset'`.
  private static func describedLabel(_ Y: Tensor, at position: Int, _ names: [String]) -> String {
    let column = position % Y.columnCount
    let name = column < names.count ? "label '\(names[column])'" : "label \(column)"
    let value = Y[flat: position]
    return "\(value.isNaN ? "a missing one (NaN)" : shown(value)) in row "
      + "\(position / Y.columnCount), \(name)"
  }

  /// Throws unless Y has a row a sample and at least one column.
  private static func labelShape(_ Y: Tensor, rowCount: Int) throws {
    guard Y.rank == 2 else {
      throw Failure(
        .shape, "expected labels as a matrix (a column a label), found \(described(Y.shape))")
    }
    guard Y.rowCount == rowCount else {
      throw Failure(
        .shape, "expected a row of labels for each of \(rowCount) samples, found \(Y.rowCount)",
        .unequalRows, facts: ["rows": "\(rowCount)", "found": "\(Y.rowCount)"])
    }
    guard Y.columnCount > 0 else {
      throw Failure(.data, "expected at least one label, found none")
    }
  }

  /// Throws when there is nothing to learn from.
  package static func samples(_ count: Int) throws {
    guard count > 0 else {
      throw Failure(.data, "expected at least one sample to learn from, found none", .tooFewRows)
    }
  }

  /// Throws unless X has the number of inputs that a model was trained on.
  package static func width(_ X: DesignMatrix, expected: Int) throws {
    try features(X)
    guard X.columnCount == expected else {
      throw Failure(
        .shape,
        "expected \(expected) inputs a row, as in training, found \(X.columnCount) (\(X.shape))",
        .unequalInputs, facts: ["trained": "\(expected)", "found": "\(X.columnCount)"])
    }
  }

  /// Whether a function is 0 at every number: several are tried at a time, since the answer is nearly
  /// always yes.
  @inline(__always)
  private static func vanishes(
    _ x: UnsafeBufferPointer<Double>, _ function: (SIMD8<Double>) -> SIMD8<Double>
  ) -> Bool {
    var sum = SIMD8<Double>()
    var i = 0
    while i + 8 <= x.count {
      let values = UnsafeRawBufferPointer(x).loadUnaligned(
        fromByteOffset: 8 * i, as: SIMD8<Double>.self)
      let result = function(values)
      sum += result.replacing(with: -result, where: result .< 0)
      i += 8
    }
    var last = SIMD8<Double>()
    for k in i..<x.count { last[k - i] = x[k] }
    let result = function(last)
    return sum == SIMD8() && result == SIMD8()
  }

  private static func described(_ shape: Shape) -> String {
    shape.rank == 0
      ? "a number" : shape.rank == 1 ? "a vector of \(shape.count)" : "a tensor of \(shape)"
  }

  /// A number as a sentence shows it, whole ones without a point.
  package static func shown(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}
