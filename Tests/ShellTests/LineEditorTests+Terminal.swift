import Glibc
import Testing

// Signals, windows that change, and terminals of all kinds.
extension LineEditorTests {
  // MARK: - Ctrl-C and other signals

  @Test func `Ctrl-C discards the line and keeps the number of the prompt`() throws {
    let shell = try Self.start()
    shell.send("abc")
    try shell.wait(forCursorLine: "[1]> abc")
    shell.send(Self.left + Self.interrupt)
    try shell.wait(until: "a new prompt") { $0.lines.suffix(2) == ["[1]> abc^C", "[1]>"] }
    shell.send("1+1\r")
    try shell.wait(forCursorLine: "[2]>")
  }

  @Test func `Ctrl-C discards a whole block`() throws {
    let shell = try Self.start()
    shell.send("[1,\r2,\r")
    // Ctrl-C drops what was typed and not read yet, so all of the block must stand there before.
    try shell.wait(until: "the third line") {
      $0.text.contains("[1]> [1,\n       2,") && $0.cursorLine.isEmpty
    }
    shell.send(Self.up + Self.up)
    try shell.wait(forCursorLine: "[1]> [1,")
    shell.send(Self.interrupt)
    try shell.wait(until: "a prompt below the block") {
      $0.cursorLine == "[1]>" && $0.lines.suffix(4).prefix(2) == ["[1]> [1,", "       2,"]
    }
  }

  @Test func `Ctrl-C works after a lone Escape`() throws {
    let shell = try Self.start()
    shell.send("abc\u{1B}")
    shell.pause(seconds: 0.1)
    shell.send(Self.interrupt)
    try shell.wait(until: "a new prompt") { $0.lines.suffix(2) == ["[1]> abc^C", "[1]>"] }
  }

