internal import Diagnostics

extension Parser {
  mutating func parseProgram() -> [Statement] {
    var statements: [Statement] = []
    while true {
      skipSeparators()
      if current.isEndOfFile { return statements }
      let start = index
      if let statement = recoveringStatement() { statements.append(statement) }
      if index == start { advance() }
    }
  }

  private mutating func skipSeparators() {
    while current.isNewline || current.isPunctuator(.semicolon) { index += 1 }
  }

  /// Reads a statement; after an error skips to where the next one may begin.
  private mutating func recoveringStatement() -> Statement? {
    do throws(Failure) {
      return try parseStatement()
    } catch {
      ignoresNewlines = false
      isDirectlyInBracket = false
      skipToStatementEnd()
      return nil
    }
  }

  private mutating func skipToStatementEnd() {
    var depth = 0
    while !current.isEndOfFile {
      if case .punctuator(let punctuator) = current.kind {
        switch punctuator {
        case .leftParenthesis, .leftBracket, .leftBrace: depth += 1
        case .rightParenthesis, .rightBracket, .rightBrace: depth = max(0, depth - 1)
        default: break
        }
      }
      index += 1
      if depth == 0, current.isNewline { return }
    }
  }

  /// Reads `{ … }`.
  mutating func parseBlock() throws(Failure) -> Block {
    let start = current.range
    guard current.isPunctuator(.leftBrace) else {
      if let failure = colonBeforeBlock() { throw failure }
      let isComparison = current.isPunctuator(.assign)
      throw unexpected(
        "{", notes: isComparison ? [] : SyntaxMessages.blockAdvice,
        isComparison ? nil : .missingBrace)
    }
    return try nested { (parser) throws(Failure) in
      parser.advance()
      let statements = try parser.within(
        newlinesIgnored: false, closer: .rightBrace, opened: start
      ) { (parser) throws(Failure) in try parser.parseBlockStatements() }
      return Block(
        statements: statements, range: SourceRange(start.start, parser.previousEnd))
    }
  }

  /// The error for a block that was begun with a colon at the end of its line, as in Python: the
  /// colon was read as that of a range.
  mutating func colonBeforeBlock() -> Failure? {
    var place = index
    while place > 0, index - place < 64 {
      place -= 1
      if tokens[place].isPunctuator(.leftBrace) { return nil }
      guard tokens[place].isPunctuator(.colon), tokens[place + 1].isNewline else { continue }
      return fail(
        "expected {, found :", at: tokens[place].range, notes: SyntaxMessages.blockAdvice,
        .missingBrace)
    }
    return nil
  }

  private mutating func parseBlockStatements() throws(Failure) -> [Statement] {
    var statements: [Statement] = []
    while true {
      skipSeparators()
      if current.isPunctuator(.rightBrace) || current.isEndOfFile { return statements }
      statements.append(try parseStatement())
    }
  }

  private mutating func parseStatement() throws(Failure) -> Statement {
    let start = current.range.start
    let firstWord = index
    let (kind, endsAtBrace) = try parseStatementKind()
    let range = SourceRange(start, previousEnd)
    let isSilenced = current.isPunctuator(.semicolon)
    let isEnd =
      isSilenced || current.isNewline || current.isEndOfFile || current.isPunctuator(.rightBrace)
    guard isEnd || endsAtBrace else { throw missingSeparator(after: firstWord) }
    return Statement(kind: kind, range: range, isSilenced: isSilenced, depth: depth(of: kind))
  }

  private func depth(of kind: Statement.Kind) -> Int {
    switch kind {
    case .expression(let value): value.depth
    case .assign(_, let values): values.map(\.depth).max() ?? 0
    case .update(_, _, let value, _): value.depth
    case .function(let function): function.body.depth
    case .forLoop(_, _, let sequence, let body): max(sequence.depth, body.depth)
    case .whileLoop(let condition, let body): max(condition.depth, body.depth)
    case .returnValue(let value): value?.depth ?? 0
    case .assert(let condition, let message): max(condition.depth, message?.depth ?? 0)
    case .breakLoop, .continueLoop, .importFile: 0
    }
  }

  private mutating func missingSeparator(after firstWord: Int) -> Failure {
    let expected = "the end of the statement"
    guard case .name(let word) = tokens[firstWord].kind, index == firstWord + 1 else {
      let notes = current.isKeyword(.if) ? SyntaxMessages.choiceAdvice : []
      return unexpected(expected, notes: notes, notes.isEmpty ? nil : .foreignCode)
    }
    let (advice, mistake) = SyntaxMessages.advice(
      forFirstWord: word, next: current, text: source[current.range])
    return unexpected(expected, notes: advice, mistake)
  }

