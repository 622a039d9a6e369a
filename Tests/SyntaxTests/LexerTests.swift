import Diagnostics
import Syntax
import Testing

@Suite("Lexer")
struct LexerTests {
  /// The tokens as text, and the messages.
  private func read(_ text: String) -> (tokens: [String], errors: [String]) {
    var lexer = Lexer(SourceText(name: "cell", text: text))
    let tokens = lexer.tokens().map { token -> String in
      switch token.kind {
      case .number(let value): "\(value)"
      case .string(let segments): "string \(segments.count)"
      case .name(let name): name
      case .keyword(let keyword): "<\(keyword.rawValue)>"
      case .punctuator(let punctuator): punctuator.rawValue
      case .newline: "newline"
      case .comment: "comment"
      case .endOfFile: "end"
      case .invalid: "invalid"
      }
    }
    return (tokens, lexer.diagnostics.map(\.message))
  }

  private func text(_ literal: String) -> String {
    var lexer = Lexer(SourceText(name: "cell", text: literal))
    guard case .string(let segments)? = lexer.tokens().first?.kind else { return "no string" }
    return segments.map { if case .text(let text) = $0 { text } else { "{}" } }.joined()
  }

  @Test(
    "numbers",
    arguments: [
      ("1", 1), ("2.5", 2.5), (".5", 0.5), ("1e-3", 0.001), ("1E+3", 1000), ("1_000", 1000),
      ("0b101", 5), ("0b1111_0000", 240), ("inf", .infinity), ("pi", .pi), ("007", 7),
      ("1e400", .infinity), ("1.7976931348623157e308", 1.7976931348623157e308), ("0.1e-5", 0.1e-5),
    ])
  func numbers(source: String, value: Double) {
    #expect(read(source).tokens == ["\(value)", "end"])
    #expect(read(source).errors.isEmpty)
  }

  @Test(
    "what looks like a number and is none is an error",
    arguments: ["2x", "1.", "0b12", "0b", "1__0", "0x1F", "1e5e5"])
  func badNumbers(source: String) { #expect(!read(source).errors.isEmpty) }

  @Test("nan is a number")
  func nan() { #expect(read("nan").tokens == ["nan", "end"]) }

  @Test("the longest operator wins")
  func operators() {
    #expect(
      read("a//b...c->d|>e<=f!=g@=h^=i").tokens == [
        "a", "//", "b", "...", "c", "->", "d", "|>", "e", "<=", "f", "!=", "g", "@=", "h", "^=",
        "i",
        "end",
      ])
  }

  @Test("names take Unicode letters, digits and underscores")
  func names() {
    #expect(read("_a1 λ été 変数 x_2").tokens == ["_a1", "λ", "été", "変数", "x_2", "end"])
  }

  @Test("comments end with their line")
  func comments() { #expect(read("a # b \" {\nc").tokens == ["a", "newline", "c", "end"]) }

  @Test("escapes")
  func escapes() { #expect(text(#""a\n\t\"\\\{\}\u{1F600}é""#) == "a\n\t\"\\{}😀é") }

  @Test(
    "escapes that mean nothing",
    arguments: [
      #""\q""#, #""\u{}""#, #""\u{110000}""#, #""\u{D800}""#, #""\u41""#, "\"\\", "\"\\é\"",
    ])
  func badEscapes(source: String) { #expect(!read(source).errors.isEmpty) }

  @Test("the closing quotes of a long text give the indentation to remove")
  func blockStrings() {
    #expect(text("\"\"\"\n  a\n    b\n  \"\"\"") == "a\n  b")
    #expect(text("\"\"\"\na\n\"\"\"") == "a")
    #expect(text("\"\"\"a \"b\" c\"\"\"") == "a \"b\" c")
  }

  @Test("an interpolation may hold strings with interpolations, brackets and a format")
  func interpolation() {
    #expect(Reading.tree(#""a{x}b""#) == #""a{x}b""#)
    #expect(Reading.tree(#""{"in {y:d} {"deep"}"}""#) == #""{"in {y|d} {"deep"}"}""#)
    #expect(Reading.tree(#""{x[1:2]:>8.2f}""#) == #""{x[1:2]|>8.2f}""#)
    #expect(Reading.tree(#""{(0:3)}""#) == #""{(0:3)}""#)
    #expect(Reading.tree(#""{ {a: 1}.a }""#) == #""{{a: 1}.a}""#)
  }

  @Test(
    "interpolations that are no expression are errors, not crashes",
    arguments: [
      "\"{}\"", "\"{x\"", "\"{x y}\"", "\"}\"", "\"{1 +}\"", "\"{\"", "\"{x:\"", "\"{(}\"",
      "\"{\"}\"",
      "\"{{{{\"", "\"{x}}\"", "\"{[}\"", "\"{if}\"",
    ])
  func badInterpolations(source: String) { #expect(!Reading.errors(source).isEmpty) }

  @Test("characters of other languages come with advice")
  func advice() {
    for (source, note) in [
      ("“a”", "double quotes"), ("a ≤ b", "<="), ("!a", "not"), ("a && b", "and"),
    ] {
      let notes = Reading.parse(source).diagnostics.flatMap(\.notes).joined()
      #expect(notes.contains(note), "\(source)")
    }
  }

  @Test("every byte alone, twice and in quotes is read to the end")
  func bytes() {
    for byte in UInt8.min...UInt8.max {
      for text in [[byte], [byte, byte], [0x22, byte], [0x22, 0x7B, byte], [0x22, 0x5C, byte]] {
        let source = String(decoding: text, as: UTF8.self)
        #expect(read(source).tokens.last == "end")
      }
    }
  }
}
