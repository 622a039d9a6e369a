/// The names through which a cell depends on the ones before it.
package struct CellNames: Sendable, Equatable {
  /// Names whose values from before the cell matter to it.
  package internal(set) var read: Set<String> = []
  /// Names that every way through the cell gives values.
  package internal(set) var assigned: Set<String> = []
  /// Names that some way through the cell gives values.
  package internal(set) var possiblyAssigned: Set<String> = []
  /// Whether the random numbers start over before the cell does anything else.
  package internal(set) var restartsRandom = false

  /// What stands for the state of the random numbers among the names.
  package static let random = "random numbers"
  /// What stands for the values that all cells showed.
  package static let everyOutput = "out[…]"

  /// What stands for the value that a cell showed.
  package static func output(_ number: Int) -> String { "out[\(number)]" }
}

/// What the analysis of a cell asks its surroundings.
package struct CellSurroundings {
  /// The names that functions in the value of a name look up when they are called.
  package var functionNames: (String) -> Set<String>
  /// The text of an imported file by its path.
  package var importedText: (String) -> String?

  package init(
    functionNames: @escaping (String) -> Set<String> = { _ in [] },
    importedText: @escaping (String) -> String? = { _ in nil }
  ) {
    self.functionNames = functionNames
    self.importedText = importedText
  }
}
