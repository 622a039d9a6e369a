internal import Diagnostics
internal import Tensors

/// The rows of a CSV file as features and labels.
///
/// Numbers go straight into the tensors. Columns that turn out to hold texts are read again.
struct CSVTable {
  private(set) var X: Tensor
  private(set) var Y: Tensor
  /// For each column its distinct texts, `nil` for a numeric one.
  private(set) var values: [[String]?]

  /// Reads the rows that a scanner stands before.
  ///
  /// - Throws: `data` for rows of another width or damaged quotes; `limit`.
  init(_ scanner: CSVScanner, width: Int, labels: [Int]) throws {
    // As many rows as lines, unless lines are blank or quotes span them.
    let room = try scanner.file.lineCount(from: scanner.position)
    let (shapeX, shapeY) = (Shape(room, width - labels.count), Shape(room, labels.count))
    try TensorMemory.check(Shape(room, width))
    X = Tensor(shapeX) { _ in }
    Y = Tensor(shapeY) { _ in }
    values = Array(repeating: nil, count: width)
    var found: [[String]?] = values
    let rows = try X.withMutableElements { x in
      try Y.withMutableElements { y in
        let targets = ColumnTargets(count: width, labels: labels, x: x, y: y)
        var reader = CSVRows(scanner, targets: targets.targets)
        try reader.readNumbers()
        if reader.holdsText.contains(true) {
          reader.scanner.position = scanner.position
          found = try reader.encode(labels: Set(labels))
        }
        return reader.row
      }
    }
    values = found
    if rows < room {
      X = X.firstRows(rows)
      Y = Y.firstRows(rows)
    }
  }
}

extension Tensor {
  /// A copy of the first rows of a matrix.
  fileprivate func firstRows(_ count: Int) -> Tensor {
    let shape = Shape(count, columnCount)
    return withElements { source in
      Tensor(shape) { target in
        if let base = source.baseAddress { target.initialize(from: base, count: shape.count) }
      }
    }
  }
}
