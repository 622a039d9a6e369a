internal import Diagnostics
internal import Tensors

/// Reads the rows of a sparse ARFF file: `{3 1, 17 0.5}` names attributes and their values.
///
/// What a row leaves out is 0, or the first declared value of a nominal attribute. Features become
/// a sparse matrix without ever being dense, labels a dense one.
struct ARFFSparseRows {
  /// A nominal feature whose first declared value has a code other than 0.
  private struct Absent {
    let attribute: Int
    let entry: Entry
  }

  /// Where the values of an attribute go, and how the plain ones among them are read.
  private struct Target {
    enum Form { case number, bit, other }

    let form: Form
    let isLabel: Bool
    let position: Int

    init(_ column: ARFFLayout.Column) {
      isLabel = column.isLabel
      position = column.position
      form =
        switch column.table {
        case nil: .number
        case let table?: table.values == ["0", "1"] ? .bit : .other
        }
    }
  }

  private typealias Entry = (column: Int32, value: Double)

  private let file: ByteFile
  private let layout: ARFFLayout
  private let bytes: UnsafeBufferPointer<UInt8>
  private let targets: [Target]
  private let absent: [Absent]
  private var i: Int
  private var row = 0
  /// The row that last named an attribute.
  private var lastSet: [Int]
  private var entries: [Entry] = []
  private var scratch: [UInt8] = []
  private var builder: SparseBuilder
  private var labels: [Double] = []

  /// A reader of rows that begin at an offset of the file.
  private init(
    _ file: ByteFile, _ layout: ARFFLayout, _ bytes: UnsafeBufferPointer<UInt8>, from start: Int,
    rows: Int
  ) {
    self.file = file
    self.layout = layout
    self.bytes = bytes
    i = start
    lastSet = Array(repeating: -1, count: layout.columns.count)
    builder = SparseBuilder(rows: rows)
    targets = layout.columns.map(Target.init)
    absent = layout.columns.enumerated().compactMap { attribute, column in
      guard !column.isLabel, let code = column.table?.firstCode, code != 0 else { return nil }
      return Absent(
        attribute: attribute, entry: (Int32(truncatingIfNeeded: column.position), code))
    }
  }

  /// Reads all rows behind a header.
  static func read(
    _ file: ByteFile, _ layout: ARFFLayout, from start: Int, rows: Int
  ) throws -> (X: SparseMatrix, Y: Tensor) {
    try TensorMemory.check(Shape(rows, layout.labelNames.count))
    return try file.bytes.withUnsafeBufferPointer { bytes in
      var reader = ARFFSparseRows(file, layout, bytes, from: start, rows: rows)
      reader.labels.reserveCapacity(rows * layout.labelNames.count)
      try reader.readAll()
      let X = reader.builder.matrix(columnCount: layout.featureNames.count)
      return (X, Tensor(reader.labels, Shape(reader.row, layout.labelNames.count)))
    }
  }

  private mutating func readAll() throws {
    while i < file.count {
      skipSpace()
      if !isRowEnd {
        try readRow()
        try finishRow()
      }
      while bytes[i] != UInt8(ascii: "\n") { i += 1 }
      i += 1
    }
  }

  @inline(__always)
  private func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  @inline(__always)
  private mutating func skipSpace() {
    while isSpace(bytes[i]) { i += 1 }
  }

  private var isRowEnd: Bool { bytes[i] == UInt8(ascii: "\n") || bytes[i] == UInt8(ascii: "%") }

  private mutating func readRow() throws {
    labels += layout.sparseLabels
    let start = i
    i += 1
    skipSpace()
    while bytes[i] != UInt8(ascii: "}") {
      let attribute = try readPosition()
      guard lastSet[attribute] != row else {
        throw file.failure(at: i, "attribute \(attribute) is given twice in the row")
      }
      lastSet[attribute] = row
      skipSpace()
      let target = targets[attribute]
      let value = try readPlainValue(target.form) ?? readValue(attribute)
      if target.isLabel {
        labels[row * layout.labelNames.count + target.position] = value
      } else {
        entries.append((Int32(truncatingIfNeeded: target.position), value))
      }
      guard !isRowEnd else {
        throw file.failure(at: start, "expected } at the end of the sparse row")
      }
      if bytes[i] == UInt8(ascii: ",") {
        i += 1
        skipSpace()
      } else if bytes[i] != UInt8(ascii: "}") {
        throw file.failure(at: i, "expected , or } in the sparse row")
      }
    }
    i += 1
    skipSpace()
    guard isRowEnd else { throw file.failure(at: i, "expected the end of the row behind }") }
  }

