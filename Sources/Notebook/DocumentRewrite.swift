/// Puts new recordings into a document and leaves every other byte alone.
struct DocumentRewrite {
  private let document: Document
  /// New texts of parts by index; empty removes.
  private var replaced: [Int: String] = [:]
  /// Texts to add after parts by index.
  private var added: [Int: String] = [:]

  init(_ document: Document) { self.document = document }

  /// The text with all changes.
  var text: String {
    var result = document.frontMatter
    for (index, part) in document.parts.enumerated() {
      result += replaced[index] ?? part.text
      if let addition = added[index] {
        if let last = result.utf8.last, last != 10 { result += newline(of: part.text) }
        result += addition
      }
    }
    return result
  }

  /// Takes what a cell wrote, where the recorded text does not match it.
  ///
  /// - Returns: what is for the author to mend and is not recorded.
  @discardableResult
  mutating func record(
    _ outcome: CellOutcome, of cell: Document.Cell
  ) -> [CheckReport.Failure] {
    let comparison = CellComparison(cell, document.header)
    if outcome.error != nil, cell.error == nil, !isErrorRecorded(cell) {
      return comparison.failures(outcome)
    }
    if cell.attributes.isUnchecked, cell.output != nil || cell.error != nil { return [] }
    let output = outcome.output.isEmpty ? nil : outcome.output
    if !comparison.matchesOutput(outcome) {
      set(output, cell.output, "output", after: cell.part)
    }
    if !comparison.matchesError(outcome) {
      set(outcome.errorText, cell.error, "error", after: cell.output?.part ?? cell.part)
    }
    return []
  }

  /// Sets both blocks of a cell.
  mutating func set(_ output: String?, _ error: String?, of cell: Document.Cell) {
    set(output, cell.output, "output", after: cell.part)
    set(error, cell.error, "error", after: cell.output?.part ?? cell.part)
  }

  /// A check or an unchecked cell that fails is for the author to mend, not to record.
  private func isErrorRecorded(_ cell: Document.Cell) -> Bool {
    if case .check = cell.attributes.role { return false }
    return !cell.attributes.isUnchecked
  }

  private mutating func set(
    _ text: String?, _ old: Document.Recorded?, _ kind: String, after part: Int
  ) {
    if let old, let text {
      replaced[old.part] = block(text, in: document.parts[old.part].text, kind)
    } else if let old {
      remove(old.part)
    } else if let text {
      let original = document.parts[part].text
      added[part, default: ""] += ended("\n" + Fence.block(kind, text), like: original)
    }
  }

  /// Removes a block with the blank lines above it.
  private mutating func remove(_ part: Int) {
    replaced[part] = ""
    let above = part - 1
    guard above >= 0, document.parts[above].kind == .prose,
      document.parts[above].details == document.parts[part].details,
      trimmed(document.parts[above].text).isEmpty
    else { return }
    replaced[above] = ""
  }

  /// A block with a new text between its own fences, longer ones where the text needs them.
  private func block(_ text: String, in old: String, _ kind: String) -> String {
    let lines = old.utf8.split(separator: 10, omittingEmptySubsequences: true)
    guard let first = lines.first, let last = lines.last,
      let fence = Fence(opening: withoutReturn(String(Substring(first)))),
      fence.text.utf8.first == UInt8(ascii: "`"), Fence.holding(text).utf8.count <= fence.length
    else { return ended(Fence.block(kind, text), like: old) }
    let indentation = String(repeating: " ", count: fence.indentation)
    var body = ""
    for line in Fence.ended(text).utf8.split(separator: 10, omittingEmptySubsequences: false)
      .dropLast()
    {
      body += indentation + String(Substring(line)) + "\n"
    }
    let opening = withoutReturn(String(Substring(first)))
    let closing = withoutReturn(String(Substring(last)))
    let result = ended("\(opening)\n\(body)\(closing)\n", like: old)
    guard old.utf8.last != 10 else { return result }
    return String(result.unicodeScalars.dropLast(old.utf8.contains(13) ? 2 : 1))
  }

  // MARK: - Line ends

  private func newline(of text: String) -> String { text.utf8.contains(13) ? "\r\n" : "\n" }

  private func withoutReturn(_ line: String) -> String {
    line.utf8.last == 13 ? String(line.unicodeScalars.dropLast()) : line
  }

  /// The text with the line ends of another one.
  private func ended(_ text: String, like other: String) -> String {
    guard other.utf8.contains(13) else { return text }
    var result = ""
    for scalar in text.unicodeScalars where scalar != "\r" {
      if scalar == "\n" { result += "\r\n" } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }
}
