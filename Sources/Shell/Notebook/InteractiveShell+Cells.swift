internal import Charts
internal import Diagnostics
internal import Notebook
internal import Runtime

/// The notebook's commands: looking at cells, running them again, putting them in order.
extension InteractiveShell {
  // MARK: - Looking

  /// Lists the cells and notes, or shows one in full.
  func listCells(_ text: String) throws {
    guard text.isEmpty else { return try show(session.state.entry(text, takesNotes: true)) }
    let listing = CellListing(session.state, width: session.interpreter.display.width)
    guard !listing.lines.isEmpty else { return write("no cells yet\n") }
    for line in listing.lines { write((line.isNote ? dimmed(line.text) : line.text) + "\n") }
    for line in listing.legend { write(dimmed(folded(line)) + "\n") }
  }

  private func show(_ id: NotebookState.EntryID) {
    switch id {
    case .note(let number): write((session.state.note(number)?.text ?? "") + "\n")
    case .cell(let number):
      guard let cell = session.state.cell(number) else { return }
      echo(cell)
      write(cell.output.isEmpty || cell.output.hasSuffix("\n") ? cell.output : cell.output + "\n")
      if let error = cell.error { write(folded("error: \(error)", indent: 2) + "\n") }
      if let reason = Staleness(session.state).reasons[number] {
        write(dimmed(folded("stale: " + CellListing.described(reason))) + "\n")
      } else if cell.run == nil {
        write(dimmed("not run yet") + "\n")
      }
    }
  }

  /// Shows a cell as it was typed.
  func echo(_ cell: NotebookCell) { echo(cell.number, cell.source) }

  func echo(_ number: Int, _ source: String) {
    let prompt = "[\(number)]> "
    let margin = String(repeating: " ", count: prompt.count)
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    write(prompt + lines.joined(separator: "\n" + margin) + "\n")
  }

  /// Performs an operation and names the cells that it made stale.
  func tellingStale(_ operation: () throws -> Void) rethrows {
    let before = Set(Staleness(session.state).cells)
    try operation()
    let now = Staleness(session.state).cells
    guard now.contains(where: { !before.contains($0) }) else { return }
    write(dimmed(folded("stale now: \(NotebookState.described(now)) (:rerun stale)")) + "\n")
  }

  // MARK: - Running

  /// Runs cells again: by numbers, `stale` or `all`.
  func rerun(_ text: String) throws {
    switch text {
    case "all": tellingStale { session.rerunAll() }
    case "stale":
      guard !Staleness(session.state).cells.isEmpty else { return write("no cell is stale\n") }
      tellingStale { session.rerunStale() }
    default:
      let numbers = try session.state.selection(text).compactMap(\.cellNumber)
      tellingStale { session.rerun(numbers, title: ":rerun \(text)") }
    }
  }

  /// Runs what has not run yet, cells as `rerun` does, or a file.
  func runCells(_ text: String) throws {
    guard !Self.meansFile(text) else { return try runFile(text) }
    guard text.isEmpty || text == "rest" else { return try rerun(text) }
    let waiting = session.state.cells.filter { $0.run == nil && !$0.isSkipped }.map(\.number)
    guard !waiting.isEmpty else {
      throw Failure(
        .argument, session.state.cells.isEmpty ? "there are no cells" : "every cell has run",
        notes: [session.state.cells.isEmpty ? ":open FILE reads a notebook" : "write :rerun all"])
    }
    tellingStale { session.rerun(waiting, title: ":run") }
  }

  // MARK: - Changing

  /// Brings a cell or a note back to the prompt; what is entered takes its place.
  func edit(_ text: String) throws {
    let state = session.state
    guard let last = state.cells.last else {
      throw Failure(.argument, "there are no cells to edit yet")
    }
    let id = text.isEmpty ? .cell(last.number) : try state.entry(text, takesNotes: true)
    switch id {
    case .cell(let number): editor.prefill(state.cell(number)?.source ?? "")
    case .note(let number): editor.prefill(state.note(number)?.text ?? "")
    }
    edited = id
  }

