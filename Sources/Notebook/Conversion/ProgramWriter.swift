internal import Files

/// Writes a document as a program: cells as they are, prose and what was recorded as comments.
///
/// The sections are those that editors know as cells of a script. Run from its beginning to its end
/// the program writes what `tandem check` sees; what would end it or is not run stands as a comment.
struct ProgramWriter {
  private let document: Document
  private var lines: [String] = []

  init(_ document: Document) { self.document = document }

  /// The text of the file.
  mutating func text() -> String {
    let blocks = DocumentBlocks(document)
    addHeader(blocks)
    var cells = document.cells.makeIterator()
    for block in blocks.blocks {
      let cell = block.kind == .cell ? cells.next() : nil
      add(block, cell)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func addHeader(_ blocks: DocumentBlocks) {
    let notes = JSONValue.fields([
      "end": blocks.end.map(JSONValue.string),
      "header": blocks.header.utf8.last == 10 || blocks.header.isEmpty
        ? nil : .string(blocks.header),
      "line_ends": blocks.hasReturns ? .string("\r\n") : nil,
    ])
    begin(ProgramSection(.header, notes: notes))
    if blocks.header.utf8.last == 10 {
      comment(String(blocks.header.unicodeScalars.dropLast()))
    }
    guard document.header.seed != 0 else { return }
    begin(ProgramSection(.seed))
    lines.append("seed(\(document.header.seed));")
  }

  private mutating func add(_ block: DocumentBlock, _ cell: Document.Cell?) {
    let isOn = cell.map(ProgramWriter.isRun) ?? false
    let kind: ProgramSection.Kind =
      block.kind == .cell
      ? isOn ? .cell : .off : ProgramSection.Kind(rawValue: block.kind.rawValue) ?? .markdown
    let body = ProgramWriter.lines(of: block.text)
    let isLong = isOn && body.contains { $0.hasPrefix(ProgramSection.opening) }
    let notes = JSONValue.fields([
      "before": block.before.map(JSONValue.string), "foreign": block.foreign,
      "lines": isLong ? .integer(Int64(body.count)) : nil,
      "text": block.raw.map(JSONValue.string),
    ])
    begin(ProgramSection(kind, attributes: block.attributes, notes: notes))
    if isOn { lines += body } else { comment(block.text) }
  }

  /// Whether the program can run a cell without ending there.
  private static func isRun(_ cell: Document.Cell) -> Bool {
    guard cell.error == nil, !cell.attributes.isSkipped else { return false }
    switch cell.attributes.role {
    case .plain, .solution: return true
    case .exercise, .check: return false
    }
  }

  private mutating func begin(_ section: ProgramSection) {
    if !lines.isEmpty { lines.append("") }
    lines.append(section.line())
  }

  private mutating func comment(_ text: String) {
    for line in ProgramWriter.lines(of: text) { lines.append(line.isEmpty ? "#" : "# " + line) }
  }

  /// The lines of a text, none of an empty one.
  private static func lines(of text: String) -> [String] {
    text.isEmpty
      ? []
      : text.utf8.split(separator: 10, omittingEmptySubsequences: false)
        .map { String(Substring($0)) }
  }
}
