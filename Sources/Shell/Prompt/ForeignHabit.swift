internal import Runtime

/// What people type who come from other shells, and the command it stands for here.
enum ForeignHabit {
  /// What may follow a habit's name and goes on to the command.
  private enum Argument {
    case none
    /// A word, a path or code, in quotation marks and brackets or without.
    case text
  }

  private struct Row {
    let names: [String]
    let command: String
    let argument: Argument

    init(_ names: String, _ command: String, _ argument: Argument = .none) {
      self.names = names.split(separator: " ").map(String.init)
      self.command = command
      self.argument = argument
    }
  }

  /// The one table; names of Python, IPython, Julia, Octave, R and of the system's shells.
  private static let rows = [
    Row("exit quit %exit %quit logout", ":quit"),
    Row("help ? man doc lookfor apropos %pinfo %pdoc", "?", .text),
    Row("%psource %pinfo2", "??", .text),
    Row("%magic %lsmagic %quickref", ":help"),
    Row("who whos %who %whos varinfo", ":vars"),
    Row("history %history %hist", ":history", .text),
    Row("ls dir %ls !ls !dir readdir", ":ls", .text),
    Row("cd %cd !cd chdir setwd", ":cd", .text),
    Row("pwd %pwd !pwd getwd", ":pwd"),
    Row("clc cls %clear %cls !clear", ":clear"),
    Row("%reset clearvars", ":reset"),
    Row("%time @time", ":time", .text),
    Row("%timeit @btime @benchmark timeit", ":timeit", .text),
    Row("%run run include source", ":run", .text),
    Row("%edit edit", ":edit", .text),
    Row("%save %notebook", ":save", .text),
    Row("%load", ":open", .text),
  ]

  private static let table: [String: Row] = Dictionary(
    rows.flatMap { row in row.names.map { ($0, row) } }, uniquingKeysWith: { first, _ in first })

  /// The command that a line means: `exit` or `quit()` leaves, `help(fit)`, `help` and `fit?` ask.
  ///
  /// A line that means itself comes back as it is, as does a name that the person gave a value.
  static func command(for line: String, _ interpreter: Interpreter) -> String {
    if line.hasSuffix("?"), line.dropLast().allSatisfy(isPartOfName) || line.hasSuffix("??") {
      let name = line.prefix(while: isPartOfName)
      let marks = line.dropFirst(name.count)
      if marks == "?" || marks == "??" { return String(marks + name) }
    }
    let sigil = line.first.map { "%@!;".contains($0) } ?? false
    let name =
      (sigil ? line.prefix(1) : "") + line.dropFirst(sigil ? 1 : 0).prefix(while: isPartOfName)
    // What Julia's shell runs behind a semicolon, others run behind an exclamation mark.
    let key = name.hasPrefix(";") ? "!" + name.dropFirst() : String(name)
    guard let row = table[key], !interpreter.variableNames.contains(String(name)),
      let rest = argument(String(line.dropFirst(name.count))),
      rest.isEmpty || row.argument == .text
    else { return line }
    return row.command + (rest.isEmpty || row.command.hasPrefix("?") ? "" : " ") + rest
  }

  /// What stands behind a name, without the brackets and quotation marks of a call; `nil` when it is
  /// the rest of an expression or an assignment, or more than a line.
  private static func argument(_ rest: String) -> String? {
    if rest.isEmpty || rest == "()" || rest == ";" { return "" }
    guard !rest.contains("\n") else { return nil }
    if rest.first == "(", rest.last == ")" {
      return unquoted(rest.dropFirst().dropLast().trimmingBlanks)
    }
    guard rest.first == " " else { return nil }
    let words = rest.trimmingBlanks
    let isAssignment =
      words.first == "," || words.hasPrefix("=") || words.dropFirst().first == "="
    return isAssignment ? nil : words
  }

  /// A text in quotation marks, or a name; `nil` for any other argument.
  private static func unquoted(_ text: String) -> String? {
    if text.allSatisfy(isPartOfName) { return text }
    guard text.count > 1, let mark = text.first, mark == "\"" || mark == "'", text.last == mark
    else {
      return nil
    }
    let inner = text.dropFirst().dropLast()
    return inner.contains(mark) ? nil : String(inner)
  }

  private static func isPartOfName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}
