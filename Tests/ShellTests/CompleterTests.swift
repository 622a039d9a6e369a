import Diagnostics
import Glibc
import Runtime
import StandardLibrary
import Testing

@testable import Shell

/// What could stand at the cursor, which `|` marks.
@Suite struct CompleterTests {
  private let interpreter = Interpreter(builtins: StandardLibrary.builtins)

  private func run(_ program: String) throws {
    try interpreter.run(SourceText(name: "", text: program))
  }

  private func completion(_ marked: String) -> Completion? {
    let parts = Self.parts(marked)
    let commands = [
      CommandUsage(name: "edit", usage: "N"), CommandUsage(name: "open", usage: "FILE"),
      CommandUsage(name: "time", usage: "CODE"), CommandUsage(name: "help", usage: "[TOPIC]"),
      CommandUsage(name: "recover", usage: "[forget]"),
    ]
    let completer = Completer(
      interpreter: interpreter, commands: commands, cells: { [(1, "x = 1"), (2, "y\nz")] })
    return completer.complete(String(parts.joined()), parts[0].utf8.count)
  }

  /// What stands before and behind the last `|`.
  private static func parts(_ marked: String) -> [Substring] {
    guard let mark = marked.lastIndex(of: "|") else { return [marked[...], ""] }
    return [marked[..<mark], marked[marked.index(after: mark)...]]
  }

  private func texts(_ marked: String) -> [String] {
    completion(marked)?.candidates.map(\.text) ?? []
  }

  // MARK: - Names

  @Test func `variables are listed before builtins, with kind and shape`() throws {
    try run("sumOfAll = zeros(3, 4)")
    let found = try #require(completion("sum|"))
    #expect(found.candidates.first?.text == "sumOfAll")
    #expect(found.candidates.first?.description?.hasPrefix("tensor 3×4") == true)
    #expect(found.candidates.contains { $0.text == "sum" && $0.suffix == "(" })
    #expect(found.range == 0..<3)
  }