  /// Takes what was entered in place of a cell or note.
  func finishEditing(_ id: NotebookState.EntryID, _ text: String) {
    switch id {
    case .cell(let number): tellingStale { session.edit(number, text) }
    case .note(let number): session.change(":edit n\(number)") { $0.setNote(number, text) }
    }
  }

  func delete(_ text: String) throws {
    let ids = try session.state.selection(text, takesNotes: true)
    tellingStale { session.delete(Set(ids), title: ":delete \(text)") }
    let names = ids.map(\.description).joined(separator: " ")
    let them = ids.count == 1 ? "it" : "them"
    write(folded("deleted: \(names); the variables stay, :undo brings \(them) back") + "\n")
  }

  /// `:move N M`, `:move N before M`, `:move N after M`, `:move N end`.
  func move(_ text: String) throws {
    let words = text.split(separator: " ").map(String.init)
    let isPlace = words.count == 3 && (words[1] == "before" || words[1] == "after")
    guard words.count == 2 || isPlace else {
      throw Failure(
        .argument, ":move takes what to move and where to",
        notes: ["write :move 5 before 2, :move 5 after 2 or :move 5 end"])
    }
    let id = try session.state.entry(words[0], takesNotes: true)
    let title = ":move \(text)"
    if words.count == 2, words[1] == "end" {
      tellingStale { session.change(title) { $0.move(id, above: nil) } }
      return write("\(id) now stands at the end\n")
    }
    let other = try session.state.entry(words[words.count - 1], takesNotes: true)
    guard id != other else { throw Failure(.argument, "\(id) cannot stand beside itself") }
    let isBelow = isPlace && words[1] == "after"
    tellingStale {
      session.change(title) { isBelow ? $0.move(id, below: other) : $0.move(id, above: other) }
    }
    write("\(id) now stands \(isBelow ? "below" : "above") \(other)\n")
  }

  /// Adds a note at the end, above a cell, or as it is typed at a prompt of its own.
  func note(_ text: String) throws {
    guard !text.isEmpty else {
      write(folded("a note of any length; an empty line ends it") + "\n")
      guard let typed = readNote() else { return }
      return add(typed, above: nil)
    }
    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
    if parts.count == 2, let number = Int(parts[0]), session.state.cell(number) != nil {
      return add(parts[1], above: .cell(number))
    }
    add(text, above: nil)
  }

  private func add(_ text: String, above other: NotebookState.EntryID?) {
    let number = session.state.nextNote
    session.change(":note") { $0.addNote(text, above: other) }
    write("note n\(number)\(other.map { " above \($0)" } ?? "")\n")
  }

  private func readNote() -> String? {
    let delegate = editor.delegate
    defer { editor.delegate = delegate }
    editor.delegate = LineEditorDelegate(isIncomplete: { !$0.isEmpty && !$0.hasSuffix("\n") })
    guard case .cell(let text) = editor.readCell(prompt: "note> ") else { return nil }
    let typed = text.trimmingBlanks
    return typed.isEmpty ? nil : typed
  }

  // MARK: - Undo

  func undo(_ text: String) throws { try goBack(text, "taken back", "undo") { session.undo() } }

  func redo(_ text: String) throws { try goBack(text, "back again", "redo") { session.redo() } }

  private func goBack(
    _ text: String, _ what: String, _ command: String, _ step: () -> String?
  ) throws {
    let isForgotten = command == "undo" && session.hasForgottenSteps
    guard let count = text.isEmpty ? 1 : Int(text), (1...1000).contains(count) else {
      throw Failure(.argument, ":\(command) takes how many operations, found \(text)")
    }
    for index in 0..<count {
      guard let title = step() else {
        if index == 0 { write("nothing \(isForgotten ? "more " : "")to \(command)\n") }
        if isForgotten { write(dimmed(folded("what came before is no longer kept")) + "\n") }
        return
      }
      write("\(what): \(title)\n")
    }
  }
}

extension NotebookState.EntryID {
  /// The number, when it is a cell's.
  var cellNumber: Int? { if case .cell(let number) = self { number } else { nil } }
}
