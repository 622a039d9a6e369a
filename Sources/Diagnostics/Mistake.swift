/// A frequent mistake by its own name, for which there is an explanation of its own.
///
/// It is given where an error is made; an error without one is explained by its kind.
package enum Mistake: String, Sendable, CaseIterable {
  // How a program is written.
  case unclosedBracket, unclosedString, singleQuotes, missingBrace, missingComma
  case assignmentAsComparison, callWithoutParentheses, foreignCode, tuple
  // Names.
  case unknownName, foreignName, missingField, noFields
  // Values that do not go together.
  case operandTypes, textAndNumber, notCallable, notACondition, countOfNames
  // Calls.
  case tooManyArguments, missingArgument, unknownKeyword, wrongArgument, forbiddenArgument
  // Shapes and positions.
  case unequalSizes, twofoldStretch, unfitProduct, unfitReshape, raggedRows
  case outOfRange, tooManyIndices, fractionalPosition, noAxis, missingOutput
  // Linear algebra.
  case singularMatrix, indefiniteMatrix
  // Learning.
  case notFitted, unequalRows, unequalPredictions, unequalInputs, notAMatrix, missingValues
  case labelValues, tooFewRows
  // Files and limits.
  case fileNotFound, damagedTable, readOnly, outsideRoot
  case tooDeepRecursion, outOfMemory, timeLimit
}

/// What is known of a mistake besides its message: words and figures by the names that explanations
/// call them by.
package typealias MistakeFacts = [String: String]
