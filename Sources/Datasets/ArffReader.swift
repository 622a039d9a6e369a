internal import Diagnostics
internal import Files
internal import Tensors

/// Reads ARFF, the format of Weka, Mulan and MEKA, with dense and sparse rows.
package enum ArffReader {
  /// The data set in a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - labels: which columns are labels; `nil` takes MEKA's `-C` from the relation's name, and
  ///     without one there are no labels.
  /// - Returns: the data set, named for the relation.
  /// - Throws: `file` when it cannot be read, `data` with line and column when it is damaged.
  package static func read(_ path: String, labels: LabelSelection? = nil) throws -> Dataset {
    try parse(File.read(path), file: File.name(of: path), labels: labels)
  }

  /// The data set in the bytes of a file.
  package static func parse(
    _ bytes: [UInt8], file: String, labels: LabelSelection? = nil
  ) throws
    -> Dataset
  {
    try bytes.withUnsafeBufferPointer { buffer in
      var cursor = TextCursor(buffer, file: file)
      var header = try ArffHeader(&cursor)
      let selection = labels ?? header.mekaLabels ?? .last(0)
      let names = header.attributes.map(\.name)
      let positions = try selection.positions(among: names, file: file)
      var rows = ArffRows(cursor: cursor, attributes: header.attributes)
      let (values, rowCount) = try rows.read()
      header.attributes = rows.attributes
      let table = ColumnTable(
        name: name(header.relation, file: file), columnNames: names,
        kinds: header.attributes.map(\.featureKind), values: values, rowCount: rowCount,
        isSparse: rows.hasSparse)
      return try table.dataset(labels: positions)
    }
  }

  /// The relation's name without MEKA's options, or the file's without its ending.
  private static func name(_ relation: String, file: String) -> String {
    let words = relation.split(separator: " ")
    let kept = words.prefix { $0 != "-C" }.joined(separator: " ")
    let name = kept.hasSuffix(":") ? String(kept.dropLast()) : kept
    if !name.isEmpty { return name }
    return file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
  }
}

/// Reads the rows after `@data`.
private struct ArffRows {
  var cursor: TextCursor
  var attributes: [ArffAttribute]
  var hasSparse = false
  /// The last row in which a sparse row gave each column, to find repeats.
  private var lastRow: [Int]
  /// What a sparse row starts from.
  private let defaults: [Double]

  init(cursor: TextCursor, attributes: [ArffAttribute]) {
    self.cursor = cursor
    self.attributes = attributes
    lastRow = Array(repeating: -1, count: attributes.count)
    defaults = attributes.map(\.sparseDefault)
  }

  /// All values, row-major, and the number of rows.
  mutating func read() throws -> ([Double], Int) {
    let width = attributes.count
    let bound = cursor.lineBound()
    let (capacity, overflow) = bound.multipliedReportingOverflow(by: width)
    try TensorMemory.check(count: overflow ? Int.max : capacity, described: "\(bound)×\(width)")
    var rowCount = 0
    let values = try [Double](unsafeUninitializedCapacity: capacity) { target, count in
      guard var row = target.baseAddress else { return }
      while findRow() {
        if rowCount & 15 == 0 { try Interrupt.check() }
        if cursor.current == .openBrace {
          try readSparse(row, number: rowCount)
        } else {
          try readDense(row)
        }
        row += width
        rowCount += 1
        count += width
      }
    }
    return (values, rowCount)
  }

  /// Moves to the next row; whether there is one.
  private mutating func findRow() -> Bool {
    while true {
      while cursor.current.isSpace { cursor.position += 1 }
      if cursor.isAtEnd { return false }
      if cursor.current != .percent { return true }
      cursor.skipLine()
    }
  }

  private mutating func readDense(_ row: UnsafeMutablePointer<Double>) throws {
    let start = cursor.position
    let width = attributes.count
    for column in 0..<width {
      row[column] = try readValue(column)
      cursor.skipBlanks()
      if column + 1 == width { break }
      // A tab that separates has been skipped as a blank.
      if cursor.current == .comma {
        cursor.position += 1
        cursor.skipBlanks()
      } else if cursor.isAtLineEnd || !isAfterTab {
        throw cursor.error(
          "expected \(width) values, found \(column + 1)",
          at: cursor.isAtLineEnd ? start : nil)
      }
    }
    try expectRowEnd(width)
  }

  /// Whether a tab stands between the last value and here.
  private var isAfterTab: Bool {
    var i = cursor.position - 1
    while i >= 0, cursor.bytes[i].isBlank {
      if cursor.bytes[i] == .tab { return true }
      i -= 1
    }
    return false
  }

