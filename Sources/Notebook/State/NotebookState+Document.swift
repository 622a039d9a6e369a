extension NotebookState {
  /// The cells and the prose of a document; nothing has run.
  ///
  /// ``text`` is the document's, byte for byte, until something changes.
  package init(_ document: Document, path: String? = nil) {
    self.init(seed: document.header.seed)
    header = document.header
    frontMatter = document.frontMatter
    self.path = path
    var lead = ""
    var index = 0
    while index < document.parts.count {
      let part = document.parts[index]
      index += 1
      switch part.kind {
      case .cell(let position) where document.cells[position].attributes.role == .plain:
        let cell = document.cells[position]
        let end = max(cell.part, cell.output?.part ?? 0, cell.error?.part ?? 0)
        let body = document.parts[cell.part...end].map(\.text).joined()
        entries.append(.cell(NotebookCell(cell, lead: lead, body: body)))
        lead = ""
        index = end + 1
      case .prose where part.details == nil:
        lead += part.text
        if !trimmed(lead).isEmpty || index == document.parts.count {
          entries.append(prose(lead))
          lead = ""
        }
      default:
        if !lead.isEmpty { entries.append(.passage(lead, number: nil)) }
        entries.append(.passage(part.text, number: part.cell.map { document.cells[$0].number }))
        lead = ""
      }
    }
    nextCell = (document.cells.map(\.number).max() ?? 0) + 1
  }

  private mutating func prose(_ text: String) -> Entry {
    guard !trimmed(text).isEmpty else { return .passage(text, number: nil) }
    nextNote += 1
    return .note(NotebookNote(number: nextNote - 1, raw: text))
  }

  /// The parts of the document: the front matter, then a text an entry.
  package var texts: [String] {
    var texts = [frontMatter ?? newFrontMatter]
    var previous = 0
    for entry in entries {
      if let last = texts.last?.utf8.last, last != 10 { texts[texts.count - 1] += "\n" }
      switch entry {
      case .cell(let cell):
        texts.append(cell.lead + cell.text(below: previous))
        previous = cell.number
      case .note(let note): texts.append(note.raw)
      case .passage(let text, let number):
        var fence = CellFence(text: text)
        if let number { fence.number(number, below: previous) }
        texts.append(fence.text)
        previous = number ?? previous
      }
    }
    return texts
  }

  /// The session as a document that runs again.
  package var text: String { texts.joined() }

  private var newFrontMatter: String {
    var text = "---\ntandem: \(Document.format)\n"
    let words = title.unicodeScalars.split { $0.properties.isWhitespace }.map(String.init)
    if !words.isEmpty { text += "title: \"\(words.joined(separator: " "))\"\n" }
    return text + "kind: session\nseed: \(header.seed)\n---\n"
  }

  /// The title of the document: its own, or the name of its file.
  private var title: String {
    guard let name = path?.split(separator: "/").last else { return "" }
    return name.split(separator: ".").first.map(String.init) ?? ""
  }
}

extension Document.Part {
  /// The index of the cell, when the part is one.
  fileprivate var cell: Int? { if case .cell(let index) = kind { index } else { nil } }
}

extension NotebookNote {
  /// A note as a person types it: no line opens a fence or `<details>`.
  init(number: Int, typed text: String) {
    self.number = number
    let lines = withoutReturns(text).unicodeScalars.split(
      separator: "\n", omittingEmptySubsequences: false)
    let escaped = lines.map { line in
      let text = trimmed(Substring(line))
      let isMarkup =
        text.hasPrefix("```") || text.hasPrefix("~~~") || text.lowercased().hasPrefix("<details")
      return isMarkup ? "\\" + text : String(line)
    }
    raw = "\n" + Fence.ended(escaped.joined(separator: "\n"))
  }
}
