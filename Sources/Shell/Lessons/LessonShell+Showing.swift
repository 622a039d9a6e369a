internal import Diagnostics
internal import Notebook
internal import Runtime

/// What a lesson has said already, so that it is not said at every turn.
struct LessonNotices {
  /// How often it is still said that Enter goes on.
  var remindersLeft = 2
  /// The steps at which it was said that a program is play, and that a hint helps.
  var unjudged: Set<Int> = []
  var hinted: Set<Int> = []
}

/// How a lesson's replies look.
extension LessonShell {
  /// Shows what the lesson answers; errors of the run were reported before.
  func show(_ reply: LessonReply) {
    switch reply.verdict {
    case .right(let why):
      write(prose("right" + (why.map { ": \($0)" } ?? "")) + "\n")
    case .wrong(let diagnostic): showWrong(diagnostic, reply)
    case nil: showUnjudged(reply)
    }
    if let hint = reply.hint { write(prose(hint) + "\n") }
    for message in reply.messages { write(folded(message) + "\n") }
    if !reply.names.isEmpty { write(folded("made \(reply.names.joined(separator: ", "))") + "\n") }
    if let explanation = reply.explanation { write(prose("why: \(explanation)") + "\n") }
    if reply.hasMoved {
      showStep()
    } else if reply.outcome != nil, lesson.isDone, notices.remindersLeft > 0 {
      notices.remindersLeft -= 1
      remind()
    }
  }

  /// Says what was found and what was wanted; the code of the check is of no interest, and could
  /// give the answer away.
  private func showWrong(_ diagnostic: Diagnostic, _ reply: LessonReply) {
    let values = reply.attempted.compactMap { name -> String? in
      guard let value = interpreter.value(of: name) else { return nil }
      let text = value.abbreviated(limit: max(16, interpreter.display.width - name.count - 14))
      // The author of the check may have thought of it.
      return diagnostic.message.says(text) ? nil : "\(name) = \(text)"
    }
    if !values.isEmpty { write(folded("found \(values.joined(separator: ", "))") + "\n") }
    let reason = diagnostic.kind == .assertion ? diagnostic.message : kindFault(reply)
    write(folded("not yet: \(reason)") + "\n")
    guard lesson.hasHint, notices.hinted.insert(lesson.progress.position).inserted else { return }
    write(dimmed(folded("(:hint helps, :edit brings your answer back)")) + "\n")
  }

  /// What is wrong with a value that the check cannot use.
  private func kindFault(_ reply: LessonReply) -> String {
    for name in reply.attempted {
      guard let found = interpreter.value(of: name)?.kindDescription,
        let wanted = reply.wanted[name]?.kindDescription, found != wanted
      else { continue }
      return "\(name) is of kind \(found), expected \(wanted)"
    }
    return "the check cannot use this value"
  }

  /// Says that an answer without its name is play: only what the blank's line sets is judged.
  private func showUnjudged(_ reply: LessonReply) {
    guard reply.outcome?.error == nil, reply.outcome != nil, reply.code == nil, !lesson.isDone,
      let blank = lesson.current?.blankLine,
      notices.unjudged.insert(lesson.progress.position).inserted || reply.isNearMiss
    else { return }
    write(folded("not judged: the answer is typed as \(blank)") + "\n")
  }

  /// Shows the prose and the cell the learner stands at.
  func showStep() {
    guard let step = lesson.current else { return }
    write(shown(step))
    guard step.exercise != nil else { return }
    write(
      folded(
        step.isLongToType
          ? "fill in the blank: :starter puts the line at the prompt"
          : "fill in the blank: type the line with your answer") + "\n")
  }

  /// The prose and the cell of a step.
  func shown(_ step: LessonStep) -> String {
    let text = step.prose.isEmpty ? "" : "\n" + prose(step.prose) + "\n"
    return text + "\n" + proseLayout.code(step.cell.source)
  }
}

extension String {
  /// Whether a text stands in it between other than letters and digits.
  fileprivate func says(_ text: String) -> Bool {
    func isPart(_ character: Character?) -> Bool {
      character.map { $0.isLetter || $0.isNumber || $0 == "." } ?? false
    }
    return ranges(of: text).contains { range in
      let before = self[..<range.lowerBound].last
      let after = self[range.upperBound...].first
      return !isPart(before) && !isPart(after)
    }
  }
}
