import Glibc
import Testing

/// The shell as a person meets it: keys in, screen out, in a real pseudo-terminal.
@Suite(.serialized) struct LineEditorTests {
  /// The program under test lies beside the tests.
  static let program: String = {
    var path = [CChar](repeating: 0, count: 4096)
    let count = max(0, readlink("/proc/self/exe", &path, path.count - 1))
    let own = String(decoding: path[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return own.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/tandem"
  }()

  static func start(
    _ arguments: [String] = [], rows: Int = 24, columns: Int = 80,
    environment: [String: String] = [:]
  ) throws -> PseudoTerminal {
    let shell = try PseudoTerminal(
      program, arguments, rows: rows, columns: columns, environment: environment)
    try shell.wait(until: "the first prompt") { $0.cursorLine == "[1]>" }
    return shell
  }

  static func temporaryPath() -> String {
    "/tmp/tandem-tests-\(getpid())-\(UInt64.random(in: 0 ... .max))/state/history"
  }

  static let up = "\u{1B}[A"
  static let down = "\u{1B}[B"
  static let right = "\u{1B}[C"
  static let left = "\u{1B}[D"
  static let interrupt = "\u{3}"

  // MARK: - Prompt and values

  @Test func `a value is shown below its line and the next prompt counts on`() throws {
    let shell = try Self.start()
    shell.send("1+1\r")
    try shell.wait(forCursorLine: "[2]>")
    let lines = shell.screen.lines
    #expect(lines.suffix(3) == ["[1]> 1+1", "2", "[2]>"])
  }

  @Test func `an assignment shows nothing`() throws {
    let shell = try Self.start()
    shell.send("x = 3\r")
    try shell.wait(forCursorLine: "[2]>")
    #expect(shell.screen.lines.suffix(2) == ["[1]> x = 3", "[2]>"])
    shell.send("x + 4\r")
    try shell.wait(forCursorLine: "[3]>")
    #expect(shell.screen.lines.suffix(3) == ["[2]> x + 4", "7", "[3]>"])
  }

  @Test func `keys typed before the prompt are not lost`() throws {
    let shell = try PseudoTerminal(Self.program)
    shell.send("1+1\r2+2\r3+")
    try shell.wait(forCursorLine: "[3]> 3+")
    #expect(shell.screen.lines.contains("2"))
    #expect(shell.screen.lines.contains("4"))
  }

  @Test func `Ctrl-D on an empty line ends the shell`() throws {
    let shell = try Self.start()
    shell.send("\u{4}")
    #expect(try shell.exitStatus() == 0)
    #expect(shell.isCooked)
  }

  @Test func `Ctrl-D in a line deletes the character at the cursor`() throws {
    let shell = try Self.start()
    shell.send("192\u{1B}[D\u{1B}[D\u{4}")
    try shell.wait(forCursorLine: "[1]> 12")
    shell.send("\r")
    try shell.wait(forCursorLine: "[2]>")
    #expect(shell.screen.lines.suffix(2).first == "12")
  }

  // MARK: - Editing

  @Test func `text is inserted and deleted in the middle of a line`() throws {
    let shell = try Self.start()
    shell.send("1+9" + Self.left + Self.left + "0")
    try shell.wait(forCursorLine: "[1]> 10+9")
    shell.send("\u{1B}[F\u{7F}5")
    try shell.wait(forCursorLine: "[1]> 10+5")
    shell.send("\u{1B}[H2\r")
    try shell.wait(forCursorLine: "[2]>")
    #expect(shell.screen.lines.suffix(3) == ["[1]> 210+5", "215", "[2]>"])
  }

  @Test func `words are jumped over and cut`() throws {
    let shell = try Self.start()
    shell.send("alpha + beta + gamma")
    try shell.wait(forCursorLine: "[1]> alpha + beta + gamma")
    shell.send("\u{1B}[1;5D\u{17}")
    try shell.wait(forCursorLine: "[1]> alpha + gamma")
    shell.send("\u{1B}[1;5C!")
    try shell.wait(forCursorLine: "[1]> alpha + gamma!")
    shell.send("\u{15}")
    try shell.wait(forCursorLine: "[1]>")
    shell.send("\u{19}")
    try shell.wait(forCursorLine: "[1]> alpha + gamma!")
  }

  @Test func `a line longer than the screen is wide wraps and stays editable`() throws {
    let shell = try Self.start(columns: 20)
    shell.send("1+1+1+1+1+1+1+1+1+1+1")
    try shell.wait(until: "the wrapped line") {
      $0.lines.suffix(2) == ["[1]> 1+1+1+1+1+1+1+1", "+1+1+1"]
    }
    shell.send("\u{1B}[H9+")
    try shell.wait(until: "the insertion at the start") {
      $0.lines.suffix(2) == ["[1]> 9+1+1+1+1+1+1+1", "+1+1+1+1"]
    }
    shell.send("\r")
    try shell.wait(forCursorLine: "[2]>")
    #expect(shell.screen.lines.contains("20"))
  }

  @Test func `letters of all scripts are typed, moved over and deleted`() throws {
    let shell = try Self.start()
    shell.send("λé漢字")
    try shell.wait(forCursorLine: "[1]> λé漢字")
    #expect(shell.screen.cursorColumn == 5 + 1 + 1 + 2 + 2)
    shell.send(Self.left + Self.left + "x")
    try shell.wait(forCursorLine: "[1]> λéx漢字")
    shell.send("\u{7F}\u{7F}")
    try shell.wait(forCursorLine: "[1]> λ漢字")
    shell.send(Self.interrupt)
    try shell.wait(until: "the next prompt") { $0.lines.suffix(2) == ["[1]> λ漢字^C", "[1]>"] }
    shell.send("λ = 3\rλ + 1\r")
    try shell.wait(forCursorLine: "[3]>")
    #expect(shell.screen.lines.contains("4"))
  }

  @Test func `bytes that are no characters do no harm`() throws {
    let shell = try Self.start()
    shell.send([0xFF, 0xC3, 0x28, 0xE2, 0x82, 0x41, 0xF5, 0x80, 0xC2, 0x90])
    try shell.wait(for: "A")
    shell.send("\u{15}1+1\r")
    try shell.wait(forCursorLine: "[2]>")
    #expect(shell.screen.lines.suffix(2).first == "2")
  }

  // MARK: - Many lines

  @Test func `Enter in an unfinished cell begins an indented line`() throws {
    let shell = try Self.start()
    shell.send("(1 +\r2 +\r3)")
    try shell.wait(forLines: ["[1]> (1 +", "       2 +", "       3)"].inBanner(of: shell))
    shell.send("\r")
    try shell.wait(forCursorLine: "[2]>")
    #expect(shell.screen.lines.suffix(2).first == "6")
  }

  @Test func `a closing brace on its own line moves back`() throws {
    let shell = try Self.start()
    shell.send("fn f(x) {\rx + 1\r}")
    try shell.wait(forLines: ["[1]> fn f(x) {", "       x + 1", "     }"].inBanner(of: shell))
    shell.send("\r")
    try shell.wait(forCursorLine: "[2]>")
  }

  @Test func `the arrows move inside a block and changes there count`() throws {
    let shell = try Self.start()
    shell.send("(1 +\r2 +\r3)")
    try shell.wait(forCursorLine: "       3)")
    shell.send(Self.up + "\u{7F}50")
    try shell.wait(forLines: ["[1]> (1 +", "       250+", "       3)"].inBanner(of: shell))
    shell.send("\r")
    try shell.wait(forCursorLine: "[2]>")
    #expect(shell.screen.lines.suffix(2).first == "254")
  }

  @Test func `Backspace at the start of a line joins it with the one above`() throws {
    let shell = try Self.start()
    shell.send("[1,\r2]" + "\u{1B}[H\u{7F}\u{7F}")
    try shell.wait(forCursorLine: "[1]> [1,2]")
    #expect(shell.screen.cursorColumn == 8)
  }

  @Test func `the left arrow steps from a line's start to the end of the one above`() throws {
    let shell = try Self.start()
    shell.send("[1,\r2]" + "\u{1B}[H\u{1B}[H" + Self.left + "7,")
    try shell.wait(forLines: ["[1]> [1,7,", "       2]"].inBanner(of: shell))
  }

  @Test func `a block taller than the screen shows the part around the cursor`() throws {
    let shell = try Self.start(rows: 5)
    shell.paste("[" + (1...9).map { "\($0),\n" }.joined() + "0]")
    try shell.wait(forLines: ["     6,", "     7,", "     8,", "     9,", "     0]"])
    shell.send(String(repeating: Self.up, count: 9))
    try shell.wait(forLines: ["[1]> [1,", "     2,", "     3,", "     4,", "     5,"])
    shell.send("5,")
    try shell.wait(forLines: ["[1]> [15,,", "     2,", "     3,", "     4,", "     5,"])
    #expect(shell.screen.cursorRow == 0)
    shell.send(Self.interrupt)
    try shell.wait(forLines: ["     7,", "     8,", "     9,", "     0]^C", "[1]>"])
  }

  @Test func `a block that fits the screen again is shown whole`() throws {
    let shell = try Self.start(rows: 5)
    shell.paste("[1,\n2,\n3,\n4,\n5,\n6")
    try shell.wait(forLines: ["     2,", "     3,", "     4,", "     5,", "     6"])
    shell.send("\u{15}\u{15}")
    try shell.wait(forLines: ["[1]> [1,", "     2,", "     3,", "     4,", "     5,"])
    #expect(shell.screen.cursorRow == 4)
  }

  // MARK: - Paste

  @Test func `several pasted lines become one cell that waits for Enter`() throws {
    let shell = try Self.start()
    shell.paste("x = 1\ny = 2\nx + y\n")
    try shell.wait(forLines: ["[1]> x = 1", "     y = 2", "     x + y"].inBanner(of: shell))
    shell.send("\r")
    try shell.wait(forCursorLine: "[2]>")
    #expect(shell.screen.lines.suffix(2) == ["3", "[2]>"])
  }

  @Test func `prompts and output copied along with a cell are stripped`() throws {
    let shell = try Self.start()
    shell.paste("[7]> x = 20\n[8]> [1,\n       2]\n[1, 2]\n[9]> x + 1")
    try shell.wait(
      forLines: ["[1]> x = 20", "     [1,", "       2]", "     x + 1"].inBanner(of: shell))
  }

  @Test func `a large paste arrives whole`() throws {
    let shell = try Self.start()
    shell.paste("x = 0\n" + String(repeating: "x = x + 1\n", count: 700) + "x")
    try shell.wait(forCursorLine: "     x")
    shell.send("\r")
    try shell.wait(forCursorLine: "[2]>")
    #expect(shell.screen.lines.suffix(2) == ["700", "[2]>"])
  }
}

extension [String] {
  /// These rows below whatever the shell showed before its first prompt.
  func inBanner(of shell: PseudoTerminal) -> [String] {
    let lines = shell.screen.lines
    let banner = lines.prefix { !$0.hasPrefix("[1]>") }
    return Array(banner) + self
  }
}