  @Test func `Ctrl-C stops a computation at once, and a second one does not end the shell`() throws
  {
    let shell = try Self.start()
    shell.send("while true { }\r")
    try shell.wait(until: "the terminal to leave the editor") { _ in shell.isCooked }
    shell.pause(seconds: 0.1)
    let start = PseudoTerminal.now
    shell.send(Self.interrupt)
    shell.signal(SIGINT)
    try shell.wait(until: "a new prompt") { $0.cursorLine == "[2]>" || $0.cursorLine == "[1]>" }
    #expect(PseudoTerminal.now - start < 0.5)
    shell.send("\u{3}1+1\r")
    try shell.wait(until: "the value") { $0.lines.contains("2") }
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func `a signal that ends the shell leaves the terminal usable`(
    signal: Int32
  ) throws {
    let shell = try Self.start()
    shell.send("abc")
    try shell.wait(forCursorLine: "[1]> abc")
    #expect(!shell.isCooked)
    shell.signal(signal)
    #expect(try shell.exitStatus() == 128 + signal)
    #expect(shell.isCooked)
    #expect(shell.output.hasSuffix("\u{1B}[?2004l\r\n"))
  }

  @Test func `a shell that was stopped goes on where it was`() throws {
    let shell = try Self.start()
    shell.send("1+")
    try shell.wait(forCursorLine: "[1]> 1+")
    shell.signal(SIGSTOP)
    shell.pause(seconds: 0.1)
    shell.signal(SIGCONT)
    shell.send("1")
    try shell.wait(forCursorLine: "[1]> 1+1")
    shell.send("\r")
    try shell.wait(forCursorLine: "[2]>")
  }

  // MARK: - Resize

  @Test func `a narrower window shows the same text, wrapped, once`() throws {
    let shell = try Self.start(columns: 60)
    shell.send("1+1+1+1+1+1+1+1+1+1")
    try shell.wait(forCursorLine: "[1]> 1+1+1+1+1+1+1+1+1+1")
    shell.resize(rows: 24, columns: 20)
    shell.pause(seconds: 0.2)
    shell.send("+1")
    try shell.wait(until: "the text once") {
      $0.lines.suffix(2) == ["[1]> 1+1+1+1+1+1+1+1", "+1+1+1"]
        && $0.lines.filter { $0.hasPrefix("[1]>") }.count == 1
    }
    shell.resize(rows: 24, columns: 50)
    try shell.wait(until: "the text in one row again") {
      $0.lines.last == "[1]> 1+1+1+1+1+1+1+1+1+1+1"
        && $0.lines.filter { $0.hasPrefix("[1]>") }.count == 1
    }
    shell.send("\r")
    try shell.wait(forCursorLine: "[2]>")
  }

  @Test func `a block survives a change of the window`() throws {
    let shell = try Self.start(columns: 60)
    shell.send("1+1\r2+2\r[1,\r2,\r3" + Self.up)
    // The cursor is on this line twice: when it was typed, and after the arrow.
    try shell.wait(until: "the cursor to be back in the second line") {
      $0.lines.last == "       3" && $0.cursorLine == "       2,"
    }
    // The banner is wider than the new window and wrapped by the terminal.
    let above = shell.screen.lines.drop { !$0.hasPrefix("[1]>") }.dropLast(3)
    shell.resize(rows: 20, columns: 40)
    shell.pause(seconds: 0.2)
    shell.send("\u{1B}[F4")
    let expected = above + ["[3]> [1,", "       2,4", "       3"]
    try shell.wait(until: "the block below what was there") {
      $0.lines.drop { !$0.hasPrefix("[1]>") } == expected
    }
  }

  @Test func `Ctrl-C drops what was typed before it and nothing that comes after`() throws {
    let shell = try Self.start()
    for round in 1...5 {
      // Enough that much of it waits inside the shell; the Escape waits for what follows it.
      shell.send(String(repeating: "(λ+", count: 400 * round) + "\u{1B}")
      shell.pause(seconds: 0.03)
      shell.send(Self.interrupt)
      shell.send("\u{C}\(round)23+456\r")
      try shell.wait(for: "\(round * 100 + 479)")
    }
  }

  @Test func `thousands of random keys and sizes neither crash nor confuse the shell`() throws {
    var state: UInt64 = 42
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let keys =
      (1..<27).filter { ![3, 4, 26, 22].contains($0) }.map { String(UnicodeScalar(UInt8($0))) }
      + ["a", "1", "+", "λ", "漢", "e\u{301}", "(", ")", "[", "]", "{", "}", "\n", "\u{7F}", "  "]
      + [Self.up, Self.down, Self.left, Self.right, "\u{1B}[H", "\u{1B}[F", "\u{1B}[3~"]
      + ["\u{1B}[1;5C", "\u{1B}[1;5D", "\u{1B}\r", "\u{1B}", "\u{1B}[", "\u{1B}d", "\u{1B}b"]
      + ["\u{1B}[200~[1]> a\n     b\u{1B}[201~", "\u{1B}[<", "\u{1B}[999~", "\u{90}"]
    let shell = try Self.start(rows: 12, columns: 30)
    for round in 0..<40 {
      for _ in 0..<60 { shell.send(keys[next(keys.count)]) }
      shell.resize(rows: 3 + next(20), columns: 8 + next(60))
      shell.send(Self.interrupt)
      if round % 8 == 0 { shell.pause(seconds: 0.02) }
    }
    shell.resize(rows: 24, columns: 80)
    shell.pause(seconds: 0.3)
    shell.send(Self.interrupt)
    shell.pause(seconds: 0.1)
    shell.send("\u{C}123+456")
    try shell.wait(until: "the line alone on the screen") {
      $0.lines.count == 1 && $0.cursorLine.hasSuffix("]> 123+456")
    }
    shell.send("\r")
    try shell.wait(for: "579")
  }

  // MARK: - Kinds of terminal

  @Test func `colour is used, but not where it is not wanted`() throws {
    func output(_ arguments: [String], _ environment: [String: String]) throws -> String {
      let shell = try Self.start(arguments, environment: environment)
      shell.send("(1+1)")
      try shell.wait(forCursorLine: "[1]> (1+1)")
      shell.pause(seconds: 0.1)
      return shell.output
    }
    #expect(try Self.colours(in: output([], [:])) > 0)
    #expect(try Self.colours(in: output([], ["NO_COLOR": ""])) > 0)
    #expect(try Self.colours(in: output([], ["NO_COLOR": "1"])) == 0)
    #expect(try Self.colours(in: output(["--no-color"], [:])) == 0)
  }

  @Test(arguments: ["dumb", "", "no-such-terminal"])
  func `a terminal without abilities is read plainly`(name: String) throws {
    let shell = try Self.start(environment: ["TERM": name])
    shell.send("[1,\r")
    try shell.wait(until: "a continuation line") { $0.cursorRow == 2 && $0.cursorColumn == 5 }
    shell.send("2]\r")
    try shell.wait(forCursorLine: "[2]>")
    shell.send("abc")
    try shell.wait(forCursorLine: "[2]> abc")
    shell.send(Self.interrupt)
    try shell.wait(until: "a new prompt") { $0.lines.suffix(2) == ["[2]> abc^C", "[2]>"] }
    shell.send("1+1\r")
    try shell.wait(forCursorLine: "[3]>")
    #expect(shell.screen.lines.contains("2"))
    if name != "no-such-terminal" { #expect(!shell.output.contains("\u{1B}")) }
    shell.send("\u{4}")
    #expect(try shell.exitStatus() == 0)
  }

  @Test func `a locale without UTF-8 does no harm`() throws {
    let shell = try Self.start(environment: ["LC_ALL": "C"])
    shell.send("λé")
    try shell.wait(forCursorLine: "[1]> λé")
  }

  @Test func `without a terminal there is neither prompt nor colour, and an error ends it`() throws
  {
    let shell = try PseudoTerminal(
      "/bin/sh",
      ["-c", "printf '1+1\\nundefinedname\\n3+3\\n' | '\(Self.program)'; echo status $?"])
    #expect(try shell.exitStatus() == 0)
    #expect(shell.screen.lines.first == "2")
    #expect(shell.screen.lines.last == "status 1")
    #expect(!shell.screen.text.contains("]>"))
    #expect(!shell.screen.lines.contains("6"))
  }

  // MARK: - Speed

  @Test func `the first prompt comes soon`() throws {
    let times = try (0..<5).map { _ in
      let start = PseudoTerminal.now
      _ = try Self.start()
      return PseudoTerminal.now - start
    }
    // Far above the goal of 20 ms: this shall find a mistake, not a busy machine.
    #expect((times.min() ?? 1) < 0.5)
  }

  private static func colours(in output: String) -> Int {
    output.split(separator: "\u{1B}[").dropFirst().filter { sequence in
      sequence.drop { $0.isNumber || $0 == ";" }.first == "m"
    }.count
  }
}
