import Testing

/// Pages of help in a terminal.
struct HelpScreenTests {
  private let folder = TemporaryFolder()

  @Test func `a long page begins with one screen and tells how to see the rest`() throws {
    let shell = try LineEditorTests.start(rows: 24, environment: folder.environment)
    try shell.wait(forCursorLine: "[1]>")
    shell.send("?fit\r")
    try shell.wait(for: "more lines: ?fit all")
    try shell.wait(forCursorLine: "[1]>")
    // All of it is on the screen, from the call on.
    #expect(shell.screen.text.contains("fit(model, X, epochs=20"))
    #expect(!shell.screen.text.contains("checkpoint_every"))
    shell.send("?fit all\r")
    try shell.wait(for: "see also")
    #expect(shell.output.contains("checkpoint_every"))
  }

  @Test func `what is meant is found`() throws {
    let shell = try LineEditorTests.start(rows: 30, environment: folder.environment)
    try shell.wait(forCursorLine: "[1]>")
    shell.send("?plot a line\r")
    try shell.wait(for: "is found in")
    try shell.wait(forCursorLine: "[1]>")
    let lines = shell.screen.lines
    let heading = try #require(lines.firstIndex { $0.hasPrefix("plot a line is found in") })
    #expect(lines[heading + 1].hasPrefix("  ?plot "))
  }

  @Test func `a program says how it gets on, and what it said is erased`() throws {
    let shell = try LineEditorTests.start(rows: 30, environment: folder.environment)
    try shell.wait(forCursorLine: "[1]>")
    shell.send("t = time(); while time() - t < 1.7 { }\r")
    try shell.wait(for: "running")
    try shell.wait(forCursorLine: "[2]>")
    #expect(!shell.screen.text.contains("running"))
    shell.send("for i in 0:20 { t = time(); while time() - t < 0.1 { } }\r")
    try shell.wait(for: "for i ▕")
    shell.send(LineEditorTests.interrupt)
    try shell.wait(forCursorLine: "[3]>")
    #expect(shell.screen.text.contains("/20"))
  }
}
