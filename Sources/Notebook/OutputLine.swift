/// A line of output as text and numbers, with its white space folded.
struct OutputLine: Sendable {
  enum Piece: Sendable, Equatable {
    case text(String)
    case number(OutputNumber)
  }

  let raw: String
  let pieces: [Piece]

  /// Whether the line stands for any lines.
  let isWildcard: Bool

  init(_ raw: String) {
    self.raw = raw
    let folded = OutputLine.folded(raw)
    isWildcard = folded == [UInt8]("...".utf8)
    pieces = OutputLine.pieces(of: folded)
  }

  /// The lines of a text; blank ones at the end fall away.
  static func lines(of text: String) -> [OutputLine] {
    var bytes = Array(text.utf8)
    while let last = bytes.last, isSpace(last) { bytes.removeLast() }
    guard !bytes.isEmpty else { return [] }
    return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { OutputLine(String(decoding: $0, as: UTF8.self)) }
  }

  /// Whether both lines say the same within a relative tolerance.
  func matches(_ other: OutputLine, tolerance: Double) -> Bool {
    guard pieces.count == other.pieces.count else { return false }
    return zip(pieces, other.pieces).allSatisfy { mine, theirs in
      switch (mine, theirs) {
      case (.text(let a), .text(let b)): a == b
      case (.number(let a), .number(let b)): a.matches(b, tolerance: tolerance)
      default: false
      }
    }
  }

  // MARK: - White space

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 32 || (9...13).contains(byte)
  }

  private static let tight = Set("[](),|".utf8)

  /// One space for every run of them, none at the ends and beside brackets, bars and commas.
  private static func folded(_ line: String) -> [UInt8] {
    var result: [UInt8] = []
    var hasSpace = false
    for byte in line.utf8 {
      if isSpace(byte) {
        hasSpace = true
        continue
      }
      if hasSpace, let last = result.last, !tight.contains(last), !tight.contains(byte) {
        result.append(32)
      }
      hasSpace = false
      result.append(byte)
    }
    return result
  }

  // MARK: - Numbers

  private static func pieces(of bytes: [UInt8]) -> [Piece] {
    var pieces: [Piece] = []
    var text: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard let end = OutputNumber.end(in: bytes, from: index) else {
        text.append(bytes[index])
        index += 1
        continue
      }
      if !text.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
      text = []
      pieces.append(.number(OutputNumber(String(decoding: bytes[index..<end], as: UTF8.self))))
      index = end
    }
    if !text.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
    return pieces
  }
}
