internal import Runtime

/// What people type who come from other shells, and the command it stands for here.
enum ForeignHabit {
  /// The command that a line means: `exit` or `quit()` leaves, `help(fit)`, `help` and `fit?` ask.
  ///
  /// A line that means itself comes back as it is, as does a name that the person gave a value.
  static func command(for line: String, _ interpreter: Interpreter) -> String {
    if line.hasSuffix("?"), line.dropLast().allSatisfy(isPartOfName) {
      return "?" + line.dropLast()
    }
    let name = String(line.prefix(while: isPartOfName))
    guard let command = commands[name], !interpreter.variableNames.contains(name) else {
      return line
    }
    let rest = line.dropFirst(name.count)
    if rest.isEmpty || rest == "()" { return command }
    guard command == "?", rest.hasPrefix("("), rest.hasSuffix(")") else { return line }
    let topic = rest.dropFirst().dropLast()
    return topic.allSatisfy(isPartOfName) ? "?" + topic : line
  }

  private static let commands = ["exit": ":quit", "quit": ":quit", "help": "?"]

  private static func isPartOfName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}
