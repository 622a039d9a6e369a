package import Diagnostics
package import Runtime

/// What running a cell brought.
package struct CellOutcome: Sendable {
  /// Something that a cell put out.
  package enum Piece: Sendable {
    /// Text that was printed.
    case text(String)
    /// A value that was shown, with its text at width 80 without colour.
    case value(Value, text: String)

    /// The text of either, as it is recorded.
    package var text: String {
      switch self {
      case .text(let text), .value(_, let text): text
      }
    }
  }

  /// What was printed and shown, in order; neighbouring prints are one piece.
  package let pieces: [Piece]
  /// Why the cell failed; its variables are then as they were.
  package let error: Diagnostic?

  /// What was printed and shown, as text at width 80 without colour.
  package var output: String { pieces.map(\.text).joined() }

  /// The value shown last.
  package var lastShown: Value? {
    for case .value(let value, _) in pieces.reversed() { return value }
    return nil
  }

  /// The outcome as a notebook keeps it: of numbers, texts and lists that were shown only how they
  /// looked, since `out` decides how long they stay in memory; objects stay, for they may be drawn.
  var forNotebook: CellOutcome {
    let kept = pieces.map { piece -> Piece in
      switch piece {
      case .text, .value(.object, _): piece
      case .value(_, let text): .value(.none, text: text)
      }
    }
    return CellOutcome(pieces: kept, error: error)
  }

  /// What an `error` block records: the first line of the message.
  package var errorText: String? {
    error.map { String($0.message.unicodeScalars.prefix { $0 != "\n" && $0 != "\r" }) }
  }

  /// Whether the cell was stopped from outside.
  package var isInterrupted: Bool { error?.kind == .interrupted }
}

/// Collects the pieces of an outcome while a cell runs.
struct CellPieces {
  private var finished: [CellOutcome.Piece] = []
  /// What was printed since the last shown value.
  private var printed = ""

  mutating func write(_ text: String) { printed += text }

  mutating func show(_ value: Value, text: String) {
    finished = all + [.value(value, text: text)]
    printed = ""
  }

  var all: [CellOutcome.Piece] { printed.isEmpty ? finished : finished + [.text(printed)] }
}
