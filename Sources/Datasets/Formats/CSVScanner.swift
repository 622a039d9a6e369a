internal import Diagnostics

/// Walks through the cells of a CSV file.
struct CSVScanner {
  /// Where a cell's text lies.
  struct Cell {
    var range: Range<Int>
    /// Whether doubled quotes must become single ones.
    var hasDoubledQuotes = false
  }

  private static let quote = UInt8(ascii: "\"")
  private static let newline = UInt8(ascii: "\n")

  let file: ByteFile
  let bytes: UnsafeBufferPointer<UInt8>
  /// A comma, a tab or a semicolon.
  let separator: UInt8
  /// The offset of the next byte.
  var position: Int
  /// Where no row begins any more.
  var end: Int

  init(file: ByteFile, bytes: UnsafeBufferPointer<UInt8>) {
    self.file = file
    self.bytes = bytes
    position = file.textStart
    end = file.count
    separator = CSVScanner.separator(bytes, from: position)
  }

  /// The separator of the first line that holds anything.
  private static func separator(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> UInt8 {
    var isQuoted = false
    var candidate = UInt8(ascii: ",")
    for byte in bytes[start...] {
      if byte == quote { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == UInt8(ascii: ",") { return byte }
      if candidate == UInt8(ascii: ","), byte == UInt8(ascii: "\t") || byte == UInt8(ascii: ";") {
        candidate = byte
      }
      if byte == newline, candidate != UInt8(ascii: ",") { return candidate }
    }
    return candidate
  }

  /// Passes blank lines; whether a row begins here.
  mutating func beginsRow() -> Bool {
    while position < end {
      var i = position
      while bytes[i] == UInt8(ascii: " ") || bytes[i] == UInt8(ascii: "\r") { i += 1 }
      guard bytes[i] == CSVScanner.newline else { return true }
      position = i + 1
    }
    return false
  }

  /// Passes the separator behind a cell, or else the end of the row.
  mutating func passesSeparator() -> Bool {
    let isSeparator = bytes[position] == separator
    if isSeparator || position < file.count { position += 1 }
    return isSeparator
  }

  /// The next cell, without the white space around it.
  ///
  /// - Throws: `data` for quotes that are not closed, or text behind them.
  mutating func cell() throws -> Cell {
    while isBlank(bytes[position]) { position += 1 }
    if bytes[position] == CSVScanner.quote { return try quotedCell() }
    let start = position
    var end = start
    while bytes[position] != separator, bytes[position] != CSVScanner.newline {
      position += 1
      if !isBlank(bytes[position - 1]) { end = position }
    }
    return Cell(range: start..<end)
  }

  private mutating func quotedCell() throws -> Cell {
    let start = position
    var cell = Cell(range: start..<start)
    position += 1
    while true {
      guard position < file.count else {
        throw file.failure(at: start, "the quoted cell is not closed")
      }
      position += 1
      guard bytes[position - 1] == CSVScanner.quote else { continue }
      guard bytes[position] == CSVScanner.quote else { break }
      cell.hasDoubledQuotes = true
      position += 1
    }
    cell.range = start + 1..<position - 1
    while isBlank(bytes[position]) { position += 1 }
    guard bytes[position] == separator || bytes[position] == CSVScanner.newline else {
      throw file.failure(
        at: position, "expected a separator behind the quoted cell",
        notes: ["a quote inside of a quoted cell is written twice"])
    }
    return cell
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\r")
      || byte == UInt8(ascii: "\t") && separator != byte
  }

  /// Gives access to a cell's text.
  func withText<R>(_ cell: Cell, _ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
    let raw = UnsafeBufferPointer(rebasing: bytes[cell.range])
    guard cell.hasDoubledQuotes else { return try body(raw) }
    var text: [UInt8] = []
    var isSecond = false
    for byte in raw {
      isSecond = byte == CSVScanner.quote && !isSecond
      if byte != CSVScanner.quote || isSecond { text.append(byte) }
    }
    return try text.withUnsafeBufferPointer { try body($0) }
  }

  /// Whether a cell stands for a missing value: nothing, `NA`, `?` or `nan`.
  static func isMissing(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    switch cell.count {
    case 0: true
    case 1: cell[0] == UInt8(ascii: "?")
    case 2: cell[0] | 32 == UInt8(ascii: "n") && cell[1] | 32 == UInt8(ascii: "a")
    case 3:
      cell[0] | 32 == UInt8(ascii: "n") && cell[1] | 32 == UInt8(ascii: "a")
        && cell[2] | 32 == UInt8(ascii: "n")
    default: false
    }
  }
}
