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
  static func advice(
    for token: Token, after previous: Token?, _ beforePrevious: Token?
  ) -> ([String], Mistake?) {
    if let previous, let before = beforePrevious, !previous.hasSpaceBefore {
      if previous.isPunctuator(.plus), before.isPunctuator(.plus) {
        return (["a variable grows by x += 1"], .foreignCode)
      }
      if previous.isPunctuator(.minus), before.isPunctuator(.minus) {
        return (["a variable shrinks by x -= 1"], .foreignCode)
      }
    }
    if let previous, previous.isPunctuator(.dot), case .punctuator(let operation) = token.kind {
      return (
        ["operators work element by element without a dot: x \(operation.rawValue) y"], .foreignCode
      )
    }
    if case .string = token.kind, case .name(let word) = previous?.kind, word.count <= 2 {
      return stringPrefixAdvice(word)
    }
    guard case .punctuator(let punctuator) = token.kind else { return advice(forKeyword: token) }
    switch punctuator {
    case .times where previous?.isPunctuator(.times) == true:
      return (["a power is written ^"], .foreignCode)
    case .greater where previous?.isPunctuator(.assign) == true:
      return (functionAdvice, .foreignCode)
    case .greater where previous?.isPunctuator(.less) == true:
      return (["unequal is written !="], .foreignCode)
    case .transpose: return (["strings use double quotes"], .singleQuotes)
    case .assign where previous?.isPunctuator(.colon) == true:
      return (["a variable is given its value with =: x = 3"], .foreignCode)
    case .assign: return (["a comparison is written =="], .assignmentAsComparison)
    case .remainder:
      return (
        ["a comment begins with #, a command of the shell with : as :time f(x)"], .foreignCode
      )
    case .floorDivide: return (["a comment begins with #"], .foreignCode)
    default: return ([], nil)
    }
  }

  private static func advice(forKeyword token: Token) -> ([String], Mistake?) {
    guard case .keyword(let keyword) = token.kind else { return ([], nil) }
    if keyword == .else || keyword == .catch {
      let word = keyword.rawValue
      return (["\(word) stands on the line of the closing brace: } \(word) {"], .missingBrace)
    }
    return (["\(keyword.rawValue) is a word of the language and cannot be a name"], nil)
  }

  private static func stringPrefixAdvice(_ word: String) -> ([String], Mistake?) {
    (["a string needs no \(word) before it: \"{x}\" is filled in"], .foreignCode)
  }

  /// What a name at the start of an unreadable statement should have been.
  static func advice(
    forFirstWord word: String, next: Token, text: String
  ) -> ([String], Mistake?) {
    if let foreign = firstWords[word] { return ([foreign], .foreignCode) }
    switch next.kind {
    case .name(let second) where second == "is":
      return (["a comparison is written =="], .foreignCode)
    case .string where word.count <= 2: return stringPrefixAdvice(word)
    case .name, .number, .string:
      return (["a call needs parentheses: \(word)(\(text))"], .callWithoutParentheses)
    case .punctuator, .keyword: return ([], nil)
    default: return (["statements are separated by a new line or ;"], nil)
    }
  }

  /// Words that begin a statement elsewhere.
  private static let firstWords: [String: String] = {
    var table: [String: String] = [:]
    for (words, advice) in firstWordGroups {
      for word in words.split(separator: " ") {
        table[String(word)] = advice.replacing("WORD", with: word)
      }
    }
    return table
  }()

  /// What is said instead of some words; `WORD` stands for the one that was written.
  private static let firstWordGroups = [
    ("def function func", "a function begins with fn: fn f(x) { … }"),
    ("elif elsif elseif", "write else if"),
    ("let var const local global auto", "a variable needs no WORD: name = value"),
    ("lambda", "a nameless function is written x -> …"),
    ("switch match case", "write if c { … } else if d { … } else { … }"),
    ("unless until do repeat foreach", "loops are for x in xs { … } and while c { … }"),
    ("from using library require include", importSentence),
    ("class struct type", "values belong together in a record: {name: value}"),
    ("with", "a block needs no WORD: name = value"),
    ("del clear", "a variable stays; :reset forgets all of them"),
    ("raise throw", "write error(\"why\")"), ("yield await async", "write return value"),
    ("end endif endfor begin", "a block stands in braces: { … }"),
  ]

  static let importAdvice = [importSentence]
  private static let importSentence =
    "builtins need no import; a file is taken in with import \"file.tdm\""
  static let blockAdvice = ["a block stands in braces: { … }"]
  static let functionAdvice = ["a nameless function is written x -> …"]
  static let loopAdvice = ["a loop is written for i in 0:3 { … }"]
  static let choiceAdvice = ["a choice is written if c { a } else { b }"]
  static let tupleAdvice = ["several values in one stand in square brackets: [1, 2]"]
  static let fieldAdvice = ["a record's fields are names without quotes: {a: 1}"]

  static func arrowAdvice(_ name: String) -> [String] {
    ["a variable is given its value with =: \(name) = …", "a comparison is \(name) < -1"]
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