  private mutating func finishRow() throws {
    for feature in absent where lastSet[feature.attribute] != row { entries.append(feature.entry) }
    let ascends = zip(entries, entries.dropFirst()).allSatisfy { $0.column < $1.column }
    if !ascends { entries.sort { $0.column < $1.column } }
    for entry in entries { builder.append(entry.column, entry.value) }
    entries.removeAll(keepingCapacity: true)
    try builder.endRow()
    row += 1
  }

  /// The zero-based number of an attribute.
  private mutating func readPosition() throws -> Int {
    let start = i
    var value = 0
    while case let digit = bytes[i] &- 48, digit < 10 {
      value = min(value * 10 + Int(digit), 1 << 40)
      i += 1
    }
    guard i > start, isSpace(bytes[i]) else {
      throw file.failure(
        at: start,
        isRowEnd
          ? "expected } at the end of the sparse row"
          : "expected the number of an attribute and a value in the sparse row")
    }
    guard value < layout.columns.count else {
      throw file.failure(
        at: start,
        "expected an attribute's number from 0 to \(layout.columns.count - 1), found \(value)")
    }
    return value
  }

  /// Reads a bare number or bit that `,` or `}` follows; `nil`, nothing being read, for other values.
  @inline(__always)
  private mutating func readPlainValue(_ form: Target.Form) -> Double? {
    guard form != .other, let base = bytes.baseAddress else { return nil }
    var p = base + i
    var value = Double(p.pointee &- UInt8(ascii: "0"))
    if form == .bit {
      guard value <= 1 else { return nil }
      p += 1
    } else {
      guard let number = NumberParser.scan(&p, before: base + file.count) else { return nil }
      value = number
    }
    guard p.pointee == UInt8(ascii: ",") || p.pointee == UInt8(ascii: "}") else { return nil }
    i = p - base
    return value
  }

  /// Reads one value and what white space follows it.
  private mutating func readValue(_ attribute: Int) throws -> Double {
    let start = i
    if bytes[i] == UInt8(ascii: "'") || bytes[i] == UInt8(ascii: "\"") {
      scratch.removeAll(keepingCapacity: true)
      guard let end = ARFFText.unquote(bytes, from: i, into: &scratch) else {
        throw file.failure(at: start, "the quoted value is not closed on its line")
      }
      i = end
      defer { skipSpace() }
      return try scratch.withUnsafeBufferPointer {
        try layout.value(of: $0, attribute, in: file, at: start)
      }
    }
    var end = i
    while case let byte = bytes[i], byte != UInt8(ascii: ","), byte != UInt8(ascii: "\n"),
      byte != UInt8(ascii: "}")
    {
      i += 1
      if !isSpace(byte) { end = i }
    }
    let token = UnsafeBufferPointer(rebasing: bytes[start..<max(start, end)])
    if token.count == 1, token[0] == UInt8(ascii: "?") { return .nan }
    return try layout.value(of: token, attribute, in: file, at: start)
  }
}

extension ARFFLayout {
  /// The number that a value of an attribute stands for.
  ///
  /// - Throws: `data` with the place for what is neither a number nor a declared value.
  func value(
    of token: UnsafeBufferPointer<UInt8>, _ column: Int, in file: ByteFile, at start: Int
  ) throws -> Double {
    guard let table = columns[column].table else {
      if let value = NumberParser.parse(token) { return value }
      throw file.failure(
        at: start,
        "expected a number for \"\(columns[column].name)\", found \(ByteFile.quotation(token))",
        notes: ["a missing value is written ?"])
    }
    if let code = table.code(token) { return code }
    let listing =
      table.values.prefix(12).joined(separator: ", ") + (table.values.count > 12 ? ", …" : "")
    throw file.failure(
      at: start,
      "\(ByteFile.quotation(token)) is no declared value of \"\(columns[column].name)\"",
      notes: ["declared are \(listing)"])
  }
}
