internal import Diagnostics
internal import Files
internal import Notebook
internal import Runtime

extension ProgramRunner {
  /// Writes documents in another format; exit code 1 when one cannot be.
  func convert(_ conversion: CommandLineArguments.Conversion) -> Int32 {
    do {
      if let folder = conversion.folder {
        try File.makeFolder(try arguments.files.writable(folder))
      }
    } catch {
      return fail(error)
    }
    var site = DocumentSite(conversion)
    let code = forEachFile(conversion.files) { file in
      let format = try DocumentFormat.named(conversion.format ?? "md")
      let path = try outputPath(for: file, format, conversion)
      let reading = try read(file)
      var rendition = Rendition.drawn()
      rendition.address = { [site] in site.address(of: $0, from: file) }
      if format.takesRun, conversion.runsCells {
        rendition.outcomes = try outcomes(of: reading.document, from: file)
      }
      let text = try format.write(reading.document, rendition)
      if let path {
        try FileAccess.write(text, to: path)
        site.add(reading.document, path)
        Terminal.write("\(file): written to \(path)\n")
      } else {
        Terminal.write(text)
      }
      return true
    }
    guard code == 0, let (path, text) = site.index else { return code }
    do {
      try FileAccess.write(text, to: try arguments.files.writable(path))
      Terminal.write("the list of them: written to \(path)\n")
      return 0
    } catch {
      return fail(error)
    }
  }

  /// The document in a file of any format that can be read; what was left out goes to standard error.
  private func read(_ file: String) throws -> DocumentFormat.Reading {
    let format = try DocumentFormat.known(by: file)
    let reading = try format.read(try FileAccess.read(file), name: file)
    for warning in reading.document.warnings { Terminal.writeError(renderer.render(warning)) }
    for note in reading.notes { Terminal.writeError(note + "\n") }
    return reading
  }

  /// The file to write, after everything that forbids it was checked; `nil` for standard output.
  private func outputPath(
    for file: String, _ format: DocumentFormat, _ conversion: CommandLineArguments.Conversion
  ) throws -> String? {
    if conversion.out == "-" { return nil }
    let out = conversion.path(for: file, format)
    let path = try arguments.files.writable(out)
    guard File.resolved(path) != File.resolved(file) else {
      throw Failure(
        .argument, "\(out) is the file that is read and is not replaced",
        notes: ["-o names another file"])
    }
    if conversion.isImport, conversion.out == nil, File.exists(path) {
      throw Failure(
        .argument, "\(out) is there already and is not replaced", notes: ["-o \(out) replaces it"])
    }
    try File.checkWritable(path)
    return path
  }

  /// What the cells bring in a run where that agrees with the document; other cells are named.
  private func outcomes(
    of document: Document, from file: String
  ) throws -> [Int: CellOutcome] {
    let (outcomes, report) = try Replay(makeInterpreter(besides: file)).outcomes(document)
    let isOwn = DocumentFormat.of(file)?.name == "md"
    for failure in report.failures {
      let place = isOwn ? "\(file):\(failure.line)" : file
      Terminal.writeError(
        "\(place): cell \(failure.cell): \(failure.message); what is recorded stays\n")
    }
    return outcomes
  }
}
