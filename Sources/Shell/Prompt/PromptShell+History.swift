internal import Charts

extension PromptShell {
  /// How many entries are listed unless a number says.
  private static let listedEntries = 20

  /// Lists what was entered last, in this shell and others, or all that contains a pattern.
  func listHistory(_ text: String) {
    editor.history.takeInOthers()
    // The command itself has just been entered.
    let entries = editor.history.entries.dropLast()
    let count = text.isEmpty ? Self.listedEntries : Int(text)
    let found =
      count.map { Array(entries.suffix(max(0, $0))) }
      ?? entries.filter { LineEditorSearch.finds(text, in: $0) }
    guard !found.isEmpty else {
      return write(folded(count == nil ? "no entry contains \(text)" : "nothing yet") + "\n")
    }
    for entry in found {
      for (index, line) in entry.split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated()
      {
        write((index == 0 ? "  " : "    ") + line + "\n")
      }
    }
  }
}
