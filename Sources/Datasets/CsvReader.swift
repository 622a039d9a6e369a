internal import Diagnostics
internal import Files
internal import Tensors

/// Reads comma- and tab-separated text with quotes.
///
/// Empty fields, `NA`, `?` and `nan` are missing. A column with any other text that is no number
/// is nominal; its values are sorted.
package enum CsvReader {
  /// The data set in a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - labels: which columns are labels; none unless given.
  ///   - header: whether the first line holds names; without it they are `x0`, `x1`, ….
  ///   - separator: the byte between fields; found from the first line unless given.
  /// - Returns: the data set, named for the file.
  /// - Throws: `file` when it cannot be read, `data` with line and column when it is damaged.
  package static func read(
    _ path: String, labels: LabelSelection? = nil, header: Bool = true, separator: UInt8? = nil
  ) throws -> Dataset {
    try parse(
      File.read(path), file: File.name(of: path), labels: labels, header: header,
      separator: separator)
  }

  /// The data set in the bytes of a file.
  package static func parse(
    _ bytes: [UInt8], file: String, labels: LabelSelection? = nil, header: Bool = true,
    separator: UInt8? = nil
  ) throws -> Dataset {
    try bytes.withUnsafeBufferPointer { buffer in
      let cursor = TextCursor(buffer, file: file)
      let separator = separator ?? CsvRows.guessSeparator(cursor)
      var rows = CsvRows(cursor: cursor, separator: separator)
      let names = try rows.readNames(header: header)
      let selection = labels ?? .last(0)
      let positions = try selection.positions(among: names, file: file)
      let (values, rowCount) = try rows.readValues()
      let table = ColumnTable(
        name: file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file, columnNames: names,
        kinds: rows.kinds, values: values, rowCount: rowCount)
      return try table.dataset(labels: positions)
    }
  }
}

/// Reads the lines of a text with separators.
private struct CsvRows {
  var cursor: TextCursor
  let separator: UInt8
  var width = 0
  /// A column that holds text has a table of its values.
  var tables: [SymbolTable?] = []

  init(cursor: TextCursor, separator: UInt8) {
    self.cursor = cursor
    self.separator = separator
  }

  /// The kinds of the columns, known once the values have been read.
  var kinds: [FeatureKind] {
    tables.map { table in
      guard let table else { return .numeric }
      return .nominal(table.values.map { String(decoding: $0, as: UTF8.self) })
    }
  }

  /// The tab or semicolon when the first line has one and no comma, else the comma.
  static func guessSeparator(_ start: TextCursor) -> UInt8 {
    var cursor = start
    var counts = (comma: 0, tab: 0, semicolon: 0)
    var isQuoted = false
    while !cursor.isAtEnd, isQuoted || cursor.current != .newline {
      switch cursor.current {
      case .quote: isQuoted.toggle()
      case .comma where !isQuoted: counts.comma += 1
      case .tab where !isQuoted: counts.tab += 1
      case UInt8(ascii: ";") where !isQuoted: counts.semicolon += 1
      default: break
      }
      cursor.position += 1
    }
    if counts.comma > 0 { return .comma }
    if counts.tab > 0 { return .tab }
    return counts.semicolon > 0 ? UInt8(ascii: ";") : .comma
  }

  /// The names of the columns; passes the header when there is one.
  mutating func readNames(header: Bool) throws -> [String] {
    guard findRow() else { throw cursor.error("expected a line of values, found an empty file") }
    let start = cursor.position
    var names: [String] = []
    repeat { names.append(try scanName()) } while try passSeparator()
    width = names.count
    tables = Array(repeating: nil, count: width)
    guard header else {
      cursor.position = start
      return (0..<width).map { "x\($0)" }
    }
    return names
  }

  /// All values, row-major, and the number of rows; text columns are numbered in a second pass.
  mutating func readValues() throws -> ([Double], Int) {
    let bound = cursor.lineBound()
    let (capacity, overflow) = bound.multipliedReportingOverflow(by: width)
    try TensorMemory.check(count: overflow ? Int.max : capacity, described: "\(bound)×\(width)")
    let start = cursor.position
    var rowCount = 0
    var values = try [Double](unsafeUninitializedCapacity: capacity) { target, count in
      guard var row = target.baseAddress else { return }
      while findRow() {
        if rowCount & 15 == 0 { try Interrupt.check() }
        try readRow(row)
        row += width
        rowCount += 1
        count += width
      }
    }
    if tables.contains(where: { $0 != nil }) {
      cursor.position = start
      try numberTexts(&values)
    }
    return (values, rowCount)
  }

  /// Moves to the next line that is not empty; whether there is one.
  private mutating func findRow() -> Bool {
    while cursor.current == .newline || cursor.current == 13 { cursor.position += 1 }
    return !cursor.isAtEnd
  }

  private mutating func readRow(_ row: UnsafeMutablePointer<Double>) throws {
    for column in 0..<width {
      row[column] = try readValue(column)
      guard column + 1 < width else { break }
      let end = cursor.position
      guard try passSeparator() else {
        throw cursor.error("expected \(width) fields, found \(column + 1)", at: end)
      }
    }
    let end = cursor.position
    guard try !passSeparator() else {
      throw cursor.error("expected \(width) fields, found more", at: end)
    }
  }

