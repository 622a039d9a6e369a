internal import Charts
internal import Diagnostics
internal import Runtime
internal import Stepping
internal import Tensors

extension StandardLibrary {
  private static let stepper = Parameter<StepperObject>("s", "a stepper, made by step")
  private static let chain =
    "X = [-2; -1; 1; 2]; Y = [0, 0; 0, 1; 1, 1; 1, 1]; chain = classifier_chain(logistic()); "
  private static let training = chain + "s = step(chain, X, Y); "
  private static let prediction = chain + "s = step(fit(chain, X, Y), X, Y); "

  /// Levels, jumps and changes: what makes a debugger of a stepper.
  static let stepperLevels: [Builtin] = [
    Builtin(
      "into", "The stepper inside its stage, where that has steps of its own: a link's iterations.",
      stepper,
      details: "What is done with a stepper is done on its innermost level; leave returns from it.",
      examples: [
        Example(training + "into(advance(s)).path", prints: "CHAIN train › link y0 › start"),
        Example(
          training + "into(s)",
          fails: "into: there is nothing to go into before the first stage"),
      ],
      body: { s in
        var stepper = s.stepper
        guard try stepper.into() else { throw nothingInside(s) }
        return StepperObject(stepper)
      }),
    Builtin(
      "leave", "The stepper back on the level around it, at the stage from which into led in.",
      stepper,
      details:
        "In the shell's stepper the command is out; in the language out[3] is a cell's value.",
      examples: [
        Example(training + "leave(into(advance(s))).path", prints: "CHAIN train › link y0")
      ],
      body: { s in
        var stepper = s.stepper
        guard stepper.out() else {
          throw Failure(
            .value, "leave: the stepper is on its outermost level already",
            notes: ["into(s) goes into a stage, leave(s) returns from it"])
        }
        return StepperObject(stepper)
      }),
    Builtin(
      "to", "The stepper at another stage: after so many steps, or of a name.", stepper,
      Parameter<Value>("stage", "a number of steps from the start, or a name such as \"link y1\""),
      details: "A name is looked for ahead, then behind, then on the levels around and inside.",
      examples: [
        Example(training + "to(s, \"link y1\").step", prints: "2"),
        Example(prediction + "to(s, \"row 2\").step", prints: "3"),
        Example(prediction + "to(s, \"link y1\").path", prints: "CHAIN predict › row 0 › link y1"),
      ],
      body: { s, stage in StepperObject(try moved(s.stepper, to: stage)) }),
    Builtin(
      "set", "The stepper with a setting of its run changed from the current stage on.", stepper,
      Parameter<String>("name", "what to set; an unknown one names those there are"),
      Parameter<Value>("value", "a number, or text"),
      details: "back(s) takes the change back; what_if shows a change and leaves the run as it is.",
      examples: [
        Example(
          prediction + "list(state(set(advance(s), \"y0\", 1)).guesses)", prints: "[1, 1]")
      ],
      body: { s, name, value in
        var stepper = s.stepper
        try stepper.set(name, to: try typed(value, as: "set: value"))
        return StepperObject(stepper)
      }),
    Builtin(
      "changes", "The figures that the last stage changed, the largest change first.", stepper,
      examples: [Example(training + "type(changes(advance(s)))", prints: "screen")],
      body: { s in ScreenObject(.panel(try s.stepper.changePanel())) }),
    Builtin(
      "steps", "Prints the screens of a run, every so many stages and the last one.",
      Parameter<Value>("s", "a stepper, or a model to watch with data"),
      Parameter<Samples?>(
        "X", "a data set, a matrix or a list of them, where s is a model", default: .some(nil)),
      Parameter<Targets?>("Y", "what goes with a matrix X", default: .some(nil)),
      Parameter<Int>("every", "how many stages from one screen to the next", default: 1, .positive),
      examples: [
        Example(
          chain + "steps(into(finish(step(fit(chain, X, Y), X, Y))), every=9)",
          prints: """
            CHAIN predict › row 3 › start | x0 2.000                             step 0 of 2
             features  x0 2.000
             no label is guessed yet; a guess is 1 from P(1) = 0.5 on
            next: link y0 | n  b  c  to  out  show  why  what-if  set  q
            CHAIN predict › row 3 › link y1 | x0 2.000                           step 2 of 2
             link  parents as guessed   P(1)  0───────½───────1  guess  true  P, true par.
             y0    -                   0.882  ████████|██████▏       1  1 ✓   0.882
             y1    y0=1                0.957  ████████|███████▍      1  1 ✓   0.957
             term   coefficient  × input  = adds
             bias                         +1.434           |████████▍
             x0          +0.775    2.000  +1.549           |█████████
             y0          +0.130    1.000  +0.130           |▊
             ────────────────────────────────────────────────────────
             score                        +3.114
            why P(1) = 1/(1 + e^-3.114) = 0.957 ≥ 0.5, so the guess is 1
            finished | b  to  out  show  why  what-if  set  restart  q
            """)
      ],
      with: { interpreter, s, X, Y, every in
        try printScreens(try started(s, X, Y), every, interpreter)
        return Nothing()
      }),
  ]

  private static func nothingInside(_ s: StepperObject) -> Failure {
    let stepper = s.stepper
    guard stepper.step > 0 else {
      return Failure(
        .value, "into: there is nothing to go into before the first stage",
        notes: ["into(advance(s)) goes into the first one"])
    }
    return Failure(.value, "into: \(stepper.current.crumb) has no steps of its own to go into")
  }

  private static func moved(_ start: Stepper, to stage: Value) throws -> Stepper {
    var stepper = start
    if let name = String.from(stage) {
      try stepper.to(named: name)
    } else if let step = Int.from(stage) {
      guard try stepper.to(step) else {
        throw Failure(
          .index, "to: the run ends after step \(stepper.step), before step \(step)",
          notes: ["finish(s) is its end"])
      }
    } else {
      throw Failure(
        .argument,
        "to: stage must be a number of steps or the name of a stage, found \(stage.described)")
    }
    return stepper
  }

  /// A value as it would be typed in the shell's stepper; throws for what is neither number nor text.
  static func typed(_ value: Value, as argument: String) throws -> String {
    if let text = String.from(value) { return text }
    if let number = Double.from(value) {
      return number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    }
    throw Failure(
      .argument, "\(argument) must be a number or a string, found \(value.described)")
  }

  private static func started(_ s: Value, _ X: Samples?, _ Y: Targets?) throws -> Stepper {
    if let object = StepperObject.from(s) {
      guard X == nil, Y == nil else {
        throw Failure(
          .argument, "steps: a stepper has its data already, found more beside it",
          notes: ["write steps(s, every=5) or steps(model, data, every=5)"])
      }
      return object.stepper
    }
    guard let X else {
      throw Failure(
        .argument, "steps: s must be a stepper, or a model with data, found \(s.described) alone",
        notes: ["write steps(model, data, every=5)"])
    }
    return try opened(s, TrainingRequest(function: "step", X: X, Y: Y))
  }

  private static func printScreens(
    _ start: Stepper, _ every: Int, _ interpreter: Interpreter
  ) throws {
    var stepper = start
    let options = DrawingOptions(interpreter.display)
    func show() { interpreter.write(Charts.text(stepper.screen, options) + "\n") }
    show()
    while !stepper.isFinished {
      try Interrupt.check()
      try stepper.advance(every)
      show()
    }
  }
}
