internal import Charts
internal import Diagnostics
internal import Files
internal import Notebook
internal import Runtime

/// Saving, opening and recovering notebooks.
extension InteractiveShell {
  // MARK: - Saving

  /// Writes the notebook to a file, or to the one it was read from or written to last.
  func save(_ path: String, isForced: Bool = false) throws {
    guard !session.state.entries.isEmpty else {
      throw Failure(.argument, "there is nothing to save yet", notes: ["run a cell first"])
    }
    guard let path = path.isEmpty ? session.state.path : path else {
      throw Failure(.argument, ":save needs a file name", notes: ["write :save today.md"])
    }
    let file = File.name(of: path).contains(".") ? path : path + ".md"
    var state = session.state
    state.path = Folder.absolute(file)
    let isReadable = try files.write(
      state, to: file, session.interpreter.files, isForced: isForced)
    if isReadable { session.rename(Folder.absolute(file)) }
    write("\(counted(state.cells.count)) written to \(file)\n")
    warnOfDifferences()
  }

  /// Says why a check of the saved notebook would not agree.
  private func warnOfDifferences() {
    let stale = Staleness(session.state).cells
    if !stale.isEmpty {
      let cells = stale.count == 1 ? "cell" : "cells"
      let text =
        "\(cells) \(NotebookState.described(stale)) read values that the cells above no "
        + "longer give, so a check would differ (:rerun stale, then :save)"
      write(folded(text) + "\n")
    }
    let stopped = session.state.cells.filter(\.isInterrupted).map(\.number)
    if !stopped.isEmpty {
      write(folded("written as skip: \(NotebookState.described(stopped)), interrupted") + "\n")
    }
  }

  /// Whether the notebook's file holds what the notebook does; one without a file is not asked.
  private var isSaved: Bool {
    guard let path = session.state.path else { return true }
    return files.holds(session.state.text, path)
  }

  /// Leaves; a notebook with changes that its file does not hold says so the first time.
  func quit() {
    guard !isSaved, !hasWarnedOfChanges else {
      isDone = true
      return
    }
    hasWarnedOfChanges = true
    write(
      folded(
        "\(File.name(of: session.state.path ?? "")) does not hold the latest changes: :save keeps them, "
          + ":quit again leaves (they can be recovered at the next start)") + "\n")
  }

  /// The end of the session: what its file does not hold stays in the journal.
  func leave() {
    if isSaved { journal.remove() } else { journal.leave() }
  }

  // MARK: - Opening

  /// Takes up a notebook in place of the present one, without running it.
  func open(_ path: String) throws {
    guard !path.isEmpty else {
      throw Failure(.argument, ":open needs a file name", notes: ["write :open today.md"])
    }
    let wasSaved = isSaved
    let reading = try files.read(path, session.interpreter.files)
    let document = reading.document
    for note in reading.notes { write(folded(note) + "\n") }
    for warning in document.warnings { report(warning) }
    let state = NotebookState(document, path: Folder.absolute(path))
    let hadCells = !session.state.entries.isEmpty
    session.replace(by: state, title: ":open \(path)")
    write(folded(Self.summary(state, document)) + "\n")
    if hadCells {
      let unsaved = wasSaved ? "" : ", which had unsaved changes"
      write(folded(":undo brings back the notebook before\(unsaved)") + "\n")
    }
  }

  private static func summary(_ state: NotebookState, _ document: Document) -> String {
    let cells = state.cells
    var text = "\(document.name): \(counted(cells.count))"
    if !document.header.title.isEmpty { text += " of “\(document.header.title)”" }
    let recorded = cells.count { !$0.output.isEmpty || $0.error != nil }
    if recorded > 0 { text += ", \(recorded) with recorded output" }
    if document.header.kind == .tutorial {
      text += "; a tutorial, :tutorial \(document.name) steps through it"
      let exercises = document.cells.count {
        if case .exercise = $0.attributes.role { true } else { false }
      }
      if exercises > 0 { text += " with its exercises" }
    }
    return text + "; :run runs \(cells.count == 1 ? "it" : "them")"
  }

  // MARK: - Sessions that died or were left

  /// Says so when sessions broke off, or were left unsaved.
  func announceAbandoned() {
    let found = findAbandoned()
    guard let first = found.first else { return }
    let left = found.count(where: \.wasLeft)
    let text =
      found.count == 1
      ? "a session of \(counted(first.contents.cellCount)) "
        + (first.wasLeft ? "was left unsaved" : "broke off") + "; :recover brings it back"
      : Self.described(brokenOff: found.count - left, left: left) + "; :recover lists them"
    write(folded(text) + "\n")
  }

