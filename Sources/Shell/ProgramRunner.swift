internal import Diagnostics
internal import Glibc
package import Runtime
internal import Tensors

/// Runs code that nobody watches: scripts, `-e`, pipes. Results go to standard output, errors to
/// standard error.
package struct ProgramRunner {
  let arguments: CommandLineArguments
  let display: DisplayOptions

  package init(_ arguments: CommandLineArguments, display: DisplayOptions) {
    self.arguments = arguments
    self.display = display
  }

  var renderer: DiagnosticRenderer {
    DiagnosticRenderer(
      width: display.width, usesColor: arguments.usesColor && Terminal.errorsAllowColor,
      isASCII: display.glyphs == .ascii)
  }

  /// Runs a text as one program and returns the exit code.
  ///
  /// - Parameter json: a file for the variables as JSON.
  package func run(_ text: String, name: String, folder: String = "", json: String? = nil) -> Int32
  {
    let output = OutputBuffer(limit: isatty(1) == 1 ? 0 : 1 << 14)
    let session = Session(arguments, display: display) { output.write($0) }
    session.interpreter.folder = folder
    if let failure = apply(arguments.settings, to: session) {
      Terminal.writeError(failure)
      return 2
    }
    let cell = session.run(text, name: name)
    output.flush()
    if let error = cell.error {
      Terminal.writeError(renderer.render(error))
      return error.kind == .interrupted ? 130 : 1
    }
    guard let json else { return 0 }
    return write(session, to: json)
  }

  /// Gives names their values from `--set`: an expression when it reads as one, else a string.
  private func apply(_ settings: [CommandLineArguments.Setting], to session: Session) -> String? {
    for setting in settings {
      let source = SourceText(name: "--set \(setting.name)", text: "\(setting.name) = \(setting.text)")
      do throws(Diagnostic) {
        try session.interpreter.run(source)
      } catch {
        session.interpreter.assign(setting.name, .text(setting.text))
      }
      session.interpreter.fixedNames.insert(setting.name)
    }
    return nil
  }

  private func write(_ session: Session, to path: String) -> Int32 {
    let fields = session.variableNames.compactMap { name in
      session.interpreter.value(of: name).flatMap { JSON.text($0) }.map { "  \(JSON.quoted(name)): \($0)" }
    }
    do {
      let text = "{\n" + fields.joined(separator: ",\n") + "\n}\n"
      try FileAccess.write(text, to: try session.interpreter.files.writable(path))
      return 0
    } catch {
      Terminal.writeError(renderer.render(Diagnostic(error)))
      return 1
    }
  }
}
