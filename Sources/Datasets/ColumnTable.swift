internal import Diagnostics
internal import Tensors

/// The columns of a file before it is decided which of them are labels.
struct ColumnTable {
  var name: String
  var columnNames: [String]
  var kinds: [FeatureKind]
  /// Row-major, a nominal entry as its code.
  var values: [Double]
  var rowCount: Int
  var isSparse = false

  /// The data set with some columns as labels and the others, in their order, as features.
  ///
  /// - Throws: `limit` when the features do not fit in memory.
  func dataset(labels: [Int]) throws -> Dataset {
    let isLabel = Set(labels)
    let features = columnNames.indices.filter { !isLabel.contains($0) }
    try TensorMemory.check(Shape(rowCount, features.count))
    var Y = columns(labels)
    for (c, label) in labels.enumerated() {
      try recode(&Y, column: c, kind: kinds[label])
    }
    return Dataset(
      name: name, X: columns(features), Y: Y, featureNames: features.map { columnNames[$0] },
      labelNames: labels.map { columnNames[$0] }, featureKinds: features.map { kinds[$0] },
      isSparse: isSparse)
  }

  /// The matrix of some columns.
  private func columns(_ positions: [Int]) -> Tensor {
    let width = columnNames.count
    let isRun = zip(positions, positions.dropFirst()).allSatisfy { $1 == $0 + 1 }
    return Tensor(Shape(rowCount, positions.count)) { target in
      values.withUnsafeBufferPointer { source in
        guard let base = source.baseAddress, let first = positions.first else { return }
        var out = target
        for row in 0..<rowCount {
          if isRun {
            out.initialize(from: base + row * width + first, count: positions.count)
            out += positions.count
          } else {
            for position in positions {
              out.initialize(to: base[row * width + position])
              out += 1
            }
          }
        }
      }
    }
  }

  /// Turns the codes of a nominal label into 0 and 1 (or into its numbers when it has others).
  private func recode(_ Y: inout Tensor, column: Int, kind: FeatureKind) throws {
    guard case .nominal(let declared) = kind, declared != ["0", "1"] else { return }
    let meanings = ColumnTable.labelValues(declared)
    let (rows, width) = (rowCount, Y.columnCount)
    Y.withMutableElements { elements in
      for row in 0..<rows {
        let code = elements[row * width + column]
        // Codes come from this program, NaN is a missing entry.
        if !code.isNaN { elements[row * width + column] = meanings[Int(code)] }
      }
    }
  }

  /// What the declared values of a label stand for: 0 and 1 for pairs of opposites, their own
  /// numbers when all are numbers, else their positions.
  static func labelValues(_ declared: [String]) -> [Double] {
    let opposites: [(no: Set<String>, yes: Set<String>)] = [
      (["false", "f", "no", "n", "absent", "off"], ["true", "t", "yes", "y", "present", "on"]),
      (["-1", "0", "0.0"], ["1", "+1", "1.0"]),
    ]
    let words = declared.map { $0.lowercased() }
    for (no, yes) in opposites {
      if words.count <= 2, words.allSatisfy({ no.contains($0) || yes.contains($0) }) {
        return words.map { yes.contains($0) ? 1 : 0 }
      }
    }
    let numbers = declared.compactMap { text in
      Array(text.utf8).withUnsafeBufferPointer { NumberParser.value($0, 0, $0.count) }
    }
    if numbers.count == declared.count, numbers.allSatisfy(\.isFinite) { return numbers }
    return declared.indices.map(Double.init)
  }
}
