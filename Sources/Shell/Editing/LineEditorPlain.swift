internal import Glibc

// Reading from a terminal that cannot move its cursor: the terminal's own line editing, no colour.
extension LineEditor {
  func readPlainCell(prompt: String) -> LineEditorInput {
    wantsCancel = false
    Signals.beginReading()
    defer { Signals.endReading() }
    Terminal.write(prompt)
    var text = ""
    while true {
      guard let line = readPlainLine() else {
        Terminal.write("\n")
        return wantsCancel ? .interrupted : .endOfInput
      }
      text += line
      guard delegate.isIncomplete(text) else { break }
      text += "\n"
      Terminal.write(String(repeating: " ", count: Terminal.width(of: prompt)))
    }
    history.append(text)
    return .cell(text)
  }

  private func readPlainLine() -> String? {
    var line = String.UnicodeScalarView()
    while let scalar = nextScalar(whenIdle: {}) {
      if scalar == "\n" { return String(line) }
      if scalar == "\t" || LineEditorPaste.isPrintable(scalar) { line.append(scalar) }
    }
    return nil
  }
}
