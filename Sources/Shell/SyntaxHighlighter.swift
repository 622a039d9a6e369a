internal import Diagnostics
internal import Runtime
internal import Syntax

/// Colours program text from its tokens, without parsing or running it.
struct SyntaxHighlighter {
  /// Names to show as builtins.
  let builtinNames: Set<String>

  func spans(in text: String) -> [HighlightSpan] {
    if text.hasPrefix(":") || text.hasPrefix("?") {
      let end = text.utf8.firstIndex { $0 == 0x20 || $0 == 0x0A } ?? text.utf8.endIndex
      let length = text.utf8.distance(from: text.utf8.startIndex, to: end)
      return [HighlightSpan(range: 0..<length, style: .command)]
    }
    var lexer = Lexer(SourceText(name: "", text: text))
    return lexer.tokens(keepComments: true).compactMap { token in
      guard let style = style(of: token.kind), token.range.start < token.range.end else {
        return nil
      }
      return HighlightSpan(range: token.range.start..<token.range.end, style: style)
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
