internal import Files

/// A piece of a document that has a meaning of its own: prose, a program, or what it recorded.
struct DocumentBlock: Sendable, Equatable {
  enum Kind: String, Sendable { case prose = "markdown", cell, output, error }

  var kind: Kind
  /// The prose without blank lines around it; the program or the recorded text without the newline
  /// at its end.
  var text: String
  /// The words behind `tandem`.
  var attributes = ""
  /// What a notebook of Jupyter says of the cell and Markdown has no place for.
  var foreign: JSONValue?

  /// The blank space above, where it is not one blank line.
  var before: String?
  /// How the document writes the block, where there is a simpler way.
  var raw: String?

  /// Whether both say the same, however they are written.
  func hasContent(of other: DocumentBlock) -> Bool {
    kind == other.kind && text == other.text && attributes == other.attributes
      && foreign == other.foreign
  }

  /// The block as Markdown in the simplest way, without a newline at its end.
  ///
  /// - Parameter marks: whether prose needs a line that separates it from the prose above.
  /// - Returns: a marker if there is something to carry, then the prose or the fenced block.
  func plain(marks: Bool) -> String {
    let marker = CellMarker(foreign: foreign)
    switch kind {
    case .prose:
      guard marks || foreign != nil || text.isEmpty else { return text }
      return marker.line + (text.isEmpty ? "" : "\n" + text)
    case .cell:
      let info = attributes.isEmpty ? "tandem" : "tandem " + attributes
      return (foreign == nil ? "" : marker.line + "\n") + fenced(info)
    case .output, .error: return fenced(kind.rawValue)
    }
  }

  private func fenced(_ info: String) -> String {
    let block = Fence.block(info, text.isEmpty ? "" : text + "\n")
    return String(block.unicodeScalars.dropLast())
  }

  /// The block as the document has it, if that still says the same, or as simply as possible.
  func markdown(marks: Bool) -> String {
    if let raw, let written = DocumentBlock(raw: raw, kind: kind), hasContent(of: written),
      !marks || raw.hasPrefix(CellMarker.opening)
    {
      return raw
    }
    return plain(marks: marks)
  }
}

extension DocumentBlock {
  /// Reads a block as it stands in a document, without its last newline.
  ///
  /// - Returns: `nil` when it is no such block.
  init?(raw: String, kind: Kind) {
    var rest = raw
    var marker: CellMarker?
    if kind == .prose || kind == .cell {
      let (line, end) = BlankLines.firstLine(of: raw)
      if let found = CellMarker(line: line) {
        marker = found
        rest = end
      }
    }
    if kind == .prose {
      let text = BlankLines.trimmed(rest).text
      self.init(kind: kind, text: text, foreign: marker?.foreign)
      return
    }
    guard let block = FencedBlock(rest) else { return nil }
    let words = block.info.unicodeScalars.drop { !$0.properties.isWhitespace }
    self.init(
      kind: kind, text: block.text,
      attributes: kind == .cell ? Notebook.trimmed(Substring(words)) : "", foreign: marker?.foreign)
    guard kind != .cell || String(block.info.unicodeScalars.prefix(6)) == "tandem" else {
      return nil
    }
  }
}

/// A fenced block taken apart.
struct FencedBlock {
  let info: String
  /// The lines inside, without the newline at their end.
  let text: String

  /// Reads the lines from the opening fence to the closing one.
  init?(_ raw: String) {
    var lines = raw.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { line in
        let text = String(Substring(line))
        return text.utf8.last == 13 ? String(text.unicodeScalars.dropLast()) : text
      }
    guard lines.count >= 2, let fence = Fence(opening: lines[0]), let last = lines.popLast(),
      fence.isClosed(by: last), !lines.dropFirst().contains(where: fence.isClosed)
    else { return nil }
    info = fence.info
    text = lines.dropFirst().map(fence.content).joined(separator: "\n")
  }
}

/// Telling text from the blank lines around it.
enum BlankLines {
  /// The first line of a text without its newline, and what follows the newline.
  static func firstLine(of text: String) -> (line: String, rest: String) {
    guard let end = text.utf8.firstIndex(of: UInt8(ascii: "\n")) else { return (text, "") }
    return (
      String(Substring(text.utf8[..<end])),
      String(Substring(text.utf8[text.utf8.index(after: end)...]))
    )
  }

  /// A text between its blank lines, the newline at its end among those below.
  static func trimmed(_ text: String) -> (above: String, text: String, below: String) {
    let bytes = Array(text.utf8)
    var start = 0
    var index = 0
    while index < bytes.count, isBlank(bytes[index]) {
      if bytes[index] == UInt8(ascii: "\n") { start = index + 1 }
      index += 1
    }
    if index == bytes.count { return (text, "", "") }
    var end = bytes.count
    for index in bytes.indices.reversed() {
      guard isBlank(bytes[index]) else { break }
      if bytes[index] == UInt8(ascii: "\n") { end = index }
    }
    // The return of a line that ends in both belongs to its end.
    if end < bytes.count, end > start, bytes[end - 1] == 13 { end -= 1 }
    func part(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    return (part(0..<start), part(start..<end), part(end..<bytes.count))
  }

  /// Whether there are only spaces and line ends.
  static func areAll(_ text: String) -> Bool { text.utf8.allSatisfy(isBlank) }

  private static func isBlank(_ byte: UInt8) -> Bool { [9, 10, 13, 32].contains(byte) }
}
