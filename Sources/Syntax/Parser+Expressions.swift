internal import Diagnostics

/// How tightly an infix operator binds; larger is tighter.
private enum Precedence: Int, Comparable {
  case pipe = 1
  case or, and, not, comparison, range, additive, multiplicative, unary, power

  static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }
  var next: Precedence { Precedence(rawValue: rawValue + 1) ?? .power }
}

/// What an infix token does.
private enum Infix {
  case pipe, or, and, range
  case comparison(ComparisonOperator)
  case binary(BinaryOperator)
}

extension Token {
  /// The one table of infix operators that are one token long.
  fileprivate var infix: (precedence: Precedence, operation: Infix)? {
    switch kind {
    case .keyword(.or): (.or, .or)
    case .keyword(.and): (.and, .and)
    case .keyword(.in): (.comparison, .comparison(.isIn))
    case .punctuator(let punctuator):
      switch punctuator {
      case .pipe: (.pipe, .pipe)
      case .equal: (.comparison, .comparison(.equal))
      case .notEqual: (.comparison, .comparison(.notEqual))
      case .less: (.comparison, .comparison(.less))
      case .lessEqual: (.comparison, .comparison(.lessEqual))
      case .greater: (.comparison, .comparison(.greater))
      case .greaterEqual: (.comparison, .comparison(.greaterEqual))
      case .colon: (.range, .range)
      case .plus: (.additive, .binary(.add))
      case .minus: (.additive, .binary(.subtract))
      case .times: (.multiplicative, .binary(.multiply))
      case .divide: (.multiplicative, .binary(.divide))
      case .floorDivide: (.multiplicative, .binary(.floorDivide))
      case .remainder: (.multiplicative, .binary(.remainder))
      case .matrixProduct: (.multiplicative, .binary(.matrixProduct))
      default: nil
      }
    default: nil
    }
  }
}

extension Parser {
  /// Reads an expression, a lambda included.
  mutating func parseExpression() throws(Failure) -> Expression {
    try nested { (parser) throws(Failure) in
      if parser.isAtLambda { return try parser.parseLambda() }
      return try parser.parseInfix(.pipe, allowsRange: true)
    }
  }

  /// Reads an expression in which a colon is left to the caller, as inside an index.
  mutating func parseIndexExpression() throws(Failure) -> Expression {
    try nested { (parser) throws(Failure) in
      if parser.isAtLambda { return try parser.parseLambda() }
      return try parser.parseInfix(.pipe, allowsRange: false)
    }
  }

  // MARK: - Lambdas

  private var isAtLambda: Bool {
    if current.isName { return nextToken(after: index).isPunctuator(.arrow) }
    guard current.isPunctuator(.leftParenthesis), let close = matchingParenthesis(from: index)
    else { return false }
    return nextToken(after: close).isPunctuator(.arrow)
  }

  private func nextToken(after position: Int) -> Token {
    var next = min(position + 1, tokens.count - 1)
    while ignoresNewlines, tokens[next].isNewline { next += 1 }
    return tokens[next]
  }

  /// The position of the bracket that closes the one at a position.
  func matchingParenthesis(from open: Int) -> Int? {
    var depth = 0
    for position in open..<tokens.count {
      guard case .punctuator(let punctuator) = tokens[position].kind else { continue }
      switch punctuator {
      case .leftParenthesis, .leftBracket, .leftBrace: depth += 1
      case .rightParenthesis, .rightBracket, .rightBrace:
        depth -= 1
        if depth == 0 { return position }
      default: break
      }
    }
    return nil
  }

  private mutating func parseLambda() throws(Failure) -> Expression {
    let start = current.range.start
    let parameters: [ParameterSyntax]
    if current.isName {
      let name = try parseIdentifier("a parameter's name")
      parameters = [ParameterSyntax(name: name, defaultValue: nil)]
    } else {
      parameters = try parseParameters()
    }
    try expect(.arrow)
    skipNewlines()
    let expression = try parseExpression()
    let body: Block
    if case .block(let block) = expression.kind { body = block } else { body = blockOf(expression) }
    let range = SourceRange(start, previousEnd)
    let function = FunctionLiteral(name: nil, parameters: parameters, body: body, range: range)
    return try make(.function(function), range, over: expression.depth)
  }

  // MARK: - Infix operators

  private mutating func parseInfix(
    _ lowest: Precedence, allowsRange: Bool
  ) throws(Failure)
    -> Expression
  {
    var left = try parsePrefix(lowest, allowsRange: allowsRange)
    while true {
      if lowest <= .pipe, !ignoresNewlines { skipNewlinesBeforePipe() }
      if current.isKeyword(.not), peek(1).isKeyword(.in), lowest <= .comparison {
        left = try parseComparisons(left, allowsRange: allowsRange)
        continue
      }
      guard let (precedence, operation) = current.infix, precedence >= lowest else { return left }
      if case .range = operation, !allowsRange { return left }
      try checkSeparation()
      switch operation {
      case .comparison: left = try parseComparisons(left, allowsRange: allowsRange)
      case .range: left = try parseRange(left)
      case .pipe: left = try parsePipe(left)
      case .or, .and:
        left = try parseLogical(left, operation, precedence, allowsRange: allowsRange)
      case .binary(let binary): left = try parseBinary(left, binary, precedence)
      }
    }
  }

  private mutating func skipNewlinesBeforePipe() {
    guard current.isNewline else { return }
    var next = index
    while tokens[next].isNewline { next += 1 }
    if tokens[next].isPunctuator(.pipe) { index = next }
  }