  private mutating func parseStatementKind() throws(Failure) -> (Statement.Kind, Bool) {
    guard case .keyword(let keyword) = current.kind else { return (try parseSimple(), false) }
    switch keyword {
    case .fn where peek(1).isName: return try parseFunctionStatement()
    case .for: return (try parseFor(), true)
    case .while:
      advance()
      return (.whileLoop(try parseExpression(), try parseBlock()), true)
    case .break:
      advance()
      return (.breakLoop, false)
    case .continue:
      advance()
      return (.continueLoop, false)
    case .return:
      advance()
      return (.returnValue(isAtStatementEnd ? nil : try parseExpression()), false)
    case .import: return (try parseImport(), false)
    case .assert: return (try parseAssert(), false)
    case .if:
      return (.expression(try parseConditional()), true)
    case .try:
      return (.expression(try parseTry()), true)
    default: return (try parseSimple(), false)
    }
  }

  private var isAtStatementEnd: Bool {
    current.isNewline || current.isEndOfFile || current.isPunctuator(.semicolon)
      || current.isPunctuator(.rightBrace)
  }

  // MARK: - Keyword statements

  private mutating func parseFunctionStatement() throws(Failure) -> (Statement.Kind, Bool) {
    let start = current.range.start
    advance()
    let name = try parseIdentifier("the function's name")
    let (function, endsAtBrace) = try parseFunctionRest(name: name, start: start)
    return (.function(function), endsAtBrace)
  }

  /// Reads parameters and body after `fn` and the optional name.
  mutating func parseFunctionRest(
    name: Identifier?, start: Int
  ) throws(Failure) -> (
    FunctionLiteral, endsAtBrace: Bool
  ) {
    let parameters = try parseParameters()
    let endsAtBrace = current.isPunctuator(.leftBrace)
    let body = endsAtBrace ? try parseBlock() : try parseFunctionExpression()
    let range = SourceRange(start, previousEnd)
    return (
      FunctionLiteral(name: name, parameters: parameters, body: body, range: range), endsAtBrace
    )
  }

  private mutating func parseFunctionExpression() throws(Failure) -> Block {
    guard accept(.assign) else { throw unexpected("{ or = before the function's body") }
    skipNewlines()
    return blockOf(try parseExpression())
  }

  func blockOf(_ expression: Expression) -> Block {
    let statement = Statement(
      kind: .expression(expression), range: expression.range, isSilenced: false,
      depth: expression.depth)
    return Block(statements: [statement], range: expression.range)
  }

  mutating func parseParameters() throws(Failure) -> [ParameterSyntax] {
    let open = current.range
    guard current.isPunctuator(.leftParenthesis) else { throw unexpected("( before parameters") }
    advance()
    return try within(newlinesIgnored: true, closer: .rightParenthesis, opened: open) {
      (parser) throws(Failure) in
      var parameters: [ParameterSyntax] = []
      var names: Set<String> = []
      while !parser.current.isPunctuator(.rightParenthesis) {
        let name = try parser.parseIdentifier("a parameter's name")
        guard names.insert(name.name).inserted else {
          throw parser.fail("the parameter \(name.name) appears twice", at: name.range)
        }
        let value = parser.accept(.assign) ? try parser.parseExpression() : nil
        parameters.append(ParameterSyntax(name: name, defaultValue: value))
        guard parser.accept(.comma) else { break }
      }
      return parameters
    }
  }

  private mutating func parseFor() throws(Failure) -> Statement.Kind {
    advance()
    guard current.isName else {
      throw unexpected("the loop's variable", notes: SyntaxMessages.loopAdvice, .foreignCode)
    }
    let first = try parseIdentifier("the loop's variable")
    var element = first
    var position: Identifier?
    if accept(.comma) {
      position = first
      element = try parseIdentifier("the loop's second variable")
    }
    guard accept(.in) else {
      let isCounting = current.isPunctuator(.assign)
      throw unexpected(
        "in", notes: isCounting ? SyntaxMessages.loopAdvice : [], isCounting ? .foreignCode : nil)
    }
    let sequence = try parseExpression()
    return .forLoop(position: position, element: element, sequence, try parseBlock())
  }

  private mutating func parseImport() throws(Failure) -> Statement.Kind {
    advance()
    guard case .string(let segments) = current.kind else {
      throw unexpected(
        "a file name in double quotes",
        notes: SyntaxMessages.importAdvice, .foreignCode)
    }
    let range = current.range
    var path = ""
    for segment in segments {
      guard case .text(let text) = segment else {
        throw fail("the file of an import is a plain string", at: range)
      }
      path += text
    }
    advance()
    return .importFile(path, range)
  }

