/// What a session consists of.
package enum SessionEntry: Sendable, Equatable {
  /// A program with the text it wrote and the message it failed with.
  case cell(source: String, output: String, error: String?)
  /// Prose the person typed.
  case note(String)

  /// A cell that was run.
  package static func cell(_ source: String, _ outcome: CellOutcome) -> SessionEntry {
    .cell(source: source, output: outcome.output, error: outcome.errorText)
  }
}

/// Writes a session as a document that runs again.
package enum SessionWriter {
  /// The document, `kind: session`, with the cells in order, their outputs and the notes.
  ///
  /// - Parameters:
  ///   - entries: what was typed and written.
  ///   - title: goes to the front matter on one line.
  ///   - seed: where the random numbers of the session started.
  /// - Returns: the text of the file.
  package static func text(
    _ entries: [SessionEntry], title: String = "", seed: UInt64 = 0
  ) -> String {
    header(title: title, seed: seed) + entries.map(text).joined()
  }

  static func header(title: String, seed: UInt64) -> String {
    DocumentHeader.text(title: title, settings: ["kind: session", "seed: \(seed)"])
  }

  /// An entry as Markdown, a blank line above it.
  static func text(_ entry: SessionEntry) -> String {
    switch entry {
    case .note(let note): return "\n" + Fence.ended(escaped(note))
    case .cell(let source, let output, let error):
      var text = "\n" + Fence.block("tandem", clean(source))
      if !output.isEmpty { text += "\n" + Fence.block("output", clean(output)) }
      if let error { text += "\n" + Fence.block("error", clean(error)) }
      return text
    }
  }

  /// Line ends as in the rest of the file.
  private static func clean(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\r" }))
  }

  /// A note whose lines open neither fences nor `<details>`.
  private static func escaped(_ note: String) -> String {
    let lines = clean(note).unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { line in
      let text = trimmed(Substring(line))
      let isMarkup =
        text.hasPrefix("```") || text.hasPrefix("~~~") || text.lowercased().hasPrefix("<details")
      return isMarkup ? "\\" + text : String(line)
    }.joined(separator: "\n")
  }
}
