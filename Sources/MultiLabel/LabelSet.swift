internal import Diagnostics
internal import Learners
package import Tensors

/// A set of labels as bits: bit c of its code is label c.
package struct LabelSet: Sendable, Hashable, Comparable {
  /// 64 labels a word, the first ones in the first word.
  private var words: [UInt64]
  package let labelCount: Int

  /// The labels whose entry is 1.
  package init(_ labels: some Collection<Double>) {
    labelCount = labels.count
    words = Array(repeating: 0, count: (labels.count + 63) / 64)
    for (c, value) in labels.enumerated() where value == 1 { words[c / 64] |= 1 << (c % 64) }
  }

  /// The set of a code: bit c is label c; at most 53 labels.
  package init(code: Int, labelCount: Int) {
    self.labelCount = labelCount
    words = Array(repeating: 0, count: (labelCount + 63) / 64)
    if !words.isEmpty { words[0] = UInt64(max(code, 0)) }
  }

  /// Whether label c is in the set.
  package func contains(_ c: Int) -> Bool { words[c / 64] >> (c % 64) & 1 == 1 }

  /// The entries 0 and 1, one a label.
  package var entries: [Double] { (0..<labelCount).map { contains($0) ? 1 : 0 } }

  /// The digits 0 and 1, label 0 first.
  package var digits: String { (0..<labelCount).map { contains($0) ? "1" : "0" }.joined() }

  /// How many labels it holds.
  package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// `Σ_c 2^c y_c`, while that is exact in a double.
  package var code: Int? { labelCount <= 53 ? Int(words.first ?? 0) : nil }

  /// Whether all its labels are in the other set, too.
  package func isSubset(of other: LabelSet) -> Bool {
    zip(words, other.words).allSatisfy { $0 & ~$1 == 0 }
  }

  /// Order by code.
  package static func < (left: LabelSet, right: LabelSet) -> Bool {
    for (a, b) in zip(left.words, right.words).reversed() where a != b { return a < b }
    return false
  }

  /// The label sets of the rows of an n×C matrix.
  package static func rows(of Y: Tensor) -> [LabelSet] {
    let width = Y.columnCount
    return Y.withElements { y in
      (0..<Y.rowCount).map { LabelSet(y[$0 * width..<($0 + 1) * width]) }
    }
  }
}

/// The codes 0 … 2^C − 1 of label sets, bit c being label c; n numbers for n×C labels.
package func toPowerset(_ Y: Tensor) throws -> Tensor {
  try checkLabelMatrix(Y)
  let codes = LabelSet.rows(of: Y).compactMap(\.code)
  guard codes.count == Y.rowCount else {
    throw Failure(
      .limit, "expected at most 53 labels, so that codes are exact, found \(Y.columnCount)")
  }
  return Tensor(codes.map(Double.init))
}

/// The n×C labels that codes stand for.
package func fromPowerset(_ codes: Tensor, labelCount: Int) throws -> Tensor {
  guard labelCount >= 1, labelCount <= 53 else {
    throw Failure(.limit, "expected 1 to 53 labels, found \(labelCount)")
  }
  guard codes.rank == 1 else {
    throw Failure(
      .shape,
      "expected a vector of codes, found "
        + (codes.rank == 0 ? "a number" : "a \(codes.shape) tensor"))
  }
  try TensorMemory.check(Shape(codes.count, labelCount))
  let bound = Double(1 << labelCount)
  var bits: [Double] = []
  for (i, code) in codes.elements.enumerated() {
    guard code >= 0, code < bound, code == code.rounded() else {
      throw Failure(
        .value,
        "expected codes from 0 to 2^\(labelCount) - 1 = \((1 << labelCount) - 1), found "
          + "\(InputChecks.shown(code)) at position \(i)")
    }
    bits += (0..<labelCount).map { Double(Int(code) >> $0 & 1) }
  }
  return Tensor(bits, Shape(codes.count, labelCount))
}

private func checkLabelMatrix(_ Y: Tensor) throws {
  guard Y.rank == 2 else {
    throw Failure(
      .shape,
      "expected labels as a matrix (a column a label), found "
        + (Y.rank == 1 ? "a vector of \(Y.count)" : "\(Y.shape)"))
  }
  let bad = Y.withElements { $0.firstIndex { $0 != 0 && $0 != 1 } }
  guard let bad else { return }
  throw Failure(
    .data,
    "expected labels to be 0 or 1, found \(InputChecks.shown(Y[flat: bad])) in row \(bad / Y.columnCount), label "
      + "\(bad % Y.columnCount)")
}
