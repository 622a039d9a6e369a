/// An error of the compute core, in words a student understands.
package struct TensorError: Error, Sendable, Equatable {
  /// What sort of rule was broken.
  package enum Kind: Sendable { case shape, index, value, numeric, limit, type }

  /// The sort of rule that was broken.
  package let kind: Kind
  /// Lower case, says what was expected and what was found, no full stop.
  package let message: String
  /// Facts and suggestions, a line each.
  package let notes: [String]

  /// An error with its sentence and further lines.
  package init(_ kind: Kind, _ message: String, notes: [String] = []) {
    self.kind = kind
    self.message = message
    self.notes = notes
  }
}
