internal import Diagnostics

extension StepperCommand {
  private static let meanings: [String: String] = [
    "": "n", "n": "n", "next": "n", "b": "b", "back": "b", "c": "c", "continue": "c",
    "finish": "c", "to": "to", "into": "into", "out": "out", "why": "why", "what-if": "what-if",
    "whatif": "what-if", "set": "set", "show": "show", "break": "break", "watch": "watch",
    "diff": "diff", "save": "save", "redraw": "redraw", "restart": "restart", "help": "help",
    "?": "help", "q": "q", "quit": "q", "exit": "q", "guess": "guess", "p": "p", "print": "p",
    "=": "p",
  ]

  /// The names of the commands, each in the form that `help` uses.
  static let names = Set(meanings.values)

  /// Reads a line, an empty one as `n`.
  ///
  /// Throws a `Failure` that says what was expected and what was found.
  package init(_ line: String) throws {
    try self.init(line, figures: [])
  }

  /// Reads a line at a stage of a run: one that begins with the name of one of its figures, or in no
  /// way like a command, is an expression.
  package init(_ line: String, at stepper: Stepper) throws {
    try self.init(line, figures: stepper.state.map(\.name))
  }

  private init(_ line: String, figures: [String]) throws {
    var line = line.trimmingBlanks
    // `=x` as well as `= x`.
    if line.hasPrefix("="), !line.hasPrefix("==") { line = "= " + line.dropFirst() }
    let parts = line.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
    let word = (parts.first ?? "").lowercased()
    let rest = parts.count > 1 ? parts[1].trimmingBlanks : ""
    if Self.meanings[word] == nil, Self.isExpression(line, figures) {
      self = .evaluate(line)
      return
    }
    let command = try Self.command(word, figures)
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
    case "watch":
      self = rest.isEmpty ? .watched : Self.off(rest).map { .clearWatched($0) } ?? .watch(rest)
    case "guess":
      self =
        rest.isEmpty
        ? .score : ["on", "off"].contains(rest) ? .guessing(rest == "on") : .guess(rest)
    case "p": self = .evaluate(try Self.code(rest))
    case "save": self = try Self.saving(rest)
    case "redraw": self = .redraw(try Self.isOn(rest))
    default: self = try Self.plain(command, rest)
    }
  }

  /// The command that a word stands for, in full or by a beginning that fits no other.
  private static func command(_ word: String, _ figures: [String]) throws -> String {
    if let command = meanings[word] { return command }
    let begun = Set(meanings.filter { $0.key.hasPrefix(word) }.values).sorted()
    // Nobody leaves by a slip.
    if begun.count == 1, begun[0] != "q" { return begun[0] }
    throw unknown(word, begun, figures)
  }

  /// Whether a line that names no command is an expression: it begins with a figure's name, calls
  /// something, or begins like a number, a list or a bracket.
  private static func isExpression(_ line: String, _ figures: [String]) -> Bool {
    let name = line.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    guard let first = line.first, !name.isEmpty else {
      return line.first.map { "([{\"-!.".contains($0) } ?? false
    }
    if figures.contains(String(name)) || first.isNumber { return true }
    guard let next = line.dropFirst(name.count).first else { return false }
    return "([.".contains(next)
  }

  private static func code(_ text: String) throws -> String {
    guard !text.isEmpty else {
      throw Failure(
        .argument, "`p` takes an expression, found nothing", notes: ["try `p loss * 2`"])
    }
    return text
  }

  /// What stands after `off`: nothing for all; `nil` when the text begins otherwise.
  private static func off(_ text: String) -> String? {
    guard text == "off" || text.hasPrefix("off ") else { return nil }
    return String(text.dropFirst(3)).trimmingBlanks
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
    guard let (name, value) = pair(text) else {
      throw Failure(
        .argument, "`what-if` takes a name and a number, found `\(text)`",
        notes: ["try `what-if sky=1`; `what-if ?` lists what this run lets you change"])
    }
    guard let number = Double(value), number.isFinite else {
      throw Failure(
        .argument, "`what-if \(name)` takes a number, found `\(value)`",
        notes: ["try `what-if \(name)=1`"])
    }
    return .whatIf(name, number)
  }

  private static func setting(_ text: String) throws -> StepperCommand {
    if text.isEmpty { return .topics(.set) }
    guard let (name, value) = pair(text) else {
      throw Failure(
        .argument, "`set` takes a name and a value, found `\(text)`",
        notes: ["try `set sky=1`; `set ?` lists what this run lets you set"])
    }
    return .set(name, value)
  }

  /// A name and a value: what stands on both sides of the last `=`, without one of the last blank;
  /// `nil` when one of them is missing.
  private static func pair(_ text: String) -> (name: String, value: String)? {
    guard let sign = text.lastIndex(of: "=") ?? text.lastIndex(where: \.isWhitespace) else {
      return nil
    }
    let name = String(text[..<sign]).trimmingBlanks
    let value = String(text[text.index(after: sign)...]).trimmingBlanks
    return name.isEmpty || value.isEmpty ? nil : (name, value)
  }

  private static func stop(_ text: String) throws -> StepperCommand {
    if text.isEmpty { return .stops }
    if let stop = off(text) { return .clearStops(stop) }
    return .stopAt(try StepperStop(text))
  }

  private static func topic(_ text: String) throws -> String {
    guard !text.isEmpty else {
      throw Failure(
        .argument, "`show` takes the name of a panel, found nothing",
        notes: ["`show ?` lists the panels of this run"])
    }
    return text
  }

  /// `a.html`, or `run a.html every=5`.
  private static func saving(_ text: String) throws -> StepperCommand {
    var words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard words.first == "run" else { return .save(try file(text)) }
    words.removeFirst()
    var every: Int?
    if let last = words.last, last.hasPrefix("every=") {
      every = try stages(String(last.dropFirst("every=".count)))
      words.removeLast()
    }
    return .saveRun(try file(words.joined(separator: " ")), every: every)
  }

  private static func stages(_ text: String) throws -> Int {
    guard let count = Int(text), count > 0 else {
      throw Failure(
        .argument, "`every=` takes a number of stages from 1, found `\(text)`",
        notes: ["try `save run run.html every=5`"])
    }
    return count
  }

  private static func file(_ text: String) throws -> String {
    guard !text.isEmpty else {
      throw Failure(
        .argument, "`save` takes the name of a file, found nothing",
        notes: [
          "try `save screen.html`, `save screen.svg` or `save screen.txt`",
          "`save run run.html` writes all screens",
        ])
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

  private static func unknown(_ word: String, _ begun: [String], _ figures: [String]) -> Failure {
    let known = meanings.keys.filter { $0.count > 1 } + figures
    let near = begun.isEmpty ? nearNames(to: word, among: known) : begun
    let hint =
      near.isEmpty ? [] : ["did you mean \(near.map { "`\($0)`" }.joined(separator: ", "))?"]
    return Failure(
      .name,
      begun.isEmpty
        ? "`\(word)` is not a command of the stepper" : "`\(word)` begins several commands",
      notes: hint + ["`help` lists the commands, `q` leaves the stepper"])
  }
}