  private mutating func parseAssert() throws(Failure) -> Statement.Kind {
    let start = current.range
    advance()
    if isAtAssertCall { return try parseAssertCall(start) }
    let condition = try parseExpression()
    let message = accept(.comma) ? try parseExpression() : nil
    return .assert(condition, message: message)
  }

  /// Whether the parentheses after `assert` hold the whole statement: `assert(a) == b` is none.
  ///
  /// Looking ahead instead of reading twice keeps nested asserts from doubling the work a level.
  private var isAtAssertCall: Bool {
    guard current.isPunctuator(.leftParenthesis), !current.hasSpaceBefore else { return false }
    guard let close = matchingParenthesis(from: index), close + 1 < tokens.count else {
      return true
    }
    let next = tokens[close + 1]
    return next.isNewline || next.isEndOfFile || next.isPunctuator(.semicolon)
      || next.isPunctuator(.rightBrace)
  }

  /// Reads the rest of `assert(condition, "why")`.
  private mutating func parseAssertCall(_ start: SourceRange) throws(Failure) -> Statement.Kind {
    let arguments = try parseArguments()
    guard (1...2).contains(arguments.count), arguments.allSatisfy({ $0.keyword == nil }) else {
      throw fail(
        "assert takes a condition and a message", at: start,
        notes: ["assert x > 0, \"x must be positive\""])
    }
    return .assert(arguments[0].value, message: arguments.count == 2 ? arguments[1].value : nil)
  }

  // MARK: - Assignments and expressions

  private static let updates: [Punctuator: BinaryOperator] = [
    .plusAssign: .add, .minusAssign: .subtract, .timesAssign: .multiply, .divideAssign: .divide,
    .matrixProductAssign: .matrixProduct, .powerAssign: .power,
  ]

  /// Whether `name <- value` begins here, with blanks around the arrow as an assignment has in R.
  private var isAtArrowAssignment: Bool {
    current.isName && peek(1).isPunctuator(.less) && peek(1).hasSpaceBefore
      && peek(2).isPunctuator(.minus) && !peek(2).hasSpaceBefore && peek(3).hasSpaceBefore
  }

  private mutating func parseSimple() throws(Failure) -> Statement.Kind {
    if isAtArrowAssignment {
      let range = peek(1).range.union(peek(2).range)
      throw fail(
        "is this an assignment or a comparison? < and - stand side by side", at: range,
        notes: SyntaxMessages.arrowAdvice(source[current.range]), .foreignCode)
    }
    let first = try parseExpression()
    guard case .punctuator(let punctuator) = current.kind else { return .expression(first) }
    if let operation = Parser.updates[punctuator] {
      let range = current.range
      let target = try target(of: first)
      advance()
      skipNewlines()
      return .update(target, operation, try parseExpression(), at: range)
    }
    guard punctuator == .assign || punctuator == .comma else { return .expression(first) }
    var left = [first]
    while accept(.comma) { left.append(try parseExpression()) }
    guard accept(.assign) else { throw unexpected("= after the names") }
    skipNewlines()
    var targets: [AssignmentTarget] = []
    for expression in left { targets.append(try target(of: expression)) }
    var values = [try parseExpression()]
    while accept(.comma) {
      skipNewlines()
      values.append(try parseExpression())
    }
    if current.isPunctuator(.assign) {
      let isArrow = peek(1).isPunctuator(.greater) && !peek(1).hasSpaceBefore
      throw fail(
        "one assignment a statement", at: current.range,
        notes: isArrow ? SyntaxMessages.functionAdvice : ["a comparison is written =="],
        isArrow ? .foreignCode : .assignmentAsComparison)
    }
    return .assign(targets, values)
  }

  private mutating func target(of expression: Expression) throws(Failure) -> AssignmentTarget {
    var steps: [AssignmentTarget.Step] = []
    var base = expression
    while true {
      switch base.kind {
      case .name(let name):
        return AssignmentTarget(
          name: Identifier(name: name, range: base.range), steps: steps.reversed(),
          range: expression.range)
      case .index(let inner, let parts):
        steps.append(.index(parts, SourceRange(inner.range.end, base.range.end)))
        base = inner
      case .field(let inner, let name):
        steps.append(.field(name))
        base = inner
      default:
        throw fail(
          "cannot assign to this", at: expression.range,
          notes: ["the left of = is a name, x[i] or r.field"])
      }
    }
  }

  mutating func parseIdentifier(_ purpose: String) throws(Failure) -> Identifier {
    guard case .name(let name) = current.kind else { throw unexpected(purpose) }
    let identifier = Identifier(name: name, range: current.range)
    advance()
    return identifier
  }
}

extension Token {
  var isName: Bool {
    if case .name = kind { return true }
    return false
  }
}
