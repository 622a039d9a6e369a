internal import Runtime
internal import Diagnostics

extension Lesson {
  /// A typed program as the interpreter takes it.
  func programText(_ program: String) -> SourceText { SourceText(name: "lesson", text: program) }

  /// Judges the variables after a program ran at an exercise.
  ///
  /// The result counts, wherever it was made: on top of the free play before it, or on the
  /// variables the step began with, which free play cannot spoil. A program that gives none of the
  /// exercise's names a value is free play and is not told to be wrong.
  mutating func judge(
    _ program: String, _ exercise: LessonStep.Exercise, _ reply: inout LessonReply
  ) {
    let live = runner.snapshot()
    let given = assignedNames(in: program)
    let isAttempt =
      exercise.wantedNames.isEmpty || !exercise.wantedNames.isDisjoint(with: given)
    reply.attempted = (current?.askedNames ?? []).filter(given.contains)
    reply.isNearMiss =
      !isAttempt
      && given.contains { !nearNames(to: $0, among: Array(exercise.wantedNames)).isEmpty }
    guard let check = exercise.check else {
      if isAttempt { succeed(program, exercise, &reply) }
      return
    }
    let fault = error(of: check)
    if fault?.kind == .interrupted {
      reply.messages.append("the check was interrupted")
    } else if typed.count > 1, isAttempt, passesAlone(program, check) {
      succeed(program, exercise, &reply)
    } else {
      runner.restore(live)
      if let fault {
        if isAttempt { reply.verdict = .wrong(fault) }
        if isAttempt, fault.kind != .assertion {
          reply.wanted = values(of: reply.attempted, in: exercise)
        }
      } else {
        succeed(typed.joined(separator: "\n"), exercise, &reply)
      }
    }
  }

  private mutating func succeed(
    _ answer: String, _ exercise: LessonStep.Exercise, _ reply: inout LessonReply
  ) {
    accept()
    progress.results[exercise.name] = .solved(answer: answer)
    reply.verdict = .right(why: exercise.explanation)
  }

  /// What the solution gives names, on the variables the step began with; leaves no trace.
  private func values(
    of names: [String], in exercise: LessonStep.Exercise
  ) -> [String: Value] {
    guard let solution = exercise.solution else { return [:] }
    let before = runner.snapshot()
    defer { runner.restore(before) }
    runner.restore(base(of: solution))
    guard quietly({ runner.run(solution, in: document).error }) == nil else { return [:] }
    let pairs = names.map { ($0, runner.interpreter.value(of: $0)) }
    return Dictionary(pairs.compactMap { name, value in value.map { (name, $0) } }) { $1 }
  }

  /// What a check finds wrong, on a copy of the variables.
  private func error(of check: Document.Cell) -> Diagnostic? {
    let before = runner.snapshot()
    defer { runner.restore(before) }
    return quietly { runner.run(check.sourceText(in: document.name)).error }
  }

  /// Whether a program passes on the variables the step began with, which are then in place.
  private func passesAlone(_ program: String, _ check: Document.Cell) -> Bool {
    runner.restore(bases[progress.position])
    let outcome = quietly { runner.run(programText(program), number: current?.cell.number) }
    return outcome.error == nil && error(of: check) == nil
  }

  /// What leads from a step that lies behind to the next one.
  func programToRedo(_ step: LessonStep) -> SourceText? {
    guard let exercise = step.exercise else { return step.cell.sourceText(in: document.name) }
    if case .solved(let answer)? = progress.results[exercise.name] { return programText(answer) }
    if document.header.hidesSolutions { return nil }
    return exercise.solution?.sourceText(in: document.name)
  }

  /// The first line of the answer that the learner gave to the exercise of a step.
  func answer(to step: LessonStep) -> String? {
    guard let exercise = step.exercise,
      case .solved(let answer)? = progress.results[exercise.name]
    else { return nil }
    return NotebookCell.summary(of: answer)
  }

  /// Does again what the learner answered to the exercise of the present step.
  mutating func redo(_ step: LessonStep) {
    guard let program = programToRedo(step) else { return }
    runner.restore(bases[progress.position])
    let outcome = quietly { runner.run(program, number: step.cell.number) }
    if outcome.error == nil { accept() }
  }
}
