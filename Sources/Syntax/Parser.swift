package import Diagnostics

/// Reads a program by recursive descent and precedence climbing; recovers at statement ends.
///
/// Newlines end statements inside blocks and at top level, and mean nothing inside parentheses,
/// brackets and record braces: `ignoresNewlines` follows the innermost bracket.
package struct Parser {
  /// Thrown after a diagnostic was recorded, caught at the end of the statement.
  struct Failure: Error {}

  static let maximumNesting = 200
  static let maximumDepth = 1_000

  let source: SourceText
  var tokens: [Token]
  var index = 0
  var ignoresNewlines = false
  /// Whether the innermost bracket is a tensor literal, where `1 -2` is suspicious.
  var isDirectlyInBracket = false
  var nesting = 0
  var diagnostics: [Diagnostic]
  var isIncomplete = false

  init(source: SourceText, tokens: [Token], diagnostics: [Diagnostic]) {
    self.source = source
    self.tokens = tokens
    self.diagnostics = diagnostics
  }

  /// Reads a whole source.
  ///
  /// With `pipesAnswer` a leading `|>` takes `ans`, as in the shell.
  package static func parse(_ source: SourceText, pipesAnswer: Bool = false) -> ParseResult {
    var lexer = Lexer(source)
    let tokens = lexer.tokens()
    var parser = Parser(source: source, tokens: tokens, diagnostics: [])
    if pipesAnswer { parser.prependAnswer() }
    let statements = parser.parseProgram()
    let lexical = lexer.diagnostics
    let isIncomplete =
      lexical.isEmpty
      ? parser.isIncomplete && wantsMoreLines(source, parser.tokens)
      : lexer.endsInsideString && lexical.count == 1
    let all = (lexical + parser.diagnostics).sorted { start(of: $0) < start(of: $1) }
    return ParseResult(statements: statements, diagnostics: all, isIncomplete: isIncomplete)
  }

  /// Whether an error at the end is still one at the end after a newline, which ends `a, b`.
  private static func wantsMoreLines(_ source: SourceText, _ tokens: [Token]) -> Bool {
    guard let end = tokens.last else { return false }
    let newline = Token(kind: .newline, range: end.range, hasSpaceBefore: false)
    var parser = Parser(
      source: source, tokens: tokens.dropLast() + [newline, end], diagnostics: [])
    _ = parser.parseProgram()
    return parser.isIncomplete
  }

  private static func start(of diagnostic: Diagnostic) -> Int {
    diagnostic.marks.first?.range.start ?? 0
  }

  private mutating func prependAnswer() {
    guard let first = tokens.firstIndex(where: { !$0.isNewline }),
      tokens[first].isPunctuator(.pipe)
    else { return }
    let start = tokens[first].range.start
    let answer = Token(
      kind: .name("ans"), range: SourceRange(start, start), hasSpaceBefore: true)
    tokens.insert(answer, at: first)
  }

  // MARK: - Tokens

  var current: Token { tokens[index] }

  func peek(_ distance: Int) -> Token { tokens[min(index + distance, tokens.count - 1)] }

  var previousEnd: Int { index > 0 ? tokens[index - 1].range.end : 0 }

  mutating func advance() {
    if index < tokens.count - 1 { index += 1 }
    if ignoresNewlines { skipNewlines() }
  }

  mutating func skipNewlines() {
    while current.isNewline { index += 1 }
  }

  mutating func accept(_ punctuator: Punctuator) -> Bool {
    guard current.isPunctuator(punctuator) else { return false }
    advance()
    return true
  }

  mutating func accept(_ keyword: Keyword) -> Bool {
    guard current.isKeyword(keyword) else { return false }
    advance()
    return true
  }

  mutating func expect(_ punctuator: Punctuator, _ purpose: String = "") throws(Failure) {
    guard accept(punctuator) else { throw unexpected("\(punctuator.rawValue)\(purpose)") }
  }

  /// Runs `body` with newlines ignored or not, as the innermost bracket asks.
  mutating func within<R>(
    newlinesIgnored: Bool, closer: Punctuator, opened: SourceRange,
    _ body: (inout Parser) throws(Failure) -> R
  ) throws(Failure) -> R {
    let outer = (ignoresNewlines, isDirectlyInBracket)
    ignoresNewlines = newlinesIgnored
    isDirectlyInBracket = false
    if ignoresNewlines { skipNewlines() }
    do throws(Failure) {
      let result = try body(&self)
      guard current.isPunctuator(closer) else {
        let (advice, mistake) =
          isTuple(closer) ? (SyntaxMessages.tupleAdvice, .tuple) : likelyMistake
        throw unexpected(
          closer.rawValue, notes: openedNote(opened) + advice, mistake ?? .unclosedBracket)
      }
      (ignoresNewlines, isDirectlyInBracket) = outer
      advance()
      return result
    } catch {
      (ignoresNewlines, isDirectlyInBracket) = outer
      throw error
    }
  }

  private func openedNote(_ range: SourceRange) -> [String] {
    let place = source.location(of: range.start)
    return ["the \(source[range]) opened on line \(place.line), column \(place.column)"]
  }

  /// Whether several values stand in parentheses that belong to no call.
  private func isTuple(_ closer: Punctuator) -> Bool {
    closer == .rightParenthesis && current.isPunctuator(.comma)
  }

  // MARK: - Errors

  mutating func unexpected(
    _ wanted: String, notes: [String] = [], _ mistake: Mistake? = nil
  ) -> Failure {
    let token = current
    if token.isEndOfFile { isIncomplete = diagnostics.isEmpty }
    let message = SyntaxMessages.expected(wanted, found: token, in: source)
    let range = token.isEndOfFile ? endOfText : token.range
    let (advice, likely) = likelyMistake
    return fail(message, at: range, notes: notes.isEmpty ? advice : notes, mistake ?? likely)
  }

  /// What was probably meant by the token that cannot stand here.
  private var likelyMistake: (advice: [String], Mistake?) {
    if current.isPunctuator(.assign), !current.hasSpaceBefore, index > 0,
      case .punctuator(let operation) = tokens[index - 1].kind,
      BinaryOperator(rawValue: operation.rawValue) != nil
    {
      return ([SyntaxMessages.updateAdvice(operation.rawValue)], .foreignCode)
    }
    let previous = index > 0 ? tokens[index - 1] : nil
    return SyntaxMessages.advice(for: current, after: previous, index > 1 ? tokens[index - 2] : nil)
  }

  /// The place behind the last token, which is what a reader of an unfinished text looks at.
  private var endOfText: SourceRange {
    let last = tokens[..<index].last { !$0.isNewline }?.range.end ?? 0
    return SourceRange(last, last + 1)
  }

  mutating func fail(
    _ message: String, at range: SourceRange, notes: [String] = [], _ mistake: Mistake? = nil
  ) -> Failure {
    let shown = range.start == range.end ? SourceRange(range.start, range.end + 1) : range
    let mark = SourceMark(source, shown)
    diagnostics.append(Diagnostic(.syntax, message, marks: [mark], notes: notes, mistake))
    return Failure()
  }

  /// Counts a level of nesting for the length of `body`; too many end the parse.
  mutating func nested<R>(_ body: (inout Parser) throws(Failure) -> R) throws(Failure) -> R {
    guard nesting < Parser.maximumNesting else {
      let range = current.range
      index = tokens.count - 1
      throw fail(SyntaxMessages.tooDeep, at: range, notes: SyntaxMessages.splitAdvice)
    }
    nesting += 1
    defer { nesting -= 1 }
    return try body(&self)
  }

  /// Makes an expression of known height; one that is too high to walk is refused.
  mutating func make(
    _ kind: ExpressionKind, _ range: SourceRange, over parts: Int...
  )
    throws(Failure) -> Expression
  {
    let depth = (parts.max() ?? 0) + 1
    guard depth <= Parser.maximumDepth else {
      index = tokens.count - 1
      throw fail(SyntaxMessages.tooLong, at: range, notes: SyntaxMessages.splitAdvice)
    }
    return Expression(kind: kind, range: range, depth: depth)
  }
}
