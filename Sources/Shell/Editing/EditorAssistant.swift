internal import Diagnostics
internal import Runtime
internal import StandardLibrary
internal import Syntax

/// What the line editor knows of the language, for the shell and for lessons.
enum EditorAssistant {
  /// Closures over the lexer, the parser and the interpreter that is current.
  static func delegate(
    _ interpreter: @escaping () -> Interpreter, commands: [CommandUsage],
    cells: @escaping () -> [(number: Int, source: String)] = { [] }
  ) -> LineEditorDelegate {
    func completer() -> Completer {
      Completer(interpreter: interpreter(), commands: commands, cells: cells)
    }
    let highlighter = SyntaxHighlighter(
      builtinNames: Set(StandardLibrary.builtins.map(\.name)), commands: commands,
      isKnown: { interpreter().value(of: $0) != nil })
    return LineEditorDelegate(
      isIncomplete: { text in
        guard !text.hasPrefix(":"), !text.hasPrefix("?") else { return false }
        return Parser.parse(SourceText(name: "", text: text), pipesAnswer: true).isIncomplete
      },
      indentation: { openBrackets(in: $0) * 2 },
      complete: { text, cursor in completer().complete(text, cursor) },
      hint: { text, cursor in completer().hint(text, cursor) },
      highlight: { highlighter.spans(in: $0) })
  }

  /// How many brackets are open at the end of a text.
  private static func openBrackets(in text: String) -> Int {
    var lexer = Lexer(SourceText(name: "", text: text))
    var depth = 0
    for token in lexer.tokens() {
      guard case .punctuator(let punctuator) = token.kind else { continue }
      switch punctuator {
      case .leftParenthesis, .leftBracket, .leftBrace: depth += 1
      case .rightParenthesis, .rightBracket, .rightBrace: depth = max(0, depth - 1)
      default: break
      }
    }
    return min(depth, 20)
  }
}
