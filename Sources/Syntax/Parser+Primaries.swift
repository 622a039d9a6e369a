internal import Diagnostics

extension Parser {
  // MARK: - Postfix

  mutating func parsePostfix() throws(Failure) -> Expression {
    var base = try parsePrimary()
    while case .punctuator(let punctuator) = current.kind {
      let gap = isDirectlyInBracket && current.hasSpaceBefore
      switch punctuator {
      case .leftParenthesis where !gap: base = try parseCall(base)
      case .leftBracket where !gap: base = try parseIndex(base)
      case .transpose:
        let range = base.range.union(current.range)
        advance()
        base = try make(.transpose(base), range, over: base.depth)
      case .dot:
        advance()
        let name = try parseFieldName()
        base = try make(.field(base, name), base.range.union(name.range), over: base.depth)
      default: return base
      }
    }
    return base
  }

  private mutating func parseFieldName() throws(Failure) -> Identifier {
    if case .keyword(let keyword) = current.kind {
      let identifier = Identifier(name: keyword.rawValue, range: current.range)
      advance()
      return identifier
    }
    return try parseIdentifier("a field's name")
  }

  private mutating func parseCall(_ callee: Expression) throws(Failure) -> Expression {
    let arguments = try parseArguments()
    let depth = arguments.map(\.value.depth).max() ?? 0
    return try make(
      .call(callee, arguments), SourceRange(callee.range.start, previousEnd),
      over: callee.depth, depth)
  }

  mutating func parseArguments() throws(Failure) -> [Argument] {
    let open = current.range
    advance()
    return try within(newlinesIgnored: true, closer: .rightParenthesis, opened: open) {
      (parser) throws(Failure) in
      var arguments: [Argument] = []
      while !parser.current.isPunctuator(.rightParenthesis) {
        arguments.append(try parser.parseArgument(after: arguments.last))
        guard parser.accept(.comma) else { break }
      }
      return arguments
    }
  }

  private mutating func parseArgument(after previous: Argument?) throws(Failure) -> Argument {
    guard let keyword = acceptKeywordName() else {
      if let earlier = previous?.keyword {
        throw fail(
          "an argument by position stands after the keyword \(earlier.name)", at: current.range,
          notes: ["write arguments by position first, then name=value"])
      }
      return Argument(keyword: nil, value: try parseExpression())
    }
    return Argument(keyword: keyword, value: try parseExpression())
  }

  /// Accepts `name =` at the start of an argument.
  private mutating func acceptKeywordName() -> Identifier? {
    let name: String
    switch current.kind {
    case .name(let text): name = text
    case .keyword(let keyword): name = keyword.rawValue
    default: return nil
    }
    var next = index + 1
    while next < tokens.count - 1, tokens[next].isNewline { next += 1 }
    guard next < tokens.count, tokens[next].isPunctuator(.assign) else { return nil }
    let identifier = Identifier(name: name, range: current.range)
    index = next
    advance()
    return identifier
  }

  private mutating func parseIndex(_ base: Expression) throws(Failure) -> Expression {
    let open = current.range
    advance()
    let parts = try within(newlinesIgnored: true, closer: .rightBracket, opened: open) {
      (parser) throws(Failure) in
      var parts: [IndexPart] = []
      while !parser.current.isPunctuator(.rightBracket) {
        parts.append(try parser.parseIndexPart())
        guard parser.accept(.comma) else { break }
      }
      if parts.isEmpty { throw parser.unexpected("a position") }
      return parts
    }
    let depth = parts.map(\.depth).max() ?? 0
    return try make(
      .index(base, parts), SourceRange(base.range.start, previousEnd), over: base.depth, depth)
  }

  private mutating func parseIndexPart() throws(Failure) -> IndexPart {
    let start = current.range
    if accept(.ellipsis) { return .ellipsis(start) }
    let first = isAtSliceEnd ? nil : try parseIndexExpression()
    guard accept(.colon) else {
      guard let first else { throw unexpected("a position") }
      return .value(first)
    }
    let stop = isAtSliceEnd ? nil : try parseIndexExpression()
    var step: Expression?
    if accept(.colon), !isAtSliceEnd { step = try parseIndexExpression() }
    return .slice(start: first, stop: stop, step: step, SourceRange(start.start, previousEnd))
  }

  private var isAtSliceEnd: Bool {
    current.isPunctuator(.colon) || current.isPunctuator(.comma)
      || current.isPunctuator(.rightBracket)
  }

