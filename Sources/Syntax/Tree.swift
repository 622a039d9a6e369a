package import Diagnostics

/// An operator of two operands that yields a value computed from both.
package enum BinaryOperator: String, Sendable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case remainder = "%"
  case matrixProduct = "@"
  case power = "^"
}

/// A comparison; all but membership may be chained.
package enum ComparisonOperator: String, Sendable, CaseIterable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessEqual = "<="
  case greater = ">"
  case greaterEqual = ">="
  case isIn = "in"
  case isNotIn = "not in"
}

/// An expression and where it stands.
package struct Expression: Sendable {
  package let kind: ExpressionKind
  package let range: SourceRange
  /// The height of the tree below; the parser keeps it bounded.
  package let depth: Int
}

/// A name and where it stands.
package struct Identifier: Sendable {
  package let name: String
  package let range: SourceRange
}

/// What an expression is.
package indirect enum ExpressionKind: Sendable {
  case number(Double)
  case bool(Bool)
  case none
  case string([StringPart])
  case name(String)
  /// `[a, b; c, d]`: rows of parts; `hasRows` tells whether a semicolon stood there.
  case bracket([[Expression]], hasRows: Bool)
  case record([RecordPart])
  case range(Expression, Expression, step: Expression?)
  case negate(Expression)
  case not(Expression)
  case binary(BinaryOperator, Expression, Expression, at: SourceRange)
  case comparison(Expression, [ComparisonPart])
  case and(Expression, Expression)
  case or(Expression, Expression)
  case conditional([ConditionalBranch], otherwise: Block?)
  case tryCatch(Block, name: Identifier, handler: Block)
  case block(Block)
  case function(FunctionLiteral)
  case call(Expression, [Argument])
  case index(Expression, [IndexPart])
  case field(Expression, Identifier)
  case transpose(Expression)
  /// Stands where the parser could not read an expression.
  case missing
}

/// A piece of a string: characters, or a value with its format.
package enum StringPart: Sendable {
  case text(String)
  case value(Expression, format: String?)
}

/// A field of a record literal.
package enum RecordPart: Sendable {
  case field(Identifier, Expression)
  case spread(Expression)
}

/// One comparison of a chain.
package struct ComparisonPart: Sendable {
  package let operation: ComparisonOperator
  package let range: SourceRange
  package let operand: Expression
}

/// A condition and the block it guards.
package struct ConditionalBranch: Sendable {
  package let condition: Expression
  package let body: Block
}

/// An argument of a call, by position or by keyword.
package struct Argument: Sendable {
  package let keyword: Identifier?
  package let value: Expression
}

/// One position inside `x[…]`.
package enum IndexPart: Sendable {
  case value(Expression)
  case slice(start: Expression?, stop: Expression?, step: Expression?, SourceRange)
  case ellipsis(SourceRange)
}

/// A parameter of a function and its default.
package struct ParameterSyntax: Sendable {
  package let name: Identifier
  package let defaultValue: Expression?
}

/// A function with its parameters and body; lambdas have no name.
package struct FunctionLiteral: Sendable {
  package let name: Identifier?
  package let parameters: [ParameterSyntax]
  package let body: Block
  package let range: SourceRange
}

/// Statements in braces.
package struct Block: Sendable {
  package let statements: [Statement]
  package let range: SourceRange

  /// The height of the tallest tree inside.
  var depth: Int { statements.lazy.map(\.depth).max() ?? 0 }
}

/// Where an assignment stores.
package struct AssignmentTarget: Sendable {
  /// A step from a variable into its value.
  package enum Step: Sendable {
    case index([IndexPart], SourceRange)
    case field(Identifier)
  }

  package let name: Identifier
  package let steps: [Step]
  package let range: SourceRange
}

/// A statement and where it stands.
package struct Statement: Sendable {
  /// What a statement is.
  package indirect enum Kind: Sendable {
    case expression(Expression)
    case assign([AssignmentTarget], [Expression])
    case update(AssignmentTarget, BinaryOperator, Expression, at: SourceRange)
    case function(FunctionLiteral)
    case forLoop(position: Identifier?, element: Identifier, Expression, Block)
    case whileLoop(Expression, Block)
    case breakLoop
    case continueLoop
    case returnValue(Expression?)
    case importFile(String, SourceRange)
    case assert(Expression, message: Expression?)
  }

  package let kind: Kind
  package let range: SourceRange
  /// Whether a semicolon follows, which keeps a value from being shown.
  package let isSilenced: Bool
  /// The height of the tallest tree inside.
  let depth: Int
}

/// What the parser made of a source.
package struct ParseResult: Sendable {
  package let statements: [Statement]
  package let diagnostics: [Diagnostic]
  /// Whether the text is a beginning that more lines could complete.
  package let isIncomplete: Bool
}