  @Test func `names of the unfinished cell count: assigned, looped over, parameters`() {
    let cell = "fn work(alphabet, ω) {\n  alpine = 1\n  for alto, almond in xs {\n    al|"
    #expect(Set(texts(cell)).isSuperset(of: ["alphabet", "alpine", "alto", "almond"]))
    #expect(texts("map(xs, albatross -> al|").contains("albatross"))
    #expect(texts("try { f() } catch problem { prob|").first == "problem")
    #expect(
      texts("r = {allspice: 1}; f(alarm=2); al|").allSatisfy { $0 != "alarm" && $0 != "allspice" })
  }

  @Test func `other letters and parts of names are found when nothing begins so`() throws {
    try run("TrainingLoss = 1; validation_loss = 2")
    #expect(texts("trainingl|") == ["TrainingLoss"])
    #expect(texts("ation_lo|") == ["validation_loss"])
    #expect(texts("qqqq|") == [])
  }

  @Test func `nothing is offered in comments, and names in the braces of a string are`() throws {
    try run("zebra = 1")
    #expect(texts("x # zeb|") == [])
    #expect(texts("\"# {zeb|").first == "zebra")
    #expect(texts("\"a\" + zeb|") == ["zebra"])
    #expect(texts("print(\"\"\"two\nlines {zeb|") == ["zebra"])
  }

  @Test func `a function that is handed on gets no parenthesis`() throws {
    #expect(completion("sigmoi|")?.candidates.first?.suffix == "(")
    #expect(completion("map([1], sigmoi|")?.candidates.first?.suffix == "")
    #expect(completion("sigmoi|(2)")?.candidates.first?.suffix == "")
  }

  // MARK: - Fields and arguments

  @Test func `fields tell what they hold`() throws {
    try run("r = {shape: [1, 2, 3], inner: {deep: 4}}")
    let found = try #require(completion("r.sh|"))
    #expect(found.candidates == [.init("shape", description: "tensor 3  [1, 2, 3]")])
    #expect(texts("print(r.inner.|") == ["deep"])
    #expect(texts("r.nothing.|") == [])
    #expect(texts("f(1).|") == [])
  }

  @Test func `keyword arguments are offered where one can stand, and not twice`() throws {
    #expect(texts("logistic(|").contains("penalty="))
    #expect(!texts("logistic(penalty=\"l2\", |").contains("penalty="))
    #expect(!texts("logistic(2, |").contains("C="))
    #expect(!texts("logistic(|, tol=1)").contains("tol="))
    #expect(texts("logistic(C|=2)").contains("C"))
    #expect(texts("logistic(C=|") == [])
    #expect(texts("1 |> logistic(|").allSatisfy { $0 != "C=" })
    #expect(!texts("logistic(2 + tol|").contains("tol="))
  }

  @Test func `functions of one's own have keyword arguments, too`() throws {
    try run("fn blend(first, second=2) = first + second")
    #expect(texts("blend(|") == ["first=", "second="])
    #expect(texts("blend(1, s|").first == "second=")
    #expect(texts("fn blend(|") == [])
  }

  // MARK: - Strings

  @Test func `the words that a parameter takes are offered between its quotes`() {
    let words = texts("logistic(penalty=\"|")
    #expect(words.contains("l2") && words.contains("l1"))
    #expect(texts("logistic(1, \"l|").contains("l2"))
    #expect(completion("logistic(penalty=\"l2|")?.candidates.first?.suffix == "\"")
  }

  @Test func `labels are offered where a builtin takes labels, of the data in the call`() throws {
    try run(
      """
      d = make_labels(rows=20, labels=["sunny", "say \\"hi\\""])
      e = make_labels(rows=20, labels=["stormy"])
      """)
    #expect(texts("select_labels(d, [\"s|") == ["sunny", "say \\\"hi\\\""])
    #expect(texts("d |> select_labels([\"su|") == ["sunny"])
    #expect(texts("select_labels(e, labels=[\"|") == ["stormy"])
    #expect(texts("classifier_chain(logistic(), order=[\"sto|") == ["stormy"])
  }

  @Test func `names in brackets are those of the value before them`() throws {
    try run(
      """
      t = task_data([[1; 2], [3; 4]], [[1, 2], [3, 4]], tasks=["north", "south"])
      r = {left: 1, right: 2}
      """)
    #expect(texts("t[\"|") == ["north", "south"])
    #expect(texts("t[[\"so|") == ["south"])
    #expect(texts("r[\"l|") == ["left"])
    #expect(texts("[\"l|") == [])
  }

  // MARK: - Files

  private func inFolder(_ body: (_ path: String) throws -> Void) rethrows {
    let folder = TemporaryFolder()
    for name in ["plain.csv", "two words.csv", "quo\"te.csv", ".hidden"] {
      close(open("\(folder.path)/\(name)", O_WRONLY | O_CREAT, 0o600))
    }
    mkdir(folder.path + "/inner", 0o700)
    try body(folder.path)
  }

  @Test func `files are offered with their quotes closed, folders with a slash`() {
    inFolder { path in
      #expect(
        completion("load_data(\"\(path)/pl|")?.candidates == [.init("plain.csv", suffix: "\"")])
      #expect(completion("x = \"\(path)/inn|")?.candidates == [.init("inner/")])
      #expect(texts("load_data(\"\(path)/quo|") == ["quo\\\"te.csv"])
      #expect(texts("load_data(\"\(path)/two w|") == ["two words.csv"])
      #expect(
        texts("load_data(\"\(path)/|") == ["inner/", "plain.csv", "quo\\\"te.csv", "two words.csv"])
      #expect(texts("load_data(\"\(path)/.h|") == [".hidden"])
      #expect(texts(":open \(path)/two w|") == ["two words.csv"])
    }
  }

  @Test func `outside of the root nothing is shown`() {
    inFolder { path in
      interpreter.files.root = FileAccess.resolve(path + "/inner")
      #expect(texts("load_data(\"\(path)/pl|") == [])
      #expect(texts("load_data(\"/et|") == [])
    }
  }

  // MARK: - Commands

  @Test func `commands and what follows them are completed by their usage`() {
    #expect(texts(":re|") == ["recover"])
    #expect(completion(":ed|")?.candidates.first?.suffix == " ")
    #expect(completion(":edit |")?.candidates.map(\.description) == ["y", "x = 1"])
    #expect(texts(":edit 2|") == ["2"])
    #expect(texts(":recover f|") == ["forget"])
    #expect(texts(":help classifier_c|") == ["classifier_chain"])
    #expect(texts(":time classifier_c|") == ["classifier_chain"])
    #expect(texts("?classifier_c|") == ["classifier_chain"])
    #expect(texts(":edit q|") == [])
  }

  @Test func `commands are coloured with their code, unknown ones as mistakes`() {
    let highlighter = SyntaxHighlighter(
      builtinNames: ["sum"], commands: [CommandUsage(name: "time", usage: "CODE")])
    #expect(
      highlighter.spans(in: ":time sum(12)") == [
        .init(range: 0..<5, style: .command), .init(range: 6..<9, style: .builtin),
        .init(range: 10..<12, style: .number),
      ])
    #expect(highlighter.spans(in: ":ti 1").first?.style == .command)
    #expect(highlighter.spans(in: ":tx 1") == [.init(range: 0..<3, style: .error)])
    #expect(highlighter.spans(in: "?sum") == [.init(range: 0..<4, style: .command)])
  }

  // MARK: - Hints

  private func hint(_ marked: String) -> EditorHint? {
    let parts = Self.parts(marked)
    return Completer(
      interpreter: interpreter,
      commands: [
        CommandUsage(name: "edit", usage: "N", summary: "back"),
        CommandUsage(name: "time", usage: "CODE"),
      ]
    ).hint(String(parts.joined()), parts[0].utf8.count)
  }

  @Test func `the argument at the cursor is marked in the signature`() throws {
    try run("fn blend(first, second=2) = first + second")
    #expect(hint("blend(|") == EditorHint(before: "blend(", current: "first", after: ", second=2)"))
    #expect(hint("blend(1, |")?.current == "second=2")
    #expect(hint("blend(second=3, first=|")?.current == "first")
    #expect(hint("blend(1, sum([1, 2], |")?.before == "sum(x, ")
    #expect(hint("blend([1, |")?.current == "first")
    #expect(hint("blend(1, 2, 3, |")?.current == "")
    #expect(hint("logistic(tol=|")?.after.contains("  ") == true)
    #expect(hint(":edit |")?.text == "N  back")
    #expect(hint(":time blend(1, |")?.current == "second=2")
    #expect(hint("blend|") == nil)
    #expect(hint("# blend(|") == nil)
  }

  @Test func `a hint is cut to the width with the current argument in sight`() {
    let hint = EditorHint(before: "f(alpha=1, beta=2, ", current: "gamma=3", after: ", delta=4)")
    for width in 8...60 {
      guard let shown = hint.shortened(to: width) else {
        Issue.record("no hint at \(width)")
        continue
      }
      #expect(Terminal.width(of: shown.text) <= width)
      if width >= 20 { #expect(shown.current == "gamma=3") }
    }
    #expect(hint.shortened(to: 7) == nil)
    #expect(hint.shortened(to: 60) == hint)
  }
}
