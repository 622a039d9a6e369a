internal import Glibc
internal import StandardLibrary

/// Help on everything a person can type: the language, the shell's commands, the command line.
enum ProgramHelp {
  /// The pages of the program around the language.
  static let pages: [Help.Page] =
    commandPages + optionPages + formPages + surroundingPages + [keyPage]

  /// The names that have a page.
  static var topicNames: [String] { Help.topicNames + pages.flatMap(\.names) }

  /// The page of a topic, laid out; in a terminal its first screen.
  ///
  /// - Throws: `name` with the nearest topics when there is none.
  static func text(_ topic: String, width: Int) throws -> String {
    // Room for what was typed and for the prompt below.
    let rows = isatty(1) == 1 ? max(Terminal.size.rows - 2, 8) : Int.max
    return TextFolding.folded(
      try Help.opening(topic, beside: pages, rows: rows, width: width), width: width)
  }

  private static let commandPages = ShellCommand.all.map { command in
    page(
      ":" + command.name, usage: ":\(command.name) \(command.usage)", command.summary,
      (command.details + inLesson(command)).trimmingBlanks)
  }

  /// What is different in a lesson.
  private static func inLesson(_ command: ShellCommand) -> String {
    guard command.works(at: .notebook) else { return " Only in lessons: ?tutorial." }
    return command.ofLesson.map { " In a lesson: \($0.summary)." } ?? ""
  }

  private static let optionPages = CommandLineOption.allCases.map { option in
    page(option.rawValue, usage: "tandem \(option.usage)", option.summary, option.details)
  }

  private static func page(
    _ name: String, usage: String, _ summary: String, _ details: String
  ) -> Help.Page {
    var lines = [Help.Line(usage, 4), Help.Line("  \(summary)", 2)]
    if !details.isEmpty { lines += [Help.Line(""), Help.Line("  \(details)", 2)] }
    return Help.Page([name], lines)
  }

  private static let keyPage = Help.Page(
    ["keys", "shortcuts"],
    [Help.Line("Keys"), Help.Line("")]
      + KeyListing.rows.map { Help.Line("  \($0.keys): \($0.meaning)", 4) }
      + [
        Help.Line(""),
        Help.Line("  ~/.editrc chooses others: a line bind -v those of vi; see editrc(5).", 2),
      ])

  private static let formPages: [Help.Page] = {
    let lines = CommandLineForm.all.map { Help.Line("  \($0.usage): \($0.summary)", 4) }
    return [Help.Page(["tandem", "command line"], [Help.Line("The command line")] + lines)]
  }()
}
