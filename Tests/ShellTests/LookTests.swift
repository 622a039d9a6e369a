import Testing

/// A line chart of two series, a heat map of both signs, and a report with a mark of success.
private let drawings = """
  print(plot({train: [3, 2, 1], valid: [3, 2.5, 2.2]}, title="loss"))
  print(heat([1, -2; 3, 0.5]))
  print(bar({sky: 3, sea: -1}))
  """

@Suite struct LookTests {
  /// What the program writes on a terminal of its own.
  private func onTerminal(
    _ code: String, options: [String] = [], columns: Int = 80, in environment: [String: String]
  ) throws -> String {
    let terminal = try PseudoTerminal(
      LineEditorTests.program, options + ["-e", code], columns: columns, environment: environment)
    #expect(try terminal.exitStatus() == 0)
    return terminal.output
  }

  /// What the program writes where there is no terminal, in this environment alone.
  private func inPipe(
    _ arguments: [String], _ environment: [String: String] = [:]
  ) throws -> ProgramRun {
    let settings = environment.map { "\($0.key)=\($0.value)" }
    return try ProgramRun.Running(
      ["/usr/bin/env", "-i"] + settings + [LineEditorTests.program] + arguments
    ).finish()
  }

  @Test(arguments: [
    (["TERM": "xterm-256color"], "\u{1B}[38;5;75m"),
    (["TERM": "xterm-256color", "COLORTERM": "truecolor"], "\u{1B}[38;2;86;180;233m"),
    (["TERM": "xterm"], "\u{1B}[36m"),
    (["TERM": "xterm-256color", "COLORFGBG": "0;15"], "\u{1B}[38;5;25m"),
  ])
  func `a terminal gets the colours it is known to have`(
    environment: [String: String], expected: String
  ) throws {
    let output = try onTerminal(drawings, in: environment)
    #expect(output.contains(expected))
    #expect(output.contains("⠑") || output.contains("⠢") || output.contains("⡀"))
  }

  @Test(arguments: [
    (["NO_COLOR": "1"], [String]()), (["TERM": "dumb"], []), (["TERM": ""], []),
    (["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], []), ([:], ["--color", "never"]),
    ([:], ["--no-color"]),
  ])
  func `no escape byte is written where none is wanted`(
    environment: [String: String], options: [String]
  ) throws {
    #expect(!(try onTerminal(drawings, options: options, in: environment)).utf8.contains(27))
  }

  @Test(arguments: [
    (["TERM": "dumb"], [String]()), (["LC_ALL": "C", "NO_COLOR": "1"], []),
    (["NO_COLOR": "1"], ["--glyphs", "ascii"]), (["NO_COLOR": "1"], ["--ascii"]),
  ])
  func `ASCII is all that is written where more cannot be shown`(
    environment: [String: String], options: [String]
  ) throws {
    let output = try onTerminal(drawings, options: options, in: environment)
    #expect(output.contains("loss"))
    #expect(output.utf8.allSatisfy { (32...126).contains($0) || $0 == 10 || $0 == 13 })
  }

  @Test(arguments: [[:], ["COLORTERM": "truecolor"], ["TERM": "xterm-256color"]])
  func `a pipe gets no escape byte`(environment: [String: String]) throws {
    let run = try inPipe(["-e", drawings], environment)
    #expect(run.output.contains("loss") && !run.output.utf8.contains(27))
  }

  @Test func `an option of the program or of a chart wins over the surroundings`() throws {
    let forced = try inPipe(
      ["--color", "always", "-e", drawings], ["TERM": "xterm-256color"])
    #expect(forced.output.contains("\u{1B}[38;5;75m"))
    let asked = try inPipe(
      ["-e", "plot([1, 2, 3], color=\"always\", palette=\"puor\")"],
      ["TERM": "xterm-256color", "NO_COLOR": "1"])
    #expect(asked.output.contains("\u{1B}[38;5;"))
    let refused = try onTerminal("plot([1, 2, 3], color=\"never\")", in: [:])
    #expect(!refused.utf8.contains(27))
    let ascii = try inPipe(["-e", "plot([1, 2, 3], glyphs=\"ascii\", ambiguous=2)"])
    #expect(ascii.output.utf8.allSatisfy { (32...126).contains($0) || $0 == 10 })
  }

  @Test func `where ambiguous characters are wide, charts do without them`() throws {
    for (options, environment) in [
      ([], ["TANDEM_AMBIGUOUS": "2"]), (["--ambiguous", "2"], [:]),
    ] as [([String], [String: String])] {
      let run = try inPipe(options + ["-e", drawings], environment)
      #expect(!run.output.contains { "│┤─×█".contains($0) })
    }
    #expect(try inPipe(["-e", drawings]).output.contains("┤"))
  }

  @Test(arguments: [20, 33, 61, 100])
  func `no line is wider than the terminal`(columns: Int) throws {
    let output = try onTerminal(drawings, columns: columns, in: ["NO_COLOR": "1"])
    let widest = output.split(whereSeparator: \.isNewline).map(\.count).max() ?? 0
    #expect(widest <= columns)
  }

  @Test func `two runs write equal files of every format`() throws {
    let code = """
      c = plot({train: [3, 2, 1], valid: [3, 2.5, 2.2]}, title="a <loss>")
      t = table({label: ["sky", "sea"], f1: [1 / 3, 0.5]})
      for format in ["svg", "html", "txt", "csv"] {
        save(c, "c.{format}")
        save(t, "t.{format}")
      }
      """
    let files = ["svg", "html", "txt", "csv"].flatMap { ["c.\($0)", "t.\($0)"] }
    let runs = try (0..<2).map { _ in
      let folder = TemporaryFolder()
      let run = try ProgramRun.tandem("-e", code, in: folder)
      #expect(run.code == 0, "\(run.errors)")
      return files.map { folder.text($0) }
    }
    #expect(runs[0] == runs[1])
    #expect(runs[0].allSatisfy { !$0.isEmpty && !$0.utf8.contains(27) })
    #expect(runs[0][6] == "x,train,valid\n0,3,3\n1,2,2.5\n2,1,2.2\n")
    #expect(runs[0][2].contains("a &lt;loss&gt;") && runs[0][2].contains("<svg "))
  }

  @Test func `print and text give the drawing itself`() throws {
    let run = try inPipe([
      "-e", "c = spark([1, 2, 4]); print(\"loss\", c, 1); print(text(c, width=30))",
    ])
    #expect(run.output == "loss\n▁▃█ min 1 max 4\n1\n▁▃█ min 1 max 4\n")
    let colored = try onTerminal("print(len(text(spark([1, 2, 4]))))", in: [:])
    #expect(colored.contains("15"))
  }
}