  private static func described(brokenOff: Int, left: Int) -> String {
    func sessions(_ count: Int) -> String { count == 1 ? "1 session" : "\(count) sessions" }
    if left == 0 { return "\(sessions(brokenOff)) broke off" }
    let kept = left == 1 ? "was left unsaved" : "were left unsaved"
    return brokenOff == 0
      ? "\(sessions(left)) \(kept)" : "\(sessions(brokenOff)) broke off and \(left) \(kept)"
  }

  private func findAbandoned() -> [SessionJournal.Abandoned] {
    journal.abandoned { write(folded("a damaged journal was put aside: \($0)") + "\n") }
  }

  /// Brings back the notebook of a session that died; its cells run when they are asked to.
  func recover(_ argument: String) throws {
    let found = findAbandoned()
    guard !found.isEmpty else { throw Failure(.argument, "there is no session to recover") }
    if argument == "forget" { return forget(found) }
    let words = argument.split(separator: " ").map(String.init)
    if let number = words.last.flatMap({ Int($0) }), found.indices.contains(number - 1) {
      if words.count == 1 { return try recover(found[number - 1]) }
      if words == ["forget", "\(number)"] { return forget([found[number - 1]]) }
    }
    guard argument.isEmpty else {
      throw Failure(
        .argument, ":recover takes one of 1 to \(found.count), or forget, found \(argument)")
    }
    if found.count == 1 { return try recover(found[0]) }
    for (index, one) in found.enumerated() {
      let state = one.contents.state
      let name = (state?.path).map { File.name(of: $0) + ": " } ?? ""
      let fate =
        (one.wasLeft ? " left unsaved" : "") + (one.isDamaged ? " (damaged at its end)" : "")
      let first = state?.cells.first?.summary ?? state?.entries.first?.note?.text ?? ""
      let text = "\(index + 1)  \(one.date)  \(counted(one.contents.cellCount))\(fate)  "
      write(truncated("  " + text + name + first, to: session.interpreter.display.width) + "\n")
    }
    write(folded(":recover 1 brings one back, :recover forget [1] drops all or one") + "\n")
  }

  private func recover(_ one: SessionJournal.Abandoned) throws {
    let claimed = try Journal(claiming: one.path)
    guard let state = one.contents.state else {
      throw Failure(.file, "the journal of this session cannot be read: \(claimed.setAside())")
    }
    session.replace(by: state, title: ":recover")
    let cells = state.cells.count
    write(
      folded(
        "\(Self.counted(cells)) back with their outputs; nothing was run: :run runs "
          + "\(cells == 1 ? "it" : "them"), :cells lists them") + "\n")
    // Only now does this session's own journal hold the cells.
    finish(claimed, one)
  }

  private func forget(_ sessions: [SessionJournal.Abandoned]) {
    var count = 0
    for one in sessions {
      guard let claimed = try? Journal(claiming: one.path) else { continue }
      finish(claimed, one)
      count += 1
    }
    write("dropped: \(count == 1 ? "1 session" : "\(count) sessions")\n")
  }

  /// Removes the journal of a session that died; what is damaged is kept.
  private func finish(_ claimed: Journal, _ one: SessionJournal.Abandoned) {
    guard one.isDamaged else { return claimed.remove() }
    write(
      folded("its journal is damaged at the end and was put aside: \(claimed.setAside())") + "\n")
  }

  private func counted(_ cells: Int) -> String { Self.counted(cells) }

  private static func counted(_ cells: Int) -> String { cells == 1 ? "1 cell" : "\(cells) cells" }

  /// Lists the tutorials, or walks through one in a session of its own.
  func tutorial(_ name: String) throws {
    let shell = TutorialShell(
      arguments, display: session.interpreter.display, invocation: ":tutorial")
    try name.isEmpty ? shell.list() : shell.walk(through: name)
    // Long runs are this shell's again.
    progress.start()
  }

  /// Says below a cell of a tutorial that lacks a name where answers to exercises are given.
  func tellOfExercises(_ error: Diagnostic) {
    guard session.state.header.kind == .tutorial, error.kind == .name, let path = session.state.path
    else { return }
    let text = "the answer to an exercise may be lacking: :tutorial \(path) asks for it"
    write(dimmed(folded("(\(text))")) + "\n")
  }
}
