internal import Diagnostics

/// A position in the bytes of a file, with the file's name for error messages.
///
/// Reading past the end gives 0, so that no damaged file can make a parser overrun.
struct TextCursor {
  let bytes: UnsafeBufferPointer<UInt8>
  let file: String
  var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, file: String) {
    self.bytes = bytes
    self.file = file
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
  }

  @inline(__always) var isAtEnd: Bool { position >= bytes.count }

  /// The byte at the position, 0 at the end.
  @inline(__always) var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

  /// Whether the position is at a newline or the end.
  @inline(__always) var isAtLineEnd: Bool {
    position >= bytes.count || bytes[position] == .newline
  }

  /// Passes blanks, tabs and carriage returns.
  @inline(__always) mutating func skipBlanks() {
    while position < bytes.count, bytes[position].isBlank { position += 1 }
  }

  /// Moves to the start of the next line.
  mutating func skipLine() {
    while position < bytes.count, bytes[position] != .newline { position += 1 }
    if position < bytes.count { position += 1 }
  }

  /// The text of a range of bytes.
  func text(_ start: Int, _ end: Int) -> String {
    let start = min(max(start, 0), bytes.count)
    return String(decoding: bytes[start..<min(max(end, start), bytes.count)], as: UTF8.self)
  }

  /// The line and the column, from 1, of a position; columns count bytes that begin a character.
  func place(of offset: Int) -> (line: Int, column: Int) {
    var line = 1
    var column = 1
    for i in 0..<min(max(offset, 0), bytes.count) {
      if bytes[i] == .newline {
        line += 1
        column = 1
      } else if bytes[i] & 0xC0 != 0x80 {
        column += 1
      }
    }
    return (line, column)
  }

  /// An error about the file at a position, the current one unless told otherwise.
  func error(_ message: String, at offset: Int? = nil, notes: [String] = []) -> Failure {
    let place = place(of: offset ?? position)
    return Failure(
      .data, "\(file), line \(place.line), column \(place.column): \(message)", notes: notes)
  }

  /// A number of rows that the rest of the text surely does not exceed: its lines that hold text.
  func lineBound() -> Int {
    var count = 0
    var isEmpty = true
    for i in min(position, bytes.count)..<bytes.count {
      if bytes[i] == .newline {
        count += isEmpty ? 0 : 1
        isEmpty = true
      } else {
        isEmpty = false
      }
    }
    return count + (isEmpty ? 0 : 1)
  }
}

extension UInt8 {
  static let newline = UInt8(ascii: "\n")
  static let comma = UInt8(ascii: ",")
  static let tab = UInt8(ascii: "\t")
  static let quote = UInt8(ascii: "\"")
  static let apostrophe = UInt8(ascii: "'")
  static let percent = UInt8(ascii: "%")
  static let openBrace = UInt8(ascii: "{")
  static let closeBrace = UInt8(ascii: "}")
  static let backslash = UInt8(ascii: "\\")
  static let question = UInt8(ascii: "?")

  /// A blank, a tab or a carriage return.
  @inline(__always) var isBlank: Bool { self == 32 || self == 9 || self == 13 }
  /// A blank of any sort, a newline included.
  @inline(__always) var isSpace: Bool { isBlank || self == 10 }
  @inline(__always) var isDigit: Bool { self &- 48 < 10 }
  /// The lower-case letter of an ASCII letter, other bytes as they are.
  @inline(__always) var lowercased: UInt8 { self &- 65 < 26 ? self | 0x20 : self }
}

/// A text in a message: in quotes, shortened, without control characters.
func quoted(_ text: String) -> String {
  let clean = text.unicodeScalars.prefix(41).map { scalar in
    scalar.value < 32 || scalar.value == 127 ? "\u{FFFD}" : Character(scalar)
  }
  return "\"" + String(clean.prefix(40)) + (clean.count > 40 ? "…" : "") + "\""
}
