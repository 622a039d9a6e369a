/// An error of the compute core, in words a student understands.
package struct TensorError: Error, Sendable, Equatable {
  /// What sort of rule was broken.
  package enum Kind: Sendable { case shape, index, value, numeric, limit, type }

  package let kind: Kind
  /// Lower case, says what was expected and what was found, no full stop.
  package let message: String
  /// Facts and suggestions, a line each.
  package let notes: [String]

  package init(_ kind: Kind, _ message: String, notes: [String] = []) {
    self.kind = kind
    self.message = message
    self.notes = notes
  }
}
