internal import Diagnostics

/// The words of the parser's errors.
enum SyntaxMessages {
  static func expected(_ wanted: String, found token: Token, in source: SourceText) -> String {
    "expected \(wanted), found \(describe(token, in: source))"
  }

  static func describe(_ token: Token, in source: SourceText) -> String {
    switch token.kind {
    case .endOfFile: "the end"
    case .newline: "the end of the line"
    case .string: "a string"
    case .number: "the number \(source[token.range])"
    case .name(let name): "the name \(name)"
    case .keyword(let keyword): "the word \(keyword.rawValue)"
    case .punctuator(let punctuator): punctuator.rawValue
    case .comment, .invalid: source[token.range]
    }
  }

  /// What people coming from other languages meant by a token that stands at an impossible place.
  static func advice(for token: Token) -> [String] {
    switch token.kind {
    case .punctuator(.times): ["a power is written ^"]
    case .punctuator(.transpose): ["strings use double quotes"]
    case .punctuator(.assign): ["a comparison is written =="]
    case .keyword(let keyword) where keyword == .else || keyword == .catch:
      ["\(keyword.rawValue) stands on the line of the closing brace: } \(keyword.rawValue) {"]
    case .keyword(let keyword):
      ["\(keyword.rawValue) is a word of the language and cannot be a name"]
    default: []
    }
  }

  /// What a name at the start of an unreadable statement should have been.
  static func advice(forFirstWord word: String, next: String) -> [String] {
    switch word {
    case "def", "function", "func": ["a function begins with fn: fn f(x) { … }"]
    case "elif", "elsif", "elseif": ["write else if"]
    case "let", "var", "const", "local": ["a variable needs no \(word): name = value"]
    case "lambda": ["a nameless function is written x -> …"]
    case "print", "show", "echo": ["a call needs parentheses: \(word)(\(next))"]
    default: ["statements are separated by a new line or ;"]
    }
  }

  /// For an operator that has no `x ∘= e`.
  static func updateAdvice(_ operation: String) -> String {
    "there is no \(operation)=: write x = x \(operation) …"
  }

  static let tooDeep = "this is nested deeper than \(Parser.maximumNesting) levels"
  static let tooLong = "this expression is longer than \(Parser.maximumDepth) parts"
  static let catchAdvice = ["catch stands on the line of the closing brace: } catch err {"]
  static let splitAdvice = ["give a part of it a name"]
}
