/// An error of the compute core, in words a student understands.
package struct TensorError: Error, Sendable, Equatable {
  /// What sort of rule was broken.
  package enum Kind: Sendable { case shape, index, value, numeric, limit, type }

  /// A rule that is broken often, for which there is an explanation of its own.
  package enum Rule: String, Sendable, CaseIterable {
    case unequalSizes, twofoldStretch, unfitProduct, unfitReshape, outOfRange, tooManyIndices
    case noAxis, singularMatrix, indefiniteMatrix, outOfMemory
  }

  /// The sort of rule that was broken.
  package let kind: Kind
  /// The rule itself, where it is one that is broken often.
  package let rule: Rule?
  /// What an explanation of the rule may mention, by name.
  package let facts: [String: String]
  /// Lower case, says what was expected and what was found, no full stop.
  package let message: String
  /// Facts and suggestions, a line each.
  package let notes: [String]

  /// An error with its sentence and further lines.
  package init(
    _ kind: Kind, _ message: String, notes: [String] = [], _ rule: Rule? = nil,
    facts: [String: String] = [:]
  ) {
    self.kind = kind
    self.message = message
    self.notes = notes
    self.rule = rule
    self.facts = facts
  }
}
