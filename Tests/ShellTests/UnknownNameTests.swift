import Diagnostics
import Syntax
import Testing

@testable import Shell

@Suite struct UnknownNameTests {
  /// The names that are shown as unknown, `known` and `sum` having values.
  private static func unknown(_ text: String) -> [String] {
    let highlighter = SyntaxHighlighter(
      builtinNames: ["sum"], commands: ShellCommand.usages(at: .notebook),
      isKnown: { ["known", "sum"].contains($0) })
    return highlighter.spans(in: text).filter { $0.style == .unknown }.map {
      String(decoding: Array(text.utf8)[$0.range], as: UTF8.self)
    }
  }

  @Test(
    arguments: [
      ("known + sum(3)", []), ("knwon + 1", ["knwon"]), ("x = 1; x + y", ["y"]),
      ("fn f(a, b=c) { a + b + d }", ["c", "d"]), ("for i, v in w { i; v }", ["w"]),
      ("u -> u + t", ["t"]), ("sum((u, v) -> u * v * t)", ["t"]), ("known.field.deeper", []),
      ("sum(known, axis=1)", []), ("{a: 1, b: z}", ["z"]), ("known[m:n]", ["m", "n"]),
      ("try { known } catch e { e }", []), ("p, q = known; p + q", []), ("# words", []),
      ("\"words\"", []), (":time nobody + known", ["nobody"]), ("?nobody", []), ("", []),
    ] as [(String, [String])])
  func `what nobody gave a value is dimmed, labels and names of the cell are not`(
    text: String, expected: [String]
  ) {
    #expect(Self.unknown(text) == expected)
  }

  @Test func `the names of ten thousand lines are looked through in a moment`() {
    let text = (0..<10_000).map { "x\($0) = y\($0)" }.joined(separator: "\n")
    let start = PseudoTerminal.now
    #expect(Self.unknown(text).count == 10_000)
    #expect(PseudoTerminal.now - start < 5)
  }

  @Test func `a name loses its dimness once it is typed to its end`() throws {
    let shell = try LineEditorTests.start()
    try shell.type(["knight = 3"])
    shell.send("knigh")
    try shell.wait(until: "a dim name") { _ in
      shell.output.contains("\u{1B}[2mk")
    }
    let before = shell.output.count
    shell.send("t")
    // What follows dim is how the cell before went on.
    try shell.wait(forCursorLine: "[2]> knight = 3")
    shell.pause(seconds: 0.2)
    #expect(!shell.output.dropFirst(before).contains("\u{1B}[2mk"))
  }
}
