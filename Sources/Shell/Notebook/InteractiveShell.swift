internal import Charts
internal import Diagnostics
internal import Notebook
package import Runtime
internal import StandardLibrary
internal import Tensors

/// The shell a person types into: reads cells, runs them, shows what comes back.
package final class InteractiveShell: PromptShell {
  /// The cell or note at whose prompt the person is.
  var edited: NotebookState.EntryID?
  /// The files this session has read and written.
  var files = NotebookFiles()
  var hasWarnedOfChanges = false
  let journal: SessionJournal
  let session: Session

  package init(_ arguments: CommandLineArguments, display: DisplayOptions) {
    let journal = SessionJournal(
      folder: arguments.files.keepsake(SessionJournal.defaultFolder)
    ) { Terminal.writeError("\($0)\nthe session goes on without it\n") }
    self.journal = journal
    let progress = ProgressDisplay(arguments, display: display)
    let session = Session(arguments, display: display, journal: journal) { progress.write($0) }
    self.session = session
    super.init(
      arguments, at: .notebook, session.interpreter, progress,
      history: History(path: arguments.files.keepsake(History.defaultPath)),
      cells: { session.state.cells.map { ($0.number, $0.source) } })
  }

  // MARK: - The loop

  /// Reads and runs until the person leaves; returns the exit code.
  package func run() -> Int32 {
    Terminal.write("Tandem \(Version.text): ? help, :tutorial, :quit\n")
    announceAbandoned()
    followRuns()
    readAndRun()
    // A terminal that is gone, as a connection that broke, is no leaving: :recover shall find it.
    if !editor.isTerminalGone { leave() }
    return 0
  }

  /// The number of the next cell, or of the one that is being edited.
  override var prompt: String {
    switch edited {
    case .cell(let number): "[\(number)]> "
    case .note(let number): "n\(number)> "
    case nil: "[\(session.state.nextCell)]> "
    }
  }

  override func enter() { stopEditing() }

  override func interrupted() { stopEditing() }

  override func endOfInput() { edited == nil ? quit() : stopEditing() }

  private func stopEditing() {
    if let edited { write("\(edited) stays as it was\n") }
    edited = nil
  }

  override func handle(_ text: String) {
    takeWidth()
    let edited = self.edited
    self.edited = nil
    if let edited, !edited.isCell { return finishEditing(edited, text) }
    if performed(text) { return }
    hasWarnedOfChanges = false
    if let edited { finishEditing(edited, text) } else { run(text) }
  }

  override func perform(_ command: ShellCommand, _ rest: String) throws {
    if command.name != "quit" { hasWarnedOfChanges = false }
    try command.inNotebook.perform(self, rest)
  }

  @discardableResult
  override func run(_ program: String) -> Double? {
    let number = session.state.nextCell
    tellingStale { session.run(program) }
    guard let run = session.state.cell(number)?.run, run.outcome.error == nil else { return nil }
    return run.seconds
  }

  /// Shows cells that run again, and what came of every run.
  private func followRuns() {
    session.willRun = { [unowned self] cell, isShown in
      if !isShown { echo(cell) }
      beginRun()
    }
    session.didRun = { [unowned self] cell in
      guard let run = cell.run else { return }
      endRun(run.outcome.error)
      if let error = run.outcome.error { tellOfExercises(error) }
    }
  }

  override func source(ofCell number: String) throws -> String? {
    guard case .cell(let number) = try session.state.entry(number) else { return nil }
    return session.state.cell(number)?.source
  }

  func reset() { session.reset() }

  override func origin(of name: String) -> String? {
    guard let run = session.state.writers[name] else { return nil }
    return session.state.cells.first { $0.run?.id == run }.map { "cell [\($0.number)]" }
  }

  override func answer(_ value: Value, title: String) {
    tellingStale { session.answer(value, title: title) }
  }
}
