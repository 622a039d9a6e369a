internal import Diagnostics
internal import Tensors

/// Walks through the lines of a libsvm file, or those of an extreme classification file behind its
/// first.
struct LibSVMScanner {
  private let file: ByteFile
  private let bytes: UnsafeBufferPointer<UInt8>
  private var i: Int
  /// The sizes that a first line announced, which entries must respect.
  private let header: XCHeader?
  private(set) var rows = LibSVMRows()

  init(_ file: ByteFile, _ bytes: UnsafeBufferPointer<UInt8>, header: XCHeader? = nil) {
    self.file = file
    self.bytes = bytes
    self.header = header
    i = header?.end ?? file.textStart
  }

  mutating func readAll() throws {
    while i < file.count {
      let isIndented = bytes[i] == UInt8(ascii: " ") || bytes[i] == UInt8(ascii: "\t")
      skipSpace()
      if !isLineEnd {
        if !isIndented || !isFeature { try readLabels() }
        try readFeatures()
        rows.starts.append(rows.values.count)
        rows.labelStarts.append(rows.labels.count)
        if rows.rowCount & 0xFF == 0 { try Interrupt.check() }
      }
      while bytes[i] != UInt8(ascii: "\n") { i += 1 }
      i += 1
    }
  }

  /// Reads `count` lines, empty ones included; behind them there is nothing but blank lines.
  mutating func readLines(_ count: Int, announced: Int) throws {
    while rows.rowCount < count {
      guard i < file.count else {
        throw file.failure(
          at: i, "expected \(announced) samples, as the first line says, found \(rows.rowCount)")
      }
      let isIndented = bytes[i] == UInt8(ascii: " ") || bytes[i] == UInt8(ascii: "\t")
      skipSpace()
      if !isLineEnd, !isIndented || !isFeature { try readLabels() }
      try readFeatures()
      rows.starts.append(rows.values.count)
      rows.labelStarts.append(rows.labels.count)
      if rows.rowCount & 0xFF == 0 { try Interrupt.check() }
      i += 1
    }
    guard count == announced else { return }
    while i < file.count {
      skipSpace()
      guard bytes[i] == UInt8(ascii: "\n") else {
        throw file.failure(at: i, "expected \(count) samples, as the first line says, found more")
      }
      i += 1
    }
  }

  private mutating func skipSpace() {
    while bytes[i] == UInt8(ascii: " ") || bytes[i] == UInt8(ascii: "\t")
      || bytes[i] == UInt8(ascii: "\r")
    { i += 1 }
  }

  private var isLineEnd: Bool {
    bytes[i] == UInt8(ascii: "\n") || header == nil && bytes[i] == UInt8(ascii: "#")
  }

  /// Whether a character ends a number.
  private func isEnd(_ byte: UInt8) -> Bool { byte <= 32 || ",:#".utf8.contains(byte) }

  /// Whether the word here is `index:value`.
  private var isFeature: Bool {
    var end = i
    while !isEnd(bytes[end]) { end += 1 }
    return bytes[end] == UInt8(ascii: ":")
  }

  private mutating func readLabels() throws {
    // A line without labels may begin with its first feature.
    if isFeature { return }
    while true {
      let start = i
      let label = try number("a label, or labels separated by commas")
      if let header { try header.check(label: label, at: start, in: file) }
      if !rows.labels[rows.labelStarts[rows.rowCount]...].contains(label) {
        rows.labels.append(label)
      }
      guard bytes[i] == UInt8(ascii: ",") else { return }
      i += 1
    }
  }

  private mutating func readFeatures() throws {
    var isSorted = true
    while true {
      skipSpace()
      if isLineEnd { break }
      let start = i
      if bytes[start...].starts(with: "qid:".utf8) {
        i += 4
        _ = try number("a number behind qid:")
        continue
      }
      let index = try number("a feature as index:value")
      guard let column = Int32(exactly: index), column >= 0, bytes[i] == UInt8(ascii: ":") else {
        throw file.failure(
          at: start, "expected a feature as index:value, with a whole number as index",
          notes: ["labels are separated by commas without spaces: 1,3,7 5:0.5"])
      }
      if let header { try header.check(feature: Int(column), at: start, in: file) }
      i += 1
      let value = try number("a number as the value of feature \(column)")
      rows.smallestIndex = min(rows.smallestIndex, Int(column))
      rows.largestIndex = max(rows.largestIndex, Int(column))
      if let last = rows.columns[rows.starts[rows.rowCount]...].last, last >= column {
        isSorted = false
      }
      rows.columns.append(column)
      rows.values.append(value)
    }
    try finishRow(isSorted)
  }

  /// Brings the features of a line into order and drops zeros.
  private mutating func finishRow(_ isSorted: Bool) throws {
    let range = rows.starts[rows.rowCount]..<rows.values.count
    guard !isSorted || rows.values[range].contains(0) else { return }
    let entries = zip(rows.columns[range], rows.values[range]).sorted { $0.0 < $1.0 }
    if let twice = zip(entries, entries.dropFirst()).first(where: { $0.0.0 == $0.1.0 }) {
      throw file.failure(at: i, "feature \(twice.0.0) is given twice in the line")
    }
    rows.columns.removeSubrange(range)
    rows.values.removeSubrange(range)
    for (column, value) in entries where value != 0 {
      rows.columns.append(column)
      rows.values.append(value)
    }
  }

  private mutating func number(_ expected: String) throws -> Double {
    let start = i
    while !isEnd(bytes[i]) { i += 1 }
    let token = UnsafeBufferPointer(rebasing: bytes[start..<i])
    if let value = NumberParser.parse(token) { return value }
    throw file.failure(
      at: start, "expected \(expected), found \(ByteFile.quotation(token))",
      notes: ["a line is written: labels index:value index:value"])
  }
}
