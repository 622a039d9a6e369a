internal import Diagnostics
internal import Tensors

/// Reads an ARFF file, dense or sparse.
///
/// Labels are the columns that `labels` selects, or those of MEKA's `-C` in the relation's name when
/// it is `nil`; without either there are none. Sparse rows make a sparse `X`, and an absent
/// nominal value is the first declared one. Values of labels are numbers where they spell numbers,
/// and 0 and 1 for no and yes.
///
/// - Throws: `file` when it cannot be read; `data` with file, line and column where it is damaged;
///   `argument` for labels that are not there; `limit` when it does not fit in memory.
package func readARFF(_ path: String, labels: LabelSelection? = nil) throws -> Dataset {
  try dataset(arff: ByteFile(reading: path), labels: labels)
}

/// Reads the contents of an ARFF file at hand.
package func dataset(arff file: ByteFile, labels: LabelSelection? = nil) throws -> Dataset {
  let header = try ARFFHeader(file)
  let positions =
    try labels?.positions(among: header.attributes.map(\.name), file: file.path)
    ?? header.mekaLabels ?? []
  return try dataset(arff: file, header: header, labelPositions: positions)
}

/// Reads the rows behind a header.
func dataset(arff file: ByteFile, header: ARFFHeader, labelPositions: [Int]) throws -> Dataset {
  let layout = ARFFLayout(header, labelPositions: labelPositions)
  let (rows, isSparse) = try ARFFRows.survey(file, from: header.dataStart)
  if isSparse {
    let (X, Y) = try ARFFSparseRows.read(file, layout, from: header.dataStart, rows: rows)
    return Dataset(
      name: header.plainName, X: .sparse(X), Y: Y, featureNames: layout.featureNames,
      labelNames: layout.labelNames, featureKinds: layout.featureKinds)
  }
  try TensorMemory.check(Shape(rows, header.attributes.count))
  // Every row sets all of its entries.
  var X = Tensor(Shape(rows, layout.featureNames.count)) { _ in }
  var Y = Tensor(Shape(rows, layout.labelNames.count)) { _ in }
  try X.withMutableElements { x in
    try Y.withMutableElements { y in
      try file.bytes.withUnsafeBufferPointer { bytes in
        let reader = ARFFRows(file: file, layout: layout, bytes: bytes, x: x, y: y)
        try reader.readParts(from: header.dataStart)
      }
    }
  }
  return Dataset(
    name: header.plainName, X: X, Y: Y, featureNames: layout.featureNames,
    labelNames: layout.labelNames, featureKinds: layout.featureKinds)
}

/// Where each column of the file goes.
struct ARFFLayout {
  struct Column {
    var name: String
    var isLabel: Bool
    /// The column of X or Y.
    var position: Int
    /// `nil` for a numeric column.
    var table: NominalTable?
  }

  var columns: [Column] = []
  var featureNames: [String] = []
  var featureKinds: [FeatureKind] = []
  var labelNames: [String] = []
  /// What a sparse row holds of labels that it does not name.
  var sparseLabels: [Double] = []

  init(_ header: ARFFHeader, labelPositions: [Int]) {
    var labelOf = [Int](repeating: -1, count: header.attributes.count)
    for (label, position) in labelPositions.enumerated() { labelOf[position] = label }
    labelNames = labelPositions.map { header.attributes[$0].name }
    sparseLabels = [Double](repeating: 0, count: labelPositions.count)
    for (position, attribute) in header.attributes.enumerated() {
      let label = labelOf[position]
      let table = attribute.values.map { NominalTable(declared: $0, isLabel: label >= 0) }
      let absent = table?.firstCode ?? 0
      if label >= 0 {
        sparseLabels[label] = absent
      } else {
        featureNames.append(attribute.name)
        featureKinds.append(table.map { .nominal($0.values) } ?? .numeric)
      }
      columns.append(
        Column(
          name: attribute.name, isLabel: label >= 0,
          position: label >= 0 ? label : featureNames.count - 1, table: table))
    }
  }
}

/// Reads the rows of an ARFF file into X and Y.
struct ARFFRows {
  let file: ByteFile
  let layout: ARFFLayout
  let bytes: UnsafeBufferPointer<UInt8>
  let x: UnsafeMutableBufferPointer<Double>
  let y: UnsafeMutableBufferPointer<Double>
  private let targets: [ColumnTargets.Target]
  private let plainValues: ARFFPlainValues
  private var i = 0
  private var row = 0
  private var scratch: [UInt8] = []