  private mutating func expectRowEnd(_ width: Int) throws {
    cursor.skipBlanks()
    if cursor.isAtLineEnd { return }
    if cursor.current == .percent { return cursor.skipLine() }
    var end = cursor.position
    if cursor.current == .comma { end += 1 }
    while end < cursor.bytes.count, cursor.bytes[end].isBlank { end += 1 }
    if end < cursor.bytes.count, cursor.bytes[end] == .openBrace {
      throw cursor.error(
        "expected the end of the row, found an instance weight",
        notes: ["weights of rows are not supported; remove them"])
    }
    throw cursor.error("expected \(width) values, found more")
  }

  private mutating func readSparse(_ row: UnsafeMutablePointer<Double>, number: Int) throws {
    hasSparse = true
    defaults.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { row.initialize(from: base, count: source.count) }
    }
    cursor.position += 1
    cursor.skipBlanks()
    while cursor.current != .closeBrace {
      let column = try readIndex()
      guard lastRow[column] != number else {
        throw cursor.error("the row gives column \(column) twice")
      }
      lastRow[column] = number
      cursor.skipBlanks()
      row[column] = try readValue(column)
      cursor.skipBlanks()
      if cursor.current == .comma {
        cursor.position += 1
        cursor.skipBlanks()
      } else if cursor.current != .closeBrace {
        throw cursor.error("expected , or } after a value of a sparse row")
      }
    }
    cursor.position += 1
    try expectRowEnd(attributes.count)
  }

  /// The column of an entry of a sparse row.
  private mutating func readIndex() throws -> Int {
    let start = cursor.position
    var index = 0
    while cursor.current.isDigit, index < attributes.count {
      index = index * 10 + Int(cursor.current - 48)
      cursor.position += 1
    }
    guard cursor.position > start, !cursor.current.isDigit, index < attributes.count else {
      throw cursor.error(
        "expected the position of a column, 0 to \(attributes.count - 1)", at: start)
    }
    return index
  }

  /// The value of a column, in a row of either sort.
  @inline(__always)
  private mutating func readValue(_ column: Int) throws -> Double {
    if case .numeric = attributes[column].kind,
      let number = NumberParser.scan(cursor.bytes, &cursor.position)
    {
      let next = cursor.current
      if next == .comma || next == .newline || cursor.isAtEnd || next.isBlank
        || next == .closeBrace
      {
        return number
      }
      while cursor.position > 0, !isSeparator(cursor.bytes[cursor.position - 1]) {
        cursor.position -= 1
      }
    }
    return try readToken(column)
  }

  @inline(__always) private func isSeparator(_ byte: UInt8) -> Bool {
    byte == .comma || byte == .openBrace || byte.isSpace
  }

  /// The value of a column that is no plain number.
  private mutating func readToken(_ column: Int) throws -> Double {
    let start = cursor.position
    if cursor.current == .quote || cursor.current == .apostrophe {
      let text = try ArffHeader.scanQuoted(&cursor)
      return try text.withUnsafeBufferPointer { try value(column, $0, 0, $0.count, at: start) }
    }
    while !cursor.isAtEnd {
      let byte = cursor.current
      if byte == .comma || byte == .newline || byte == .tab || byte == .closeBrace { break }
      if byte == .percent, cursor.position > start, cursor.bytes[cursor.position - 1].isBlank {
        break
      }
      cursor.position += 1
    }
    var end = cursor.position
    while end > start, cursor.bytes[end - 1].isBlank { end -= 1 }
    if end == start + 1, cursor.bytes[start] == .question { return .nan }
    return try value(column, cursor.bytes, start, end, at: start)
  }

  private mutating func value(
    _ column: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, at offset: Int
  ) throws -> Double {
    switch attributes[column].kind {
    case .numeric:
      if let number = NumberParser.value(bytes, start, end) { return number }
    case .nominal:
      if let code = attributes[column].symbols.code(bytes, start, end) { return Double(code) }
    case .text: return Double(attributes[column].symbols.intern(bytes, start, end))
    }
    let text = quoted(String(decoding: bytes[start..<end], as: UTF8.self))
    throw mismatch(column, text, at: offset)
  }

  private func mismatch(_ column: Int, _ found: String, at offset: Int) -> Failure {
    let attribute = attributes[column]
    if case .numeric = attribute.kind {
      return cursor.error(
        "expected a number for \(quoted(attribute.name)), found \(found)", at: offset)
    }
    let values = attribute.symbols.values.prefix(6).map { String(decoding: $0, as: UTF8.self) }
    let more = attribute.symbols.values.count > 6 ? ", …" : ""
    return cursor.error(
      "expected a declared value of \(quoted(attribute.name)), found \(found)", at: offset,
      notes: ["it declares {" + values.joined(separator: ", ") + more + "}"])
  }
}
