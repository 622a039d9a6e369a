internal import Runtime

extension Completer {
  /// The names of commands, and behind one what its usage tells.
  func commandCompletion(_ before: String, _ text: String, _ cursor: Int) -> Completion? {
    guard let blank = before.firstIndex(of: " ") else {
      let candidates = commands.map {
        Completion.Candidate($0.name, description: $0.summary, suffix: $0.standsAlone ? "" : " ")
      }
      return completion(
        candidates.sorted { $0.text < $1.text }, stem: String(before.dropFirst()), cursor)
    }
    guard let command = commands.command(String(before[..<blank].dropFirst())) else { return nil }
    let typed = before[before.index(after: blank)...].drop { $0 == " " }
    return argumentCompletion(String(typed), command, text, cursor)
  }

  private func argumentCompletion(
    _ typed: String, _ command: CommandUsage, _ text: String, _ cursor: Int
  ) -> Completion? {
    var candidates: [Completion.Candidate] = []
    let stem = String(typed.split(separator: " ", omittingEmptySubsequences: false).last ?? "")
    for word in command.words {
      switch word {
      case "N", "M": candidates += cellCandidates
      case "TOPIC": candidates += topicCandidates
      case "TUTORIAL": candidates += tutorialCandidates
      case _ where word.contains { $0.isUppercase }: break
      default: candidates.append(Completion.Candidate(word))
      }
    }
    if let found = completion(candidates, stem: stem, cursor) { return found }
    if command.words.contains("FILE") { return pathCompletion(typed, cursor, style: .plain) }
    if command.words.contains("FOLDER") {
      var folders = pathCompletion(typed, cursor, style: .plain)
      folders?.candidates.removeAll { !$0.text.hasSuffix("/") }
      return folders
    }
    return command.takesCode ? codeCompletion(typed, text, cursor) : nil
  }

  /// The cells by number, the newest first, with their first line.
  private var cellCandidates: [Completion.Candidate] {
    cells().reversed().map { cell in
      let line = cell.source.split(separator: "\n", maxSplits: 1).first.map(String.init)
      return Completion.Candidate(String(cell.number), description: line)
    }
  }

  private var tutorialCandidates: [Completion.Candidate] {
    TutorialLibrary(interpreter.files).entries.map { Completion.Candidate($0.name) }
  }

  /// What help can be asked on.
  var topicCandidates: [Completion.Candidate] {
    (ProgramHelp.topicNames + interpreter.variableNames).sorted().map { Completion.Candidate($0) }
  }
}
