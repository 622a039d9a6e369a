/// Draws a diagnostic as the lines a person reads: message, place, quoted line, carets, notes.
package struct DiagnosticRenderer: Sendable {
  /// Columns that quoted lines are cut to, and messages broken at.
  package var width: Int
  package var usesColor: Bool
  /// Whether only printable ASCII may be written.
  package var isASCII: Bool
  /// Whether messages and notes are broken between words, as on a screen; in a pipe they stay whole.
  package var foldsText: Bool

  package init(
    width: Int = 80, usesColor: Bool = false, isASCII: Bool = false, foldsText: Bool = false
  ) {
    self.foldsText = foldsText
    self.width = max(width, 20)
    self.usesColor = usesColor
    self.isASCII = isASCII
  }

  private enum Style: String {
    case error = "1;31"
    case caret = "33"
    case place = "2"
    case note = "36"
  }

  /// The lines, each ending in a newline.
  package func render(_ diagnostic: Diagnostic) -> String {
    var lines = [paint("error:", .error) + " " + folded(diagnostic.message, after: 7, indent: 2)]
    if let mark = diagnostic.marks.first { lines += quote(mark, diagnostic.marks) }
    for call in diagnostic.calls.prefix(Self.shownCalls) { lines.append(describe(call)) }
    let hidden = diagnostic.calls.count + diagnostic.forgottenCallCount - Self.shownCalls
    if hidden > 0 {
      lines.append(paint("  … and \(hidden) call\(hidden == 1 ? "" : "s") more", .place))
    }
    for note in diagnostic.notes {
      lines.append(paint("  = ", .note) + folded(note, after: 4, indent: 4))
    }
    let text = lines.joined(separator: "\n") + "\n"
    return isASCII ? Self.asciiOnly(text) : text
  }

  private static let shownCalls = 6

  private func paint(_ text: String, _ style: Style) -> String {
    usesColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  private func describe(_ call: CallSite) -> String {
    let source = call.mark.source
    let line = source.location(of: call.mark.range.start).line
    let text = source[call.mark.range].split(separator: "\n").first.map(String.init) ?? ""
    return paint("  in \(call.function), called at \(source.name), line \(line):", .place)
      + " " + text
  }

  /// A text broken between words, its first line standing behind `start` columns.
  private func folded(_ text: String, after start: Int, indent: Int) -> String {
    guard foldsText else { return text }
    var result = ""
    var column = start
    for (place, word) in text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
      let length = Self.columns(String(word))
      if place > 0, column + 1 + length > width {
        result += "\n" + String(repeating: " ", count: indent)
        column = indent
      } else if place > 0 {
        result += " "
        column += 1
      }
      result += word
      column += length
    }
    return result
  }

  // MARK: - Quoted lines

  private func quote(_ primary: SourceMark, _ marks: [SourceMark]) -> [String] {
    let source = primary.source
    let index = source.lineIndex(at: min(primary.range.start, source.utf8.count))
    let place = source.location(of: primary.range.start)
    let heading = paint("  \(source.name), line \(place.line)", .place)
    let line = source.line(index)
    let start = source.lineStarts[index]
    var carets = [Character](repeating: " ", count: 0)
    for mark in marks.reversed() where mark.source === source {
      underline(mark, line: line, from: start, in: &carets)
    }
    let (text, drawn) = clipped(expandingTabs(line), String(carets))
    return [
      heading, "  " + paint("|", .place) + "  " + text,
      "  " + paint("|", .place) + "  " + paint(drawn, .caret),
    ]
  }

  /// Puts the carets of a mark under the part of it that lies on the line.
  private func underline(
    _ mark: SourceMark, line: String, from start: Int, in carets: inout [Character]
  ) {
    let lineEnd = start + line.utf8.count
    guard mark.range.start <= lineEnd, mark.range.end >= start else { return }
    let first = columns(of: line, upTo: mark.range.start - start)
    let last = max(columns(of: line, upTo: mark.range.end - start), first + 1)
    while carets.count < last { carets.append(" ") }
    for column in first..<last { carets[column] = mark.style == .primary ? "^" : "~" }
  }

  /// The columns that the first bytes of a line take on the screen.
  private func columns(of line: String, upTo offset: Int) -> Int {
    let bytes = Array(line.utf8).prefix(max(0, offset))
    return Self.columns(String(decoding: bytes, as: UTF8.self))
  }

  private func expandingTabs(_ line: String) -> String {
    line.contains("\t") ? line.map { $0 == "\t" ? "  " : String($0) }.joined() : line
  }

  /// Cuts a long line to the part around the carets.
  private func clipped(_ line: String, _ carets: String) -> (String, String) {
    let room = width - 6
    guard Self.columns(line) > room else { return (line, carets) }
    let firstCaret = carets.firstIndex { $0 != " " }.map {
      carets.distance(from: carets.startIndex, to: $0)
    }
    let from = max(0, (firstCaret ?? 0) - room / 2)
    let text = String(line.dropFirst(from).prefix(room - 2))
    let drawn = String(carets.dropFirst(from).prefix(room - 2))
    return from == 0 ? (text + "…", drawn) : ("…" + text, " " + drawn)
  }

  // MARK: - Widths

  private static func columns(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columns($1) }
  }

  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD,
  ]

  private static func columns(_ scalar: Unicode.Scalar) -> Int {
    if scalar == "\t" { return 2 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return wideRanges.contains { $0.contains(scalar.value) } ? 2 : 1
    }
  }

  private static let asciiReplacements: [Unicode.Scalar: String] = [
    "×": "x", "…": "...", "–": "-", "−": "-", "≥": ">=", "≤": "<=", "→": "->", "λ": "lambda",
    "½": "1/2", "²": "^2", "‖": "||", "Σ": "sum",
  ]

  private static func asciiOnly(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        result.unicodeScalars.append(scalar)
      } else {
        result += asciiReplacements[scalar] ?? "?"
      }
    }
    return result
  }
}