  init(
    file: ByteFile, layout: ARFFLayout, bytes: UnsafeBufferPointer<UInt8>,
    x: UnsafeMutableBufferPointer<Double>, y: UnsafeMutableBufferPointer<Double>
  ) {
    self.file = file
    self.layout = layout
    self.bytes = bytes
    self.x = x
    self.y = y
    let labels = layout.columns.indices.filter { layout.columns[$0].isLabel }
      .sorted { layout.columns[$0].position < layout.columns[$1].position }
    targets = ColumnTargets(count: layout.columns.count, labels: labels, x: x, y: y).targets
    plainValues = ARFFPlainValues(layout, targets)
  }

  /// Counts the rows, and tells whether they are sparse; all must be of one form.
  static func survey(_ file: ByteFile, from start: Int) throws -> (rows: Int, isSparse: Bool) {
    var rows = 0
    var isSparse = false
    var i = start
    try file.bytes.withUnsafeBytes { bytes in
      while i < file.count {
        while isSpace(bytes[i]) { i += 1 }
        if i < file.count, bytes[i] != UInt8(ascii: "\n"), bytes[i] != UInt8(ascii: "%") {
          let isBraced = bytes[i] == UInt8(ascii: "{")
          if rows == 0 { isSparse = isBraced }
          guard isBraced == isSparse else {
            throw file.failure(
              at: i,
              "expected a \(isSparse ? "sparse row in braces" : "row without braces") like the first"
            )
          }
          rows += 1
          if rows & 0xFFF == 0 { try Interrupt.check() }
        }
        i = (bytes.firstNewline(from: i, before: file.count) ?? file.count) + 1
      }
    }
    return (rows, isSparse)
  }

  @inline(__always)
  static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  private mutating func skipSpace() {
    while ARFFRows.isSpace(bytes[i]) { i += 1 }
  }

  private var isRowEnd: Bool { bytes[i] == UInt8(ascii: "\n") || bytes[i] == UInt8(ascii: "%") }

  /// Reads the rows of some lines, the first of which is the given one.
  mutating func read(_ range: Range<Int>, firstRow: Int) throws {
    i = range.lowerBound
    row = firstRow
    while i < range.upperBound {
      skipSpace()
      if !isRowEnd {
        try readDense()
        row += 1
        if row & 0x1F == 0 { try Interrupt.check() }
      }
      while bytes[i] != UInt8(ascii: "\n") { i += 1 }
      i += 1
    }
  }

  private mutating func readDense() throws {
    let count = layout.columns.count
    for column in 0..<count {
      if column > 0 {
        guard bytes[i] == UInt8(ascii: ",") else {
          throw file.failure(
            at: i, "expected \(count) values in the row, found \(column)",
            notes: [
              "the file declares \(count) attributes; the next is \"\(layout.columns[column].name)\""
            ])
        }
        i += 1
      }
      try readValue(column)
    }
    guard isRowEnd else {
      throw file.failure(at: i, "expected \(count) values in the row, found more")
    }
  }

  /// Reads one value and what white space follows it.
  @inline(__always)
  private mutating func readValue(_ column: Int) throws {
    if let base = bytes.baseAddress {
      var p = base + i
      if plainValues.read(column, row, at: &p, before: base + file.count) {
        i = p - base
        return
      }
    }
    try readAnyValue(column)
  }

  private mutating func readAnyValue(_ column: Int) throws {
    skipSpace()
    let start = i
    let value: Double
    if bytes[i] == UInt8(ascii: "'") || bytes[i] == UInt8(ascii: "\"") {
      scratch.removeAll(keepingCapacity: true)
      guard let end = ARFFText.unquote(bytes, from: i, into: &scratch) else {
        throw file.failure(at: start, "the quoted value is not closed on its line")
      }
      i = end
      value = try scratch.withUnsafeBufferPointer {
        try layout.value(of: $0, column, in: file, at: start)
      }
      skipSpace()
    } else {
      var end = i
      while case let byte = bytes[i], byte != UInt8(ascii: ","), byte != UInt8(ascii: "\n") {
        i += 1
        if !ARFFRows.isSpace(byte) { end = i }
      }
      let token = UnsafeBufferPointer(rebasing: bytes[start..<max(start, end)])
      let isMissing = token.count == 1 && token[0] == UInt8(ascii: "?")
      value = isMissing ? .nan : try layout.value(of: token, column, in: file, at: start)
    }
    targets[column][row] = value
  }
}
