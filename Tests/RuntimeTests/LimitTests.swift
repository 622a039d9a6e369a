import Diagnostics
import Runtime
import Tensors
import Testing

/// Whatever is too deep, too long or too large is an error of kind `limit`, and the session goes on.
@Suite("Limits")
struct LimitTests {
  private func expectLimit(_ source: String, _ part: String, _ cells: Cells = Cells()) throws {
    let error = try cells.error(source)
    #expect(error.kind == .limit, "\(error.message)")
    #expect(error.message.contains(part), "\(error.message)")
    #expect(try cells.run("print(1 + 1)") == "2")
  }

  @Test(
    "endless recursion",
    arguments: [
      "fn f(x) { f(x + 1) }\nf(0)", "fn f(x) { g(x) }\nfn g(x) { f(x) }\nf(0)",
      "f = x -> f(x)\nf(0)", "fn f(x=f()) { x }\nf()", "fn f(x) = [1, f(x)]\nf(0)",
      "fn f() { fn g(n) { g(n + 1) }; g(0) }\nf()", "fn f(x) { f(x=x) }\nf(1)",
      "fn f(x) { try { f(x) } catch e { error(e.message) } }\nf(0)",
    ])
  func recursion(source: String) throws {
    let cells = Cells()
    let error = try cells.error(source)
    #expect(error.message == "calls nest deeper than 100000 levels")
    #expect(try cells.run("print(2)") == "2")
  }

  @Test(
    "endless recursion through builtins",
    arguments: [
      "fn f(x) { map([x], f) }\nf(0)", "fn f(x) { map([1], y -> f(y)) }\nf(0)",
      "fn f(x) { reduce([1, 2], (a, b) -> f(a)) }\nf(0)", "fn f(x) { filter([1], f) }\nf(0)",
    ])
  func recursionThroughBuiltins(source: String) throws {
    try expectLimit(source, "functions that call each other through builtins nest deeper than 200")
  }

  @Test(
    "values that nest",
    arguments: [
      "a = [\"x\"]; for i in 0:100000 { a = [a] }", "a = {}; for i in 0:100000 { a = {a: a} }",
      "a = [\"x\"]; for i in 0:100000 { a = append([], a) }",
      "a = [\"x\"]; for i in 0:100000 { b = [0, \"x\"]; b[0] = a; a = b }",
      "a = {}; for i in 0:100000 { b = {}; b.a = a; a = b }",
      "a = {}; for i in 0:100000 { b = {a: {b: 1}}; b.a.b = a; a = b }",
      "fn make(f) { y -> f(y) }\nf = x -> x\nfor i in 0:100000 { f = make(f) }",
    ])
  func nesting(source: String) throws {
    try expectLimit(source, "nest at most 1000 levels deep")
  }

