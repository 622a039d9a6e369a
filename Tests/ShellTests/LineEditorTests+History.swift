import Glibc
import Testing

// What was entered before, and what could be entered.
extension LineEditorTests {
  // MARK: - History

  @Test func `earlier cells come back with the up arrow, the new one with the down arrow`() throws {
    let shell = try Self.start()
    shell.send("1+1\r2+2\r3+")
    try shell.wait(forCursorLine: "[3]> 3+")
    shell.send(Self.up)
    try shell.wait(forCursorLine: "[3]> 2+2")
    shell.send(Self.up)
    try shell.wait(forCursorLine: "[3]> 1+1")
    shell.send(Self.down + Self.down)
    try shell.wait(forCursorLine: "[3]> 3+")
  }

  @Test func `a cell of many lines comes back as one entry, in another process too`() throws {
    let path = Self.temporaryPath()
    let first = try Self.start(environment: ["TANDEM_HISTORY": path])
    first.send("(1 +\r2)\r")
    try first.wait(forCursorLine: "[2]>")
    first.send(Self.up)
    try first.wait(until: "the block") { $0.lines.suffix(2) == ["[2]> (1 +", "       2)"] }
    first.send(Self.interrupt)
    try first.wait(forCursorLine: "[2]>")
    first.send("\u{4}")
    #expect(try first.exitStatus() == 0)

    let second = try Self.start(environment: ["TANDEM_HISTORY": path])
    second.send(Self.up)
    try second.wait(forLines: ["[1]> (1 +", "       2)"].inBanner(of: second))
    second.send("\r")
    try second.wait(forCursorLine: "[2]>")
    #expect(second.screen.lines.suffix(2).first == "3")
  }

  @Test func `two shells at once lose nothing of each other`() throws {
    let path = Self.temporaryPath()
    let first = try Self.start(environment: ["TANDEM_HISTORY": path])
    let second = try Self.start(environment: ["TANDEM_HISTORY": path])
    first.send("10+1\r")
    try first.wait(forCursorLine: "[2]>")
    second.send("20+2\r")
    try second.wait(forCursorLine: "[2]>")
    first.send("30+3\r")
    try first.wait(forCursorLine: "[3]>")

    let third = try Self.start(environment: ["TANDEM_HISTORY": path])
    for entry in ["30+3", "20+2", "10+1"] {
      third.send(Self.up)
      try third.wait(forCursorLine: "[1]> " + entry)
    }
    var information = stat()
    #expect(stat(path, &information) == 0)
    #expect(information.st_mode & 0o777 == 0o600)
  }

  @Test func `a history that cannot be written is no reason to complain`() throws {
    let shell = try Self.start(environment: ["TANDEM_HISTORY": "/proc/none/history"])
    shell.send("1+1\r")
    try shell.wait(forCursorLine: "[2]>")
    #expect(shell.screen.lines.suffix(3) == ["[1]> 1+1", "2", "[2]>"])
    shell.send(Self.up)
    try shell.wait(forCursorLine: "[2]> 1+1")
  }

  @Test func `how an earlier cell went on is shown dim and taken with the right arrow`() throws {
    let shell = try Self.start()
    try shell.type(["value = 41", "value + 1", "fn f(x) {\rx\r}"])
    shell.send("val")
    try shell.wait(forCursorLine: "[4]> value + 1")
    #expect(shell.screen.cursorColumn == 8)
    shell.send("ue =")
    try shell.wait(forCursorLine: "[4]> value = 41")
    shell.send(Self.left + Self.right + Self.right + "\r")
    try shell.wait(forCursorLine: "[5]>")
    // Of a longer entry one line; nothing is taken that is not shown.
    shell.send("fn f")
    try shell.wait(forCursorLine: "[5]> fn f(x) {")
    shell.send(Self.interrupt)
    try shell.wait(forCursorLine: "[5]>")
    let plain = try Self.start(["--no-color"])
    try plain.type(["value = 41"])
    plain.send("val" + Self.right + "\r")
    try plain.wait(for: "there is no name val")
  }

