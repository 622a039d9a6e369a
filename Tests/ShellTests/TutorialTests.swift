import Testing

/// The first tutorial under a learner's hands.
@Suite(.serialized) struct TutorialTests {
  private let folder = TemporaryFolder()

  /// The lesson, which lies two folders above the tests.
  private static let lesson =
    #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    + "/tutorials/01-from-labels-to-chains.md"

  private func start() throws -> PseudoTerminal {
    try PseudoTerminal(
      LineEditorTests.program, ["tutorial", Self.lesson], rows: 70,
      environment: folder.environment)
  }

  /// Goes on to a step by running the cells before it.
  private func go(_ shell: PseudoTerminal, from first: Int, to last: Int) throws {
    for step in first..<last {
      try shell.wait(forCursorLine: "lesson \(step)/13>")
      shell.send("\r\r")
    }
    try shell.wait(forCursorLine: "lesson \(last)/13>")
  }

  @Test func `the lesson can be walked to its end with wrong turns on the way`() throws {
    let shell = try start()
    try go(shell, from: 1, to: 5)
    let exchanges = [
      ("", "fill in the blank and type it here: loss = ___"),
      ("0.25", "not judged: the answer is typed as loss = ___"),
      ("loss = 0.5", "not yet: one of the four entries differs, so a quarter of them is wrong"),
      ("loss = ___", "___ is a blank to fill in"),
      (":hint", "Compare the two vectors"),
      (":hints", "did you mean :hint?"),
      ("?mean", "mean(x"),
      (":where", "step 5 of 13"),
      (":next", "fill in the blank"),
      ("loss = 1/4", "right: one entry of four is wrong"),
    ]
    for (line, answer) in exchanges {
      try shell.type(line, at: "lesson 5/13>", until: answer)
    }
    shell.send("\r")
    try go(shell, from: 6, to: 12)
    try shell.type(":solution", at: "lesson 12/13>", until: "made told, share")
    shell.send("\r\r")
    try shell.wait(forCursorLine: "lesson 13/13>")
    shell.send("\r\r")
    #expect(try shell.exitStatus() == 0)
    #expect(shell.screen.text.contains("the lesson is over"))
  }

  @Test func `a lesson that was left goes on where it was, with its variables`() throws {
    let first = try start()
    try go(first, from: 1, to: 4)
    try first.type(":back", at: "lesson 4/13>", until: "lesson 3/13>")
    first.send(":quit\r")
    #expect(try first.exitStatus() == 0)
    #expect(first.screen.text.contains("your place is kept"))

    let second = try start()
    try second.wait(forCursorLine: "lesson 3/13>")
    #expect(second.screen.text.contains("step 3 of 13"))
    try second.type("len(data.labels)", at: "lesson 3/13>", until: "4")
    second.send("\u{4}")
    #expect(try second.exitStatus() == 0)
  }

  @Test func `restart forgets what was done`() throws {
    let shell = try start()
    try go(shell, from: 1, to: 3)
    shell.send(":restart\r")
    try shell.wait(forCursorLine: "lesson 1/13>")
    try shell.type("data", at: "lesson 1/13>", until: "there is no name data")
  }

  @Test func `code fits the terminal and hints are folded between words`() throws {
    let shell = try start()
    try shell.wait(forCursorLine: "lesson 1/13>")
    let cell = [
      "    data = make_labels(rows=200, features=2, seed=7,",
      #"                       labels=["sky", "sea", "clouds", "sunset"],"#,
      #"                       graph="sky -> clouds, sky -> sunset, clouds -> sunset")"#,
      "    data",
    ]
    #expect(shell.screen.lines.contains(cell[0]))
    #expect(Array(shell.screen.lines.drop { $0 != cell[0] }.prefix(4)) == cell)
    try go(shell, from: 1, to: 5)
    try shell.type(":hint", at: "lesson 5/13>", until: "one 0.")
    #expect(shell.answer(to: ":hint").last == "right one 0.")
  }
}
