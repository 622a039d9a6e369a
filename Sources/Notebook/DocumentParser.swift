internal import Diagnostics

/// Splits a document into front matter, prose, cells and what they recorded.
struct DocumentParser {
  let source: SourceText
  private let lineCount: Int
  private var line = 0
  private var proseStart = 0
  /// How many `<details>` are open, and which block that is.
  private var detailsDepth = 0
  private var openDetails: Int?
  private var detailsLines: [Int] = []
  /// The cell whose output may follow.
  private var pendingCell: Int?

  private(set) var header = DocumentHeader()
  private(set) var frontMatter = ""
  private(set) var parts: [Document.Part] = []
  private(set) var cells: [Document.Cell] = []
  private(set) var warnings: [Diagnostic] = []

  init(text: String, name: String) {
    source = SourceText(name: name, text: text)
    let last = source.lineStarts.count - 1
    lineCount = source.lineStarts[last] == source.utf8.count ? last : last + 1
  }

  /// Reads the front matter alone.
  mutating func parseHeader() throws(Diagnostic) { try parseFrontMatter() }

  mutating func parse() throws(Diagnostic) {
    try parseFrontMatter()
    proseStart = line
    while line < lineCount {
      let text = self.text(line)
      if let fence = Fence(opening: text) {
        try parseBlock(fence)
      } else {
        followDetails(text)
      }
    }
    endProse()
    if detailsDepth > 0, let open = detailsLines.last { warn(DocumentMessages.openDetails, open) }
    try DocumentNames(cells: cells).check(&warnings, at: diagnostic)
  }

  // MARK: - Lines

  /// A line without its newline.
  private func text(_ index: Int) -> String {
    let line = source.line(index)
    return line.utf8.last == UInt8(ascii: "\r") ? String(line.unicodeScalars.dropLast()) : line
  }

  /// The lines of a range with their newlines.
  private func raw(_ range: Range<Int>) -> String {
    guard range.lowerBound < range.upperBound else { return "" }
    let end =
      range.upperBound < lineCount
      ? source.lineStarts[range.upperBound] : source.utf8.count
    return source[SourceRange(source.lineStarts[range.lowerBound], end)]
  }

  /// A failure at a line, counted from 0.
  private func diagnostic(_ failure: Failure, _ index: Int) -> Diagnostic {
    let start = source.lineStarts[min(max(index, 0), source.lineStarts.count - 1)]
    let range = SourceRange(start, start + source.line(source.lineIndex(at: start)).utf8.count)
    return Diagnostic(
      failure.kind, failure.message, marks: [SourceMark(source, range)], notes: failure.notes)
  }

  private mutating func warn(_ failure: Failure, _ index: Int) {
    warnings.append(diagnostic(failure, index))
  }

  // MARK: - Front matter

  private mutating func parseFrontMatter() throws(Diagnostic) {
    guard lineCount > 0 else { return }
    var first = text(0)
    if first.unicodeScalars.first == "\u{FEFF}" { first.unicodeScalars.removeFirst() }
    guard trimmed(first) == "---", first.hasPrefix("---") else { return }
    var end = 1
    while end < lineCount, !(text(end).hasPrefix("---") && trimmed(text(end)) == "---") { end += 1 }
    guard end < lineCount else { throw diagnostic(DocumentMessages.openFrontMatter, 0) }
    var seen: Set<String> = []
    for index in 1..<end { try parseSetting(index, &seen) }
    if !seen.contains("tandem") { warn(DocumentMessages.noFormat, 0) }
    line = end + 1
    frontMatter = raw(0..<line)
  }

  private mutating func parseSetting(_ index: Int, _ seen: inout Set<String>) throws(Diagnostic) {
    let text = self.text(index)
    let bare = trimmed(text)
    if bare.isEmpty || bare.hasPrefix("#") { return }
    guard let (key, value) = DocumentHeader.split(text), !text.hasPrefix(" ") else {
      return warn(DocumentMessages.unreadable(bare), index)
    }
    guard seen.insert(key).inserted else {
      throw diagnostic(DocumentMessages.repeatedKey(key), index)
    }
    do {
      if try !header.set(key, value) {
        warn(DocumentMessages.unknown("setting", key, among: DocumentHeader.keys), index)
      }
    } catch {
      throw diagnostic(error, index)
    }
  }

  // MARK: - Blocks

