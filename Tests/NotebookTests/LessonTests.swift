import Diagnostics
import Notebook
import Runtime
import Testing

@Suite struct LessonTests {
  private func makeLesson(_ text: String = Sample.tutorial) throws -> Lesson {
    Lesson(try Document(text), makeInterpreter())
  }

  private func output(_ program: String, _ lesson: inout Lesson) -> String? {
    lesson.type(program).outcome?.output
  }

  /// A lesson at its exercise, step 3 of 4.
  private func makeExercise() throws -> Lesson {
    var lesson = try makeLesson()
    _ = lesson.perform(.next)
    _ = lesson.perform(.next)
    return lesson
  }

  private func isRight(_ reply: LessonReply) -> Bool {
    if case .right? = reply.verdict { true } else { false }
  }

  private func isWrong(_ reply: LessonReply) -> Bool {
    if case .wrong? = reply.verdict { true } else { false }
  }

  @Test func `steps are prose and cell, with what is hidden left out`() throws {
    let lesson = try makeLesson()
    #expect(lesson.steps.map(\.cell.number) == [1, 2, 3, 6])
    #expect(
      lesson.steps.map(\.prose) == ["Prose. Run each cell with Enter.", "", "## Your turn", ""])
    #expect(lesson.closing == "The end.")
    #expect(lesson.steps[2].exercise?.hints == ["Compare label by label, then take the mean."])
    #expect(lesson.steps[2].exercise?.explanation == "One of four.")
    #expect(lesson.prompt == "lesson 1/4> ")
  }

  @Test func `enter runs the cell and then moves on`() throws {
    var lesson = try makeLesson()
    let ran = lesson.enter()
    #expect(ran.outcome?.output.hasPrefix("epoch 1  loss") == true)
    #expect(!ran.hasMoved && lesson.isDone)
    #expect(lesson.enter().hasMoved)
    #expect(lesson.prompt == "lesson 2/4> ")
  }

  @Test func `a cell that fails as recorded is done`() throws {
    var lesson = try makeLesson()
    _ = lesson.perform(.next)
    #expect(lesson.enter().outcome?.error != nil)
    #expect(lesson.isDone)
  }

  @Test func `a cell that fails otherwise is not done but can be skipped`() throws {
    var lesson = try makeLesson("```tandem\nnobody\n```\n```tandem\n1\n```\n")
    #expect(!lesson.perform(.next).hasMoved)
    #expect(lesson.perform(.skip).hasMoved)
    #expect(lesson.progress.position == 1)
  }

  @Test func `enter at an exercise says what is expected and next does not pass`() throws {
    var lesson = try makeExercise()
    #expect(lesson.enter().messages.first?.contains("loss = ___") == true)
    #expect(!lesson.perform(.next).hasMoved)
    #expect(lesson.progress.position == 2)
  }

  @Test func `an exercise is judged by its result`() throws {
    var lesson = try makeExercise()
    let wrong = lesson.type("loss = 1/2")
    guard case .wrong(let error)? = wrong.verdict else {
      Issue.record("a wrong answer passed")
      return
    }
    #expect(error.message == "one of four labels differs, found 0.5")
    let right = lesson.type("loss = sum([0,0,0,1]) / 4")
    guard case .right(let why)? = right.verdict else {
      Issue.record("the right answer failed")
      return
    }
    #expect(why == "One of four.")
    #expect(lesson.isDone && lesson.enter().hasMoved)
    #expect(lesson.enter().outcome?.output == "0.25\n")
    #expect(lesson.enter().hasMoved && lesson.current == nil)
    #expect(lesson.progress.isFinished)
  }

  @Test func `looking around at an exercise is not wrong`() throws {
    var lesson = try makeExercise()
    let reply = lesson.type("1 + 1")
    #expect(reply.verdict == nil && reply.outcome?.output == "2\n")
    #expect(lesson.type("nobody").verdict == nil)
  }

  @Test func `an answer may come in several programs`() throws {
    var lesson = try makeExercise()
    #expect(lesson.type("half = 1/2").verdict == nil)
    #expect(isRight(lesson.type("loss = half / 2")))
    #expect(output("half", &lesson) == "0.5\n")
    #expect(lesson.progress.results["hamming"] == .solved(answer: "half = 1/2\nloss = half / 2"))
  }

  @Test func `free play cannot spoil the next check`() throws {
    var lesson = try makeLesson(
      """
      ```tandem
      data = 3
      ```
      ```tandem exercise=e
      x = ___
      ```
      ```tandem check=e
      assert x == data
      ```
      ```tandem
      data
      ```
      """)
    _ = lesson.enter()
    _ = lesson.type("data = 100")
    #expect(lesson.perform(.next).hasMoved)
    #expect(output("data", &lesson) == "3\n")
    _ = lesson.type("data = 50")
    #expect(isWrong(lesson.type("x = 4")))
    #expect(isRight(lesson.type("x = 3")))
    _ = lesson.type("data = 99\nx = 0")
    #expect(lesson.perform(.next).hasMoved)
    #expect(output("print(x, data)", &lesson) == "3 3\n")
  }

  @Test func `a check sees a copy of the variables`() throws {
    var lesson = try makeLesson(
      """
      ```tandem exercise=e
      x = ___
      ```
      ```tandem check=e
      y = 5
      rand(3);
      assert x == 1
      ```
      """)
    var twin = try makeLesson("```tandem\n1\n```\n")
    #expect(isRight(lesson.type("x = 1")))
    #expect(lesson.type("y").outcome?.error != nil)
    #expect(output("rand(2)", &lesson) == output("rand(2)", &twin))
  }

  @Test func `hints come one by one`() throws {
    var lesson = try makeExercise()
    #expect(lesson.perform(.hint).hint == "Compare label by label, then take the mean.")
    #expect(
      lesson.perform(.hint).messages == ["there are no more hints; :solution shows the answer"])
    var other = try makeLesson()
    #expect(other.perform(.hint).messages == ["there is no exercise here; Enter runs the cell"])
  }

  @Test func `the solution is shown, run and its names are told`() throws {
    var lesson = try makeExercise()
    let reply = lesson.perform(.solution)
    #expect(reply.code == "loss = mean([1,0,0,0] != [1,0,0,1])\n")
    #expect(reply.names == ["loss"])
    #expect(lesson.isDone && !reply.hasMoved)
    #expect(lesson.progress.results["hamming"] == .shown)
    #expect(output("loss", &lesson) == "0.25\n")
  }

  @Test func `skip runs the solution and moves on`() throws {
    var lesson = try makeExercise()
    let reply = lesson.perform(.skip)
    #expect(reply.hasMoved && reply.names == ["loss"])
    #expect(lesson.progress.results["hamming"] == .skipped)
    #expect(output("loss", &lesson) == "0.25\n")
  }

  @Test func `hidden solutions are neither shown nor run`() throws {
    let text = Sample.tutorial.replacing("seed: 7", with: "solutions: hidden")
    var lesson = try makeLesson(text)
    _ = lesson.perform(.next)
    _ = lesson.perform(.next)
    #expect(lesson.perform(.solution).code == nil)
    let reply = lesson.perform(.skip)
    #expect(reply.hasMoved && reply.code == nil)
    #expect(lesson.type("loss").outcome?.error != nil)
  }

  @Test func `back restores the variables as they were`() throws {
    var lesson = try makeLesson("```tandem\nx = 1\n```\n```tandem\nx = x + 1\n```\n")
    #expect(!lesson.perform(.back).hasMoved)
    _ = lesson.perform(.next)
    _ = lesson.perform(.next)
    #expect(output("x", &lesson) == "2\n")
    #expect(lesson.perform(.back).hasMoved)
    #expect(output("x", &lesson) == "1\n")
    #expect(lesson.perform(.back).hasMoved)
    #expect(lesson.type("x").outcome?.error != nil)
    _ = lesson.perform(.next)
    _ = lesson.perform(.next)
    #expect(output("x", &lesson) == "2\n")
  }

  @Test func `retry restores the step`() throws {
    var lesson = try makeLesson("```tandem\nx = 1\n```\n```tandem\ny = 2\n```\n")
    _ = lesson.perform(.next)
    _ = lesson.enter()
    _ = lesson.type("x = 9")
    _ = lesson.perform(.retry)
    #expect(!lesson.isDone)
    #expect(output("x", &lesson) == "1\n")
    #expect(lesson.type("y").outcome?.error != nil)
  }

  @Test func `where tells the step and the exercises`() throws {
    var lesson = try makeExercise()
    #expect(
      lesson.perform(.where).messages == [
        "step 3 of 4 of Two tasks, one trunk", "0 of 1 exercises solved",
        "fill in the blank and type it here: loss = ___",
        "the result is judged; :hint helps, :solution shows the answer, :skip moves on",
      ])
  }

  @Test func `a lesson left resumes with the learner's own answer`() throws {
    var lesson = try makeExercise()
    _ = lesson.type("mine = 0.125\nloss = 2 * mine # \\n {mine}")
    #expect(lesson.isDone)
    _ = lesson.perform(.next)
    let kept = lesson.progress.text
    var later = try makeLesson()
    var heard = ""
    later.runner.onWrite = { heard += $0 }
    let reply = later.resume(try #require(LessonProgress(kept)))
    #expect(reply.hasMoved && reply.outcome == nil && heard == "")
    #expect(later.prompt == "lesson 4/4> ")
    #expect(output("print(mine, loss)", &later) == "0.125 0.25\n")
    _ = later.perform(.restart)
    #expect(later.progress.position == 0 && later.progress.results.isEmpty)
    #expect(later.type("mine").outcome?.error != nil)
  }

  @Test func `progress is read back as it was written`() throws {
    var progress = LessonProgress()
    (progress.position, progress.stepCount) = (3, 12)
    progress.results = [
      "a": .solved(answer: "x = \"\\n\"\n\ty = 2 \\ \r\n"), "b": .shown, "c": .skipped,
      "d": .solved(answer: ""),
    ]
    #expect(LessonProgress(progress.text) == progress)
    for text in [
      "", "x", "tandem-progress 2\nstep 1 of 2", "tandem-progress 1\nstep 9 of 2",
      "tandem-progress 1\nstep -1 of 2", "tandem-progress 1\nstep 1 of 2\nate e",
    ] {
      #expect(LessonProgress(text) == nil)
    }
  }

  @Test func `the place is found again in a document that was changed`() throws {
    func text(_ sources: [Int]) -> String {
      sources.map { "```tandem\nx = \($0)\n```\n" }.joined()
    }
    var lesson = try makeLesson(text([1, 2, 3, 4]))
    _ = lesson.perform(.next)
    _ = lesson.perform(.next)
    let left = try #require(LessonProgress(lesson.progress.text))
    #expect(left == lesson.progress)
    for (sources, place) in [
      ([1, 2, 3, 4], 2), ([9, 1, 2, 3, 4], 3), ([3, 4], 0), ([1, 2, 5, 6], 2), ([1], 1),
      ([3, 1, 3, 3], 2),
    ] {
      var later = try makeLesson(text(sources))
      _ = later.resume(left)
      #expect(later.progress.position == place, "\(sources)")
    }
  }

  @Test func `who stops the way back is told`() throws {
    var lesson = Lesson(
      try Document("```tandem\nstop()\n```\n```tandem\n1\n```\n"), makeStoppingInterpreter())
    let left = try #require(LessonProgress("tandem-progress 1\nstep 1 of 2"))
    #expect(lesson.resume(left).messages.first == "interrupted on the way to step 2")
    #expect(lesson.progress.position == 0)
  }

  @Test func `progress of a longer version of the document ends at the end`() throws {
    var lesson = try makeLesson("```tandem\n1\n```\n")
    _ = lesson.resume(try #require(LessonProgress("tandem-progress 1\nstep 7 of 9\nshown gone")))
    #expect(lesson.current == nil && lesson.progress.results.isEmpty)
    #expect(lesson.enter().messages.count == 1)
  }

  @Test func `a document without cells is over at once`() throws {
    var lesson = try makeLesson("Only prose.\n")
    #expect(lesson.current == nil && lesson.closing == "Only prose.")
    for command in LessonCommand.allCases { _ = lesson.perform(command) }
    #expect(output("1 + 1", &lesson) == "2\n")
  }

  @Test func `an interrupted cell is neither done nor skipped`() throws {
    var lesson = Lesson(
      try Document("```tandem\nx = 1\n```\n```tandem\nstop()\n```\n"), makeStoppingInterpreter())
    _ = lesson.perform(.next)
    #expect(lesson.enter().outcome?.isInterrupted == true)
    #expect(!lesson.isDone)
    #expect(!lesson.perform(.skip).hasMoved)
    #expect(lesson.progress.position == 1)
    #expect(output("x", &lesson) == "1\n")
  }

  @Test func `an exercise that was answered is no obstacle on the way back and forth`() throws {
    var lesson = try makeExercise()
    _ = lesson.type("mine = 1\nloss = mine / 4")
    _ = lesson.perform(.next)
    _ = lesson.perform(.back)
    #expect(
      lesson.expectation.messages == [
        "you have answered this: mine = 1 … 1 more", "Enter goes on, or answer again",
      ])
    #expect(isWrong(lesson.type("loss = 2")))
    #expect(lesson.enter().hasMoved)
    #expect(output("print(mine, loss)", &lesson) == "1 0.25\n")
    var later = try makeExercise()
    _ = later.type("loss = 1/4")
    var resumed = try makeLesson()
    _ = resumed.resume(later.progress)
    #expect(resumed.progress.position == 2 && resumed.enter().hasMoved)
  }

  // MARK: - Exercises of several lines

  private func makeLongExercise(_ header: String = "") throws -> Lesson {
    try makeLesson(
      header + """
        ```tandem exercise=e
        a = 3
        x = a + ___
        y = 2 * x
        ```
        ```tandem check=e
        assert x + y == 12, "x and y add up to 12"
        ```
        <details><summary>Solution</summary>

        ```tandem solution=e
        a = 3
        x = a + 1
        y = 2 * x
        ```

        </details>
        <details><summary>Why</summary>

        3 and 1 are 4

        </details>
        """)
  }

  @Test func `the line with the blank is put into a starter of several lines`() throws {
    var lesson = try makeLongExercise()
    #expect(lesson.current?.isLongToType == true)
    let wrong = lesson.type("x = a + 2")
    #expect(isWrong(wrong) && wrong.attempted == ["x"])
    #expect(isRight(lesson.type("x = a + 1")))
    #expect(output("y", &lesson) == "8\n")
    #expect(lesson.progress.results["e"] == .solved(answer: "a = 3\nx = a + 1\ny = 2 * x\n"))
  }

  @Test func `a whole answer to a starter of several lines is taken as it is`() throws {
    var lesson = try makeLongExercise()
    #expect(isRight(lesson.type("x = 2\ny = 10")))
    #expect(output("print(x, y)", &lesson) == "2 10\n")
    #expect(lesson.type("a").outcome?.error != nil)
  }

  @Test func `the explanation comes with a solution that is shown or skipped to`() throws {
    for command in [LessonCommand.solution, .skip] {
      var lesson = try makeLongExercise()
      var heard: [String] = []
      lesson.onDemonstrate = { heard.append($0) }
      let reply = lesson.perform(command)
      #expect(reply.explanation == "3 and 1 are 4" && reply.names == ["a", "x", "y"])
      #expect(heard == [reply.code])
    }
  }

  @Test func `a check that cannot use a value tells the one that was wanted`() throws {
    var lesson = try makeLongExercise()
    let reply = lesson.type("x = \"a\"\ny = 1")
    #expect(isWrong(reply) && reply.wanted["x"]?.isNumber(4) == true)
    #expect(output("x", &lesson) == "\"a\"\n" || output("x", &lesson) == "a\n")
  }

  @Test func `a name near the wanted one is noticed`() throws {
    var lesson = try makeExercise()
    #expect(lesson.type("los = 1").isNearMiss)
    #expect(!lesson.type("banana = 1").isNearMiss)
    #expect(!lesson.type("loss = 1").isNearMiss)
  }

  @Test func `what is expected follows the learner`() throws {
    var lesson = try makeLesson()
    #expect(
      lesson.expectation.messages == ["Enter runs the cell above; type anything else to try it"])
    _ = lesson.enter()
    #expect(lesson.expectation.messages == ["Enter goes on to the next step"])
    _ = lesson.enter()
    _ = lesson.perform(.next)
    #expect(lesson.expectation.messages.first?.contains("loss = ___") == true)
    #expect(lesson.state(of: lesson.steps[2]) == "exercise")
    _ = lesson.perform(.skip)
    #expect(lesson.state(of: lesson.steps[2]) == "skipped")
    #expect(lesson.summary == "0 of 1 exercises solved, 1 skipped")
    _ = lesson.enter()
    #expect(lesson.expectation.messages == ["Enter ends the lesson"])
  }

  @Test func `an example that is not run is read with the prose`() throws {
    let lesson = try makeLesson("Try:\n\n```tandem skip\nmine\n```\n\n```tandem\n1\n```\n")
    #expect(lesson.steps.map(\.cell.source) == ["1\n"])
    #expect(lesson.steps[0].prose == "Try:\n\n\n```tandem\nmine\n```")
  }

  @Test func `a fresh cell starts from the document's beginning`() throws {
    var lesson = try makeLesson(
      "```tandem\nx = 1\n```\n```tandem fresh\ny = 2\n```\n```tandem\ny\n```\n")
    _ = lesson.perform(.next)
    _ = lesson.perform(.next)
    #expect(lesson.type("x").outcome?.error != nil && output("y", &lesson) == "2\n")
    var later = try makeLesson(
      "```tandem\nx = 1\n```\n```tandem fresh\ny = 2\n```\n```tandem\ny\n```\n")
    _ = later.resume(lesson.progress)
    #expect(later.type("x").outcome?.error != nil && output("y", &later) == "2\n")
  }

  @Test func `a lesson that is done begins again and stays done`() throws {
    var lesson = try makeLesson("```tandem\n1\n```\n")
    _ = lesson.perform(.next)
    #expect(lesson.progress.isFinished)
    var later = try makeLesson("```tandem\n1\n```\n")
    #expect(later.resume(lesson.progress).hasMoved && later.progress.position == 0)
    #expect(later.progress.wasFinished)
    #expect(LessonProgress(later.progress.text) == later.progress)
    _ = later.perform(.restart)
    #expect(later.progress.wasFinished)
  }

  @Test func `any beginning of a document is refused or can be walked through`() throws {
    let bytes = Array(Sample.tutorial.utf8)
    for count in 0...bytes.count {
      guard let document = try? Document(String(decoding: bytes[..<count], as: UTF8.self)) else {
        continue
      }
      var lesson = Lesson(document, makeInterpreter())
      for _ in 0...lesson.steps.count { _ = lesson.perform(.skip) }
      #expect(lesson.current == nil, "\(count)")
      for command in LessonCommand.allCases { _ = lesson.perform(command) }
    }
  }
}

extension Value {
  fileprivate func isNumber(_ number: Double) -> Bool {
    if case .number(let value) = self { value == number } else { false }
  }
}
