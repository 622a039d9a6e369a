import Testing

/// `:why` at the prompt, in a lesson, and after errors that the surroundings bring.
struct LastErrorTests {
  private let folder = TemporaryFolder()

  @Test func `an error is explained with its shapes and an example, and mentioned once`() throws {
    let shell = try LineEditorTests.start(rows: 60, environment: folder.environment)
    try shell.type(["ones(3, 4) + ones(4, 3)"])
    try shell.wait(forCursorLine: "[2]>")
    #expect(shell.screen.text.contains("(:why explains an error"))
    shell.send(":why\r")
    try shell.wait(for: "read on: ?broadcasting")
    try shell.wait(forCursorLine: "[2]>")
    let text = shell.screen.text
    #expect(text.contains("3×4 meets 4×3: on the last axis, 4 and 3 differ"))
    #expect(text.contains("wrong") && text.contains("right"))
    try shell.type(["qwertz"], from: 2)
    try shell.wait(forCursorLine: "[3]>")
    shell.send(":why\r")
    try shell.wait(for: "an unknown name")
    try shell.wait(for: "Nothing is called qwertz.")
    #expect(shell.screen.text.split(separator: "\n").count { $0.contains("(:why explains") } == 1)
  }

  @Test func `without an error there is nothing to explain`() throws {
    let shell = try LineEditorTests.start(environment: folder.environment)
    try shell.wait(forCursorLine: "[1]>")
    shell.send(":why\r")
    try shell.wait(for: "there was no error yet")
  }

  @Test func `a missing output is told from another position out of range`() throws {
    let shell = try LineEditorTests.start(rows: 40, environment: folder.environment)
    try shell.type(["out[7]"])
    try shell.wait(for: ":cells lists the cells; one that failed")
    try shell.wait(forCursorLine: "[2]>")
    shell.send(":why\r")
    try shell.wait(for: "an output that is not there")
  }

  @Test func `what the command line forbids or stops is explained, too`() throws {
    let cases = [
      (["--read-only"], "write_text(\"a\", \"a.txt\")", "a write while nothing may be written"),
      (["--root", folder.path], "read_text(\"/etc/passwd\")", "a file outside the allowed folder"),
      (["--time-limit", "0.3"], "while true { }", "the time limit"),
    ]
    for (arguments, code, title) in cases {
      let shell = try LineEditorTests.start(
        arguments, rows: 40, environment: folder.environment)
      try shell.type([code])
      try shell.wait(forCursorLine: "[2]>")
      shell.send(":why\r")
      try shell.wait(for: title)
    }
  }

  @Test func `a small terminal shows the page too`() throws {
    let shell = try LineEditorTests.start(rows: 60, columns: 30, environment: folder.environment)
    try shell.type(["x = [1, 2]; x[2]"])
    try shell.wait(forCursorLine: "[2]>")
    shell.send(":why\r")
    try shell.wait(for: "a position out of range")
    try shell.wait(for: "read on")
    #expect(shell.screen.lines.allSatisfy { $0.count <= 30 })
  }
}
