internal import Diagnostics

/// What a person types while stepping.
package enum StepperCommand: Sendable, Hashable {
  case next(Int)
  case back(Int)
  case runOn
  case toStep(Int)
  case toTarget(String)
  case why(String)
  case whatIf(String, Double)
  case show(String)
  case restart
  case help
  case quit

  /// The commands with what they do, as `help` lists them.
  package static let summary: [(usage: String, meaning: String)] = [
    ("n [k] or Enter", "the next stage, or k stages on"),
    ("b [k]", "one stage back, or k"),
    ("c", "run on to the end"),
    ("to 12", "to the stage after 12 steps; to 0 is the start"),
    ("to link sunset", "to the stage of that name"),
    ("why [x]", "which terms made a figure"),
    ("what-if sky=1", "the same stage with something changed; the run stays as it is"),
    ("show X", "a panel that is not on the screen"),
    ("restart", "back to the start"),
    ("help", "this list"),
    ("q", "leave; the stepper keeps its place"),
  ]

  private static let words: [String: String] = [
    "": "n", "n": "n", "next": "n", "b": "b", "back": "b", "c": "c", "continue": "c",
    "finish": "c", "to": "to", "why": "why", "what-if": "what-if", "whatif": "what-if",
    "show": "show", "restart": "restart", "help": "help", "?": "help", "q": "q", "quit": "q",
    "exit": "q",
  ]

  /// Reads a line, an empty one as `n`.
  ///
  /// Throws a `Failure` that says what was expected and what was found.
  package init(_ line: String) throws {
    let parts = line.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
    let word = (parts.first ?? "").lowercased()
    let rest = parts.count > 1 ? parts[1].trimmingBlanks : ""
    guard let command = Self.words[word] else { throw Self.unknown(word) }
    switch command {
    case "n": self = .next(try Self.count(rest, of: "n"))
    case "b": self = .back(try Self.count(rest, of: "b"))
    case "to": self = try Self.target(rest)
    case "why": self = .why(rest)
    case "what-if": self = try Self.change(rest)
    case "show": self = .show(try Self.topic(rest))
    default: self = try Self.plain(command, rest)
    }
  }

  private static func plain(_ command: String, _ rest: String) throws -> StepperCommand {
    guard rest.isEmpty || command == "help" else {
      throw Failure(.argument, "`\(command)` stands alone, found `\(rest)` after it")
    }
    switch command {
    case "c": return .runOn
    case "restart": return .restart
    case "help": return .help
    default: return .quit
    }
  }

  private static func count(_ text: String, of command: String) throws -> Int {
    if text.isEmpty { return 1 }
    guard let count = Int(text), count > 0 else {
      throw Failure(
        .argument, "`\(command)` takes a number of stages from 1, found `\(text)`",
        notes: ["try `\(command) 5`"])
    }
    return count
  }

  private static func target(_ text: String) throws -> StepperCommand {
    guard !text.isEmpty else {
      throw Failure(
        .argument, "`to` takes a step number or the name of a stage, found nothing",
        notes: ["try `to 3` or `to end`"])
    }
    if text == "end" { return .runOn }
    if text == "start" { return .toStep(0) }
    let number = text.hasPrefix("step ") ? String(text.dropFirst(5)).trimmingBlanks : text
    guard let step = Int(number) else { return .toTarget(text) }
    guard step >= 0 else {
      throw Failure(.argument, "`to` takes a step number from 0, found `\(number)`")
    }
    return .toStep(step)
  }

  private static func change(_ text: String) throws -> StepperCommand {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      .map { String($0).trimmingBlanks }
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw Failure(
        .argument, "`what-if` takes a name and a number, found `\(text)`",
        notes: ["try `what-if sky=1`"])
    }
    guard let value = Double(parts[1]), value.isFinite else {
      throw Failure(
        .argument, "`what-if \(parts[0])` takes a number after `=`, found `\(parts[1])`",
        notes: ["try `what-if \(parts[0])=1`"])
    }
    return .whatIf(parts[0], value)
  }

  private static func topic(_ text: String) throws -> String {
    guard !text.isEmpty else {
      throw Failure(
        .argument, "`show` takes the name of a panel, found nothing",
        notes: ["`show ?` lists the panels of this run"])
    }
    return text
  }

  private static func unknown(_ word: String) -> Failure {
    let near = nearNames(to: word, among: words.keys.filter { $0.count > 1 })
    let hint =
      near.isEmpty ? [] : ["did you mean \(near.map { "`\($0)`" }.joined(separator: ", "))?"]
    return Failure(
      .name, "`\(word)` is not a command of the stepper",
      notes: hint + ["`help` lists the commands, `q` leaves the stepper"])
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    var text = Substring(self)
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
