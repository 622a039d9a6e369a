internal import Diagnostics

/// A command of the shell, typed behind a colon at the start of a cell.
struct ShellCommand: Sendable {
  /// Where commands are typed.
  enum Place: Sendable { case notebook, lesson }

  typealias Action<Shell> = @Sendable (Shell, String) throws -> Void

  /// What a command does at one place.
  enum Effect<Shell: PromptShell>: Sendable {
    case does(Action<Shell>)
    /// Nothing, and why, as a sentence.
    case refuses(String)

    func perform(_ shell: Shell, _ rest: String) throws {
      switch self {
      case .does(let action): try action(shell, rest)
      case .refuses(let reason): shell.write(shell.folded(reason) + "\n")
      }
    }

    var isRefusal: Bool { if case .refuses = self { true } else { false } }
  }

  let name: String
  /// What follows the name, for `:help`.
  let usage: String
  let summary: String
  /// What more there is to say, for its page of help.
  let details: String
  /// How it is written and what it does in a lesson, where that is something of its own.
  var ofLesson: (usage: String, summary: String)?
  let inNotebook: Effect<InteractiveShell>
  let inLesson: Effect<LessonShell>

  /// Whether it does something at a place.
  func works(at place: Place) -> Bool {
    switch place {
    case .notebook: !inNotebook.isRefusal
    case .lesson: !inLesson.isRefusal
    }
  }

  /// How it is written at a place, and what it does there.
  func usage(at place: Place) -> CommandUsage {
    let words = place == .lesson ? ofLesson : nil
    return CommandUsage(
      name: name, usage: words?.usage ?? usage, summary: words?.summary ?? summary)
  }

  /// The commands that do something at a place; in a lesson its own come first.
  static func all(at place: Place) -> [ShellCommand] {
    let working = all.filter { $0.works(at: place) }
    guard place == .lesson else { return working }
    return working.filter(\.inNotebook.isRefusal) + working.filter { !$0.inNotebook.isRefusal }
  }

  /// How the commands are written that do something at a place.
  static func usages(at place: Place) -> [CommandUsage] {
    all(at: place).map { $0.usage(at: place) }
  }

  /// Beginnings of several commands that mean one of them all the same, outside of lessons.
  private static let abbreviations = ["h": "help", "c": "cells"]

  /// The command that a line names, by its full name, an abbreviation or a beginning that is
  /// unambiguous among those that do something there; in a lesson its own commands come before the
  /// others.
  static func find(_ name: String, at place: Place = .notebook) throws -> ShellCommand {
    let name = place == .notebook ? abbreviations[name] ?? name : name
    guard !name.isEmpty else {
      throw Failure(.name, "a command's name follows the :", notes: [":help lists the commands"])
    }
    let working = all(at: place).map(\.name)
    let own = place == .lesson ? lesson.map(\.name).filter { $0.hasPrefix(name) } : []
    let every = all.map(\.name)
    let meant =
      every.contains(name)
      ? name
      : own.count == 1 ? own[0] : working.meant(by: name) ?? every.meant(by: name)
    if let meant, let command = all.first(where: { $0.name == meant }) { return command }
    let beginning = working.filter { $0.hasPrefix(name) }
    let near = beginning.isEmpty ? nearNames(to: name, among: working) : beginning
    let notes =
      near.isEmpty
      ? [":help lists the commands"]
      : ["did you mean \(near.map { ":" + $0 }.joined(separator: " or "))?"]
    throw Failure(.name, "there is no command :\(name)", notes: notes)
  }
}

// The ways to write a row of the table.
extension ShellCommand {
  /// A command that does the same everywhere.
  init(
    name: String, usage: String, summary: String, details: String = "",
    perform: @escaping Action<PromptShell>
  ) {
    self.init(
      name: name, usage: usage, summary: summary, details: details,
      inNotebook: .does { try perform($0, $1) }, inLesson: .does { try perform($0, $1) })
  }

  /// A command of the notebook, with what a lesson has in its place.
  init(
    name: String, usage: String, summary: String, details: String = "", notInLesson: String,
    perform: @escaping Action<InteractiveShell>
  ) {
    self.init(
      name: name, usage: usage, summary: summary, details: details, inNotebook: .does(perform),
      inLesson: .refuses(notInLesson))
  }

  /// A command that means something of its own in a lesson.
  init(
    name: String, usage: String, summary: String, details: String = "",
    lesson: (usage: String, summary: String), inLesson: @escaping Action<LessonShell>,
    perform: @escaping Action<InteractiveShell>
  ) {
    self.init(
      name: name, usage: usage, summary: summary, details: details, ofLesson: lesson,
      inNotebook: .does(perform), inLesson: .does(inLesson))
  }

  /// A command of lessons alone.
  init(
    lesson name: String, usage: String = "", summary: String, details: String = "",
    perform: @escaping Action<LessonShell>
  ) {
    self.init(
      name: name, usage: usage, summary: summary, details: details,
      inNotebook: .refuses(
        ":\(name) belongs to a lesson: :tutorial lists them, :tutorial NAME begins one"),
      inLesson: .does(perform))
  }
}
