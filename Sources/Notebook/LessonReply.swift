package import Diagnostics
package import Runtime

/// What a learner can ask for besides running programs.
package enum LessonCommand: String, Sendable, CaseIterable {
  case next, back, hint, solution, skip, `where`, retry, restart
}

/// What a lesson answers; the shell decides how it looks.
package struct LessonReply: Sendable {
  /// What the check said of an exercise.
  package enum Verdict: Sendable {
    /// The result is right; the text tells why, when the lesson does.
    case right(why: String?)
    /// The result is wrong; the diagnostic says what was found and what was wanted.
    case wrong(Diagnostic)
  }

  /// Sentences to print, lower case, no full stop; not Markdown, as code may stand in them.
  package var messages: [String] = []
  /// Markdown to show: a hint.
  package var hint: String?
  /// A program that was run for the learner; the lesson's `onDemonstrate` has shown it.
  package var code: String?
  /// What a program wrote; it went through the runner's `onWrite` and `onShow` already.
  package var outcome: CellOutcome?
  package var verdict: Verdict?
  /// The names of the exercise that the learner's program gave values.
  package var attempted: [String] = []
  /// The values that the solution gives these names, where the check could not use the learner's.
  package var wanted: [String: Value] = [:]
  /// Whether it gave a value to a name that looks like one of the exercise's, and to none of these.
  package var isNearMiss = false
  /// Why the solution that was shown is right, as Markdown.
  package var explanation: String?
  /// The names that a program run for the learner gave values.
  package var names: [String] = []
  /// Whether the lesson is at another step now, whose prose and cell are to be shown.
  package var hasMoved = false

  init(_ messages: String...) { self.messages = messages }

  /// The reply with what another one says behind it.
  func followed(by other: LessonReply) -> LessonReply {
    var reply = self
    reply.messages += other.messages
    return reply
  }
}