  /// Refuses `[1 -2]`, where a comma was probably forgotten.
  private mutating func checkSeparation() throws(Failure) {
    guard isDirectlyInBracket, current.hasSpaceBefore,
      current.isPunctuator(.minus) || current.isPunctuator(.plus), !peek(1).hasSpaceBefore,
      !peek(1).isNewline
    else { return }
    let sign = source[current.range]
    throw fail(
      "is this one part or two? a space stands before \(sign) and none after it",
      at: current.range,
      notes: ["parts of a tensor are separated by commas: [1, -2]", "a difference is [1 - 2]"])
  }

  private mutating func advanceOverOperator() {
    advance()
    skipNewlines()
  }

  private mutating func parseBinary(
    _ left: Expression, _ operation: BinaryOperator, _ precedence: Precedence
  ) throws(Failure) -> Expression {
    let range = current.range
    advanceOverOperator()
    let right = try parseInfix(precedence.next, allowsRange: false)
    return try make(
      .binary(operation, left, right, at: range), left.range.union(right.range),
      over: left.depth, right.depth)
  }

  private mutating func parseLogical(
    _ left: Expression, _ operation: Infix, _ precedence: Precedence, allowsRange: Bool
  ) throws(Failure) -> Expression {
    advanceOverOperator()
    let right = try parseInfix(precedence.next, allowsRange: allowsRange)
    let kind: ExpressionKind
    if case .or = operation { kind = .or(left, right) } else { kind = .and(left, right) }
    return try make(kind, left.range.union(right.range), over: left.depth, right.depth)
  }

  private mutating func parseComparisons(
    _ first: Expression, allowsRange: Bool
  ) throws(Failure)
    -> Expression
  {
    var parts: [ComparisonPart] = []
    var depth = first.depth
    while let (operation, range) = acceptComparison() {
      let isMembership = operation == .isIn || operation == .isNotIn
      if let previous = parts.first,
        isMembership || previous.operation == .isIn || previous.operation == .isNotIn
      {
        throw fail(
          "membership is not part of a chain of comparisons", at: range,
          notes: ["use parentheses or and"])
      }
      let operand = try parseInfix(.range, allowsRange: allowsRange)
      parts.append(ComparisonPart(operation: operation, range: range, operand: operand))
      depth = max(depth, operand.depth)
    }
    let end = parts.last?.operand.range ?? first.range
    return try make(.comparison(first, parts), first.range.union(end), over: depth)
  }

  private mutating func acceptComparison() -> (ComparisonOperator, SourceRange)? {
    let start = current.range
    if current.isKeyword(.not), peek(1).isKeyword(.in) {
      advance()
      let range = start.union(current.range)
      advanceOverOperator()
      return (.isNotIn, range)
    }
    guard case .comparison(let operation)? = current.infix?.operation else { return nil }
    advanceOverOperator()
    return (operation, start)
  }

  private mutating func parseRange(_ start: Expression) throws(Failure) -> Expression {
    advanceOverOperator()
    let stop = try parseInfix(.additive, allowsRange: false)
    var step: Expression?
    if current.isPunctuator(.colon) {
      advanceOverOperator()
      step = try parseInfix(.additive, allowsRange: false)
    }
    let end = step?.range ?? stop.range
    return try make(
      .range(start, stop, step: step), start.range.union(end),
      over: start.depth, stop.depth, step?.depth ?? 0)
  }

  /// `x |> f(k=3)` is `f(x, k=3)`; `x |> f` is `f(x)`.
  private mutating func parsePipe(_ value: Expression) throws(Failure) -> Expression {
    advanceOverOperator()
    let right = try parseInfix(.or, allowsRange: true)
    let range = value.range.union(right.range)
    let first = Argument(keyword: nil, value: value)
    if case .call(let callee, let arguments) = right.kind {
      return try make(
        .call(callee, [first] + arguments), range, over: value.depth, right.depth)
    }
    return try make(.call(right, [first]), range, over: value.depth, right.depth)
  }

  // MARK: - Prefix operators

  private mutating func parsePrefix(
    _ lowest: Precedence, allowsRange: Bool
  ) throws(Failure)
    -> Expression
  {
    let start = current.range
    if current.isKeyword(.not) {
      guard lowest <= .not else { throw unexpected("an operand", notes: ["use parentheses"]) }
      return try nested { (parser) throws(Failure) in
        parser.advanceOverOperator()
        let operand = try parser.parseInfix(.not, allowsRange: allowsRange)
        return try parser.make(.not(operand), start.union(operand.range), over: operand.depth)
      }
    }
    if current.isPunctuator(.minus) || current.isPunctuator(.plus) { return try parseSigned() }
    return try parsePower()
  }

  private mutating func parseSigned() throws(Failure) -> Expression {
    let start = current.range
    let isNegative = current.isPunctuator(.minus)
    return try nested { (parser) throws(Failure) in
      parser.advance()
      let operand = try parser.parsePrefix(.unary, allowsRange: false)
      guard isNegative else { return operand }
      return try parser.make(.negate(operand), start.union(operand.range), over: operand.depth)
    }
  }

  /// `^` binds to the right, tighter than a sign on its left, and takes a sign on its right.
  private mutating func parsePower() throws(Failure) -> Expression {
    let base = try parsePostfix()
    guard current.isPunctuator(.power) else { return base }
    let range = current.range
    return try nested { (parser) throws(Failure) in
      parser.advanceOverOperator()
      let exponent = try parser.parsePrefix(.unary, allowsRange: false)
      return try parser.make(
        .binary(.power, base, exponent, at: range), base.range.union(exponent.range),
        over: base.depth, exponent.depth)
    }
  }
}
