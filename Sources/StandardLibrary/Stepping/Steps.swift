internal import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import MultiLabel
internal import Runtime
internal import Stepping
internal import Tensors

extension StandardLibrary {
  private static let stepper = Parameter<StepperObject>("s", "a stepper, made by step")
  private static let count = Parameter<Int>("k", "how many stages", default: 1, .nonnegative)
  private static let run =
    "X = [-2; -1; 1; 2]; Y = [0, 0; 0, 1; 1, 1; 1, 1]; s = step(classifier_chain(logistic()), X, "
    + "Y); "

  /// Runs that are looked at one stage at a time.
  static let steps: [Builtin] = [
    Builtin(
      "step", "A run to be stepped through: the training of a model, or a fitted one's prediction.",
      Parameter<Value>("model", "a model, to watch it learn; a fitted one, to watch it predict"),
      Parameter<Inputs>("X", "a data set, or an n×d matrix"),
      Parameter<Numbers?>(
        "Y", "the n×C labels that go with a matrix X; a prediction may do without",
        default: .some(nil)),
      smoothing,
      Parameter<DatasetObject?>(
        "test", "for a label powerset: a test set whose label sets are looked at on the way",
        default: .some(nil)),
      details: "The run is the same as that of fit and predict. In the shell, :step opens it.",
      examples: [Example(run + "print(s.step, s.next)", prints: "0 link 1 of 2: y0")],
      body: { model, X, Y, smoothing, test in
        StepperObject(try opened(smoothed(model, smoothing, for: "step"), X, Y, test: test?.data))
      }),
    Builtin(
      "advance", "The stepper some stages further on, at most at its end.", stepper, count,
      examples: [Example(run + "s = advance(s, 2); s.finished", prints: "true")],
      body: { s, k in
        var stepper = s.stepper
        try stepper.advance(k)
        return StepperObject(stepper)
      }),
    Builtin(
      "back", "The stepper some stages back, at most at its start.", stepper, count,
      examples: [Example(run + "back(advance(s, 2)).step", prints: "1")],
      body: { s, k in
        var stepper = s.stepper
        try stepper.back(k)
        return StepperObject(stepper)
      }),
    Builtin(
      "finish", "The stepper at the end of its run.", stepper,
      examples: [Example(run + "finish(s).step", prints: "2")],
      body: { s in
        var stepper = s.stepper
        try stepper.finish()
        return StepperObject(stepper)
      }),
    Builtin(
      "screen", "The drawing of the stage at which a stepper stands.", stepper,
      examples: [
        Example(run + "print(screen(s))", prints: "<screen \"CHAIN train\">")
      ],
      body: { s in ScreenObject(.screen(s.stepper.screen)) }),
    Builtin(
      "state", "The figures of the stage at which a stepper stands, as a record.", stepper,
      examples: [Example(run + "state(advance(s)).label", prints: "y0")],
      body: { s in Record(s.stepper.state.map { ($0.name, $0.value.value) }) }),
    Builtin(
      "result", "What a finished run gives: the fitted model, equal to fit's, or the prediction.",
      stepper,
      examples: [
        Example(
          run + "result(finish(s)) == fit(classifier_chain(logistic()), X, Y)", prints: "true")
      ],
      body: { s in try outcome(s) }),
    Builtin(
      "why", "Which terms made a figure of the stage at which a stepper stands.", stepper,
      Parameter<String>("topic", "a label or feature; empty: the main figure", default: ""),
      examples: [Example(run + "type(why(advance(s)))", prints: "screen")],
      body: { s, topic in ScreenObject(.panel(.lines(try s.stepper.why(topic)))) }),
    Builtin(
      "panel", "A part of the stage that is not on the screen: panel(s, \"row 3\").", stepper,
      Parameter<String>("topic", "what to show; an unknown one names those there are"),
      examples: [Example(run + "type(panel(advance(s), \"rows\"))", prints: "screen")],
      body: { s, topic in ScreenObject(.panel(try s.stepper.show(topic))) }),
    Builtin(
      "what_if", "The same stage with something changed; the run itself stays as it is.", stepper,
      Parameter<String>("name", "what to change, such as a label or feature"),
      Parameter<Double>("value", "its value on the side branch"),
      examples: [
        Example(
          run + "m = result(finish(s)); p = advance(step(m, X, Y)); "
            + "print(what_if(p, \"y0\", 1).position)", prints: "the run is unchanged")
      ],
      body: { s, name, value in
        ScreenObject(.report(try s.stepper.whatIf(name, value)))
      }),
  ]

  /// The stepper over a model's training, or over a fitted model's prediction.
  static func opened(
    _ model: Value, _ X: Inputs, _ Y: Numbers?, test: Dataset? = nil
  ) throws -> Stepper {
    if let model = ModelObject.from(model)?.model {
      let data = try X.dataset(Y, for: "step")
      let run: any Steppable = try model.training(on: data, test: test)
      return Stepper(run)
    }
    if let test {
      throw Failure(
        .argument,
        "step: test= goes with the training of a label powerset, found it beside "
          + "\(model.described)",
        notes: ["step(fitted, \(test.name)) watches a fitted model predict"])
    }
    if let model = FittedObject.from(model)?.model {
      guard let model = model as? any SteppedPredictor else {
        throw Failure(
          .unsupported, "step: \(model.summary) predicts in one stage",
          notes: ["step(model, data) with a model not fitted yet shows its training"])
      }
      if case .matrix(let matrix) = X, Y == nil {
        return Stepper(try model.predicting(matrix, truth: nil))
      }
      let data = try X.dataset(Y, for: "step", labels: model.labelNames)
      return Stepper(try model.predicting(data.X, truth: data.Y))
    }
    if let learner = LearnerObject.from(model) {
      throw Failure(
        .unsupported, "step: \(learner.summary) alone has no stages to watch",
        notes: ["step(binary_relevance(\(learner.summary)), data) watches it label by label"])
    }
    throw Failure(
      .argument, "step: model must be a model or a fitted one, found \(model.described)")
  }

  private static func outcome(_ s: StepperObject) throws -> Value {
    guard let output = s.stepper.output else {
      throw Failure(
        .value, "result: the run is not over, it stands at \(s.place)",
        notes: ["result(finish(s)) runs it to its end"])
    }
    if let model = output as? any FittedMultiLabel { return FittedObject(model).value }
    if let tensor = output as? Tensor { return .tensor(tensor) }
    if let record = output as? MetricRecord { return record.record.value }
    throw Failure(.unsupported, "result: this run gives nothing that the language can hold")
  }
}
