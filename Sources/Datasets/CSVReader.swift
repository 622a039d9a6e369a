internal import Diagnostics
internal import Tensors

/// Reads a table of comma- or tab-separated values.
///
/// The separator is a tab or a semicolon where the first line holds one outside of quotes and no
/// comma, else a comma. Cells may be quoted, with `""` for a quote inside; empty cells, `NA`, `?`
/// and `nan` are missing. A column with a cell that is no number becomes nominal: its distinct texts
/// in order of appearance are the values. Without a header, columns are named `x0`, `x1`, ….
///
/// - Throws: `file` when it cannot be read; `data` with file, line and column where a row has
///   another number of cells; `argument` for labels that are not there; `limit` when it does not
///   fit in memory.
package func readCSV(
  _ path: String, labels: LabelSelection? = nil, header: Bool = true
) throws -> Dataset {
  try dataset(csv: ByteFile(reading: path), labels: labels, header: header)
}

/// Reads the contents of a CSV file at hand.
package func dataset(
  csv file: ByteFile, labels: LabelSelection? = nil, header: Bool = true
) throws -> Dataset {
  var table = CSVTable(file: file)
  try table.read(header: header)
  let labelPositions =
    try labels?.positions(among: table.names, file: file.path) ?? []
  let isLabel = Set(labelPositions)
  let featurePositions = table.names.indices.filter { !isLabel.contains($0) }
  for position in labelPositions { try table.encodeLabel(position) }
  return Dataset(
    name: file.stem, X: try table.matrix(featurePositions), Y: try table.matrix(labelPositions),
    featureNames: featurePositions.map { table.names[$0] },
    labelNames: labelPositions.map { table.names[$0] },
    featureKinds: featurePositions.map { table.kind($0) })
}

extension ByteFile {
  /// The file's name without folder and extension.
  var stem: String {
    let name = path.split(separator: "/").last ?? ""
    return String(name.lastIndex(of: ".").map { name[..<$0] } ?? name)
  }
}

/// The cells of a CSV file, column by column codes or numbers.
private struct CSVTable {
  let file: ByteFile
  private(set) var names: [String] = []
  /// Row-major numbers; texts are NaN until their column is encoded.
  private var cells: [Double] = []
  private var rowCount = 0
  private var width = 0
  /// The distinct texts of the columns that are not numeric.
  private var values: [[String]?] = []

  init(file: ByteFile) { self.file = file }

  func kind(_ column: Int) -> FeatureKind { values[column].map { .nominal($0) } ?? .numeric }

  mutating func read(header: Bool) throws {
    try file.bytes.withUnsafeBufferPointer { bytes in
      var scanner = CSVScanner(file: file, bytes: bytes)
      guard scanner.beginsRow() else {
        throw file.failure("expected \(header ? "a line of column names" : "rows"), found nothing")
      }
      let rowsStart = scanner.position
      try readNames(&scanner)
      width = names.count
      if header {
        for name in Set(names) where names.count(where: { $0 == name }) > 1 {
          throw file.failure("column \"\(name)\" is named twice in the first line")
        }
      } else {
        names = (0..<width).map { "x\($0)" }
        scanner.position = rowsStart
      }
      let firstRow = scanner.position
      let textColumns = try readNumbers(&scanner)
      values = Array(repeating: nil, count: width)
      guard textColumns.contains(true) else { return }
      scanner.position = firstRow
      try encode(textColumns, &scanner)
    }
  }

  private mutating func readNames(_ scanner: inout CSVScanner) throws {
    repeat {
      names.append(scanner.withText(try scanner.cell()) { ByteFile.text($0) })
    } while scanner.passesSeparator()
  }

  /// Reads all cells as numbers; tells which columns hold something else.
  private mutating func readNumbers(_ scanner: inout CSVScanner) throws -> [Bool] {
    var holdsText = [Bool](repeating: false, count: width)
    let lines = file.bytes[scanner.position...].count { $0 == UInt8(ascii: "\n") }
    try TensorMemory.check(Shape(lines, width))
    cells.reserveCapacity(lines * width)
    try forEachRow(&scanner) { _, column, cell in
      if CSVScanner.isMissing(cell) {
        cells.append(.nan)
      } else if let value = NumberParser.parse(cell) {
        cells.append(value)
      } else {
        holdsText[column] = true
        cells.append(.nan)
      }
    }
    rowCount = width == 0 ? 0 : cells.count / width
    return holdsText
  }

  /// Gives the texts of columns codes in order of appearance.
  private mutating func encode(_ columns: [Bool], _ scanner: inout CSVScanner) throws {
    var codes = [[[UInt8]: Int]](repeating: [:], count: width)
    for column in 0..<width where columns[column] { values[column] = [] }
    try forEachRow(&scanner) { row, column, cell in
      guard columns[column], !CSVScanner.isMissing(cell) else { return }
      let spelling = Array(cell)
      let next = codes[column].count
      let code = codes[column][spelling] ?? next
      if code == next {
        codes[column][spelling] = code
        values[column]?.append(ByteFile.text(spelling))
      }
      cells[row * width + column] = Double(code)
    }
  }

  private func forEachRow(
    _ scanner: inout CSVScanner,
    _ body: (Int, Int, UnsafeBufferPointer<UInt8>) throws -> Void
  ) throws {
    var row = 0
    while scanner.beginsRow() {
      if row & 0x3F == 0 { try Interrupt.check() }
      var column = 0
      var end = scanner.position
      repeat {
        let start = scanner.position
        let cell = try scanner.cell()
        guard column < width else {
          throw file.failure(at: start, "expected \(width) cells in the row, found more")
        }
        try scanner.withText(cell) { try body(row, column, $0) }
        column += 1
        end = scanner.position
      } while scanner.passesSeparator()
      guard column == width else {
        throw file.failure(
          at: end, "expected \(width) cells in the row, found \(column)")
      }
      row += 1
    }
  }

  /// Turns the codes of a label column of two texts into 0 for no and 1 for yes.
  mutating func encodeLabel(_ column: Int) throws {
    guard let texts = values[column] else { return }
    let table = NominalTable(declared: texts.map { Array($0.utf8) }, isLabel: true)
    let codes = texts.map { text in
      Array(text.utf8).withUnsafeBufferPointer { table.code($0) ?? .nan }
    }
    for row in 0..<rowCount {
      let cell = cells[row * width + column]
      if !cell.isNaN { cells[row * width + column] = codes[Int(cell)] }
    }
  }

  /// The columns at the given positions, side by side.
  func matrix(_ columns: [Int]) throws -> Tensor {
    let shape = Shape(rowCount, columns.count)
    try TensorMemory.check(shape)
    return Tensor(shape) { target in
      for row in 0..<rowCount {
        for (j, column) in columns.enumerated() {
          target[row * columns.count + j] = cells[row * width + column]
        }
      }
    }
  }
}
