internal import Diagnostics

/// A command of the shell, typed behind a colon at the start of a cell.
struct ShellCommand: Sendable {
  let name: String
  /// What follows the name, for `:help`.
  let usage: String
  let summary: String
  /// What more there is to say, for its page of help.
  let details: String
  let perform: @Sendable (InteractiveShell, String) throws -> Void

  init(
    name: String, usage: String, summary: String, details: String = "",
    perform: @escaping @Sendable (InteractiveShell, String) throws -> Void
  ) {
    self.name = name
    self.usage = usage
    self.summary = summary
    self.details = details
    self.perform = perform
  }

  /// The one table of commands.
  static let all: [ShellCommand] = [
    ShellCommand(name: "help", usage: "[TOPIC]", summary: "this list, or help on a topic") {
      if $1.isEmpty { $0.listCommands() } else { try $0.help($1) }
    },
    ShellCommand(
      name: "why", usage: "", summary: "explain the last error, with an example",
      details: "Says which rule was broken, what went wrong with the values at hand, how to mend it, "
        + "and shows the mistake and the same done right. Every such page is found by its name, too: "
        + "?an unknown name."
    ) { shell, _ in
      shell.why()
    },
    ShellCommand(name: "vars", usage: "", summary: "the variables and what they hold") { shell, _ in
      shell.listVariables()
    },
    ShellCommand(name: "cells", usage: "", summary: "the cells that were run") { shell, _ in
      shell.listCells()
    },
    ShellCommand(name: "rerun", usage: "N", summary: "run cell N again") { try $0.rerun($1) },
    ShellCommand(name: "edit", usage: "N", summary: "bring cell N back to the prompt") {
      try $0.edit($1)
    },
    ShellCommand(name: "undo", usage: "", summary: "take the last cell's effect back") { shell, _ in
      shell.undo()
    },
    ShellCommand(name: "redo", usage: "", summary: "bring an undone effect back") { shell, _ in
      shell.redo()
    },
    ShellCommand(name: "time", usage: "CODE", summary: "run code and say how long it took") {
      try $0.time($1)
    },
    ShellCommand(
      name: "disassemble", usage: "NAME|N|CODE",
      summary: "the instructions of a function, a cell or code",
      details: "On the left stand the places that jumps lead to (L1, L2, …), then what is done and "
        + "to what, on the right the source. Values on the way are called t1, t2, …. A name with "
        + "a + runs together with the line below it. Code is not run."
    ) {
      try $0.disassemble($1)
    },
    ShellCommand(name: "step", usage: "EXPR", summary: "step through a model's training or answers")
    {
      try $0.step($1)
    },
    ShellCommand(name: "tutorial", usage: "[TUTORIAL]", summary: "list the tutorials, or begin one") {
      try $0.tutorial($1)
    },
    ShellCommand(name: "note", usage: "TEXT", summary: "add prose to the session's document") {
      $0.note($1)
    },
    ShellCommand(name: "save", usage: "FILE", summary: "write the session as a notebook") {
      try $0.save($1)
    },
    ShellCommand(name: "open", usage: "FILE", summary: "read a notebook; :run runs it") {
      try $0.open($1)
    },
    ShellCommand(name: "run", usage: "", summary: "run the cells of the opened notebook") {
      shell, _ in
      try shell.runOpened()
    },
    ShellCommand(
      name: "recover", usage: "[forget]", summary: "run a session again that broke off, or drop it"
    ) {
      try $0.recover($1)
    },
    ShellCommand(name: "reset", usage: "", summary: "forget all variables and cells") { shell, _ in
      shell.reset()
    },
    ShellCommand(name: "quit", usage: "", summary: "leave (Ctrl-D does too)") { shell, _ in
      shell.quit()
    },
  ]

  /// The command that a line names, by its full name or an unambiguous beginning.
  static func find(_ name: String) throws -> ShellCommand {
    if let exact = all.first(where: { $0.name == name }) { return exact }
    guard !name.isEmpty else {
      throw Failure(.name, "a command's name follows the :", notes: [":help lists the commands"])
    }
    let beginning = all.filter { $0.name.hasPrefix(name) }
    if beginning.count == 1 { return beginning[0] }
    let near =
      beginning.isEmpty ? nearNames(to: name, among: all.map(\.name)) : beginning.map(\.name)
    let notes =
      near.isEmpty
      ? [":help lists the commands"]
      : ["did you mean \(near.map { ":" + $0 }.joined(separator: " or "))?"]
    throw Failure(.name, "there is no command :\(name)", notes: notes)
  }
}
