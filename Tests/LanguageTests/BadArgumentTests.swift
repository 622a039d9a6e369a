import Diagnostics
import Runtime
import StandardLibrary
import Tensors
import Testing

/// Every builtin returns or throws a sentence, whatever it is given; a trap would end the process.
@Suite("Bad arguments")
struct BadArgumentTests {
  static let awkward: [(String, Value)] = [
    ("none", .none), ("true", .bool(true)), ("0", .number(0)), ("-1", .number(-1)),
    ("3", .number(3)), ("0.5", .number(0.5)), ("nan", .number(.nan)), ("inf", .number(.infinity)),
    ("-inf", .number(-.infinity)), ("1e12", .number(1e12)), ("1e300", .number(1e300)),
    ("2^62", .number(0x1p62)), ("-2^63", .number(-0x1p63)), ("empty string", .text("")),
    ("string", .text("añb\n")), ("separator", .text(",")), ("empty tensor", .tensor(Tensor([]))),
    ("0x3", .tensor(Tensor(repeating: 0, Shape(0, 3)))),
    ("3x0", .tensor(Tensor(repeating: 0, Shape(3, 0)))),
    ("vector", .tensor(Tensor([1, 2, 3]))), ("nan vector", .tensor(Tensor([.nan, 1, .infinity]))),
    ("bools", .tensor(Tensor([1, 0, 1], kind: .bool))),
    ("matrix", .tensor(Tensor(rows: [[1, 2], [2, 1]]))),
    ("singular", .tensor(Tensor(rows: [[1, 1], [1, 1]]))),
    ("infinite", .tensor(Tensor(rows: [[.infinity, 1], [.nan, 1]]))),
    ("huge", .tensor(Tensor([1e300, -1e300, 1e12]))),
    ("cube", .tensor(Tensor(repeating: 1, Shape([2, 2, 2]) ?? Shape()))),
    ("empty list", .flatList([])), ("strings", .flatList([.text("b"), .text("a")])),
    ("nested", .flatList([.flatList([.number(1)]), .flatList([.text("x"), .none])])),
    ("ragged", .flatList([.tensor(Tensor([1])), .tensor(Tensor([1, 2]))])),
    ("numbers", .flatList([.number(1e300), .number(-1), .bool(true)])),
    ("record", .flatRecord([("a", .number(1)), ("b", .text("x"))])),
    ("empty record", .flatRecord([])),
  ]

  static let functions: [Value] = ["print", "abs", "zeros", "map", "error", "rand"].compactMap {
    name in
    StandardLibrary.builtins.first { $0.name == name }.map { .function(Function($0)) }
  }

  static let objects: [Value] = ["sparse([0, 3; 1, nan])", "sparse([], [], [], shape=[0, 3])"]
    .compactMap { try? Session().interpreter.evaluate(SourceText(name: "value", text: $0)) }

  /// A session whose builtins leave no files behind, whatever is taken for a path.
  private static var session: Session {
    let session = Session()
    session.interpreter.files.isReadOnly = true
    return session
  }

  private func call(_ builtin: Builtin, _ arguments: [Value], _ words: String) {
    let session = Self.session
    do {
      _ = try session.interpreter.call(builtin, arguments, keywords: [])
    } catch {
      let diagnostic = Diagnostic(error)
      #expect(!diagnostic.message.isEmpty, "\(builtin.name)(\(words))")
      #expect(diagnostic.message.first?.isUppercase != true, "\(diagnostic.message)")
      #expect(!diagnostic.message.hasPrefix("an unexpected error"), "\(diagnostic.message)")
      #expect(!diagnostic.message.hasSuffix("."), "\(diagnostic.message)")
    }
  }

  @Test("of every kind alone, twice and beside a good one", arguments: StandardLibrary.builtins)
  func everyCombination(builtin: Builtin) {
    call(builtin, [], "")
    let values = Self.awkward.map(\.1) + Self.functions + Self.objects
    #expect(Self.objects.count == 2)
    for (i, value) in values.enumerated() {
      call(builtin, [value], "\(i)")
      for (j, other) in values.enumerated() { call(builtin, [value, other], "\(i), \(j)") }
    }
  }

  @Test(
    "in threes, drawn at random, positionally and by keyword", arguments: StandardLibrary.builtins)
  func randomTriples(builtin: Builtin) {
    var random = RandomGenerator(seed: 17)
    let values = Self.awkward.map(\.1) + Self.functions + Self.objects
    func draw() -> Value { values[Int(random.integer(below: UInt64(values.count)))] }
    for round in 0..<400 {
      call(builtin, (0..<(3 + round % 3)).map { _ in draw() }, "round \(round)")
      let session = Self.session
      for parameter in builtin.parameters {
        _ = try? session.interpreter.call(
          builtin, [draw()], keywords: [(parameter.name, draw())])
      }
    }
  }

  @Test("too many arguments and unknown keywords are named")
  func tooMany() throws {
    for builtin in StandardLibrary.builtins where !builtin.parameters.contains(where: \.isVariadic)
    {
      let many = [Value](repeating: .number(1), count: builtin.parameters.count + 1)
      let session = Session()
      do {
        _ = try session.interpreter.call(builtin, many, keywords: [])
        Issue.record("\(builtin.name) took too many arguments")
      } catch {
        let message = Diagnostic(error).message
        #expect(message.contains("\(builtin.name) takes"), "\(message)")
      }
      do {
        _ = try session.interpreter.call(builtin, [], keywords: [("no_such_word", .none)])
        Issue.record("\(builtin.name) took an unknown keyword")
      } catch {
        #expect(Diagnostic(error).message.contains("has no argument no_such_word"))
      }
    }
  }

  @Test("name the element that is wrong")
  func namesTheElement() {
    func message(_ source: String) -> String {
      do {
        return try Session().run(source)
      } catch {
        return error.message
      }
    }
    #expect(
      message("zeros(2, \"a\")")
        == "zeros: each of sizes must be a whole number, found the string \"a\"")
    #expect(
      message("concat([[1], \"a\"])")
        == "concat: element 1 of parts must be a tensor, found the string \"a\"")
    #expect(message("sum(\"a\")") == "sum: x must be a number or tensor, found the string \"a\"")
    #expect(message("zeros(2, -1)") == "sizes must be 0 or more, found -1")
  }

  @Test("tensors of very many empty rows cost nothing to print, join or walk")
  func manyEmptyRows() throws {
    let session = Session()
    #expect(
      try session.run("x = zeros(1e9, 0); print(x, zeros(0, 3))")
        == "zeros(1000000000, 0) zeros(0, 3)")
    for call in ["concat(x)", "stack(x)", "list(x)", "map(x, sum)", "zip(x, x)"] {
      let message = try session.run("print(try { \(call); \"\" } catch err { err.message })")
      #expect(!message.isEmpty, "\(call)")
    }
  }
}
