import Glibc
import Notebook
import Testing

/// Sessions that are killed, disks that are full, folders that cannot be written.
@Suite(.serialized) struct SessionFaultTests {
  private let folder = TemporaryFolder()

  private var journals: [String] {
    folder.names(in: "state/tandem/journals").filter { !$0.hasPrefix(".") }.map {
      folder.path + "/state/tandem/journals/" + $0
    }
  }

  /// What is entered, and the cells there are after each line.
  private static let lines: [(line: String, cells: [String])] = {
    var lines: [(line: String, cells: [String])] = []
    var cells: [String] = []
    for number in 1...12 {
      cells.append("\(number)")
      lines.append(("\(number)", cells))
      if number % 3 == 0 {
        lines.append((":rerun \(number)", cells))
        cells.removeAll { $0 == "\(number - 1)" }
        lines.append((":delete \(number - 1)", cells))
      }
    }
    return lines
  }()

  private static var rounds: Int { getenv("TANDEM_SLOW_TESTS") == nil ? 8 : 100 }

  @Test func `kill -9 at any moment loses at most the running cell`() throws {
    var random = SystemRandomNumberGenerator()
    var outcomes: Set<Int> = []
    for _ in 0..<Self.rounds {
      let shell = try LineEditorTests.start(environment: folder.environment)
      shell.send(Self.lines.map { $0.line + "\r" }.joined())
      shell.pause(seconds: Double.random(in: 0...0.25, using: &random))
      shell.signal(SIGKILL)
      #expect(try shell.exitStatus() == 128 + SIGKILL)
      let found = try journals.compactMap { try Journal.contents($0) }
      #expect(found.count <= 1 && found.allSatisfy { !$0.isDamaged })
      let cells = found.first?.state?.cells.map(\.source) ?? []
      // The prompt of a cell says that the ones before it are done.
      let done = Self.lastPrompt(shell.screen) - 1
      let needed = Self.lines.firstIndex { $0.line == "\(done)" } ?? -1
      let reached = Self.lines.lastIndex { $0.cells == cells } ?? -1
      #expect(reached >= needed, "\(cells) although \(done) were done")
      #expect(cells.isEmpty || reached >= 0, "\(cells)")
      outcomes.insert(cells.count)
      for path in journals { unlink(path) }
    }
    #expect(!outcomes.isEmpty)
  }

  /// The highest number of a prompt on the screen.
  private static func lastPrompt(_ screen: VirtualScreen) -> Int {
    screen.lines.compactMap { line in
      guard line.hasPrefix("["), let end = line.firstIndex(of: "]") else { return nil }
      return Int(line[line.index(after: line.startIndex)..<end])
    }.max() ?? 1
  }

  @Test func `two sessions at once keep to their own journals`() throws {
    let first = try LineEditorTests.start(environment: folder.environment)
    try first.type(["a = 1"])
    let second = try LineEditorTests.start(environment: folder.environment)
    try second.type(["b = 1", "b = 2"])
    #expect(journals.count == 2)
    first.signal(SIGKILL)
    _ = try first.exitStatus()
    try second.type(":recover", at: "[3]>", until: "1 cell back with their outputs")
    #expect(journals.count == 1)
    try second.type(":undo", at: "[2]>", until: "taken back: :recover")
    try second.type(["b"], from: 3)
    #expect(second.answer(to: "b") == ["2"])
  }

  @Test func `several sessions that broke off are listed, brought back or dropped one by one`()
    throws
  {
    for name in ["first", "second", "third"] {
      let shell = try LineEditorTests.start(environment: folder.environment)
      try shell.type(["\(name) = 1"])
      shell.signal(SIGKILL)
      _ = try shell.exitStatus()
    }
    let shell = try LineEditorTests.start(environment: folder.environment)
    #expect(shell.screen.text.contains("3 sessions broke off; :recover lists them"))
    try shell.type(":recover", at: "[1]>", until: ":recover 1 brings one back")
    for name in ["first", "second", "third"] {
      #expect(shell.screen.lines.contains { $0.contains("1 cell") && $0.hasSuffix("\(name) = 1") })
    }
    try shell.type(":recover forget 2", at: "[1]>", until: "dropped: 1 session")
    try shell.type(":recover 4", at: "[1]>", until: ":recover takes one of 1 to 2")
    try shell.type(":recover 1", at: "[1]>", until: "1 cell back")
    #expect(journals.count == 2)
    try shell.type(":recover forget", at: "[2]>", until: "dropped: 1 session")
    #expect(journals.count == 1)
  }