  private mutating func parseBlock(_ fence: Fence) throws(Diagnostic) {
    let start = line
    var end = start + 1
    while end < lineCount, !fence.isClosed(by: text(end)) {
      if fence.isOwn, let inner = Fence(opening: text(end)), inner.isOwn,
        inner.marker == fence.marker, inner.length >= fence.length
      {
        throw diagnostic(DocumentMessages.fenceInside(inner.language, opened: start + 1), end)
      }
      end += 1
    }
    guard end < lineCount else {
      throw diagnostic(DocumentMessages.openFence(fence.text), start)
    }
    line = end + 1
    guard fence.isOwn else { return }
    var body = ""
    for index in (start + 1)..<end { body += fence.content(text(index)) + "\n" }
    if fence.language == "tandem" {
      try addCell(fence, body, start)
    } else {
      addRecorded(fence, body, start)
    }
  }

  private mutating func addCell(_ fence: Fence, _ body: String, _ start: Int) throws(Diagnostic) {
    let attributes = try parseAttributes(fence, start)
    let end = line
    endProse(before: start)
    pendingCell = cells.count
    cells.append(
      Document.Cell(
        number: attributes.number ?? (cells.last?.number ?? 0) + 1, source: body,
        attributes: attributes, line: start + 1,
        part: parts.count))
    addPart(.cell(cells.count - 1), start..<end)
  }

  private mutating func parseAttributes(
    _ fence: Fence, _ index: Int
  ) throws(Diagnostic) -> CellAttributes {
    var attributes = CellAttributes()
    var seen: Set<String> = []
    let words = fence.info.unicodeScalars.split { $0.properties.isWhitespace }.map(String.init)
    for word in words.dropFirst() {
      let name = String(word.prefix { $0 != "=" })
      do throws(Failure) {
        guard seen.insert(name).inserted else {
          throw Failure(.syntax, "\(name) is given twice for this cell")
        }
        if try !attributes.set(word) {
          warn(DocumentMessages.unknown("attribute", name, among: CellAttributes.names), index)
        }
      } catch {
        throw diagnostic(error, index)
      }
    }
    return attributes
  }

  private mutating func addRecorded(_ fence: Fence, _ body: String, _ start: Int) {
    let isOutput = fence.language == "output"
    guard let cell = pendingCell, (isOutput ? cells[cell].output : cells[cell].error) == nil else {
      return warn(DocumentMessages.ownerless(fence.language), start)
    }
    let end = line
    endProse(before: start)
    let recorded = Document.Recorded(text: body, line: start + 2, part: parts.count)
    if isOutput { cells[cell].output = recorded } else { cells[cell].error = recorded }
    addPart(isOutput ? .output(cell: cell) : .error(cell: cell), start..<end)
  }

  // MARK: - Prose

  private mutating func endProse(before end: Int? = nil) {
    let end = end ?? line
    if proseStart < end { addPart(.prose, proseStart..<end) }
  }

  private mutating func addPart(_ kind: Document.Part.Kind, _ range: Range<Int>) {
    parts.append(
      Document.Part(
        kind: kind, text: raw(range), line: range.lowerBound + 1, details: openDetails))
    proseStart = range.upperBound
  }

  /// Reads a line of prose, where `<details>` may begin or end.
  private mutating func followDetails(_ text: String) {
    let lower = trimmed(text).lowercased()
    let quoted = lower.drop { "> -*".contains($0) }
    if quoted.hasPrefix("```tandem") || quoted.hasPrefix("~~~tandem"),
      !quoted.dropFirst(3).contains("`")
    {
      warn(DocumentMessages.indentedFence, line)
    }
    if detailsDepth == 0, lower.hasPrefix("<details") {
      endProse()
      openDetails = detailsLines.count
      detailsLines.append(line)
      pendingCell = nil
    }
    line += 1
    guard openDetails != nil else { return }
    if lower.hasPrefix("<details") { detailsDepth += 1 }
    detailsDepth -= lower.ranges(of: "</details>").count
    if detailsDepth <= 0 {
      detailsDepth = 0
      endProse()
      openDetails = nil
      pendingCell = nil
    }
  }

  /// The `<details>` blocks with their summaries and texts.
  func makeDetails() -> [Document.Details] {
    var texts = [String](repeating: "", count: detailsLines.count)
    for part in parts where part.kind == .prose {
      if let index = part.details { texts[index] += part.text }
    }
    return zip(texts, detailsLines).map { text, line in
      DetailsText(text).details(line: line + 1)
    }
  }
}
