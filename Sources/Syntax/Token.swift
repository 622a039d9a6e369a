package import Diagnostics

/// A word that the grammar keeps for itself.
package enum Keyword: String, Sendable, CaseIterable {
  case `if`, `else`, `for`, `in`, `while`, `break`, `continue`, `return`, fn, `try`, `catch`
  case and, or, not, `true`, `false`, none, `import`, assert
}

/// Operators and brackets; the raw value is the spelling.
package enum Punctuator: String, Sendable, CaseIterable {
  case leftParenthesis = "("
  case rightParenthesis = ")"
  case leftBracket = "["
  case rightBracket = "]"
  case leftBrace = "{"
  case rightBrace = "}"
  case comma = ","
  case semicolon = ";"
  case colon = ":"
  case dot = "."
  case ellipsis = "..."
  case arrow = "->"
  case pipe = "|>"
  case transpose = "'"
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case floorDivide = "//"
  case remainder = "%"
  case power = "^"
  case matrixProduct = "@"
  case assign = "="
  case plusAssign = "+="
  case minusAssign = "-="
  case timesAssign = "*="
  case divideAssign = "/="
  case matrixProductAssign = "@="
  case powerAssign = "^="
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessEqual = "<="
  case greater = ">"
  case greaterEqual = ">="
}

/// A piece of a string literal: characters, or an expression with its format.
package enum StringSegment: Sendable {
  case text(String)
  /// The range of the expression inside the braces, and what follows its colon.
  case interpolation(SourceRange, format: String?)
}

/// The smallest unit of a program.
package struct Token: Sendable {
  /// What a token is.
  package enum Kind: Sendable {
    case number(Double)
    case string([StringSegment])
    case name(String)
    case keyword(Keyword)
    case punctuator(Punctuator)
    case newline
    case comment
    case endOfFile
    /// Characters that form no token; the lexer has reported them.
    case invalid
  }

  package let kind: Kind
  package let range: SourceRange
  /// Whether white space stands directly before the token.
  package let hasSpaceBefore: Bool

  /// Whether the token is this operator or bracket.
  package func isPunctuator(_ wanted: Punctuator) -> Bool {
    if case .punctuator(let found) = kind { return found == wanted }
    return false
  }

  func isKeyword(_ wanted: Keyword) -> Bool {
    if case .keyword(let found) = kind { return found == wanted }
    return false
  }

  var isNewline: Bool {
    if case .newline = kind { return true }
    return false
  }

  var isEndOfFile: Bool {
    if case .endOfFile = kind { return true }
    return false
  }
}
