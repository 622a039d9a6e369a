package import Diagnostics
package import Runtime

/// What a person should know who made a mistake: the rule, what went wrong, how to mend it, an example
/// of the mistake and the same done right.
package struct Explanation: Sendable {
  /// What it explains: a mistake with a name of its own, or everything else of a kind.
  package enum Subject: Sendable, Hashable {
    case mistake(Mistake)
    case kind(DiagnosticKind)
  }

  package let subject: Subject
  /// What the mistake is called.
  package let title: String
  /// The rule that was broken.
  package let rule: String
  /// What the rule says of this case, with `{name}` for a fact of the error.
  ///
  /// Left out where a fact
  /// is not known.
  package let here: String
  package let remedy: String
  /// The mistake in an example; `nil` for what no program of its own can bring about.
  package let wrong: Example?
  package let right: Example
  /// Topics of help to read on.
  package let readOn: [String]

  init(
    _ subject: Subject, _ title: String, rule: String, here: String = "", remedy: String,
    wrong: Example?, right: Example, readOn: [String]
  ) {
    self.subject = subject
    self.title = title
    self.rule = rule
    self.here = here
    self.remedy = remedy
    self.wrong = wrong
    self.right = right
    self.readOn = readOn
  }

  /// Every explanation.
  package static let all: [Explanation] =
    writing + names + values + calls + shapes + positions + learning + surroundings + kinds

  private static let table: [Subject: Explanation] = {
    var table: [Subject: Explanation] = [:]
    for explanation in all { table[explanation.subject] = explanation }
    return table
  }()

  /// The explanation of an error: of its mistake, and where that has no name of its kind.
  package static func of(_ error: Diagnostic) -> Explanation? {
    error.mistake.flatMap { table[.mistake($0)] } ?? table[.kind(error.kind)]
  }
}
