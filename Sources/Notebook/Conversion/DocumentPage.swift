internal import Charts

/// A document as a page that stands by itself: prose, programs in colour, what they recorded, charts.
struct DocumentPage {
  private let document: Document
  private let rendition: Rendition

  init(_ document: Document, _ rendition: Rendition) {
    self.document = document
    self.rendition = rendition
  }

  /// The text of the file.
  ///
  /// - Throws: `limit` without the Markdown library.
  func text() throws -> String {
    var prose = PageProse()
    for part in document.parts {
      switch part.kind {
      case .prose: prose.add(part.text)
      case .cell(let index): prose.add(markup: cell(document.cells[index]))
      case .output(let index): prose.add(markup: output(document.cells[index]))
      case .error(let index):
        prose.add(markup: block("error", text: document.cells[index].error?.text ?? ""))
      }
    }
    let contents = PageContents(PageLinks.replacing(in: try prose.html(), rendition.address))
    let title = document.header.title
    let name = document.name.split(separator: "/").last.map(String.init) ?? "document"
    return HTMLPage(
      title: title.isEmpty ? name : title, style: Self.style,
      body: contents.page(title: title)
    ).text
  }

  // MARK: - Cells

  private func cell(_ cell: Document.Cell) -> String {
    let program = block("cell", markup: colored(cell.source))
    switch cell.attributes.role {
    case .plain, .solution: return program
    case .exercise: return "<div class=\"exercise\"><p>Exercise: fill in ___</p>\n\(program)</div>"
    case .check:
      return "<details><summary>What the answer must pass</summary>\n\(program)</details>"
    }
  }

  private func colored(_ source: String) -> String {
    let bytes = Array(source.utf8)
    var result = ""
    var done = 0
    func text(_ range: Range<Int>) -> String {
      HTMLPage.escaped(String(decoding: bytes[range], as: UTF8.self))
    }
    for (range, name) in rendition.colors(source)
    where range.lowerBound >= done && range.upperBound <= bytes.count {
      result += text(done..<range.lowerBound)
      result += "<span class=\"\(name)\">\(text(range))</span>"
      done = range.upperBound
    }
    return result + text(done..<bytes.count)
  }

  /// What a cell put out: as recorded, or with its charts where a run gave the same.
  private func output(_ cell: Document.Cell) -> String {
    let pieces = rendition.pieces(of: cell)
    guard pieces.contains(where: { $0.picture != nil }) else {
      return block("output", text: cell.output?.text ?? "")
    }
    var result = ""
    var text = ""
    for (piece, picture) in pieces {
      guard let picture else {
        text += piece.text
        continue
      }
      if !text.isEmpty { result += block("output", text: text) + "\n" }
      text = ""
      let notes = picture.notes.joined(separator: "\n")
      result += HTMLPage.figure(picture.svg, caption: notes.isEmpty ? nil : notes) + "\n"
    }
    return result + (text.isEmpty ? "" : block("output", text: text))
  }

  private func block(_ kind: String, text: String) -> String {
    block(kind, markup: HTMLPage.escaped(text))
  }

  private func block(_ kind: String, markup: String) -> String {
    let end = markup.utf8.last == 10 ? String(markup.unicodeScalars.dropLast()) : markup
    return "<pre class=\"\(kind)\" tabindex=\"0\">\n\(end)</pre>"
  }

  private static let style = """
    pre.cell { border-left: 3px solid var(--changed) }
    pre.output, pre.error { background: none; padding-top: 0; padding-bottom: 0 }
    pre.error { color: var(--bad) }
    .exercise { border-left: 3px solid var(--good); padding-left: .8rem }
    .exercise p { margin-bottom: 0 }
    details { margin: 1rem 0; padding: .2rem .8rem; border: 1px solid var(--line);
      border-radius: 4px }
    blockquote { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid var(--line);
      color: var(--dim) }
    .display { display: block; margin: 1rem 0; text-align: center; overflow-x: auto }
    nav { padding: .2rem .8rem; border: 1px solid var(--line); border-radius: 4px }
    nav ul { list-style: none; margin: .4rem 0; padding: 0 }
    nav .inner { padding-left: 1.2rem }
    .keyword { color: var(--changed); font-weight: bold }
    .builtin { color: var(--changed) }
    pre .number, pre .string { color: var(--good) }
    .comment { color: var(--dim); font-style: italic }
    .invalid { color: var(--bad) }
    """
}
