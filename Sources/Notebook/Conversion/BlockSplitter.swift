/// Makes blocks of the stretches of a document, blank space apart.
struct BlockSplitter {
  private let header: String
  private var blocks: [DocumentBlock] = []
  /// The blank space since the last block.
  private var gap = ""
  /// The line of a marker that may belong to the fence below it.
  private var openMarker: String?

  init(header: String) { self.header = header }

  mutating func add(_ chunk: DocumentBlocks.Chunk) {
    guard chunk.kind != .prose else { return addProse(chunk.text) }
    let hasEnd = chunk.text.utf8.last == UInt8(ascii: "\n")
    var raw = hasEnd ? String(chunk.text.unicodeScalars.dropLast()) : chunk.text
    if let marker = openMarker {
      openMarker = nil
      if chunk.kind == .cell { raw = marker + "\n" + raw } else { append(marker, .prose, "\n") }
    }
    append(raw, chunk.kind, hasEnd ? "\n" : "")
  }

  /// The blocks and the space behind them, where it is unusual.
  mutating func finish() -> (blocks: [DocumentBlock], end: String?) {
    if let marker = openMarker { append(marker, .prose, "\n") }
    return (blocks, gap == DocumentBlocks.usualEnd(blocks) ? nil : gap)
  }

  /// Adds a block as it is written; what follows it is blank.
  private mutating func append(_ raw: String, _ kind: DocumentBlock.Kind, _ below: String) {
    guard var block = DocumentBlock(raw: raw, kind: kind) else { return }
    if gap != DocumentBlocks.usualGap(above: blocks.count, header: header) { block.before = gap }
    let marks = kind == .prose && blocks.last?.kind == .prose
    if block.plain(marks: marks) != raw { block.raw = raw }
    blocks.append(block)
    gap = below
  }

  private mutating func addProse(_ text: String) {
    for piece in pieces(of: text) {
      if let marker = openMarker {
        openMarker = nil
        append(marker, .prose, "\n")
      }
      let (above, text, below) = BlankLines.trimmed(piece)
      gap += above
      if text.isEmpty { continue }
      if below == "\n", CellMarker(line: text) != nil {
        openMarker = text
      } else {
        append(text, .prose, below)
      }
    }
  }

  /// Cuts prose before every marker that stands outside of fenced blocks.
  private func pieces(of text: String) -> [String] {
    var pieces = [""]
    var open: Fence?
    var rest = text
    while !rest.isEmpty {
      let (line, next) = BlankLines.firstLine(of: rest)
      let whole = String(Substring(rest.utf8.dropLast(next.utf8.count)))
      let bare = line.utf8.last == 13 ? String(line.unicodeScalars.dropLast()) : line
      if let fence = open {
        if fence.isClosed(by: bare) { open = nil }
      } else if let fence = Fence(opening: bare) {
        open = fence
      } else if bare.hasPrefix(CellMarker.opening), CellMarker(line: line) != nil {
        pieces.append("")
      }
      pieces[pieces.count - 1] += whole
      rest = next
    }
    return pieces
  }
}
