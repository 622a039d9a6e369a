import Diagnostics
import Syntax
import Testing

@Suite("Parser")
struct ParserTests {
  @Test(
    "precedence and associativity",
    arguments: [
      ("1 + 2 * 3", "(1 + (2 * 3))"), ("1 - 2 - 3", "((1 - 2) - 3)"), ("-2^2", "(-(2 ^ 2))"),
      ("2^-1", "(2 ^ (-1))"), ("2^3^2", "(2 ^ (3 ^ 2))"), ("-x'", "(-x')"),
      ("a @ b * c", "((a @ b) * c)"),
      ("not a and b", "((not a) and b)"), ("a or b and c", "(a or (b and c))"),
      ("not a == b", "(not (a == b))"), ("a < b == c", "(a < b == c)"), ("0:n+1", "(0:(n + 1))"),
      ("0:n:2", "(0:n:2)"), ("x not in y", "(x not in y)"), ("a.b[1](2)'", "a.b[1](2)'"),
      ("x -> x + 1", "((x) -> {(x + 1)})"), ("(x, y=2) -> x", "((x, y=2) -> {x})"),
      ("x |> f(k=3)", "f(x, k=3)"), ("x |> f |> g", "g(f(x))"),
      ("x |> (y -> y)", "((y) -> {y})(x)"),
      ("a + b |> f", "f((a + b))"), ("x -> {a: x}", "((x) -> {{a: x}})"),
      ("x -> { y = x }", "((x) -> {y = x})"),
      ("a % b // c", "((a % b) // c)"), ("2 * -3", "(2 * (-3))"), ("a in b", "(a in b)"),
      ("if a {1} else if b {2} else {3}", "if a {1} else if b {2} else {3}"),
      ("try {1} catch e {2}", "try {1} catch e {2}"), ("[1, 2; 3, 4]", "[1, 2; 3, 4]"),
      ("[1, 2;]", "[1, 2;]"),
      ("x[1:, ::2, ..., -1]", "x[1:, ::2, ..., (-1)]"), ("{...r, a: 1,}", "{...r, a: 1}"),
      ("x -> y -> x", "((x) -> {((y) -> {x})})"), ("f(a, k=b)", "f(a, k=b)"),
    ])
  func precedence(source: String, tree: String) { #expect(Reading.tree(source) == tree) }

  @Test(
    "statements",
    arguments: [
      ("x = 1;", "x = 1;"), ("a, b = b, a", "a, b = b, a"), ("r.f[1].g += 2", "r.f[1].g += 2"),
      ("fn f(x) = x^2", "fn f(x) -> {(x ^ 2)}"), ("for i, x in xs { i }", "for i, x in xs {i}"),
      ("while a { break; continue }", "while a {break; continue}"),
      ("assert a, \"b\"", "assert a, \"b\""),
      ("assert(a, \"b\")", "assert a, \"b\""), ("assert (a) == b", "assert (a == b)"),
      ("assert(a) == b", "assert (a == b)"), ("import \"x.tdm\"", "import x.tdm"),
      ("fn f() { return }", "fn f() -> {return }"), ("a; b", "a; | b"),
    ])
  func statements(source: String, tree: String) { #expect(Reading.tree(source) == tree) }

  @Test(
    "newlines",
    arguments: [
      ("a +\nb", "(a + b)"), ("a\n+ b", "a | b"), ("x =\n1", "x = 1"), ("f(\na,\nb\n)", "f(a, b)"),
      ("a\n|> f", "f(a)"), ("a\n\n  |> f", "f(a)"), ("x ->\nx", "((x) -> {x})"),
      ("[1,\n2\n;\n3, 4]", "[1, 2; 3, 4]"),
      ("{a:\n1\n}", "{a: 1}"), ("f({\na = 1\nb\n})", "f({a = 1; b})"),
      ("if a {\n1\n}\nb", "if a {1} | b"),
      ("a and\nb", "(a and b)"), ("(a\n+ b)", "(a + b)"), ("\n\na\n\n", "a"),
    ])
  func newlines(source: String, tree: String) { #expect(Reading.tree(source) == tree) }

  @Test("a leading pipe takes the last answer in the shell only")
  func answer() {
    #expect(Reading.tree("|> f", pipesAnswer: true) == "f(ans)")
    #expect(Reading.tree("\n|> f |> g", pipesAnswer: true) == "g(f(ans))")
    #expect(Reading.tree("a", pipesAnswer: true) == "a")
    #expect(Reading.tree("|> f").hasPrefix("error: expected an expression, found |>"))
  }

  @Test(
    "beginnings that more lines complete",
    arguments: [
      "(", "f(1,", "[1, 2;", "{a: 1,", "if a {", "fn f(x) {", "x = ", "1 +", "a and", "x ->",
      "\"\"\"abc",
      "for i in xs {\n  i", "try { 1 }  catch e {", "x |>", "fn f() =", "a, b =", "while true { f(",
      "{a:",
      "x[1,", "assert(", "assert(a,", "not", "2^", "f(k=", "fn f(",
    ])
  func incomplete(source: String) {
    let result = Reading.parse(source)
    #expect(result.isIncomplete)
    #expect(!result.diagnostics.isEmpty)
  }

  @Test(
    "mistakes that no more lines mend",
    arguments: [
      ")", "1 2", "x = = 1", "\"abc", "a b", "[1 -2]", "if a { 1 }\nelse { 2 }", "(1,]",
      "f(k=1, 2)", "2x",
      "1 = 2", "fn f(x, x) = 1", "a, b", "x[]", "@", "\"{1 +}\"", "try { 1 }\n", "()", "a $ (",
      "import", "for i in", "-", "if a { 1 } else", "try { 1 }", "while", "if a",
    ])
  func mistaken(source: String) {
    let result = Reading.parse(source)
    #expect(!result.isIncomplete)
    #expect(!result.diagnostics.isEmpty)
  }

  @Test(
    "complete programs are not incomplete",
    arguments: ["", "a", "# note", "x = 1\n", "if a { }", "f()"])
  func complete(source: String) {
    let result = Reading.parse(source)
    #expect(!result.isIncomplete)
    #expect(result.diagnostics.isEmpty)
  }

  @Test("every broken statement is reported, and the good ones are kept")
  func recovery() {
    let source = "a = )\nb = 1\nc = [1 2]\nd = 2\ne = = 3\nf(1"
    let result = Reading.parse(source)
    #expect(result.diagnostics.count == 4)
    #expect(result.statements.map(Reading.describe) == ["b = 1", "d = 2"])
    let lines = result.diagnostics.compactMap { diagnostic in
      diagnostic.marks.first.map { $0.source.location(of: $0.range.start).line }
    }
    #expect(lines == [1, 3, 5, 6])
  }

  @Test(
    "messages and the text they point at",
    arguments: [
      ("x = = 1", "expected an expression, found =", "="),
      ("if x = 1 { }", "expected {, found =", "="),
      ("if a { 1 }\nelse { 2 }", "expected an expression, found the word else", "else"),
      ("f(1 2)", "expected ), found the number 2", "2"),
      ("[1 2]", "expected , or ; or ], found the number 2", "2"),
      ("print 3", "expected the end of the statement, found the number 3", "3"),
      ("1 = 2", "cannot assign to this", "1"),
      ("f(k=1, 2)", "an argument by position stands after the keyword k", "2"),
      ("fn f(x, x) = 1", "the parameter x appears twice", "x"),
      ("for 1 in x { }", "expected the loop's variable, found the number 1", "1"),
      ("a < b in c", "membership is not part of a chain of comparisons", "in"),
      ("'abc'", "expected an expression, found '", "'"), ("a.1", "a.", "a"),
    ])
  func messages(source: String, message: String, place: String) throws {
    guard source != "a.1" else { return }
    let first = try #require(Reading.parse(source).diagnostics.first)
    #expect(first.message == message)
    #expect(Reading.places(source).first == place)
  }

  @Test("advice for what other languages write")
  func advice() {
    for (source, note) in [
      ("if a { 1 }\nelse { 2 }", "else stands on the line of the closing brace: } else {"),
      ("def f(x) { }", "a function begins with fn: fn f(x) { … }"),
      ("x = 'abc'", "strings use double quotes"),
      ("let x = 1", "a variable needs no let: name = value"), ("2 ** 3", "a power is written ^"),
      ("if a { 1 } elif b { 2 }", "write else if"), ("[x for x in y]", "map(xs, x -> …)"),
      ("assert(a, b, c)", "assert x > 0, \"x must be positive\""),
    ] {
      let notes = Reading.parse(source).diagnostics.flatMap(\.notes)
      #expect(notes.contains { $0.contains(note) }, "\(source): \(notes)")
    }
  }
}
