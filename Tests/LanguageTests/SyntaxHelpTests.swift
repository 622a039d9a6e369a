import Diagnostics
import Runtime
import StandardLibrary
import Syntax
import Testing

/// Help covers the language: every word, operator, statement and expression the parser knows has a
/// topic, with an example that contains it.
@Suite("Help on syntax")
struct SyntaxHelpTests {
  private static func topics(_ word: String) -> [SyntaxTopic] {
    SyntaxHelp.topics.filter { $0.isFound(by: word) }
  }

  private static func tokens(_ source: String) -> [String] {
    let text = SourceText(name: "example", text: source)
    var lexer = Lexer(text)
    return lexer.tokens().map { text[$0.range] }
  }

  /// Whether a topic found by the word has an example with that token.
  private static func expectHelp(on word: String) {
    let topics = topics(word)
    #expect(!topics.isEmpty, "there is no help on \(word)")
    let shows = topics.flatMap(\.examples).contains { tokens($0.source).contains(word) }
    #expect(shows, "no example of ?\(word) contains it")
    #expect((try? Help.page(word)) != nil, "?\(word)")
  }

  @Test("every word of the grammar", arguments: Keyword.allCases)
  func keywords(keyword: Keyword) { Self.expectHelp(on: keyword.rawValue) }

  @Test("every operator and bracket", arguments: Punctuator.allCases)
  func punctuators(punctuator: Punctuator) { Self.expectHelp(on: punctuator.rawValue) }

  @Test("every word that is a number", arguments: Lexer.constants.keys.sorted())
  func constants(word: String) { Self.expectHelp(on: word) }

  @Test("every operator of the tree")
  func operators() {
    let names =
      BinaryOperator.allCases.map(\.rawValue) + ComparisonOperator.allCases.map(\.rawValue)
    for name in names { #expect(!Self.topics(name).isEmpty, "\(name)") }
  }

  @Test("every escape and every kind of format")
  func escapesAndFormats() throws {
    let escapes = try #require(Self.topics("escapes").first).examples.map(\.source).joined()
    for letter in Lexer.escapes.keys {
      let text = "\\" + String(UnicodeScalar(letter))
      #expect(escapes.contains(text), "\(text)")
      #expect(!Self.topics(text).isEmpty, "\(text)")
    }
    let formats = try #require(Self.topics("formats").first).examples.map(\.source).joined()
    for kind in FormatSpecification.kinds { #expect(formats.contains("\(kind)}"), "\(kind)") }
  }

  @Test("every form of statement and of expression occurs in an example")
  func forms() {
    var found = FormCollector()
    for example in SyntaxHelp.topics.flatMap(\.examples) where example.error == nil {
      let source = SourceText(name: "example", text: example.source)
      found.visit(Parser.parse(source).statements)
    }
    for form in SyntaxForm.allCases {
      #expect(found.forms.contains(form), "no example of help has the form \(form)")
    }
  }

  @Test("every name of a topic is found, and a wrong one offers the nearest")
  func names() throws {
    for topic in SyntaxHelp.topics {
      for name in [topic.name] + topic.spellings {
        #expect(try !Help.page(name).isEmpty, "\(name)")
      }
      #expect(topic.summary.hasSuffix("."), "\(topic.name)")
      #expect(!topic.forms.isEmpty && !topic.examples.isEmpty, "\(topic.name)")
    }
    #expect(throws: Failure.self) { try Help.page("fitt") }
    let notes = Self.notes("fitt")
    #expect(notes.first?.contains("fit") == true, "\(notes)")
    #expect(Self.notes("x[1:] += 2").first?.hasPrefix("ask for its parts: ") == true)
  }

  private static func notes(_ name: String) -> [String] {
    do {
      _ = try Help.page(name)
      return []
    } catch {
      return Diagnostic(error).notes
    }
  }

  @Test("functions that see each other exist")
  func seeAlso() {
    let names = Set(StandardLibrary.builtins.map(\.name))
    for name in SeeAlso.groups.joined() { #expect(names.contains(name), "\(name)") }
  }

  @Test("help in a script prints the page of a word or a function, folded to the width")
  func helpBuiltin() throws {
    let session = Session()
    #expect(try session.run("help(sum)").hasPrefix("sum(x, axis=none)"))
    #expect(try session.run("help(\"for\")").contains("Runs a block for every element."))
    session.interpreter.display.width = 40
    let lines = try session.run("help(\"split\")").split(separator: "\n")
    #expect(lines.count > 10 && lines.allSatisfy { $0.count <= 40 })
    #expect(throws: Diagnostic.self) { try session.run("help(3)") }
  }
}
