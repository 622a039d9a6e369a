internal import Charts
internal import Diagnostics
internal import Glibc
internal import Notebook
internal import Runtime
internal import Tensors

/// Runs code that nobody watches: scripts, notebooks, `-e`, pipes.
///
/// Results go to standard output, errors to standard error.
package struct ProgramRunner {
  let arguments: CommandLineArguments
  let display: DisplayOptions
  /// Shows how far long runs are; other output makes room for it.
  private let progress: ProgressDisplay?

  init(
    _ arguments: CommandLineArguments, display: DisplayOptions, progress: ProgressDisplay? = nil
  ) {
    self.arguments = arguments
    self.display = display
    self.progress = progress
  }

  var renderer: DiagnosticRenderer {
    DiagnosticRenderer(
      width: display.width, usesColor: arguments.coloring != .never && Terminal.errorsAllowColor,
      isASCII: display.glyphs == .ascii)
  }

  // MARK: - Programs

  /// Runs a text as one program and returns the exit code.
  package func run(_ text: String, name: String) -> Int32 {
    run([SourceText(name: name, text: text)], folder: "", json: nil)
  }

  /// Runs what comes on standard input as one program.
  func runStandardInput() -> Int32 {
    do {
      return run(try Terminal.readAll(), name: "standard input")
    } catch {
      return fail(error)
    }
  }

  /// Runs a script or a notebook.
  ///
  /// - Parameters:
  ///   - path: the file; one that ends as a document is a notebook.
  ///   - json: a file for the variables as JSON.
  /// - Returns: the exit code.
  func runFile(_ path: String, json: String?) -> Int32 {
    do {
      let text = try FileAccess.read(path)
      let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
      guard let format = DocumentFormat.of(path), !format.isProgram else {
        return run([SourceText(name: path, text: text)], folder: folder, json: json)
      }
      let document = try format.read(text, name: path).document
      let cells = document.runnableCells
      let failing = cells.indices.filter { cells[$0].error != nil }
      return run(
        cells.map { $0.sourceText(in: path) }, folder: folder, json: json,
        seed: document.header.seed, mayFail: Set(failing))
    } catch {
      return fail(error)
    }
  }

  private func run(
    _ sources: [SourceText], folder: String, json: String?, seed: UInt64? = nil,
    mayFail: Set<Int> = []
  ) -> Int32 {
    let isJSONAlone = json == JSONOutput.standardOutput
    let output = OutputBuffer(limit: isatty(1) == 1 ? 0 : 1 << 14) { [progress] text in
      if isJSONAlone { return Terminal.writeError(text) }
      return progress?.write(text) ?? Terminal.write(text)
    }
    let interpreter = Interpreter.configured(arguments, display: display)
    if let seed, !arguments.hasSeed { interpreter.random = RandomGenerator(seed: seed) }
    interpreter.folder = folder
    interpreter.write = { output.write($0) }
    interpreter.show = { [unowned interpreter, display] value in
      interpreter.assign("ans", value)
      output.write(value.display(display) + "\n")
    }
    if let wrong = UnusedSetting.first(of: arguments.settings, in: sources) {
      Terminal.writeError("tandem: \(wrong.message)\n")
      return 2
    }
    do {
      try JSONOutput.check(json, interpreter.files)
    } catch {
      return fail(error)
    }
    apply(arguments.settings, to: interpreter)
    TimeLimit.start(arguments.timeLimit)
    defer { TimeLimit.stop() }
    for (index, source) in sources.enumerated() {
      do throws(Diagnostic) {
        try interpreter.run(source)
      } catch {
        output.flush()
        let code = fail(output.failure ?? error)
        // An error that a document records is what its cell is there to show.
        if error.kind == .interrupted || output.failure != nil || !mayFail.contains(index) {
          return code
        }
      }
    }
    output.flush()
    if let failure = output.failure { return fail(failure) }
    do {
      if let json { try JSONOutput.write(interpreter, to: json) }
      return 0
    } catch {
      return fail(error)
    }
  }

  /// Gives names their values from `--set`: an expression when it reads as one, else a string.
  private func apply(_ settings: [CommandLineArguments.Setting], to interpreter: Interpreter) {
    for setting in settings {
      let isBlank = setting.text.allSatisfy(\.isWhitespace)
      let source = SourceText(name: "--set \(setting.name)", text: setting.text)
      let value = isBlank ? nil : try? interpreter.evaluate(source)
      interpreter.assign(setting.name, value ?? .text(setting.text))
      interpreter.fixedNames.insert(setting.name)
    }
  }

  /// Reports an error and gives its exit code.
  func fail(_ error: any Error) -> Int32 {
    let diagnostic = Diagnostic(error)
    Terminal.writeError(renderer.render(diagnostic))
    return diagnostic.kind == .interrupted && !TimeLimit.isOver ? 130 : 1
  }

  // MARK: - Documents

  /// Runs notebooks again and compares; exit code 1 when one differs.
  func check(_ files: [String]) -> Int32 {
    forEach(files) { document, replay, _ in
      let report = try replay.check(document)
      write(report.text)
      return report.isPassed
    }
  }

  /// Runs notebooks and writes their outputs into them.
  func record(_ files: [String]) -> Int32 {
    forEach(files) { document, replay, access in
      let path = try access.writable(document.name)
      let (text, report) = try replay.record(document)
      write(report.failureText)
      if text.utf8.elementsEqual(document.text.utf8) {
        write("\(document.name): as recorded\n")
      } else {
        try FileAccess.write(text, to: path)
        let failing = try Document(text, name: document.name).newErrors(since: document)
        write(
          "\(document.name): outputs written"
            + (failing.isEmpty
              ? "\n"
              : "; now errors: \(failing.map { "cell \($0)" }.joined(separator: ", "))\n"))
      }
      return report.isPassed
    }
  }

  private func write(_ text: String) { _ = progress?.write(text) ?? Terminal.write(text) }

  private func forEach(
    _ files: [String], _ body: (Document, Replay, FileAccess) throws -> Bool
  ) -> Int32 {
    forEachFile(files) { file in
      let document = try Document(try FileAccess.read(file), name: file)
      for warning in document.warnings { Terminal.writeError(renderer.render(warning)) }
      let interpreter = makeInterpreter(besides: file)
      return try body(document, Replay(interpreter), interpreter.files)
    }
  }

  /// An interpreter for a document, whose paths begin at its folder.
  func makeInterpreter(besides file: String) -> Interpreter {
    let interpreter = Interpreter.configured(arguments, display: DisplayOptions())
    interpreter.folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? ""
    return interpreter
  }

  /// Does something with each of several files, each within its time; the exit code is the worst.
  func forEachFile(_ files: [String], _ body: (String) throws -> Bool) -> Int32 {
    var code: Int32 = 0
    for file in files {
      do {
        TimeLimit.start(arguments.timeLimit)
        defer { TimeLimit.stop() }
        if try !body(file) { code = max(code, 1) }
      } catch {
        code = max(code, fail(error))
        if code == 130 { return code }
        if TimeLimit.isOver { Interrupt.clear() }
      }
    }
    return code
  }
}
