import Glibc
import Testing

/// Undo, notebooks and journals, typed at the prompt.
@Suite(.serialized) struct SessionTests {
  private let folder = TemporaryFolder()

  private func start(rows: Int = 50) throws -> PseudoTerminal {
    try LineEditorTests.start(rows: rows, environment: folder.environment)
  }

  private func check(_ path: String) throws -> Int32 {
    try PseudoTerminal(LineEditorTests.program, ["check", path]).exitStatus()
  }

  @Test func `undo takes the last operation back and names it, redo brings it again`() throws {
    let shell = try start()
    try shell.type(["a = 3", "a = 4"])
    try shell.type(":undo", at: "[3]>", until: "taken back: [2] a = 4")
    try shell.type(":redo", at: "[2]>", until: "back again: [2] a = 4")
    try shell.type(["a"], from: 3)
    #expect(shell.answer(to: "a") == ["4"])
    try shell.type(":undo 2", at: "[4]>", until: "taken back: [2] a = 4")
    try shell.type(["a"], from: 2)
    #expect(shell.answer(to: "a") == ["3"])
  }

  @Test func `a saved session passes its own check, whatever was undone, failed or interrupted`()
    throws
  {
    let path = folder.path + "/day.md"
    let shell = try start()
    try shell.type(["a = 3", "a = 4"])
    try shell.type(":undo", at: "[3]>", until: "taken back")
    try shell.type(["a", "nothing_here", "rand(2)"], from: 2)
    shell.send("while true { }\r")
    try shell.wait(until: "the terminal to leave the editor") { _ in shell.isCooked }
    shell.send(LineEditorTests.interrupt)
    try shell.type(["fn f(x) = x + a", "out[2] + f(1)", "[1, 2, 3]", "|> sum"], from: 6)
    try shell.type(":delete 4", at: "[10]>", until: "deleted: [4]")
    try shell.type(":save \(path)", at: "[10]>", until: "8 cells written")
    #expect(try check(path) == 0)
  }

  @Test func `a saved session that no longer agrees fails its check`() throws {
    let path = folder.path + "/day.md"
    let shell = try start()
    try shell.type(["1 + 1"])
    try shell.type(":save \(path)", at: "[2]>", until: "1 cell written")
    let descriptor = open(path, O_WRONLY | O_APPEND)
    let wrong = "\n```tandem\n1 + 2\n```\n\n```output\n4\n```\n"
    #expect(write(descriptor, wrong, wrong.utf8.count) == wrong.utf8.count)
    close(descriptor)
    #expect(try check(path) == 1)
  }

  @Test func `an opened notebook runs when it is asked to, past the errors it records`() throws {
    let path = folder.path + "/day.md"
    let first = try start()
    try first.type(["a = 3", "nothing_here", "a + 39"])
    try first.type(":save \(path)", at: "[4]>", until: "3 cells written")
    let second = try start()
    try second.type(":open \(path)", at: "[1]>", untilSaying: ":run runs them")
    #expect(second.screen.unfolded.contains("3 cells of “day”, 2 with recorded output"))
    #expect(second.screen.cursorLine == "[4]>")
    try second.type(":vars", at: "[4]>", until: "no variables yet")
    try second.type(":run", at: "[4]>", until: "\n42")
    #expect(second.answer(to: "a + 39") == ["42"])
  }

  @Test func `a session without cells overwrites no notebook`() throws {
    let path = folder.path + "/day.md"
    let shell = try start()
    try shell.type(["1 + 1"])
    try shell.type(":save \(path)", at: "[2]>", until: "1 cell written")
    try shell.type(":reset", at: "[2]>", until: "[1]>")
    try shell.type(":save \(path)", at: "[1]>", until: "there is nothing to save yet")
    #expect(try check(path) == 0)
  }

