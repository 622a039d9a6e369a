/// What sort of mistake a diagnostic reports; its name is what `err.kind` shows in the language.
package enum DiagnosticKind: String, Sendable, CaseIterable {
  case syntax, name, type, shape, index, value, argument, numeric, data, file, limit
  case assertion, user, interrupted, unsupported
}

/// A place in a source with the way it is underlined.
package struct SourceMark: Sendable {
  /// How a mark is drawn: `^` for the culprit, `~` for what takes part.
  package enum Style: Sendable { case primary, secondary }

  package let source: SourceText
  package let range: SourceRange
  package let style: Style

  package init(_ source: SourceText, _ range: SourceRange, _ style: Style = .primary) {
    self.source = source
    self.range = range
    self.style = style
  }
}

/// One step of the way from a cell to the place of an error.
package struct CallSite: Sendable {
  package let function: String
  package let mark: SourceMark

  package init(function: String, mark: SourceMark) {
    self.function = function
    self.mark = mark
  }
}

/// An error as a value: what went wrong, where, and what would mend it.
package struct Diagnostic: Error, Sendable {
  package var kind: DiagnosticKind
  /// Lower case, says what was expected and what was found, no full stop.
  package var message: String
  /// Where; the first primary mark names the line that is quoted.
  package var marks: [SourceMark]
  /// Facts and suggestions, each drawn on a line after `=`.
  package var notes: [String]
  /// What was done wrong, where that is a frequent mistake.
  package var mistake: Mistake?
  /// What explanations of the mistake may mention.
  package var facts: MistakeFacts
  /// Innermost call first.
  package var calls: [CallSite]
  /// Calls further out that are counted and not kept.
  package var forgottenCallCount = 0
  /// The function that the next call site to be added belongs to.
  package var pendingName: String?

  package init(
    _ kind: DiagnosticKind, _ message: String, marks: [SourceMark] = [], notes: [String] = [],
    calls: [CallSite] = [], _ mistake: Mistake? = nil, facts: MistakeFacts = [:]
  ) {
    self.kind = kind
    self.message = message
    self.marks = marks
    self.notes = notes
    self.mistake = mistake
    self.facts = facts
    self.calls = calls
  }
}

/// An error of a lower layer that already knows its kind, its sentence and its remedy.
///
/// The runtime turns any of these into a `Diagnostic` and adds the place in the program.
package protocol ExplainedError: Error {
  var kind: DiagnosticKind { get }
  /// Lower case, says what was expected and what was found, no full stop.
  var message: String { get }
  /// Facts and suggestions, a line each.
  var notes: [String] { get }
  /// What was done wrong, where that is a frequent mistake.
  var mistake: Mistake? { get }
  /// What explanations of the mistake may mention.
  var facts: MistakeFacts { get }
}

extension ExplainedError {
  /// The same error in other words, as where it is said whose mistake it is.
  package func saying(_ message: String) -> Failure {
    Failure(kind, message, notes: notes, mistake, facts: facts)
  }
}

/// The general-purpose explained error of the method layers.
package struct Failure: ExplainedError {
  package let kind: DiagnosticKind
  package let message: String
  package let notes: [String]
  package let mistake: Mistake?
  package let facts: MistakeFacts

  package init(
    _ kind: DiagnosticKind, _ message: String, notes: [String] = [], _ mistake: Mistake? = nil,
    facts: MistakeFacts = [:]
  ) {
    self.kind = kind
    self.message = message
    self.notes = notes
    self.mistake = mistake
    self.facts = facts
  }
}
