import Diagnostics
import Syntax
import Testing

/// What is nested or chained without end is an error in time, and neither a crash nor a hang.
@Suite("Nesting")
struct NestingTests {
  static let forms: [(open: String, close: String)] = [
    ("(", ")"), ("[", "]"), ("{", "}"), ("{a: ", "}"), ("-", ""), ("+", ""), ("not ", ""),
    ("x -> ", ""),
    ("(x) -> ", ""), ("f(", ")"), ("x[", "]"), ("if a { ", " }"), ("try { ", " } catch e { }"),
    ("fn f() { ", " }"), ("\"{", "}\""), ("2^", ""), ("for i in x { ", " }"), ("while a { ", " }"),
    ("f(k=", ")"), ("if ", " { }"), ("x = { ", " }"), ("fn f(x=", ") = 1"), ("assert({ ", " })"),
    ("assert({ ", " }) == 1"), ("assert({ ", " }, k=1)"), ("{...", "}"), ("f(\n", "\n)"),
    ("(a\n", ")"),
  ]

  @Test("20000 levels of each form", arguments: forms)
  func deep(form: (open: String, close: String)) {
    let source =
      String(repeating: form.open, count: 20_000) + "1"
      + String(repeating: form.close, count: 20_000)
    let time = ContinuousClock().measure {
      #expect(!Reading.errors(source).isEmpty)
      #expect(!Reading.errors(String(repeating: form.open, count: 20_000)).isEmpty)
    }
    #expect(time < .seconds(5))
  }

  @Test("a few levels of each form are read", arguments: forms)
  func shallow(form: (open: String, close: String)) {
    let source =
      String(repeating: form.open, count: 30) + "1" + String(repeating: form.close, count: 30)
    let errors = Reading.errors(source)
    #expect(errors.allSatisfy { !$0.contains("nested deeper") }, "\(errors)")
  }

  @Test("nested asserts are read once")
  func asserts() {
    let source =
      String(repeating: "assert({", count: 45) + "true" + String(repeating: "}) == 1", count: 45)
    let time = ContinuousClock().measure { #expect(Reading.errors(source).isEmpty) }
    #expect(time < .seconds(1))
  }

  @Test(
    "sums, products, pipes, indices and fields of 100000 parts",
    arguments: [" + 1", " * 1", " |> f", "[0]", ".a", "'", "(1)", " and a", " or a"])
  func long(part: String) {
    let source = "a" + String(repeating: part, count: 100_000)
    let errors = Reading.errors(source)
    #expect(errors.count == 1)
    #expect(errors.first?.contains("longer than 1000 parts") == true, "\(errors)")
  }

  @Test("900 parts are fine", arguments: [" + 1", " |> f", "[0]", ".a", "'", " and a"])
  func allowed(part: String) {
    #expect(Reading.errors("a" + String(repeating: part, count: 900)).isEmpty)
  }

  @Test("lists, chains, branches and statements may be long")
  func wide() {
    for source in [
      "[" + String(repeating: "1, ", count: 50_000) + "]",
      "a" + String(repeating: " < a", count: 50_000),
      "if a { }" + String(repeating: " else if a { }", count: 20_000),
      String(repeating: "a\n", count: 100_000),
      "f(" + String(repeating: "(a), ", count: 50_000) + ")",
      "fn f(" + (0..<50_000).map { "a\($0)" }.joined(separator: ", ") + ") = 1",
    ] {
      let time = ContinuousClock().measure { #expect(Reading.errors(source).isEmpty) }
      #expect(time < .seconds(5))
    }
  }

  @Test(
    "unclosed brackets on thousands of lines",
    arguments: ["(a\n", "f(\n", "[1\n", "{\n", "x = (\n", "}\n", ")\n"])
  func unclosed(line: String) {
    let time = ContinuousClock().measure {
      #expect(!Reading.errors(String(repeating: line, count: 5_000)).isEmpty)
    }
    #expect(time < .seconds(5))
  }
}
