import Glibc
import Testing

/// How soon Tab answers, in a session and a folder full of names.
///
/// Times are written to standard error; the bounds find a mistake, not a busy machine.
@Suite(.serialized) struct CompletionSpeedTests {
  private static let bound = 1.0

  /// Seconds from the key to its effect on the screen.
  private func seconds(
    _ shell: PseudoTerminal, _ keys: String, until condition: (VirtualScreen) -> Bool
  ) throws -> Double {
    let start = PseudoTerminal.now
    shell.send(keys)
    try shell.wait(until: "the answer to Tab", condition)
    return PseudoTerminal.now - start
  }

  private func report(_ what: String, _ times: [Double]) {
    let text = times.map { "\(Int(($0 * 1000).rounded())) ms" }.joined(separator: ", ")
    let line = Array("Tab, \(what): \(text)\n".utf8)
    _ = write(2, line, line.count)
    #expect(times.allSatisfy { $0 < Self.bound })
  }

  @Test func `the first Tab and later ones answer at once`() throws {
    let shell = try LineEditorTests.start()
    shell.send("classifier_ch")
    try shell.wait(forCursorLine: "[1]> classifier_ch")
    let first = try seconds(shell, "\t") { $0.cursorLine.hasPrefix("[1]> classifier_chain(") }
    shell.send("\u{15}logistic(")
    try shell.wait(until: "the call") { $0.cursorLine.hasPrefix("[1]> logistic(") }
    let later = try seconds(shell, "\t") { $0.text.contains("\npenalty=") }
    report("of builtins", [first, later])
  }

  @Test func `five thousand variables do not slow it down`() throws {
    let shell = try LineEditorTests.start()
    for part in 0..<50 {
      shell.paste((0..<100).map { "some\(part)x\($0) = [1, 2]" }.joined(separator: "; "))
      shell.send("\r")
      try shell.wait(forCursorLine: "[\(part + 2)]>")
    }
    shell.send("\u{C}some")
    // Behind it stands how an earlier cell went on.
    try shell.wait(until: "the name") { $0.cursorLine.hasPrefix("[51]> some49x0 = ") }
    let first = try seconds(shell, "\t") { $0.lines.count > 10 }
    shell.send("\u{15}\u{C}")
    try shell.wait(forLines: ["[51]>"])
    shell.send("some49x9")
    try shell.wait(until: "the longer name") { $0.cursorLine.hasPrefix("[51]> some49x9") }
    let later = try seconds(shell, "\t") { $0.lines.count > 2 }
    report("of 5000 variables", [first, later])
  }

  @Test func `ten thousand files do not slow it down`() throws {
    let folder = TemporaryFolder()
    for number in 0..<10_000 {
      close(open("\(folder.path)/file\(number).csv", O_WRONLY | O_CREAT, 0o600))
    }
    let shell = try LineEditorTests.start(columns: 150)
    let head = "load_data(\"\(folder.path)/"
    shell.send(head + "fi")
    try shell.wait(until: "the path") { $0.cursorLine.contains("/fi") }
    let common = try seconds(shell, "\t") { $0.cursorLine.contains("/file") }
    let listing = try seconds(shell, "\t") { $0.text.contains("… and ") }
    shell.send("777")
    try shell.wait(until: "the digits") { $0.cursorLine.contains("/file777") }
    let last = try seconds(shell, "7\t") { $0.cursorLine.contains("/file7777.csv\"") }
    report("of 10000 files", [common, listing, last])
  }
}
