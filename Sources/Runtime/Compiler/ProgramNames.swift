package import Diagnostics
internal import Syntax

/// The top-level names that a program uses.
package struct ProgramNames: Sendable {
  /// Names it gives values.
  package let assigned: Set<String>
  /// Names it reads, in functions too.
  package let read: Set<String>
  /// Whether it takes in other files.
  package let hasImports: Bool

  /// The names of a program; `nil` when it cannot be read.
  package init?(_ source: SourceText) {
    let parsed = Parser.parse(source)
    guard parsed.diagnostics.isEmpty else { return nil }
    let scope = FunctionScope(cell: parsed.statements)
    assigned = Set(scope.locals)
    read = scope.free
    hasImports = parsed.statements.contains {
      if case .importFile = $0.kind { return true }
      return false
    }
  }
}
