internal import Diagnostics
internal import Tensors

/// Walks through the rows of a CSV file and writes what their cells mean to the columns' targets.
struct CSVRows {
  var scanner: CSVScanner
  /// The number of rows read.
  private(set) var row = 0
  /// Which columns have a cell that is neither a number nor missing.
  private(set) var holdsText: [Bool]
  private let targets: [ColumnTargets.Target]
  private var width: Int { targets.count }

  init(_ scanner: CSVScanner, targets: [ColumnTargets.Target]) {
    self.scanner = scanner
    self.targets = targets
    holdsText = Array(repeating: false, count: targets.count)
  }

  /// Reads all cells as numbers; texts become NaN.
  mutating func readNumbers() throws {
    if let (rows, holdsText) = try readParts() {
      row = rows
      self.holdsText = holdsText
      return
    }
    try forEachRow(from: 0) { rows in try rows.readRow() }
  }

  mutating func forEachRow(from first: Int, _ body: (inout CSVRows) throws -> Void) throws {
    row = first
    while scanner.beginsRow() {
      if row & 0x3F == 0 { try Interrupt.check() }
      try body(&self)
      row += 1
    }
  }

  // MARK: - Numbers

  /// Reads a row: cells that are bare numbers at once, others by the rules of quotes and blanks.
  mutating func readRow() throws {
    guard let base = scanner.bytes.baseAddress else { return }
    let end = base + scanner.file.count
    var p = base + scanner.position
    for column in 0..<width {
      let start = p
      while p.pointee == UInt8(ascii: " ") { p += 1 }
      if let value = NumberParser.scan(&p, before: end), endsCell(&p, isLast: column == width - 1) {
        targets[column][row] = value
        p += 1
      } else {
        scanner.position = start - base
        targets[column][row] = try number(column)
        p = base + scanner.position
      }
    }
    scanner.position = p - base
  }

  /// Whether the cell that ends here is followed by what must follow it.
  @inline(__always)
  private func endsCell(_ p: inout NumberParser.Position, isLast: Bool) -> Bool {
    guard isLast else { return p.pointee == scanner.separator }
    if p.pointee == UInt8(ascii: "\r"), p[1] == UInt8(ascii: "\n") { p += 1 }
    return p.pointee == UInt8(ascii: "\n")
  }

  /// The number in the next cell, whatever its form; passes what ends it.
  private mutating func number(_ column: Int) throws -> Double {
    let cell = try scanner.cell()
    let value = scanner.withText(cell) { text -> Double? in
      CSVScanner.isMissing(text) ? .nan : NumberParser.parse(text)
    }
    if value == nil { holdsText[column] = true }
    try passEnd(of: column)
    return value ?? .nan
  }

  /// Passes what ends a cell, which must be the end of the row for the last one only.
  private mutating func passEnd(of column: Int) throws {
    let end = scanner.position
    let goesOn = scanner.passesSeparator()
    if goesOn, column == width - 1 {
      throw scanner.file.failure(
        at: scanner.position, "expected \(width) cells in the row, found more")
    }
    if !goesOn, column < width - 1 {
      throw scanner.file.failure(
        at: end, "expected \(width) cells in the row, found \(column + 1)")
    }
  }

  // MARK: - Texts

  /// Reads the columns that hold texts again, which become codes in order of appearance.
  ///
  /// Labels of two texts that say no and yes become 0 and 1.
  ///
  /// - Returns: for each column its texts by code, `nil` for a numeric one.
  mutating func encode(labels: Set<Int>) throws -> [[String]?] {
    var tables = holdsText.map { $0 ? SpellingTable() : nil }
    try forEachRow(from: 0) { rows in
      for column in tables.indices {
        let cell = try rows.scanner.cell()
        if tables[column] != nil {
          rows.targets[column][rows.row] = rows.scanner.withText(cell) { text in
            CSVScanner.isMissing(text) ? .nan : Double(tables[column]?.insert(text) ?? 0)
          }
        }
        _ = rows.scanner.passesSeparator()
      }
    }
    for column in labels {
      if let table = tables[column] { encodeLabel(column, table.spellings) }
    }
    return try tables.map { try $0?.texts() }
  }

  /// Turns a label's codes into the numbers that its texts stand for.
  private func encodeLabel(_ column: Int, _ spellings: [ArraySlice<UInt8>]) {
    let meaning = NominalTable(declared: spellings, isLabel: true)
    let codes = spellings.map { spelling in
      spelling.withUnsafeBufferPointer { meaning.code($0) ?? .nan }
    }
    for i in 0..<row where !targets[column][i].isNaN {
      targets[column][i] = codes[Int(targets[column][i])]
    }
  }
}
