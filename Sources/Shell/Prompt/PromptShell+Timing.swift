internal import Diagnostics
internal import Runtime
internal import Tensors

/// How long code takes: once as a cell, or many times as if it had not run.
extension PromptShell {
  func time(_ code: String) throws {
    guard !code.isEmpty else {
      throw Failure(.argument, ":time needs code", notes: ["write :time fit(model, data)"])
    }
    if let seconds = run(code) { write("\(Clock.text(seconds))\n") }
  }

  /// Runs code over and over for about a second and says how long a run takes; the variables and the
  /// random numbers stay as they were, and nothing is shown.
  func timeRepeatedly(_ code: String) throws {
    guard !code.isEmpty else {
      throw Failure(.argument, ":timeit needs code", notes: ["write :timeit sort(x)"])
    }
    let times = try measure(code)
    let middle = times.seconds.sorted()[times.seconds.count / 2]
    let least = times.seconds.min() ?? middle
    let runs = times.passes == 1 ? "runs" : "rounds of \(times.passes) runs"
    let line =
      "\(Clock.text(middle)) a run, at best \(Clock.text(least)) "
      + "(\(times.seconds.count) \(runs))"
    write(folded(line) + "\n")
  }
}

extension PromptShell {
  /// The seconds that a run of some code took, in several rounds.
  struct Measurement {
    /// How many runs a round has.
    let passes: Int
    /// Of one run in each round, at least one.
    let seconds: [Double]
  }

  /// Runs code repeatedly without a trace: variables and random numbers come back after each round,
  /// and what it writes is dropped.
  ///
  /// What takes less than a hundredth of a second runs in a loop of the language, so that compiling
  /// it does not count.
  ///
  /// - Throws: the error of the code, or the interruption.
  private func measure(_ code: String) throws -> Measurement {
    let (write, show) = (interpreter.write, interpreter.show)
    (interpreter.write, interpreter.show) = ({ _ in }, { _ in })
    TimeLimit.start(arguments.timeLimit)
    defer {
      (interpreter.write, interpreter.show) = (write, show)
      TimeLimit.stop()
      Interrupt.clear()
    }
    var passes = 1
    var round = try seconds(of: code, name: "timeit")
    let looped = { (count: Int) in "for _pass in range(\(count)) {\n\(code)\n}" }
    while round < 0.01, passes < 1_000_000, let more = try? seconds(of: looped(passes * 10)) {
      passes *= 10
      round = more
    }
    try Interrupt.check()
    var rounds = [round]
    let end = Clock.seconds + 1
    while rounds.count < 3 || Clock.seconds + round < end {
      rounds.append(try seconds(of: passes == 1 ? code : looped(passes), name: "timeit"))
    }
    return Measurement(passes: passes, seconds: rounds.map { $0 / Double(passes) })
  }

  private func seconds(of code: String, name: String = "timeit") throws -> Double {
    let before = interpreter.snapshot()
    defer { interpreter.restore(before) }
    let start = Clock.seconds
    try interpreter.run(SourceText(name: name, text: code))
    return Clock.seconds - start
  }
}
