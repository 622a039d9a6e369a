internal import Diagnostics
internal import Files
internal import Tensors

/// A whole file in memory, with the places that errors about it name.
///
/// One newline is added behind the contents, so that scanners always find an end of line.
package struct ByteFile: Sendable {
  /// The path as the user wrote it.
  package let path: String
  /// The contents and one newline more.
  package let bytes: [UInt8]

  /// The number of bytes of the file itself.
  package var count: Int { bytes.count - 1 }

  /// A file made of bytes at hand.
  package init(path: String, contents: some Sequence<UInt8>) {
    self.path = path
    bytes = Array(contents) + [UInt8(ascii: "\n")]
  }

  /// Reads a file at once; of one that gzip has compressed, what is in it.
  ///
  /// - Throws: `file` when it cannot be read, `limit` when it does not fit in memory, `data` when it is
  ///   compressed and damaged.
  package init(reading path: String) throws {
    var bytes = try File.read(path) { size in
      try Interrupt.check()
      try TensorMemory.check(
        count: size / MemoryLayout<Double>.stride, described: "the size of \(path)")
    }
    if Gzip.isCompressed(bytes) { bytes = try Gzip.contents(bytes, of: path) }
    bytes.append(UInt8(ascii: "\n"))
    self.path = path
    self.bytes = bytes
  }

  /// Where the text begins: behind a byte order mark.
  var textStart: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  /// An error about the data at an offset; names the file, the line and the column.
  func failure(at offset: Int, _ message: String, notes: [String] = []) -> Failure {
    let end = min(max(offset, 0), count)
    var line = 1
    var lineStart = 0
    for i in 0..<end where bytes[i] == UInt8(ascii: "\n") {
      line += 1
      lineStart = i + 1
    }
    let column = bytes[lineStart..<end].count { $0 & 0xC0 != 0x80 } + 1
    return Failure(
      .data, "\(path), line \(line), column \(column): \(message)", notes: notes, .damagedTable,
      facts: ["path": path, "line": "\(line)"])
  }

  /// An error about the file as a whole.
  func failure(_ message: String, notes: [String] = []) -> Failure {
    Failure(.data, "\(path): \(message)", notes: notes)
  }

  /// Text of bytes: UTF-8, or Latin-1 where it is no valid UTF-8.
  static func text(_ bytes: some Collection<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }

  /// A short quotation of bytes for messages, without control characters.
  static func quotation(_ bytes: some Collection<UInt8>) -> String {
    if bytes.isEmpty { return "nothing" }
    let scalars = text(bytes.prefix(40)).unicodeScalars.map {
      $0.value < 32 || $0.value == 127 ? "\u{FFFD}" : $0
    }
    return "\"\(String(String.UnicodeScalarView(scalars)))\(bytes.count > 40 ? "…" : "")\""
  }
}