  @Test func `a cell is edited in its place, and what read from it is named`() throws {
    let shell = try start()
    try shell.type(["x = [1,\r2]", "sum(x)"])
    shell.send(":edit 1\r")
    try shell.wait(until: "the cell at its own prompt") {
      $0.text.contains("[1]> x = [1,\n       2]") && $0.cursorLine == "       2]"
    }
    shell.send(" * 10; x\r")
    try shell.wait(forCursorLine: "[3]>")
    #expect(shell.screen.text.contains("10  20"))
    #expect(shell.screen.text.contains("stale now: 2 (:rerun stale)"))
    try shell.type(":rerun stale", at: "[3]>", until: "[2]> sum(x)\n30")
    shell.send(":edit\r")
    try shell.wait(forCursorLine: "[2]> sum(x)")
    shell.send(LineEditorTests.interrupt)
    try shell.wait(for: "[2] stays as it was")
    try shell.wait(forCursorLine: "[3]>")
  }

  @Test func `cells and notes are listed with their marks`() throws {
    let shell = try start()
    try shell.type(["a = 1", "b = a", "nobody"])
    try shell.type(":note 2 what follows", at: "[4]>", until: "note n1 above [2]")
    try shell.type(":rerun 1", at: "[4]>", until: "stale now: 2")
    try shell.type(":cells", at: "[4]>", until: "! failed")
    let lines = shell.screen.lines
    #expect(lines.contains { $0.hasPrefix("  [1] a = 1") })
    #expect(lines.contains { $0.hasPrefix("* [2] b = a") })
    #expect(lines.contains { $0.hasPrefix("! [3] nobody") })
    #expect(lines.contains("   n1 what follows"))
    try shell.type(":cells 2", at: "[4]>", untilSaying: "from the top, a would come from [1]")
    try shell.type(":move 1 after 2", at: "[4]>", until: "[1] now stands below [2]")
    try shell.type(":cells 2", at: "[4]>", until: "no cell above gives a")
    try shell.type(":delete n1", at: "[4]>", until: "deleted: n1")
    try shell.type(":undo 2", at: "[4]>", until: "taken back: :move 1 after 2")
  }

  @Test func `a note of several lines ends with an empty one`() throws {
    let path = folder.path + "/day.md"
    let shell = try start()
    shell.send(":note\r")
    try shell.wait(forCursorLine: "note>")
    shell.send("first\rsecond\r\r")
    try shell.wait(for: "note n1")
    try shell.type(":save \(path)", at: "[1]>", until: "0 cells written")
    #expect(try #require(contents(path)).hasSuffix("---\n\nfirst\nsecond\n"))
  }

  private func contents(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    return String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
  }

  // MARK: - Files

  @Test func `a file that the session does not know is not written over`() throws {
    let (mine, other) = (folder.path + "/mine.md", folder.path + "/other.md")
    #expect(try PseudoTerminal("/bin/sh", ["-c", "echo precious > \(other)"]).exitStatus() == 0)
    let shell = try start()
    try shell.type(["1 + 1"])
    try shell.type(":save", at: "[2]>", until: ":save needs a file name")
    try shell.type(":save \(other)", at: "[2]>", untilSaying: "has neither read nor written it")
    #expect(contents(other) == "precious\n")
    try shell.type(":save \(mine)", at: "[2]>", until: "1 cell written")
    try shell.type(["2 + 2"], from: 2)
    try shell.type(":save", at: "[3]>", until: "2 cells written")
    #expect(try check(mine) == 0)
    #expect(try PseudoTerminal("/bin/sh", ["-c", "echo >> \(mine)"]).exitStatus() == 0)
    try shell.type(":save", at: "[3]>", untilSaying: "was changed by another program")
    try shell.type(":save!", at: "[3]>", until: "2 cells written")
    try shell.type(":save! \(other)", at: "[3]>", until: "2 cells written")
    #expect(try check(other) == 0)
  }

  @Test func `leaving tells of changes once, and they are recovered`() throws {
    let path = folder.path + "/day.md"
    let shell = try start()
    try shell.type(["1 + 1"])
    try shell.type(":save \(path)", at: "[2]>", until: "1 cell written")
    try shell.type(["2 + 2"], from: 2)
    try shell.type(":quit", at: "[3]>", untilSaying: "does not hold the latest changes")
    shell.send(":quit\r")
    #expect(try shell.exitStatus() == 0)
    let next = try start()
    #expect(next.screen.text.contains("a session of 2 cells was left unsaved"))
    try next.type(["3"])
    next.signal(SIGKILL)
    _ = try next.exitStatus()
    try recoverLeft(path)
  }

