internal import Files
internal import Notebook
internal import Runtime

/// Programs and notebooks that lie in files, run in this session.
extension InteractiveShell {
  /// Whether what follows `:run` is a file rather than cells.
  static func meansFile(_ text: String) -> Bool {
    DocumentFormat.of(text) != nil || text.contains("/") || File.exists(text)
  }

  /// Runs a program in this session, or the cells of a notebook behind its own.
  func runFile(_ path: String) throws {
    let path = Self.expandingHome(path)
    let text = try FileAccess.read(try session.interpreter.files.readable(path))
    guard let format = DocumentFormat.of(path), !format.isProgram else {
      run("import \"\(StringSpelling.escaped(path))\"")
      return
    }
    let document = try format.read(text, name: path).document
    for cell in document.runnableCells {
      let number = session.state.nextCell
      let source = cell.source.trimmingBlanks
      echo(number, source)
      run(source)
      if session.state.cell(number)?.run?.outcome.error != nil, cell.error == nil { return }
    }
  }
}
