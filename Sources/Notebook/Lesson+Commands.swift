extension Lesson {
  var overReply: LessonReply {
    LessonReply("the lesson is over; :back looks at the last step again")
  }

  /// Moves on; a cell that was not run yet is run first.
  mutating func next() -> LessonReply {
    guard let step = current else { return overReply }
    var reply = LessonReply()
    if !isDone {
      if answer(to: step) != nil {
        redo(step)
      } else {
        guard step.exercise == nil else { return expectation }
        reply = runCell(of: step)
      }
    }
    guard isDone, let accepted else { return reply }
    runner.restore(accepted)
    move()
    reply.hasMoved = true
    return reply
  }

  /// Goes to the step before, with the variables as they were there.
  mutating func back() -> LessonReply {
    guard progress.position > 0 else { return LessonReply("this is the first step") }
    bases.removeLast()
    progress.position -= 1
    markPlace()
    beginStep()
    runner.restore(bases[progress.position])
    var reply = LessonReply()
    reply.hasMoved = true
    return reply
  }

  /// The next hint of the exercise.
  mutating func hint() -> LessonReply {
    guard let exercise = current?.exercise else {
      return LessonReply("there is no exercise here; Enter runs the cell")
    }
    guard hasHint else {
      let rest = document.header.hidesSolutions ? "" : "; :solution shows the answer"
      return LessonReply(
        (exercise.hints.isEmpty ? "this exercise has no hint" : "there are no more hints") + rest)
    }
    hintsShown += 1
    var reply = LessonReply()
    reply.hint = exercise.hints[hintsShown - 1]
    return reply
  }

  /// Shows the solution of the exercise and runs it.
  mutating func solution() -> LessonReply {
    guard let exercise = current?.exercise else {
      return LessonReply("there is no exercise here; Enter runs the cell")
    }
    guard !document.header.hidesSolutions else {
      return LessonReply("this document keeps its solutions to itself; :hint helps, :skip goes on")
    }
    guard let solution = exercise.solution else {
      return LessonReply("this exercise has no solution in the document")
    }
    let reply = demonstrate(solution, exercise)
    if reply.outcome?.error == nil, !isSolved(exercise) { progress.results[exercise.name] = .shown }
    return reply
  }

  /// Shows and runs what the step asks for, and moves on.
  mutating func skip() -> LessonReply {
    guard let step = current else { return overReply }
    var reply = LessonReply()
    if isDone { return next() }
    if let exercise = step.exercise {
      if !isSolved(exercise) { progress.results[exercise.name] = .skipped }
      if let solution = exercise.solution, !document.header.hidesSolutions {
        reply = demonstrate(solution, exercise)
      } else {
        runner.restore(bases[progress.position])
        reply.messages.append("skipped without a solution; later steps may miss what it makes")
      }
    } else {
      reply = demonstrate(step.cell)
    }
    if reply.outcome?.isInterrupted == true { return reply }
    if let accepted { runner.restore(accepted) }
    move()
    reply.hasMoved = true
    return reply
  }

  /// Says at which step the learner is and how the exercises ended.
  func position() -> LessonReply {
    var reply = LessonReply()
    reply.messages.append(
      current == nil
        ? "all \(steps.count) steps are done"
        : "step \(progress.position + 1) of \(steps.count)"
          + (document.header.title.isEmpty ? "" : " of \(document.header.title)"))
    if !exercises.isEmpty { reply.messages.append(summary) }
    return reply
  }

  private var exercises: [LessonStep.Exercise] { steps.compactMap(\.exercise) }

  /// How the exercises ended, or that there are none.
  package var summary: String {
    exercises.isEmpty
      ? "all \(steps.count) steps are done"
      : "\(exercises.count(where: isSolved)) of \(exercises.count) exercises solved"
        + count(.shown, "shown") + count(.skipped, "skipped")
  }

  private func count(_ result: LessonProgress.Result, _ word: String) -> String {
    let count = exercises.count { progress.results[$0.name] == result }
    return count > 0 ? ", \(count) \(word)" : ""
  }

  /// How the exercise of a step ended; `nil` for other steps.
  package func state(of step: LessonStep) -> String? {
    guard let exercise = step.exercise else { return nil }
    switch progress.results[exercise.name] {
    case .solved: return "solved"
    case .shown: return "solution shown"
    case .skipped: return "skipped"
    case nil: return "exercise"
    }
  }

  /// Puts the variables back to the beginning of the step.
  mutating func retry() -> LessonReply {
    if current != nil { runner.restore(bases[progress.position]) }
    beginStep()
    return LessonReply("the variables are as at the beginning of this step").followed(
      by: expectation)
  }

  /// Forgets all progress and goes to the first step.
  mutating func restart() -> LessonReply {
    bases = [bases[0]]
    runner.restore(bases[0])
    beginStep()
    let wasFinished = progress.wasFinished
    progress = LessonProgress()
    progress.wasFinished = wasFinished
    progress.stepCount = steps.count
    markPlace()
    var reply = LessonReply()
    reply.hasMoved = true
    return reply
  }

  /// Whether the exercise has a hint that was not shown yet.
  package var hasHint: Bool { hintsShown < current?.exercise?.hints.count ?? 0 }

  /// What the learner is to do now.
  package var expectation: LessonReply {
    guard let step = current else { return overReply }
    if isDone {
      let isLast = progress.position + 1 == steps.count
      return LessonReply(isLast ? "Enter ends the lesson" : "Enter goes on to the next step")
    }
    if let answer = answer(to: step) {
      return LessonReply("you have answered this: \(answer)", "Enter goes on, or answer again")
    }
    guard step.exercise != nil else {
      return LessonReply("Enter runs the cell above; type anything else to try it")
    }
    let help =
      (step.isLongToType ? [":starter puts it at the prompt"] : [])
      + (hasHint ? [":hint helps"] : [])
      + (document.header.hidesSolutions ? [] : [":solution shows the answer"])
    return LessonReply(
      "fill in the blank and type it here: \(step.blankLine ?? trimmed(step.cell.source))",
      "the result is judged; " + (help + [":skip moves on"]).joined(separator: ", "))
  }

  /// Runs a cell in place of the learner, on the variables the step began with.
  private mutating func demonstrate(
    _ cell: Document.Cell, _ exercise: LessonStep.Exercise? = nil
  ) -> LessonReply {
    var reply = LessonReply()
    runner.restore(base(of: cell))
    reply.code = cell.source
    onDemonstrate(cell.source)
    let outcome = runner.run(cell, in: document)
    reply.outcome = outcome
    guard outcome.error == nil else { return reply }
    accept()
    reply.names = assignedNames(in: cell.source)
    reply.explanation = exercise?.explanation
    return reply
  }

  private func isSolved(_ exercise: LessonStep.Exercise) -> Bool {
    if case .solved? = progress.results[exercise.name] { return true }
    return false
  }
}
