internal import Notebook
internal import Runtime
internal import StandardLibrary
internal import Stepping

extension ReferencePages {
  /// The page of a chapter of the language.
  static func page(_ chapter: SyntaxChapter) -> Page {
    let sections = chapter.topics.map(section)
    return Page(
      name(of: chapter), title: "\(chapter.name): \(chapter.summary)",
      Fence.block("", chapter.text) + sections.joined())
  }

  /// The page of a table of functions.
  static func page(_ topic: StandardLibrary.Topic) -> Page {
    let names = topic.builtins.map { "[\(Markdown.code($0.name))](#\($0.name))" }
    return Page(
      name(of: topic), title: "\(topic.name): \(topic.summary)",
      names.joined(separator: ", ") + "\n" + topic.builtins.map(section).joined())
  }

  private static func section(_ topic: SyntaxTopic) -> String {
    "\n## \(Markdown.code(topic.name))\n\n" + paragraph(topic.summary)
      + Fence.block("", topic.forms.joined(separator: "\n")) + "\n" + paragraph(topic.details)
      + cells(topic.examples)
  }

  private static func section(_ builtin: Builtin) -> String {
    let parameters = builtin.parameters.map {
      "* \(Markdown.code($0.name)): \(Markdown.escaped(Help.description(of: $0)))\n"
    }
    let related = SeeAlso.names(for: builtin.name).map(link)
    return "\n## \(builtin.name)\n\n" + "\(Markdown.code(builtin.signature))\n\n"
      + paragraph(builtin.summary) + paragraph(builtin.details)
      + (parameters.isEmpty ? "" : parameters.joined() + "\n")
      + paragraph("Gives \(builtin.resultType).") + cells(builtin.examples)
      + (related.isEmpty ? "" : "See also \(related.joined(separator: ", ")).\n")
  }

  private static func paragraph(_ text: String) -> String {
    text.isEmpty ? "" : Markdown.escaped(text) + "\n\n"
  }

  /// Examples as cells, each starting from nothing, with what they bring.
  private static func cells(_ examples: [Example]) -> String {
    examples.map { example in
      let source = Fence.block("tandem fresh", example.source) + "\n"
      let output = example.output.isEmpty ? "" : Fence.block("output", example.output) + "\n"
      let error = example.error.map { Fence.block("error", $0) + "\n" } ?? ""
      return source + output + error
    }.joined()
  }

  // MARK: - Around the language

  /// The shell's commands, and those of the stepper.
  static var shell: Page {
    Page(
      "shell", title: "shell: commands and steppers",
      """
      A command stands behind a colon at a cell's first column; its name may be shortened as long
      as it is clear. `?` asks for help.

      \(rows(ShellCommand.usages(at: .notebook).map { (":\($0.name) \($0.usage)", $0.summary) }))
      ## In a lesson

      Enter runs the cell that is shown, and then goes on; anything else may be typed in between.

      \(rows(ShellCommand.lesson.map { (":\($0.name) \($0.usage)", $0.summary) }))
      ## While stepping

      `:step EXPR` opens a stepper.

      \(rows(StepperCommand.summary.map { ($0.usage, $0.meaning) }))
      """)
  }

  /// The ways to call the program, and its options.
  static var commandLine: Page {
    let options = CommandLineOption.allCases.map { option in
      (option.usage, option.summary + (option.details.isEmpty ? "" : ". \(option.details)"))
    }
    return Page(
      "command-line", title: "command line",
      """
      \(rows(CommandLineForm.all.map { ($0.usage, $0.summary) }))
      ## Options

      \(rows(options))
      \(CommandLineForm.exitCodes)

      """)
  }

  private static func rows(_ entries: [(usage: String, meaning: String)]) -> String {
    entries.map { usage, meaning in
      let usage = usage.last == " " ? String(usage.dropLast()) : usage
      return "* \(Markdown.code(usage)): \(Markdown.escaped(meaning))\n"
    }.joined()
  }
}
