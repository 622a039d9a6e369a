internal import Diagnostics
internal import Runtime
internal import Syntax

/// The pages behind `?topic`: one for every builtin and every piece of the language.
package enum Help {
  /// A line of a page.
  package struct Line: Sendable, Equatable {
    package let text: String
    /// Where what is broken off the line begins.
    package let indent: Int

    package init(_ text: String, _ indent: Int = 0) {
      self.text = text
      self.indent = indent
    }
  }

  /// A page with the names that find it.
  package struct Page: Sendable {
    package let names: [String]
    package let lines: [Line]

    package init(_ names: [String], _ lines: [Line]) {
      self.names = names
      self.lines = lines
    }
  }

  /// Every page of the functions and the language.
  ///
  /// A name may be that of a function, of a piece of syntax and of a group of them.
  package static var pages: [Page] {
    StandardLibrary.builtins.map { Page([$0.name], lines(of: $0)) }
      + SyntaxHelp.topics.map { Page([$0.name] + $0.spellings, lines(of: $0)) }
      + SyntaxHelp.chapters.map { Page([$0.name], lines(of: $0)) }
      + StandardLibrary.topics.map { Page([$0.name], lines(of: $0)) }
      + glossaryPages + Explanation.all.map(\.page)
  }

  /// The names that have a page.
  package static var topicNames: [String] {
    SyntaxHelp.chapters.map(\.name) + StandardLibrary.topics.map(\.name)
      + StandardLibrary.builtins.map(\.name)
      + SyntaxHelp.topics.flatMap { [$0.name] + $0.spellings } + Glossary.terms.map(\.name)
      + ["glossary"]
  }

  /// The page of a topic; all of them when there are several.
  ///
  /// - Parameters:
  ///   - name: what is asked for; nothing asks for the list of topics.
  ///   - more: pages of the program around the language.
  /// - Returns: its lines; where no page has the name, the functions that mention it.
  /// - Throws: `name` with the nearest topics when nothing is found.
  package static func page(_ name: String, beside more: [Page] = []) throws -> [Line] {
    let name = StandardLibrary.trimmed(name, StandardLibrary.whitespace)
    if name.isEmpty { return overview }
    let pages = pages + more
    var found = pages.filter { $0.names.contains(name) }.map(\.lines)
    if found.isEmpty {
      // Terms have capitals, hyphens and plurals that nobody types.
      let words = words(name)
      found = pages.filter { $0.names.contains { self.words($0) == words } }.map(\.lines)
    }
    if !found.isEmpty { return Array(found.joined(separator: [Line("")])) }
    // Words have a meaning to search for, a piece of a program has parts.
    let hits = name.contains { "[](){}=+*<>|@;:\"".contains($0) } ? [] : search(name)
    if !hits.isEmpty { return hits }
    throw Failure(.name, "there is no help on \(name)", notes: advice(on: name, pages))
  }

  /// What else could be asked: near names, or the pieces of what looks like code.
  private static func advice(on name: String, _ pages: [Page]) -> [String] {
    let known = pages.flatMap(\.names)
    let near = nearNames(to: name, among: known)
    if !near.isEmpty { return ["did you mean \(near.joined(separator: " or "))?"] }
    let parts = pieces(of: name).filter(known.contains)
    guard parts.isEmpty else {
      return ["ask for its parts: \(parts.map { "?" + $0 }.joined(separator: "  "))"]
    }
    return ["? alone lists the topics"]
  }

  /// The tokens of a text, each once.
  private static func pieces(of text: String) -> [String] {
    let source = SourceText(name: "help", text: text)
    var lexer = Lexer(source)
    var pieces: [String] = []
    for token in lexer.tokens().prefix(50) {
      let piece = if case .string = token.kind { "\"" } else { source[token.range] }
      if !pieces.contains(piece) { pieces.append(piece) }
    }
    return Array(pieces.prefix(6))
  }
}