  @Test func `a damaged journal is told of, brought back as far as it goes, and kept`() throws {
    let shell = try LineEditorTests.start(environment: folder.environment)
    try shell.type(["a = 1", "b = 2"])
    shell.signal(SIGKILL)
    _ = try shell.exitStatus()
    let path = try #require(journals.first)
    let script = "printf garbage >> \(path); printf rubbish > \(path).other.md"
    #expect(try PseudoTerminal("/bin/sh", ["-c", script]).exitStatus() == 0)
    let next = try LineEditorTests.start(environment: folder.environment)
    #expect(next.screen.text.contains("a damaged journal was put aside"))
    try next.type(":recover", at: "[1]>", until: "2 cells back")
    #expect(next.screen.text.contains("its journal is damaged at the end"))
    #expect(journals.count { $0.hasSuffix(".damaged") } == 2)
  }

  // MARK: - No room

  /// A shell whose files may not grow beyond 8 kB.
  private func limitedShell() throws -> PseudoTerminal {
    let shell = try PseudoTerminal(
      "/bin/sh", ["-c", "ulimit -f 16; exec \(LineEditorTests.program)"],
      environment: folder.environment)
    try shell.wait(forCursorLine: "[1]>")
    return shell
  }

  @Test func `where nothing more can be written the session goes on, and nothing is half-written`()
    throws
  {
    let path = folder.path + "/day.md"
    let shell = try limitedShell()
    try shell.type(["a = 1"])
    try shell.type(":save \(path)", at: "[2]>", until: "1 cell written")
    try shell.type("for i in range(3000) { print(i) }", at: "[2]>", until: "the session goes on")
    try shell.type(["a + 1"], from: 3)
    #expect(shell.answer(to: "a + 1") == ["2"])
    try shell.type(":save", at: "[4]>", until: "cannot write")
    let check = try PseudoTerminal(LineEditorTests.program, ["check", path])
    #expect(try check.exitStatus() == 0)
    let contents = try Journal.contents(try #require(journals.first))
    #expect(contents.state?.cells.map(\.source) == ["a = 1"])
    #expect(!contents.isDamaged)
    // There is room again.
    try shell.type(":delete 2", at: "[4]>", until: "deleted: [2]")
    let later = try Journal.contents(try #require(journals.first))
    #expect(later.state?.cells.map(\.source) == ["a = 1", "a + 1"])
  }

  @Test func `on a full disk the session goes on`() throws {
    let disk = folder.path + "/state"
    mkdir(disk, 0o700)
    guard mount("tmpfs", disk, "tmpfs", 0, "size=16k") == 0 else { return }
    defer { umount2(disk, 2) }
    let shell = try LineEditorTests.start(environment: folder.environment)
    try shell.type(["a = 1"])
    try shell.type("for i in range(5000) { print(i) }", at: "[2]>", until: "the disk is full")
    try shell.type(["a + 1"], from: 3)
    #expect(shell.answer(to: "a + 1") == ["2"])
    let contents = try Journal.contents(try #require(journals.first))
    #expect(contents.state?.cells.map(\.source) == ["a = 1"])
    #expect(!contents.isDamaged)
  }

  @Test func `without a folder for journals the session works`() throws {
    #expect(try PseudoTerminal("/bin/sh", ["-c", "echo > \(folder.path)/state"]).exitStatus() == 0)
    let shell = try LineEditorTests.start(environment: folder.environment)
    try shell.type(["a = 1", "a + 1"])
    #expect(shell.answer(to: "a + 1") == ["2"])
    try shell.type(":undo", at: "[3]>", until: "taken back: [2] a + 1")
    shell.send("\u{4}")
    #expect(try shell.exitStatus() == 0)
  }
}