  // MARK: - Primaries

  private mutating func parsePrimary() throws(Failure) -> Expression {
    let range = current.range
    switch current.kind {
    case .number(let value):
      advance()
      return try make(.number(value), range)
    case .name(let name):
      advance()
      return try make(.name(name), range)
    case .string(let segments):
      advance()
      return try parseString(segments, range)
    case .keyword(let keyword): return try parseKeyword(keyword, range)
    case .punctuator(.leftParenthesis): return try parseParenthesized()
    case .punctuator(.leftBracket): return try parseBracket()
    case .punctuator(.leftBrace): return try parseBrace()
    case .invalid:
      advance()
      throw Failure()
    default: throw unexpected("an expression")
    }
  }

  private mutating func parseKeyword(
    _ keyword: Keyword, _ range: SourceRange
  ) throws(Failure)
    -> Expression
  {
    switch keyword {
    case .true, .false:
      advance()
      return try make(.bool(keyword == .true), range)
    case .none:
      advance()
      return try make(.none, range)
    case .if: return try nested { (parser) throws(Failure) in try parser.parseConditional() }
    case .try: return try nested { (parser) throws(Failure) in try parser.parseTry() }
    case .fn:
      advance()
      let name = current.isName ? try parseIdentifier("the function's name") : nil
      let (function, _) = try parseFunctionRest(name: name, start: range.start)
      return try make(
        .function(function), SourceRange(range.start, previousEnd), over: function.body.depth)
    default: throw unexpected("an expression")
    }
  }

  private mutating func parseParenthesized() throws(Failure) -> Expression {
    let open = current.range
    advance()
    let inner = try within(newlinesIgnored: true, closer: .rightParenthesis, opened: open) {
      (parser) throws(Failure) in
      if parser.current.isPunctuator(.rightParenthesis) {
        throw parser.unexpected("an expression between the parentheses")
      }
      return try parser.parseExpression()
    }
    return try make(inner.kind, SourceRange(open.start, previousEnd), over: inner.depth)
  }

  /// Reads a string's interpolations, each by a parser of its own over that part of the source.
  private mutating func parseString(
    _ segments: [StringSegment], _ range: SourceRange
  )
    throws(Failure) -> Expression
  {
    var parts: [StringPart] = []
    var depth = 0
    for segment in segments {
      switch segment {
      case .text(let text): parts.append(.text(text))
      case .interpolation(let inner, let format):
        let value = try parseInterpolation(inner)
        depth = max(depth, value.depth)
        parts.append(.value(value, format: format))
      }
    }
    return try make(.string(parts), range, over: depth)
  }

  private mutating func parseInterpolation(_ range: SourceRange) throws(Failure) -> Expression {
    var lexer = Lexer(source, range: range)
    let tokens = lexer.tokens()
    var inner = Parser(source: source, tokens: tokens, diagnostics: lexer.diagnostics)
    inner.nesting = nesting + 1
    guard nesting < Parser.maximumNesting else { throw fail(SyntaxMessages.tooDeep, at: range) }
    inner.ignoresNewlines = true
    defer { diagnostics += inner.diagnostics }
    let value = try inner.parseExpression()
    guard inner.current.isEndOfFile else { throw inner.unexpected("} or : and a format") }
    if !lexer.diagnostics.isEmpty { throw Failure() }
    return value
  }

  // MARK: - Brackets

  private mutating func parseBracket() throws(Failure) -> Expression {
    let open = current.range
    advance()
    let (rows, hasRows) = try within(
      newlinesIgnored: true, closer: .rightBracket, opened: open
    ) { (parser) throws(Failure) in
      parser.isDirectlyInBracket = true
      return try parser.parseRows()
    }
    let depth = rows.lazy.flatMap { $0 }.map(\.depth).max() ?? 0
    return try make(
      .bracket(rows, hasRows: hasRows), SourceRange(open.start, previousEnd), over: depth)
  }

  private mutating func parseRows() throws(Failure) -> ([[Expression]], Bool) {
    var rows: [[Expression]] = [[]]
    var hasRows = false
    while !current.isPunctuator(.rightBracket) {
      rows[rows.count - 1].append(try parseExpression())
      if accept(.comma) { continue }
      if current.isPunctuator(.semicolon) {
        while accept(.semicolon) {}
        hasRows = true
        rows.append([])
      } else if !current.isPunctuator(.rightBracket) {
        throw unexpected(
          ", or ; or ]", notes: bracketAdvice(),
          current.isEndOfFile ? .unclosedBracket : .missingComma)
      }
    }
    if rows.last?.isEmpty == true { rows.removeLast() }
    return (rows, hasRows)
  }

