internal import Diagnostics
internal import Files

/// Reads a program as the blocks of a document: one that `ProgramWriter` made gives the document
/// again, any other becomes a single cell.
struct ProgramReader {
  private(set) var blocks = DocumentBlocks(title: "")
  private let lines: [String]
  private var index = 0

  init(_ text: String) {
    lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    addCell(body(ProgramSection(.cell)).joined(separator: "\n"))
    while index < lines.count, let section = ProgramSection(line: lines[index]) {
      index += 1
      add(section)
    }
  }

  /// A cell for what stands before the first section, unless it is blank.
  private mutating func addCell(_ text: String) {
    let text = BlankLines.trimmed(text).text
    if !text.isEmpty { blocks.blocks.append(DocumentBlock(kind: .cell, text: text)) }
  }

  private mutating func add(_ section: ProgramSection) {
    let body = body(section)
    switch section.kind {
    case .seed: break
    case .header:
      blocks.header =
        section.notes?["header"]?.string ?? (body.isEmpty ? "" : text(body) + "\n")
      blocks.end = section.notes?["end"]?.string.flatMap { BlankLines.areAll($0) ? $0 : nil }
      blocks.hasReturns = section.notes?["line_ends"]?.string == "\r\n"
    case .markdown: append(.prose, text(body), section)
    case .output: append(.output, text(body), section)
    case .error: append(.error, text(body), section)
    case .cell: append(.cell, body.joined(separator: "\n"), section)
    case .off: append(.cell, text(body), section)
    }
  }

  private mutating func append(
    _ kind: DocumentBlock.Kind, _ text: String, _ section: ProgramSection
  ) {
    blocks.blocks.append(
      DocumentBlock(
        kind: kind, text: text, attributes: kind == .cell ? section.attributes : "",
        foreign: section.notes?["foreign"], before: section.notes?["before"]?.string,
        raw: section.notes?["text"]?.string))
  }

  /// The lines of a section without the blank one that separates it from the next.
  private mutating func body(_ section: ProgramSection) -> [String] {
    let start = index
    if let count = section.notes?["lines"]?.integer, count > 0, count <= lines.count - start {
      index += Int(count)
    }
    while index < lines.count, ProgramSection(line: lines[index]) == nil { index += 1 }
    var body = lines[start..<index]
    if body.last?.isEmpty == true { body.removeLast() }
    return Array(body)
  }

  /// What the comment lines of a section say.
  private func text(_ body: [String]) -> String {
    body.compactMap { line in
      guard line.utf8.first == UInt8(ascii: "#") else { return nil }
      let rest = line.unicodeScalars.dropFirst()
      return String(rest.first == " " ? rest.dropFirst() : rest)
    }.joined(separator: "\n")
  }
}
