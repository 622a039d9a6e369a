internal import Diagnostics

extension StepperCommand {
  private static let meanings: [String: String] = [
    "": "n", "n": "n", "next": "n", "b": "b", "back": "b", "c": "c", "continue": "c",
    "finish": "c", "to": "to", "into": "into", "out": "out", "why": "why", "what-if": "what-if",
    "whatif": "what-if", "set": "set", "show": "show", "break": "break", "watch": "watch",
    "diff": "diff", "save": "save", "redraw": "redraw", "restart": "restart", "help": "help",
    "?": "help", "q": "q", "quit": "q", "exit": "q",
  ]

  /// Reads a line, an empty one as `n`.
  ///
  /// Throws a `Failure` that says what was expected and what was found.
  package init(_ line: String) throws {
    let parts = line.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
    let word = (parts.first ?? "").lowercased()
    let rest = parts.count > 1 ? parts[1].trimmingBlanks : ""
    guard let command = Self.meanings[word] else { throw Self.unknown(word) }
    if rest == "?", let topic = Topic(rawValue: command) {
      self = .topics(topic)
      return
    }
    switch command {
    case "n": self = .next(try Self.count(rest, of: "n"))
    case "b": self = .back(try Self.count(rest, of: "b"))
    case "to": self = try Self.target(rest)
    case "why": self = .why(rest)
    case "what-if": self = try Self.change(rest)
    case "set": self = try Self.setting(rest)
    case "show": self = .show(try Self.topic(rest))
    case "break": self = try Self.stop(rest)
    case "watch": self = rest.isEmpty ? .watched : rest == "off" ? .clearWatched : .watch(rest)
    case "save": self = .save(try Self.file(rest))
    case "redraw": self = .redraw(try Self.isOn(rest))
    default: self = try Self.plain(command, rest)
    }
  }

  private static func plain(_ command: String, _ rest: String) throws -> StepperCommand {
    guard rest.isEmpty || command == "help" else {
      throw Failure(.argument, "`\(command)` stands alone, found `\(rest)` after it")
    }
    switch command {
    case "c": return .runOn
    case "into": return .into
    case "out": return .out
    case "diff": return .diff
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
    guard let (name, value) = assignment(text) else {
      throw Failure(
        .argument, "`what-if` takes a name and a number, found `\(text)`",
        notes: ["try `what-if sky=1`; `what-if ?` lists what this run lets you change"])
    }
    guard let number = Double(value), number.isFinite else {
      throw Failure(
        .argument, "`what-if \(name)` takes a number after `=`, found `\(value)`",
        notes: ["try `what-if \(name)=1`"])
    }
    return .whatIf(name, number)
  }

  /// The name is everything before the last `=`; without one, everything before the last blank.
  private static func setting(_ text: String) throws -> StepperCommand {
    if text.isEmpty { return .topics(.set) }
    if let (name, value) = assignment(text) { return .set(name, value) }
    guard !text.contains("="), let blank = text.lastIndex(where: \.isWhitespace) else {
      throw Failure(
        .argument, "`set` takes a name and a value, found `\(text)`",
        notes: ["try `set sky=1`; `set ?` lists what this run lets you set"])
    }
    let value = text[text.index(after: blank)...]
    return .set(String(text[..<blank]).trimmingBlanks, String(value))
  }

  /// Both sides of the last `=` of a text; `nil` when one of them is missing.
  private static func assignment(_ text: String) -> (name: String, value: String)? {
    guard let sign = text.lastIndex(of: "=") else { return nil }
    let name = String(text[..<sign]).trimmingBlanks
    let value = String(text[text.index(after: sign)...]).trimmingBlanks
    return name.isEmpty || value.isEmpty ? nil : (name, value)
  }

  private static func stop(_ text: String) throws -> StepperCommand {
    switch text {
    case "": .stops
    case "off": .clearStops
    default: .stopAt(try StepperStop(text))
    }
  }

  private static func topic(_ text: String) throws -> String {
    guard !text.isEmpty else {
      throw Failure(
        .argument, "`show` takes the name of a panel, found nothing",
        notes: ["`show ?` lists the panels of this run"])
    }
    return text
  }

  private static func file(_ text: String) throws -> String {
    guard !text.isEmpty else {
      throw Failure(
        .argument, "`save` takes the name of a file, found nothing",
        notes: ["try `save screen.html`, `save screen.svg` or `save screen.txt`"])
    }
    return text
  }

  private static func isOn(_ text: String) throws -> Bool {
    guard text == "on" || text == "off" else {
      throw Failure(
        .argument, "`redraw` takes on or off, found `\(text)`", notes: ["try `redraw on`"])
    }
    return text == "on"
  }

  private static func unknown(_ word: String) -> Failure {
    let near = nearNames(to: word, among: meanings.keys.filter { $0.count > 1 })
    let hint =
      near.isEmpty ? [] : ["did you mean \(near.map { "`\($0)`" }.joined(separator: ", "))?"]
    return Failure(
      .name, "`\(word)` is not a command of the stepper",
      notes: hint + ["`help` lists the commands, `q` leaves the stepper"])
  }
}
