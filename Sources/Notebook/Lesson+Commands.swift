extension Lesson {
  var overReply: LessonReply {
    LessonReply("the lesson is over; :back looks at the last step again")
  }

  /// Moves on; a cell that was not run yet is run first.
  mutating func next() -> LessonReply {
    guard let step = current else { return overReply }
    var reply = LessonReply()
    if !isDone {
      guard step.exercise == nil else { return expectation(of: step) }
      reply = runCell(of: step)
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
    guard hintsShown < exercise.hints.count else {
      return LessonReply(
        exercise.hints.isEmpty
          ? "this exercise has no hint" : "there are no more hints; :solution shows the answer")
    }
    hintsShown += 1
    return LessonReply(exercise.hints[hintsShown - 1])
  }

  /// Shows the solution of the exercise and runs it.
  mutating func solution() -> LessonReply {
    guard let exercise = current?.exercise else {
      return LessonReply("there is no exercise here; Enter runs the cell")
    }
    guard !document.header.hidesSolutions else {
      return LessonReply("this document keeps its solutions to itself")
    }
    guard let solution = exercise.solution else {
      return LessonReply("this exercise has no solution in the document")
    }
    let reply = demonstrate(solution)
    if !isSolved(exercise) { progress.results[exercise.name] = .shown }
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
        reply = demonstrate(solution)
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
    let exercises = steps.compactMap(\.exercise)
    if !exercises.isEmpty {
      let solved = exercises.filter(isSolved).count
      reply.messages.append("\(solved) of \(exercises.count) exercises solved")
    }
    return reply
  }

  /// Puts the variables back to the beginning of the step.
  mutating func retry() -> LessonReply {
    runner.restore(bases[progress.position])
    beginStep()
    return LessonReply("the variables are as at the beginning of this step")
  }

  /// Forgets all progress and goes to the first step.
  mutating func restart() -> LessonReply {
    bases = [bases[0]]
    runner.restore(bases[0])
    beginStep()
    progress = LessonProgress()
    progress.stepCount = steps.count
    var reply = LessonReply()
    reply.hasMoved = true
    return reply
  }

  /// What the learner is to do at an exercise.
  func expectation(of step: LessonStep) -> LessonReply {
    LessonReply(
      "fill in the blank and type it here: \(step.blankLine ?? trimmed(step.cell.source))",
      "the result is judged; :hint helps, :solution shows the answer, :skip moves on")
  }

  /// Runs a cell in place of the learner, on the variables the step began with.
  private mutating func demonstrate(_ cell: Document.Cell) -> LessonReply {
    var reply = LessonReply()
    runner.restore(bases[progress.position])
    reply.code = cell.source
    let outcome = runner.run(cell, in: document)
    reply.outcome = outcome
    guard outcome.error == nil else { return reply }
    accept()
    reply.names = assignedNames(in: cell.source)
    return reply
  }

  private func isSolved(_ exercise: LessonStep.Exercise) -> Bool {
    if case .solved? = progress.results[exercise.name] { return true }
    return false
  }
}
