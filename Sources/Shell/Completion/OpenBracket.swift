internal import Diagnostics
internal import Syntax

/// A bracket that is open at the cursor, with what stands in it so far.
struct OpenBracket {
  enum Kind {
    /// The arguments of a call.
    case call
    /// Positions behind a value.
    case position
    /// A list or tensor, or a parenthesis around an expression.
    case group
    /// A record or a block.
    case braces
  }

  let kind: Kind
  /// The names directly before it: `data`, `labels` for `data.labels[`.
  let path: [String]
  /// What is piped into a call: its names, empty when it is no plain name; `nil` without a pipe.
  let piped: [String]?
  /// The arguments so far, the one at the cursor last.
  fileprivate(set) var arguments: [[Token]] = [[]]

  /// The keyword of each argument that has one.
  var keywords: [String] { arguments.compactMap(Self.keyword) }

  /// The keyword of the argument at the cursor.
  var currentKeyword: String? { arguments.last.flatMap(Self.keyword) }

  /// The place of the argument at the cursor among the parameters, what is piped in counted.
  var position: Int { arguments.count - 1 + (piped == nil ? 0 : 1) }

  /// The values of the arguments that are plain names or paths of names, and of the pipe.
  var namedValues: [[String]] {
    let given = arguments.compactMap { tokens -> [String]? in
      let value = Self.keyword(tokens) == nil ? tokens[...] : tokens.dropFirst(2)
      guard let last = value.indices.last else { return nil }
      let (path, start) = Self.path(endingAt: last, in: tokens)
      return start == value.startIndex && !path.isEmpty ? path : nil
    }
    return ([piped] + given).compactMap { $0 }.filter { !$0.isEmpty }
  }

  private static func keyword(_ argument: [Token]) -> String? {
    guard argument.count >= 2, case .name(let name) = argument[0].kind,
      case .punctuator(.assign) = argument[1].kind
    else { return nil }
    return name
  }

  // MARK: - Finding

  /// The brackets that are open at the end of a piece of code, the outermost first.
  static func all(in tokens: [Token]) -> [OpenBracket] {
    var open: [OpenBracket] = []
    for (index, token) in tokens.enumerated() {
      if case .punctuator(let punctuator) = token.kind {
        switch punctuator {
        case .leftParenthesis, .leftBracket, .leftBrace:
          for outer in open.indices { open[outer].append(token) }
          open.append(bracket(punctuator, at: index, in: tokens))
          continue
        case .rightParenthesis, .rightBracket, .rightBrace: _ = open.popLast()
        case .comma:
          for outer in open.indices.dropLast() { open[outer].append(token) }
          if !open.isEmpty { open[open.count - 1].arguments.append([]) }
          continue
        default: break
        }
      }
      for outer in open.indices { open[outer].append(token) }
    }
    return open
  }

  private mutating func append(_ token: Token) { arguments[arguments.count - 1].append(token) }

  private static func bracket(
    _ punctuator: Punctuator, at index: Int, in tokens: [Token]
  ) -> OpenBracket {
    let (path, start) =
      tokens[index].hasSpaceBefore || index == 0
      ? ([], index) : self.path(endingAt: index - 1, in: tokens)
    let isFunctionHead = start > 0 && isFn(tokens[start - 1])
    switch punctuator {
    case .leftParenthesis where !path.isEmpty && !isFunctionHead:
      var piped: [String]?
      if start > 0, case .punctuator(.pipe) = tokens[start - 1].kind {
        piped = start > 1 ? self.path(endingAt: start - 2, in: tokens).path : []
      }
      return OpenBracket(kind: .call, path: path, piped: piped)
    case .leftBracket where !path.isEmpty:
      return OpenBracket(kind: .position, path: path, piped: nil)
    case .leftBrace: return OpenBracket(kind: .braces, path: [], piped: nil)
    default: return OpenBracket(kind: .group, path: [], piped: nil)
    }
  }

  private static func isFn(_ token: Token) -> Bool {
    if case .keyword(.fn) = token.kind { return true }
    return false
  }

  /// The names with dots between them that end at a token, and where they start.
  static func path(endingAt index: Int, in tokens: [Token]) -> (path: [String], start: Int) {
    guard tokens.indices.contains(index), case .name(let last) = tokens[index].kind else {
      return ([], index + 1)
    }
    var path = [last]
    var start = index
    while start >= 2, case .punctuator(.dot) = tokens[start - 1].kind,
      case .name(let name) = tokens[start - 2].kind
    {
      path.insert(name, at: 0)
      start -= 2
    }
    if start >= 1, case .punctuator(.dot) = tokens[start - 1].kind { return ([], index + 1) }
    return (path, start)
  }
}

extension [Token] {
  /// The tokens of a piece of code, without line breaks and comments.
  init(code: String) {
    var lexer = Lexer(SourceText(name: "", text: code))
    self = lexer.tokens().filter { token in
      switch token.kind {
      case .newline, .comment, .endOfFile: false
      default: true
      }
    }
  }
}