  @Test func `Ctrl-R finds an earlier cell while one types`() throws {
    let shell = try Self.start()
    shell.send("1+100\r2+200\r3+300\r")
    try shell.wait(forCursorLine: "[4]>")
    shell.send("\u{12}+")
    try shell.wait(forCursorLine: "(search) +▸ 3+300")
    shell.send("1")
    try shell.wait(forCursorLine: "(search) +1▸ 1+100")
    shell.send("\r")
    try shell.wait(forCursorLine: "[5]>")
    #expect(shell.screen.lines.suffix(3) == ["[4]> 1+100", "101", "[5]>"])
  }

  @Test func `Ctrl-G leaves a search with the text as it was`() throws {
    let shell = try Self.start()
    shell.send("1+100\r")
    try shell.wait(forCursorLine: "[2]>")
    shell.send("55\u{12}100")
    try shell.wait(forCursorLine: "(search) 100▸ 1+100")
    shell.send("\u{7}")
    try shell.wait(forCursorLine: "[2]> 55")
  }

  @Test func `the keys of vi can be chosen, arrows and paste work with them`() throws {
    let home = "/tmp/tandem-home-\(getpid())"
    mkdir(home, 0o700)
    let file = try #require(fopen(home + "/.editrc", "w"))
    fputs("bind -v\n", file)
    fclose(file)
    let shell = try PseudoTerminal(Self.program, environment: ["HOME": home])
    try shell.wait(forCursorLine: "[ins] [1]>")
    shell.send("1+1\r")
    try shell.wait(forCursorLine: "[ins] [2]>")
    shell.send(Self.up)
    try shell.wait(forCursorLine: "[ins] [2]> 1+1")
    shell.send(Self.left + "20")
    try shell.wait(forCursorLine: "[ins] [2]> 1+201")
    shell.send("\u{1B}")
    shell.pause(seconds: 0.1)
    shell.send("0x")
    try shell.wait(forCursorLine: "[nav] [2]> +201")
    shell.send("i")
    shell.paste("5")
    try shell.wait(forCursorLine: "[ins] [2]> 5+201")
    shell.send("\r")
    try shell.wait(forCursorLine: "[ins] [3]>")
    #expect(shell.screen.lines.suffix(2).first == "206")
  }

  // MARK: - Completion

  @Test func `Tab adds what all candidates share, then lists them`() throws {
    let shell = try Self.start()
    shell.send("tensorX = 1\rtensorXylophone = 2\r")
    try shell.wait(forCursorLine: "[3]>")
    shell.send("1 + tensorX")
    try shell.wait(forCursorLine: "[3]> 1 + tensorX")
    shell.send("\t")
    try shell.wait(until: "the listing above the line") { screen in
      screen.cursorLine == "[3]> 1 + tensorX"
        && screen.lines.contains { !$0.hasPrefix("[") && $0.contains("tensorXylophone") }
    }
    shell.send("y\t + 1\r")
    try shell.wait(forCursorLine: "[4]>")
    #expect(shell.screen.lines.suffix(3) == ["[3]> 1 + tensorXylophone + 1", "4", "[4]>"])
  }

  @Test func `completion keeps what follows the cursor`() throws {
    let shell = try Self.start()
    shell.send("zebra = 5\r")
    try shell.wait(forCursorLine: "[2]>")
    shell.send("zeb + 1" + String(repeating: Self.left, count: 4) + "\t")
    try shell.wait(forCursorLine: "[2]> zebra + 1")
    shell.send("\r")
    try shell.wait(forCursorLine: "[3]>")
    #expect(shell.screen.lines.suffix(2).first == "6")
  }

  @Test func `completion in the middle of a block leaves the block in order`() throws {
    let shell = try Self.start()
    shell.send("zebraA = 5\rzebraB = 6\r")
    try shell.wait(forCursorLine: "[3]>")
    shell.send("[1,\r2]" + Self.up + "zebra\t")
    try shell.wait(until: "listing and block") { screen in
      let lines = screen.lines
      guard let listing = lines.lastIndex(where: { !$0.hasPrefix("[") && $0.contains("zebraB") })
      else { return false }
      return Array(lines[(listing + 1)...]) == ["[3]> [1,zebra", "       2]"]
        && screen.cursorRow == lines.count - 2
    }
  }
}
