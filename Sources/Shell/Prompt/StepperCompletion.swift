internal import Stepping

/// What could stand at the cursor of a stepper's prompt.
struct StepperCompletion {
  let stepper: Stepper

  func complete(_ text: String, _ cursor: Int) -> Completion? {
    let before = String(decoding: Array(text.utf8).prefix(cursor), as: UTF8.self)
    guard let blank = before.firstIndex(of: " ") else {
      let answers = stepper.asking?.choices ?? []
      return matching(
        before,
        in: answers.map { .init($0) }
          + StepperCommand.words.map { .init($0.usage, description: $0.meaning) }, cursor)
    }
    let command = before[..<blank]
    var stem = String(before[before.index(after: blank)...])
    // Of several figures the last is under way, in an expression the last name.
    if command == "watch", let comma = stem.lastIndex(of: ",") {
      stem = String(stem[stem.index(after: comma)...])
    }
    if command == "=" || command == "p" { stem = Completer.nameEnding(stem) }
    while stem.hasPrefix(" ") { stem.removeFirst() }
    return matching(stem, in: arguments(of: command).map { .init($0) }, cursor)
  }

  private func arguments(of command: Substring) -> [String] {
    let topics = stepper.current.topics
    let figures = stepper.state.map(\.name)
    switch command {
    case "why": return topics.why
    case "show": return topics.show
    case "what-if": return topics.whatIf.map(name)
    case "set": return topics.settings.map(name)
    case "watch": return figures + ["off"]
    case "break": return figures + stepper.current.stageNames + ["off"]
    case "=", "p": return figures
    case "guess": return (stepper.asking?.choices ?? []) + ["on", "off"]
    case "redraw": return ["on", "off"]
    case "save": return ["run "]
    case "to": return stepper.current.stageNames + ["end", "start"]
    default: return []
    }
  }

  /// What stands before the value of `sky=1`, with the sign.
  private func name(_ change: String) -> String {
    change.lastIndex(of: "=").map { String(change[...$0]) } ?? change
  }

  private func matching(
    _ stem: String, in candidates: [Completion.Candidate], _ cursor: Int
  ) -> Completion? {
    let found = candidates.filter { $0.text.hasPrefix(stem) }
    guard !found.isEmpty else { return nil }
    return Completion(range: (cursor - stem.utf8.count)..<cursor, candidates: found)
  }
}
