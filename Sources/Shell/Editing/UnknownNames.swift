internal import Syntax

/// The places in a piece of program at which a name stands that means nothing yet.
struct UnknownNames {
  /// Positions among the tokens.
  private(set) var places: Set<Int> = []

  /// - Parameters:
  ///   - tokens: the whole piece.
  ///   - isKnown: whether a name has a value outside of it.
  init(in tokens: [Token], isKnown: (String) -> Bool) {
    var bound: Set<String>?
    var brackets: [Punctuator] = []
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .punctuator(let bracket)
      where [.leftParenthesis, .leftBracket, .leftBrace].contains(bracket):
        brackets.append(bracket)
      case .punctuator(.rightParenthesis), .punctuator(.rightBracket), .punctuator(.rightBrace):
        _ = brackets.popLast()
      case .name(let name):
        guard !Self.isLabel(tokens, index, in: brackets.last), !isKnown(name) else { continue }
        let names = bound ?? Set(BoundNames(in: tokens).names)
        bound = names
        if !names.contains(name) { places.insert(index) }
      default: break
      }
    }
  }

  /// Whether the name is that of a field, of an argument, or of an entry of a record.
  private static func isLabel(_ tokens: [Token], _ index: Int, in bracket: Punctuator?) -> Bool {
    if index > 0, tokens[index - 1].isPunctuator(.dot) { return true }
    guard index + 1 < tokens.count else { return false }
    return switch bracket {
    case .leftBrace: tokens[index + 1].isPunctuator(.colon)
    case .leftParenthesis: tokens[index + 1].isPunctuator(.assign)
    default: false
    }
  }
}
