internal import Diagnostics
internal import Runtime

extension ProgramRunner {
  /// Runs what comes on standard input as one program.
  func runStandardInput() -> Int32 {
    run(Terminal.readAll(), name: "standard input")
  }

  /// Runs a script or a notebook.
  func runFile(_ path: String, json: String? = nil) -> Int32 {
    let text: String
    do {
      text = try FileAccess.read(path)
    } catch {
      return fail(error)
    }
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    return run(text, name: path, folder: folder, json: json)
  }

  func fail(_ error: any Error) -> Int32 {
    Terminal.writeError(renderer.render(Diagnostic(error)))
    return 1
  }
}
