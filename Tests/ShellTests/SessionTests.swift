import Glibc
import Testing

/// Undo, notebooks and journals, typed at the prompt.
@Suite(.serialized) struct SessionTests {
  private let folder = ScratchFolder()

  private func start(rows: Int = 50) throws -> PseudoTerminal {
    try LineEditorTests.start(rows: rows, environment: folder.environment)
  }

  private func check(_ path: String) throws -> Int32 {
    try PseudoTerminal(LineEditorTests.program, ["check", path]).exitStatus()
  }

  @Test func `undo takes the last cell back and names it, redo brings it again`() throws {
    let shell = try start()
    try shell.type(["a = 3", "a = 4"])
    try shell.type(":undo", at: "[3]>", until: "taken back: [2] a = 4")
    try shell.type(":redo", at: "[3]>", until: "back again: [2] a = 4")
    try shell.type(["a"], from: 3)
    #expect(shell.answer(to: "a") == ["4"])
    try shell.type(":undo", at: "[4]>", until: "taken back: [3] a")
    try shell.type(":undo", at: "[4]>", until: "taken back: [2] a = 4")
    try shell.type(["a"], from: 4)
    #expect(shell.answer(to: "a") == ["3"])
  }

  @Test func `a saved session passes its own check, whatever was undone, failed or interrupted`()
    throws
  {
    let path = folder.path + "/day.md"
    let shell = try start()
    try shell.type(["a = 3", "a = 4"])
    try shell.type(":undo", at: "[3]>", until: "taken back")
    try shell.type(["a", "nothing_here", "rand(2)"], from: 3)
    shell.send("while true { }\r")
    try shell.wait(until: "the terminal to leave the editor") { _ in shell.isCooked }
    shell.send(LineEditorTests.interrupt)
    try shell.type(["fn f(x) = x + a", "out[3] + f(1)"], from: 7)
    try shell.type(":save \(path)", at: "[9]>", until: "8 cells written")
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
    try second.type(":open \(path)", at: "[1]>", until: "3 cells; :run runs them")
    #expect(second.screen.cursorLine == "[1]>")
    second.send(":run\r")
    try second.wait(forCursorLine: "[4]>")
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

  @Test func `a cell comes back to the prompt to be edited`() throws {
    let shell = try start()
    try shell.type(["x = [1,\r2]", "0"].map { $0 })
    shell.send(":edit 1\r")
    try shell.wait(forCursorLine: "       2]")
    shell.send(" * 10; x\r")
    try shell.wait(forCursorLine: "[4]>")
    #expect(shell.screen.text.contains("10  20"))
  }

  // MARK: - Journals

  @Test func `a session that was killed is offered and brought back`() throws {
    let killed = try start()
    try killed.type(["a = 41", "a = a + 1", "nothing_here"])
    killed.signal(SIGKILL)
    #expect(try killed.exitStatus() == 128 + SIGKILL)

    let next = try start()
    #expect(next.screen.text.contains("a session of 3 cells broke off; :recover runs it again"))
    next.send(":recover\r")
    try next.wait(forCursorLine: "[4]>")
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
    next.send(":recover\r")
    try next.type(["a"], from: 3)
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