  private func bracketAdvice() -> [String] {
    if current.isKeyword(.for) {
      return ["a list over a sequence is map(xs, x -> …), chosen by filter(xs, x -> …)"]
    }
    return current.isEndOfFile ? [] : ["parts are separated by commas: [1, 2, 3]"]
  }

  private mutating func parseBrace() throws(Failure) -> Expression {
    guard isAtRecord else {
      if case .string = peek(1).kind, peek(2).isPunctuator(.colon) {
        advance()
        throw unexpected("a field's name", notes: SyntaxMessages.fieldAdvice, .foreignCode)
      }
      let block = try parseBlock()
      return try make(.block(block), block.range, over: block.depth)
    }
    let open = current.range
    advance()
    let parts = try within(newlinesIgnored: true, closer: .rightBrace, opened: open) {
      (parser) throws(Failure) in try parser.parseRecordParts()
    }
    let depth = parts.map(\.depth).max() ?? 0
    return try make(.record(parts), SourceRange(open.start, previousEnd), over: depth)
  }

  /// A record when `}`, `...` or `name:` follows the brace.
  private var isAtRecord: Bool {
    var next = index + 1
    while next < tokens.count - 1, tokens[next].isNewline { next += 1 }
    guard next < tokens.count else { return false }
    let token = tokens[next]
    if token.isPunctuator(.rightBrace) || token.isPunctuator(.ellipsis) { return true }
    let isWord: Bool
    switch token.kind {
    case .name, .keyword: isWord = true
    default: isWord = false
    }
    return isWord && next + 1 < tokens.count && tokens[next + 1].isPunctuator(.colon)
  }

  private mutating func parseRecordParts() throws(Failure) -> [RecordPart] {
    var parts: [RecordPart] = []
    while !current.isPunctuator(.rightBrace) {
      if accept(.ellipsis) {
        parts.append(.spread(try parseExpression()))
      } else {
        let name = try parseFieldName()
        guard accept(.colon) else { throw unexpected(": after the field's name") }
        parts.append(.field(name, try parseExpression()))
      }
      guard accept(.comma) else { break }
    }
    return parts
  }

  // MARK: - Conditionals

  mutating func parseConditional() throws(Failure) -> Expression {
    let start = current.range.start
    var branches: [ConditionalBranch] = []
    var otherwise: Block?
    repeat {
      advance()
      let condition = try parseExpression()
      if current.isPunctuator(.assign) {
        if let failure = colonBeforeBlock() { throw failure }
        throw fail(
          "expected {, found =", at: current.range, notes: ["a comparison is written =="],
          .assignmentAsComparison)
      }
      branches.append(ConditionalBranch(condition: condition, body: try parseBlock()))
      guard accept(.else) else { break }
      if !current.isKeyword(.if) { otherwise = try parseBlock() }
    } while otherwise == nil
    let depth = branches.map { max($0.condition.depth, $0.body.depth) }.max() ?? 0
    return try make(
      .conditional(branches, otherwise: otherwise), SourceRange(start, previousEnd),
      over: depth, otherwise?.depth ?? 0)
  }

  mutating func parseTry() throws(Failure) -> Expression {
    let start = current.range.start
    advance()
    let body = try parseBlock()
    guard accept(.catch) else {
      throw unexpected("catch after the block of try", notes: SyntaxMessages.catchAdvice)
    }
    let name = try parseIdentifier("a name for the error")
    let handler = try parseBlock()
    return try make(
      .tryCatch(body, name: name, handler: handler), SourceRange(start, previousEnd),
      over: body.depth, handler.depth)
  }
}

extension IndexPart {
  fileprivate var depth: Int {
    switch self {
    case .value(let value): value.depth
    case .slice(let start, let stop, let step, _):
      max(start?.depth ?? 0, stop?.depth ?? 0, step?.depth ?? 0)
    case .ellipsis: 0
    }
  }
}

extension RecordPart {
  fileprivate var depth: Int {
    switch self {
    case .field(_, let value): value.depth
    case .spread(let value): value.depth
    }
  }
}