  /// Brings back the session that was left, not the one that broke off after it.
  private func recoverLeft(_ path: String) throws {
    let next = try start()
    #expect(next.screen.text.contains("1 session broke off and 1 was left unsaved; :recover lists"))
    try next.type(":recover", at: "[1]>", until: "2 cells left unsaved  day.md: 1 + 1")
    try next.type(":recover forget 1", at: "[1]>", until: "dropped: 1 session")
    try next.type(":recover", at: "[1]>", untilSaying: "2 cells back with their outputs")
    try next.type(":save! \(path)", at: "[3]>", until: "2 cells written")
    next.send(":quit\r")
    #expect(try next.exitStatus() == 0)
    #expect(folder.names(in: "state/tandem/journals").isEmpty)
  }

  @Test func `a newer format and a broken fence are refused and the notebook stays`() throws {
    let path = folder.path + "/day.md"
    let script =
      "printf -- '---\\ntandem: 99\\n---\\n' > \(path); "
      + "printf '```tandem\\n1\\n' > \(path).md"
    #expect(try PseudoTerminal("/bin/sh", ["-c", script]).exitStatus() == 0)
    let shell = try start()
    try shell.type(["a = 1"])
    try shell.type(":open \(path)", at: "[2]>", until: "a newer Tandem reads it")
    try shell.type(":open \(path).md", at: "[2]>", until: "is never closed")
    try shell.type(["a"], from: 2)
    #expect(shell.answer(to: "a") == ["1"])
  }

  // MARK: - Journals

  @Test func `a session that was killed is offered and brought back`() throws {
    let killed = try start()
    try killed.type(["a = 41", "a = a + 1", "nothing_here"])
    killed.signal(SIGKILL)
    #expect(try killed.exitStatus() == 128 + SIGKILL)

    let next = try start()
    #expect(next.screen.text.contains("a session of 3 cells broke off; :recover brings it back"))
    try next.type(":recover", at: "[1]>", until: "3 cells back with their outputs")
    try next.type(":cells", at: "[4]>", until: "- [3] nothing_here")
    try next.type(":run", at: "[4]>", until: "[3]> nothing_here")
    try next.type(["a"], from: 4)
    #expect(next.answer(to: "a") == ["42"])
    #expect(folder.names(in: "state/tandem/journals").count == 1)
    try next.type(":recover", at: "[5]>", until: "there is no session to recover")
    next.send("\u{4}")
    #expect(try next.exitStatus() == 0)
    #expect(folder.names(in: "state/tandem/journals").isEmpty)
  }

  @Test func `what was undone before the end is not brought back`() throws {
    let killed = try start()
    try killed.type(["a = 1", "a = 2"])
    try killed.type(":undo", at: "[3]>", until: "taken back")
    killed.signal(SIGKILL)
    _ = try killed.exitStatus()
    let next = try start()
    try next.type(":recover", at: "[1]>", until: "1 cell back")
    try next.type(":run", at: "[2]>", until: "[1]> a = 1")
    try next.type(["a"], from: 2)
    #expect(next.answer(to: "a") == ["1"])
  }

  @Test func `a session that runs or ended well is not offered, a forgotten one no more`() throws {
    let running = try start()
    try running.type(["a = 1"])
    let second = try start()
    #expect(!second.screen.text.contains(":recover"))
    second.send("\u{4}")
    #expect(try second.exitStatus() == 0)
    running.signal(SIGKILL)
    _ = try running.exitStatus()
    let third = try start()
    #expect(third.screen.text.contains("a session of 1 cell broke off"))
    third.send(":recover forget\r" + "\u{4}")
    #expect(try third.exitStatus() == 0)
    #expect(folder.names(in: "state/tandem/journals").isEmpty)
  }

  @Test func `no journal is begun before the first cell, nor when nothing may be written`() throws {
    let idle = try start()
    try idle.type(":vars", at: "[1]>", until: "no variables yet")
    #expect(folder.names(in: "state/tandem/journals").isEmpty)
    let careful = try LineEditorTests.start(["--read-only"], environment: folder.environment)
    try careful.type(["a = 1"])
    #expect(folder.names(in: "state/tandem/journals").isEmpty)
  }
}