  /// Passes a separator, or the end of the line; whether it was a separator.
  @inline(__always)
  private mutating func passSeparator() throws -> Bool {
    if cursor.current == separator, !cursor.isAtEnd {
      cursor.position += 1
      return true
    }
    if cursor.current == 13 { cursor.position += 1 }
    guard cursor.isAtLineEnd else {
      throw cursor.error("expected a separator or the end of the line after a field")
    }
    if !cursor.isAtEnd { cursor.position += 1 }
    return false
  }

  /// The number in a field; a field that is none makes its column nominal.
  @inline(__always)
  private mutating func readValue(_ column: Int) throws -> Double {
    let start = cursor.position
    if let number = NumberParser.scan(cursor.bytes, &cursor.position) {
      let next = cursor.current
      if next == separator || next == .newline || next == 13 || cursor.isAtEnd { return number }
      cursor.position = start
    }
    return try readText(column)
  }

  private mutating func readText(_ column: Int) throws -> Double {
    let (start, end, isQuoted) = try scanField()
    if CsvRows.isMissing(cursor.bytes, start, end, isQuoted) { return .nan }
    if let number = NumberParser.value(cursor.bytes, start, end), !isQuoted || tables[column] == nil
    {
      return number
    }
    if tables[column] == nil { tables[column] = SymbolTable() }
    return 0
  }

  /// The range of a field without blanks around it and without its quotes; stops at its separator.
  private mutating func scanField() throws -> (start: Int, end: Int, isQuoted: Bool) {
    while cursor.current != separator, cursor.current == 32 || cursor.current == 9 {
      cursor.position += 1
    }
    if cursor.current == .quote {
      let opening = cursor.position
      cursor.position += 1
      try skipQuoted(opening)
      let range = (opening + 1, cursor.position - 1, true)
      while cursor.current != separator, cursor.current == 32 || cursor.current == 9 {
        cursor.position += 1
      }
      return range
    }
    let start = cursor.position
    while !cursor.isAtLineEnd, cursor.current != separator { cursor.position += 1 }
    var end = cursor.position
    while end > start, cursor.bytes[end - 1].isBlank { end -= 1 }
    return (start, end, false)
  }

  /// Passes a quoted field; `""` stands for a quote.
  private mutating func skipQuoted(_ opening: Int) throws {
    while !cursor.isAtEnd {
      let byte = cursor.current
      cursor.position += 1
      guard byte == .quote else { continue }
      if cursor.current != .quote { return }
      cursor.position += 1
    }
    throw cursor.error("expected a closing quote, found the end of the file", at: opening)
  }

  private mutating func scanName() throws -> String {
    let (start, end, isQuoted) = try scanField()
    return String(decoding: unescaped(start, end, isQuoted), as: UTF8.self)
  }

  /// The bytes of a field with `""` made `"`.
  private func unescaped(_ start: Int, _ end: Int, _ isQuoted: Bool) -> [UInt8] {
    guard isQuoted else { return Array(cursor.bytes[start..<end]) }
    var text: [UInt8] = []
    var i = start
    while i < end {
      text.append(cursor.bytes[i])
      i += cursor.bytes[i] == .quote ? 2 : 1
    }
    return text
  }

  private static func isMissing(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ isQuoted: Bool
  ) -> Bool {
    if start >= end { return true }
    if isQuoted { return false }
    if end - start == 1 { return bytes[start] == .question }
    return NumberParser.word(bytes, start, end, is: "na")
      || NumberParser.word(bytes, start, end, is: "nan")
      || NumberParser.word(bytes, start, end, is: "n/a")
  }

  /// Reads the lines again and numbers the values of the columns that hold text, in sorted order.
  private mutating func numberTexts(_ values: inout [Double]) throws {
    var row = 0
    while findRow() {
      if row & 15 == 0 { try Interrupt.check() }
      for column in 0..<width {
        let (start, end, isQuoted) = try scanField()
        if tables[column] != nil, !CsvRows.isMissing(cursor.bytes, start, end, isQuoted) {
          let text = unescaped(start, end, isQuoted)
          let code = text.withUnsafeBufferPointer {
            tables[column]?.intern($0, 0, $0.count) ?? 0
          }
          values[row * width + column] = Double(code)
        }
        _ = try passSeparator()
      }
      row += 1
    }
    for column in 0..<width { sortValues(of: column, &values, rowCount: row) }
  }

  private mutating func sortValues(of column: Int, _ values: inout [Double], rowCount: Int) {
    guard let table = tables[column] else { return }
    let order = table.values.indices.sorted {
      table.values[$0].lexicographicallyPrecedes(table.values[$1])
    }
    var newCode = [Double](repeating: 0, count: order.count)
    var sorted = SymbolTable()
    for (code, old) in order.enumerated() {
      newCode[old] = Double(code)
      table.values[old].withUnsafeBufferPointer { _ = sorted.intern($0, 0, $0.count) }
    }
    tables[column] = sorted
    for row in 0..<rowCount {
      let code = values[row * width + column]
      if !code.isNaN { values[row * width + column] = newCode[Int(code)] }
    }
  }
}
