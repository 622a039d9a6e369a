import Glibc
import Testing

/// Editing beyond one line: the person's own editor, both kinds of keys, history by its beginning.
@Suite(.serialized) struct EditingTests {
  private let folder = TemporaryFolder()

  /// A program that stands for an editor, in a file of its own.
  private func editor(_ script: String) -> String {
    let path = folder.path + "/editor"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o700)
    let bytes = Array("#!/bin/sh\n\(script)\n".utf8)
    _ = write(descriptor, bytes, bytes.count)
    close(descriptor)
    return path
  }

  private func start(
    _ arguments: [String] = [], _ environment: [String: String] = [:], rows: Int = 24
  ) throws -> PseudoTerminal {
    try LineEditorTests.start(
      arguments, rows: rows,
      environment: folder.environment.merging(environment.merging(["TMPDIR": folder.path]) { $1 }) {
        $1
      })
  }

  // MARK: - The person's own editor

  @Test(arguments: ["\u{18}\u{5}", "\u{1B}e"])
  func `a cell is edited in the editor of one's choice and comes back`(keys: String) throws {
    let script = "stat -c 'mode %a' \"$1\"; printf '[1,\\n 2]\\n' > \"$1\"; echo left > \"$1~\""
    let shell = try start([], ["VISUAL": editor(script), "EDITOR": "false"])
    shell.send("1+" + keys)
    try shell.wait(until: "the new text") {
      $0.lines.suffix(2) == ["[1]> [1,", "      2]"] && $0.text.contains("mode 600")
    }
    shell.send("\r")
    try shell.wait(forCursorLine: "[2]>")
    #expect(shell.screen.text.contains("tensor 2"))
    #expect(folder.names(in: "").allSatisfy { !$0.hasPrefix("tandem-") })
  }

  @Test func `the editor has the terminal in its ordinary mode, with its own Ctrl-C`() throws {
    let script = "printf 'name? '; read line; printf '%s' \"$line\" > \"$1\""
    let shell = try start([], ["EDITOR": editor(script)])
    shell.send("7\u{18}\u{5}")
    try shell.wait(for: "name?")
    #expect(shell.isCooked)
    shell.send("8 + 8\r")
    try shell.wait(forCursorLine: "[1]> 8 + 8")
    shell.send("\r")
    try shell.wait(forCursorLine: "[2]>")
    shell.send("9\u{18}\u{5}")
    try shell.wait(until: "the editor again") { $0.cursorLine == "name?" }
    shell.send(LineEditorTests.interrupt)
    try shell.wait(forCursorLine: "[2]> 9")
    shell.send("+1\r")
    try shell.wait(for: "10")
  }

  @Test func `an editor that fails, or none, leaves the text with a sentence`() throws {
    let failing = try start([], ["EDITOR": editor("exit 3")])
    failing.send("1+1\u{18}\u{5}")
    try failing.wait(for: "ended with status 3; the cell is as it was")
    try failing.wait(forCursorLine: "[1]> 1+1")
    let without = try start()
    without.send("1+1\u{18}\u{5}")
    try without.wait(for: "no editor is chosen: set VISUAL or EDITOR, as in export EDITOR=nano")
    try without.wait(forCursorLine: "[1]> 1+1")
    let confined = try start(["--read-only"], ["EDITOR": editor("exit 0")])
    confined.send("1+1\u{18}\u{5}")
    try confined.wait(for: "--read-only and --root forbid")
    try confined.wait(forCursorLine: "[1]> 1+1")
  }

  // MARK: - vi

  private func startVi(_ settings: String = "bind -v\n", columns: Int = 80) throws -> PseudoTerminal
  {
    let file = try #require(fopen(folder.path + "/.editrc", "w"))
    fputs(settings, file)
    fclose(file)
    let shell = try PseudoTerminal(
      LineEditorTests.program, columns: columns,
      environment: folder.environment.merging(["HOME": folder.path]) { $1 })
    try shell.wait(forCursorLine: "[ins] [1]>")
    return shell
  }

  @Test func `the mode of vi stands before the prompt`() throws {
    let shell = try startVi()
    shell.send("one two\u{1B}")
    try shell.wait(forCursorLine: "[nav] [1]> one two")
    shell.send("0dw")
    try shell.wait(forCursorLine: "[nav] [1]> two")
    shell.send("ft")
    shell.pause(seconds: 0.1)
    shell.send("i1+")
    try shell.wait(until: "insertion") { $0.cursorLine.hasPrefix("[ins] [1]>") }
    shell.send("\u{15}\u{1B}cc1+1\r")
    try shell.wait(until: "the value") { $0.lines.contains("2") && $0.cursorLine == "[ins] [2]>" }
  }

  @Test func `the shell's own keys work in both modes of vi`() throws {
    let shell = try startVi()
    shell.send("100+1\r200+2\r")
    try shell.wait(forCursorLine: "[ins] [3]>")
    shell.send("\u{12}100")
    try shell.wait(forCursorLine: "(search) 100▸ 100+1")
    shell.send("\u{7}\u{1B}")
    try shell.wait(forCursorLine: "[nav] [3]>")
    shell.send("k")
    try shell.wait(forCursorLine: "[nav] [3]> 200+2")
    shell.send("k")
    try shell.wait(forCursorLine: "[nav] [3]> 100+1")
    shell.send("j/200")
    try shell.wait(forCursorLine: "(search) 200▸ 200+2")
    shell.send("\r")
    try shell.wait(until: "the value again") {
      $0.cursorLine == "[ins] [4]>" && $0.lines.filter { $0 == "202" }.count == 2
    }
  }

  @Test func `keys bound by the person win over the shell's`() throws {
    let shell = try startVi("bind -v\nbind ^K tandem-previous\n")
    shell.send("1+1\r")
    try shell.wait(forCursorLine: "[ins] [2]>")
    shell.send("x\u{1B}[H\u{B}")
    try shell.wait(forCursorLine: "[ins] [2]> 1+1")
  }

  // MARK: - History

  @Test func `the up arrow looks for what begins with the text typed`() throws {
    let shell = try start()
    try shell.type(["x = 1", "y = 2", "x = 3", "y = 4"])
    shell.send("x" + LineEditorTests.up)
    try shell.wait(forCursorLine: "[5]> x = 3")
    shell.send(LineEditorTests.up)
    try shell.wait(forCursorLine: "[5]> x = 1")
    shell.send(LineEditorTests.up + LineEditorTests.down)
    try shell.wait(forCursorLine: "[5]> x = 3")
    shell.send(LineEditorTests.down)
    try shell.wait(forCursorLine: "[5]> x")
    shell.send("\u{15}" + LineEditorTests.up)
    try shell.wait(forCursorLine: "[5]> y = 4")
    shell.send(LineEditorTests.interrupt + "q" + LineEditorTests.up)
    try shell.wait(forCursorLine: "[5]> y = 4")
  }

  @Test func `a search finds cells of several lines, marks the match and goes both ways`() throws {
    let shell = try start()
    shell.send("fn f(x) {\rx + 77\r}\r")
    try shell.type(["88 + 1", "77 + 2"], from: 2)
    shell.send("\u{12}77")
    try shell.wait(forCursorLine: "(search) 77▸ 77 + 2")
    #expect(shell.output.contains("\u{1B}[1;4m77"))
    shell.send("\u{12}")
    try shell.wait(until: "the block") { $0.text.contains("(search) 77▸ fn f(x) {") }
    shell.send("\u{13}")
    try shell.wait(forCursorLine: "(search) 77▸ 77 + 2")
    shell.send("\u{12}")
    try shell.wait(until: "the block again") { $0.text.contains("(search) 77▸ fn f(x) {") }
    shell.send("\u{1B}[F")
    try shell.wait(until: "the block at the prompt") {
      $0.lines.suffix(3) == ["[4]> fn f(x) {", "       x + 77", "     }"]
    }
    shell.send(" * 2" + LineEditorTests.down + "\r")
    try shell.wait(forCursorLine: "[5]>")
    try shell.type(["f(1)"], from: 5)
    #expect(shell.answer(to: "f(1)") == ["155"])
  }

  // MARK: - Changes taken back, and what a terminal does

  @Test func `a change is taken back`() throws {
    let shell = try start()
    shell.send("alpha + beta")
    try shell.wait(forCursorLine: "[1]> alpha + beta")
    shell.send("\u{17}")
    try shell.wait(forCursorLine: "[1]> alpha +")
    shell.send("\u{1F}")
    try shell.wait(forCursorLine: "[1]> alpha + beta")
  }

  @Test func `a cell of forty lines is edited in its middle and runs`() throws {
    let shell = try start(rows: 10)
    shell.paste("[" + (1...40).map { "\($0),\n" }.joined() + "0]")
    shell.pause(seconds: 0.2)
    shell.send(String(repeating: LineEditorTests.up, count: 20) + "\u{1B}[F100,")
    try shell.wait(until: "the change") { $0.cursorLine.hasSuffix(",100,") }
    shell.resize(rows: 8, columns: 30)
    shell.pause(seconds: 0.2)
    shell.send("1,")
    try shell.wait(until: "the change after another size") { $0.cursorLine.hasSuffix(",100,1,") }
    shell.send("\r\u{C}")
    try shell.wait(forCursorLine: "[2]>")
    shell.send("len(out[1])\r")
    try shell.wait(for: "43")
  }

  @Test func `a bracket without its partner is red, a pair is shown`() throws {
    let shell = try start()
    shell.send("(1]")
    try shell.wait(forCursorLine: "[1]> (1]")
    shell.pause(seconds: 0.2)
    #expect(shell.output.contains("\u{1B}[1;31m(") && shell.output.contains("\u{1B}[1;31m]"))
    shell.send("\u{7F})")
    shell.pause(seconds: 0.2)
    #expect(shell.output.contains("\u{1B}[7m)"))
  }

  @Test func `a session whose terminal goes away is found again`() throws {
    for signal in [SIGHUP, SIGTERM] {
      let folder = TemporaryFolder()
      let shell = try LineEditorTests.start(environment: folder.environment)
      try shell.type(["x = 4711"])
      shell.signal(signal)
      #expect(try shell.exitStatus() == 128 + signal)
      let next = try LineEditorTests.start(environment: folder.environment)
      #expect(next.screen.text.contains(":recover"))
    }
  }
}
