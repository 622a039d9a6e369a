internal import Diagnostics
internal import Runtime
internal import Syntax

/// Colours program text from its tokens, without parsing or running it.
struct SyntaxHighlighter {
  /// Names to show as builtins.
  let builtinNames: Set<String>

  /// The commands behind a colon; without any, every one counts as known.
  var commands: [CommandUsage] = []

  /// Whether a name has a value; where nobody can tell, every name counts as known.
  var isKnown: (String) -> Bool = { _ in true }

  func spans(in text: String) -> [HighlightSpan] {
    text.hasPrefix(":") || text.hasPrefix("?")
      ? commandSpans(in: text) : codeSpans(in: text, from: 0)
  }

  /// The name of a command, red when none begins so, and the program behind it.
  private func commandSpans(in text: String) -> [HighlightSpan] {
    let end = text.utf8.firstIndex { $0 == 0x20 || $0 == 0x0A } ?? text.utf8.endIndex
    let length = text.utf8.distance(from: text.utf8.startIndex, to: end)
    let name = String(text[..<end].dropFirst())
    let isKnown =
      text.hasPrefix("?") || commands.isEmpty || commands.contains { $0.name.hasPrefix(name) }
    let head = HighlightSpan(range: 0..<length, style: isKnown ? .command : .error)
    guard text.hasPrefix(":"), commands.command(name)?.takesCode == true else { return [head] }
    return [head] + codeSpans(in: String(text[end...]), from: length)
  }

  private func codeSpans(in text: String, from offset: Int) -> [HighlightSpan] {
    var lexer = Lexer(SourceText(name: "", text: text))
    let tokens = lexer.tokens(keepComments: true)
    let unknown = UnknownNames(in: tokens, isKnown: isKnown)
    return tokens.indices.compactMap { index in
      let token = tokens[index]
      let style = unknown.places.contains(index) ? .unknown : style(of: token.kind)
      guard let style, token.range.start < token.range.end else { return nil }
      return HighlightSpan(
        range: (token.range.start + offset)..<(token.range.end + offset), style: style)
    }
  }

  private func style(of kind: Token.Kind) -> HighlightStyle? {
    switch kind {
    case .number: .number
    case .string: .string
    case .comment: .comment
    case .keyword: .keyword
    case .invalid: .error
    case .name(let name): builtinNames.contains(name) ? .builtin : nil
    case .punctuator, .newline, .endOfFile: nil
    }
  }
}
