internal import Diagnostics

/// A document as a list of blocks, which every format writes in its own way.
///
/// `DocumentBlocks(document).text` is the text of the document again, byte for byte.
struct DocumentBlocks: Sendable, Equatable {
  /// The lines from `---` to `---` with their newlines, or nothing.
  var header = ""
  var blocks: [DocumentBlock] = []
  /// What follows the last block, where it is not one newline.
  var end: String?
  /// Whether every line ends in a return and a newline; the texts have newlines alone.
  var hasReturns = false

  init() {}

  /// What a file of another program becomes.
  init(title: String) {
    let words = title.unicodeScalars.split { $0.properties.isWhitespace }.map(String.init)
    let line = words.isEmpty ? "" : "title: \"\(words.joined(separator: " "))\"\n"
    header = "---\ntandem: \(Document.format)\n\(line)---\n"
  }

  init(_ document: Document) {
    hasReturns = DocumentBlocks.hasOnlyReturns(document.text)
    let plain = hasReturns ? DocumentBlocks.withoutReturns(document) : document
    header = plain.frontMatter
    var splitter = BlockSplitter(header: header)
    for chunk in DocumentBlocks.chunks(of: plain) { splitter.add(chunk) }
    (blocks, end) = splitter.finish()
  }

  // MARK: - Markdown

  /// The document as Markdown.
  var text: String {
    var text = header
    var last: DocumentBlock.Kind?
    for (index, block) in blocks.enumerated() {
      text += gap(above: index)
      text += block.markdown(marks: last == .prose && block.kind == .prose)
      last = block.kind
    }
    text += end ?? DocumentBlocks.usualEnd(blocks)
    return hasReturns ? text.replacing("\n", with: "\r\n") : text
  }

  /// The blank space above a block; what would join it with its neighbour is not taken.
  private func gap(above index: Int) -> String {
    let usual = DocumentBlocks.usualGap(above: index, header: header)
    guard let before = blocks[index].before, BlankLines.areAll(before),
      before.utf8.contains(UInt8(ascii: "\n")) || index == 0
    else { return usual }
    return before
  }

  static func usualGap(above index: Int, header: String) -> String {
    index > 0 ? "\n\n" : header.isEmpty ? "" : "\n"
  }

  static func usualEnd(_ blocks: [DocumentBlock]) -> String { blocks.isEmpty ? "" : "\n" }

  // MARK: - Parts

  /// A stretch of a document: a fenced block, or everything between two.
  struct Chunk {
    let kind: DocumentBlock.Kind
    var text: String
  }

  /// The parts, with recorded text that stands apart from its cell as prose.
  private static func chunks(of document: Document) -> [Chunk] {
    var chunks: [Chunk] = []
    for part in document.parts {
      let kind = kind(of: part, after: chunks)
      if kind == .prose, chunks.last?.kind == .prose {
        chunks[chunks.count - 1].text += part.text
      } else {
        chunks.append(Chunk(kind: kind, text: part.text))
      }
    }
    return chunks
  }

  private static func kind(of part: Document.Part, after chunks: [Chunk]) -> DocumentBlock.Kind {
    let above = chunks.last { $0.kind != .prose || !BlankLines.areAll($0.text) }?.kind
    switch part.kind {
    case .prose: return .prose
    case .cell: return .cell
    case .output: return above == .cell ? .output : .prose
    case .error: return above == .cell || above == .output ? .error : .prose
    }
  }

  // MARK: - Line ends

  private static func hasOnlyReturns(_ text: String) -> Bool {
    var last: UInt8 = 0
    var count = 0
    for byte in text.utf8 {
      if (byte == 10) != (last == 13) { return false }
      if byte == 10 { count += 1 }
      last = byte
    }
    return count > 0 && last != 13
  }

  private static func withoutReturns(_ document: Document) -> Document {
    let bytes = document.text.utf8.filter { $0 != 13 }
    let text = String(decoding: bytes, as: UTF8.self)
    return (try? Document(text, name: document.name)) ?? document
  }
}
