internal import Diagnostics
internal import Runtime
internal import Stepping

extension StandardLibrary {
  private static let stepper = Parameter<StepperObject>("s", "a stepper, made by step")
  private static let prediction =
    "X = [-2; -1; 1; 2]; Y = [0, 0; 0, 1; 1, 1; 1, 1]; chain = classifier_chain(logistic()); "
    + "s = step(fit(chain, X, Y), X, Y); "

  /// What a debugger does with a run: stop where something holds, keep figures in sight, ask first.
  static let guessing: [Builtin] = [
    Builtin(
      "until", "The stepper at the next stage where a condition holds, else at the end of its run.",
      stepper,
      Parameter<String>(
        "condition", "a figure and a number, \"loss<0.5\", or the name of a stage, \"row 2\""),
      details:
        "What break and c do in the shell's stepper. Figures are those of state(s); also W[1, 2]. "
        + "The current stage is not looked at.",
      examples: [
        Example(prediction + "until(s, \"wrong>0\").finished", prints: "true"),
        Example(prediction + "until(s, \"row 2\").step", prints: "3"),
      ],
      body: { s, condition in
        var stepper = s.stepper
        try stepper.run(until: [StepperStop(condition)])
        return StepperObject(stepper)
      }),
    Builtin(
      "restart", "The stepper at the start of its run, without what set has changed.", stepper,
      examples: [Example(prediction + "restart(advance(s, 2)).step", prints: "0")],
      body: { s in
        var stepper = s.stepper
        try stepper.restart()
        return StepperObject(stepper)
      }),
    Builtin(
      "watch", "The stepper with figures that stand below every screen, beside what they were.",
      stepper, Parameter<String>("names", "names of figures between commas, \"loss, W[1, 2]\""),
      examples: [
        Example(
          prediction + "split(text(watch(advance(s, 2), \"row\")), \"\\n\")[-1]",
          prints: "watch row  1*  before 0")
      ],
      body: { s, names in
        var stepper = s.stepper
        try stepper.watch(names)
        return StepperObject(stepper)
      }),
    Builtin(
      "question", "What may be asked before the next stage is shown, a record; none at the end.",
      stepper,
      examples: [
        Example(
          prediction + "question(s).prompt",
          prints: "guess the label y1 of row 0 (x0 -2.000): 0 or 1?")
      ],
      body: { s in
        var stepper = s.stepper
        guard let question = try stepper.question() else { return Value.none }
        return Record([
          ("prompt", .text(question.prompt)), ("name", .text(question.name)),
          ("figure", .text(question.figure.text)),
          ("choices", .flatList(question.choices.map { .text($0) })),
        ]).value
      }),
    Builtin(
      "guess", "How good a guess of a figure of the next stage is: right, near or wrong.", stepper,
      Parameter<String>(
        "name", "a figure of the next stage; empty: what question(s) asks for"),
      Parameter<Value>("answer", "a number, or a text such as \"rises\""),
      details:
        "A record of verdict, right, truth, guess and figure; the stepper stays where it is. A "
        + "number within 5 % of the truth is right, within 25 % near; a whole number beside it is "
        + "near.",
      examples: [
        Example(prediction + "guess(s, \"\", 0).verdict", prints: "right"),
        Example(prediction + "guess(s, \"probabilities[0]\", 0.5).verdict", prints: "wrong"),
      ],
      body: { s, name, answer in
        var stepper = s.stepper
        let judgement = try stepper.judgement(
          of: try typed(answer, as: "guess: answer"), about: name)
        return Record([
          ("verdict", .text(judgement.verdict.rawValue)),
          ("right", .bool(judgement.verdict == .right)), ("truth", .text(judgement.truth)),
          ("guess", .text(judgement.given)), ("figure", .text(judgement.question.figure.text)),
        ])
      }),
  ]
}
