internal import Diagnostics
internal import Tensors

/// How the features of a libsvm file are numbered.
package enum IndexBase: Sendable, Hashable {
  /// From 0 when the file has a feature 0, else from 1.
  case detected
  case zero, one
}

/// Reads a file of libsvm's form, one sample a line: `labels index:value index:value … # comment`.
///
/// Features are sparse. Where a line holds several labels (`1,3,7`) or none, the file is multi-label:
/// each label that occurs becomes a 0/1 column, in the order of their numbers. Otherwise the label
/// column `y` holds the number of each line; −1 and 1 become 0 and 1. A `qid:` is passed over.
///
/// Features count from 0 or 1 as `base` says; there are `featureCount` of them, else as many as
/// occur. `labelNames` are the label columns of a multi-label file, else those that occur.
///
/// - Throws: `file` when it cannot be read; `data` with file, line and column where it is damaged;
///   `argument` for a feature or label beyond those given.
package func readLibSVM(
  _ path: String, base: IndexBase = .detected, featureCount: Int? = nil,
  labelNames: [String]? = nil
) throws -> Dataset {
  try dataset(
    libsvm: ByteFile(reading: path), base: base, featureCount: featureCount,
    labelNames: labelNames)
}

/// Reads the contents of a libsvm file at hand.
package func dataset(
  libsvm file: ByteFile, base: IndexBase = .detected, featureCount: Int? = nil,
  labelNames: [String]? = nil
) throws -> Dataset {
  var rows = try file.bytes.withUnsafeBufferPointer { bytes in
    var scanner = LibSVMScanner(file, bytes)
    try scanner.readAll()
    return scanner.rows
  }
  let shift = base == .one || base == .detected && rows.smallestIndex > 0 ? 1 : 0
  if shift > rows.smallestIndex {
    throw file.failure(
      "expected features that count from 1, found feature 0",
      notes: ["zero_based=true counts them from 0"])
  }
  let occurring = max(0, rows.largestIndex + 1 - shift)
  let width = featureCount ?? occurring
  guard width >= occurring else {
    throw Failure(
      .argument,
      "expected at most \(width) features, found number \(rows.largestIndex) in \(file.path)",
      notes: ["features count from \(shift) in this file"])
  }
  for k in rows.columns.indices { rows.columns[k] -= Int32(truncatingIfNeeded: shift) }
  let X = try SparseMatrix(
    rowStarts: rows.starts, columns: rows.columns, values: rows.values, columnCount: width)
  let labels = try rows.labelMatrix(names: labelNames, file: file)
  return Dataset(
    name: file.stem, X: .sparse(X), Y: labels.Y, featureNames: (0..<width).map { "x\($0)" },
    labelNames: labels.names)
}

/// What a libsvm file holds, as it numbers it.
struct LibSVMRows {
  var starts = [0]
  var columns: [Int32] = []
  var values: [Double] = []
  var labelStarts = [0]
  var labels: [Double] = []
  /// `Int.max` and −1 while no feature occurs.
  var smallestIndex = Int.max
  var largestIndex = -1

  var rowCount: Int { starts.count - 1 }

  /// Whether every line has exactly one label.
  private var isSingle: Bool {
    zip(labelStarts, labelStarts.dropFirst()).allSatisfy { $1 - $0 == 1 }
  }

  /// The label columns and their names.
  func labelMatrix(
    names given: [String]?, file: ByteFile
  ) throws -> (names: [String], Y: Tensor) {
    if isSingle, given == nil {
      let isSigned = labels.contains(-1) && labels.allSatisfy { $0 == 1 || $0 == -1 }
      let column = isSigned ? labels.map { $0 > 0 ? 1 : 0 } : labels
      return (["y"], Tensor(column, Shape(rowCount, 1)))
    }
    if given == ["y"], isSingle { return try labelMatrix(names: nil, file: file) }
    let occurring = Set(labels).sorted()
    let names = given ?? occurring.map(LibSVMRows.text)
    let positions = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    var places: [Double: Int] = [:]
    for label in occurring {
      guard let place = positions[LibSVMRows.text(label)] else {
        throw Failure(
          .argument, "label \(LibSVMRows.text(label)) of \(file.path) is not among those given",
          notes: ["without labels= every label that occurs is a column"])
      }
      places[label] = place
    }
    try TensorMemory.check(Shape(rowCount, names.count))
    var Y = Tensor(repeating: 0, Shape(rowCount, names.count))
    Y.withMutableElements { y in
      for i in 0..<rowCount {
        for k in labelStarts[i]..<labelStarts[i + 1] {
          if let place = places[labels[k]] { y[i * names.count + place] = 1 }
        }
      }
    }
    return (names, Y)
  }

  /// A label as it is written: whole numbers without a point.
  private static func text(_ label: Double) -> String {
    Int(exactly: label).map(String.init) ?? "\(label)"
  }
}
