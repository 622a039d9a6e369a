internal import StandardLibrary
internal import Stepping

extension ProgramHelp {
  /// Pages on what is not a function: the shell, documents, steppers, charts.
  static let surroundingPages = [commandsPage, lessonPage, documentsPage, stepperPage, chartsPage]

  /// Every command of the shell on one page.
  private static let commandsPage = Help.Page(
    ["commands", "shell", "shell commands"],
    [Help.Line("commands: typed at the start of a cell; a beginning that fits one is enough")]
      + commandRows(ShellCommand.usages(at: .notebook)))

  /// What is typed in a lesson, besides what is typed everywhere.
  private static let lessonPage = Help.Page(
    ["tutorial", "tutorials", "lesson", "lessons", "exercises"],
    [
      Help.Line("tutorial: prose, a cell, Enter, and exercises in between"),
      Help.Line(""),
      row("tandem tutorial", "lists the lessons: what is done and what comes next"),
      row("tandem tutorial 5", "begins one, or goes on with it; so does :tutorial 5"),
      Help.Line(""),
      Help.Line(
        "  Enter runs the cell that is shown, and then goes on. Anything else may be typed in "
          + "between: the next step finds the variables as the lesson made them. An exercise is "
          + "answered by typing its line with the blank filled in; the result is judged, not the "
          + "way to it.", 2),
      Help.Line(""),
    ] + commandRows(ShellCommand.lesson.map { $0.usage(at: .lesson) }))

  private static func commandRows(_ commands: [CommandUsage]) -> [Help.Line] {
    commands.map { row($0.usage.isEmpty ? ":\($0.name)" : ":\($0.name) \($0.usage)", $0.summary) }
  }

  private static let documentsPage = Help.Page(
    ["documents", "notebooks", "document", "notebook"],
    [
      Help.Line("documents: prose and cells in one Markdown file that runs"),
      Help.Line(""),
      Help.Line("    ```tandem           a cell; the block ```output below it is what it showed"),
      Help.Line(""),
      row(":save FILE", "writes the session as a document, :open FILE reads one, :run runs it"),
      row("tandem FILE.md", "runs it, --set name=value and --json OUT as for scripts"),
      row("tandem check", "runs it again and compares with the outputs in it"),
      row("tandem record", "runs it and writes the outputs into it"),
      row(":tutorial NAME", "walks through a lesson cell by cell; so does tandem tutorial NAME"),
      row(":note TEXT", "adds prose to the session"),
    ])

  private static let stepperPage = Help.Page(
    ["stepper", "steppers", "stepping"],
    [
      Help.Line("stepper: a training or a prediction, one stage at a time"),
      Help.Line(""),
      Help.Line("    :step fit(classifier_chain(logistic()), data)", 4),
      Help.Line("    :step predict(m, X)", 4),
      Help.Line(""),
      Help.Line("  Commands, typed alone:"),
    ]
      + StepperCommand.groups.flatMap(\.commands).map { row($0.usage, $0.meaning) }
      + [
        Help.Line(
          "  In scripts s = step(model, data) is a value: ?step ?advance ?back ?finish ?screen "
            + "?state "
            + "?result ?steps.", 2)
      ])

  private static let chartsPage = Help.Page(
    ["chart"],
    [
      Help.Line(
        "charts are values: a bare one is shown, text(c) is its text, save(c, \"c.svg\") a file"),
      Help.Line(""),
      row("plot(y)", "a line, plot(x, y) with places; scatter(x, y) points"),
      row("bar(r)", "bars of a record or vector; hist(x) counts, box(xs) quartiles"),
      row("heat(X)", "a matrix in shades; spectrum(X) its singular values"),
      row("spark(x)", "a line of text; table(r) columns, tree(r) nested records, dag(g) a graph"),
      row("facet(cs)", "several charts side by side"),
      row("plot(m)", "what a fitted model, a path or a data set looks like"),
      row("describe(c)", "the chart in a sentence"),
      Help.Line("  see also ?charts  ?figures  ?presentation", 11),
    ])

  private static func row(_ usage: String, _ summary: String) -> Help.Line {
    let padding = String(repeating: " ", count: max(1, 18 - usage.count))
    return Help.Line("  \(usage)\(padding)\(summary)", 20)
  }
}
