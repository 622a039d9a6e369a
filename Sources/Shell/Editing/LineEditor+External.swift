internal import CEditLine
internal import Diagnostics
internal import Runtime
internal import Tensors

extension LineEditor {
  /// Hands the cell to the person's own editor and takes back what it made of it.
  func editOutside() -> Outcome {
    let editor: ExternalEditor
    do {
      editor = try chosenEditor()
    } catch {
      return printBelow([shown(error)])
    }
    let before = text.string
    handOverTerminal()
    let edited = Result { try editor.edit(before) }
    takeTerminalBack()
    switch edited {
    case .success(let after):
      text = LineEditorText(LineEditorPaste.cleaned(after))
      return draw(after: "\r\u{1B}[J")
    case .failure(let error):
      return draw(after: "\r\u{1B}[J" + shown(error) + "\r\n")
    }
  }

  private func chosenEditor() throws(Failure) -> ExternalEditor {
    guard configuration.allowsPrograms else {
      throw Failure(
        .argument, "an editor could touch any file, which --read-only and --root forbid")
    }
    return try ExternalEditor()
  }

  private func shown(_ error: any Error) -> String {
    Highlighter.truncated(Diagnostic(error).message, to: Terminal.size.columns - 1)
  }

  private func handOverTerminal() {
    eraseHint()
    leaveTerminal()
    Signals.endReading()
  }

  private func takeTerminalBack() {
    Signals.beginReading()
    // Ctrl-C was the editor's.
    Interrupt.clear()
    isOverlaid = false
    if let handle { editline_prepare_terminal(handle, 1) }
    Terminal.write(LineEditorPaste.enable)
  }
}