  @Test("a caught nesting error leaves the list as it was")
  func caughtNesting() throws {
    let cells = Cells()
    let result = try cells.run(
      """
      fn nest(n) { a = [1, "x"]; for i in 1:n { a = [a] }; a }
      big = nest(1000)
      b = [1, "x"]; r = {a: {b: 1}}
      try { b[0] = big } catch e { print(e.kind) }
      try { b[0:1] = [big] } catch e { print(e.kind) }
      try { r.a.b = big } catch e { print(e.kind) }
      try { r.c = big } catch e { print(e.kind) }
      print(b, r)
      """)
    #expect(
      result == "limit\nlimit\nlimit\nlimit\n[1, \"x\"] {a: {b: 1}}", "\(result)")
  }

  @Test(
    "sizes",
    arguments: [
      ("zeros(1e6, 1e6)", "does not fit in memory"), ("0:1e18", "does not fit in memory"),
      ("0:1e300", "does not fit in memory"), ("x = 0:1:1e-18", "does not fit in memory"),
      ("s = \"ab\"; for i in 0:60 { s = s + s }", "a string holds at most"),
      ("s = \"ab\"; for i in 0:60 { s = \"{s}{s}\" }", "a string holds at most"),
      ("s = [\"ab\"]; for i in 0:60 { s += s }", "a list holds at most"),
    ])
  func sizes(source: String, part: String) throws { try expectLimit(source, part) }

  @Test("a literal of endlessly shared parts is cut short")
  func sharedLiteral() throws {
    let source = "a = [1, \"x\"]; for i in 0:60 { a = [a, a, \"x\"] }; print(len(\"{a}\") < 1e8)"
    #expect(try Cells().run(source) == "true")
  }

  @Test("too many top-level names, and the session goes on")
  func names() throws {
    let cells = Cells()
    try cells.run("kept = 1")
    let source = (0..<50_000).map { "a\($0) = \($0)" }.joined(separator: "\n")
    try expectLimit(source, "more than 40000 top-level names", cells)
    #expect(cells.outcome("fresh = 2; print(kept + fresh)") == "3")
  }

  @Test("a cell of 70000 constants and statements")
  func constants() throws {
    let lines = (0..<70_000).map { "x[0] = \($0).5" }.joined(separator: "\n")
    #expect(try Cells().run("x = [1]\n\(lines)\nprint(x)") == "[69999.5]")
  }

  @Test("numbers far down the table of constants still add and compare")
  func distantConstants() throws {
    let lines = (0..<66_000).map { "x = \($0).25" }.joined(separator: "\n")
    let source =
      "\(lines)\nx = 1\nprint(x + 99.5, x - 99.5, x * 99.5, x % 0.75)\nif x < 98.5 { print(x == 97.5) }"
    #expect(try Cells().run(source) == "100.5 -98.5 99.5 0.25\nfalse")
  }

  @Test("a list of 70000 strings is an error")
  func longList() throws {
    let list = (0..<70_000).map { "\"\($0)\"" }.joined(separator: ",")
    try expectLimit("x = [\(list)]", "more than 60000 values at once")
  }

  @Test("a function of 40000 statements")
  func longFunction() throws {
    let body = String(repeating: "x = x + 1\n", count: 40_000)
    #expect(try Cells().run("fn f(x) { \(body) x }\nprint(f(0))") == "40000")
  }

  @Test("a jump over more than 32767 instructions", arguments: ["for i in 0:2", "while x < 3"])
  func longLoop(head: String) throws {
    let body = String(repeating: "x = x + 1\n", count: 40_000)
    try expectLimit("x = 0\n\(head) { \(body) }", "the code that this jumps over is too long")
  }

  @Test("1000 arguments and 300 locals")
  func manyRegisters() throws {
    let parameters = (0..<1000).map { "a\($0)" }.joined(separator: ",")
    let arguments = (0..<1000).map(String.init).joined(separator: ",")
    let locals = (0..<300).map { "b\($0) = a\($0) + 1" }.joined(separator: "\n")
    let source = "fn f(\(parameters)) { \(locals)\n b299 + a999 }\nprint(f(\(arguments)))"
    #expect(try Cells().run(source) == "1299")
  }

  @Test("a record of 50000 fields and a function of as many parameters are read in time")
  func wide() {
    let fields = (0..<50_000).map { "a\($0): \($0)" }.joined(separator: ",")
    let names = (0..<50_000).map { "a\($0)" }.joined(separator: ",")
    let clock = ContinuousClock()
    let time = clock.measure {
      #expect(Cells().outcome("r = {\(fields)}; print(r.a49999)") == "49999")
      #expect(Cells().outcome("fn f(\(names)) = 1\nprint(2)") == "2")
    }
    #expect(time < .seconds(2))
  }

  @Test("a chain of 20000 comparisons is read in time")
  func longChain() {
    let chain = Array(repeating: "x", count: 20_000).joined(separator: " <= ")
    let time = ContinuousClock().measure {
      #expect(Cells().outcome("x = 1; print(\(chain))") == "true")
    }
    #expect(time < .seconds(2))
  }

  @Test("going over a string of 100000 characters takes linear time", arguments: ["a", "é"])
  func longString(letter: String) {
    let time = ContinuousClock().measure {
      let result = Cells().outcome(
        "s = \"\(letter)\"; for i in 0:17 { s = s + s }\nn = 0\nfor c in s { n += len(c) }\n"
          + "for i in 0:131072 { if s[i] == \"\(letter)\" { n += 1 } }\nprint(n, s[-1])")
      #expect(result == "262144 \(letter)")
    }
    #expect(time < .seconds(2))
  }

  @Test("a file that never ends is an error")
  func endlessFile() throws {
    let error = try Cells().error("import \"/dev/zero\"")
    #expect(error.kind == .file)
  }
}
