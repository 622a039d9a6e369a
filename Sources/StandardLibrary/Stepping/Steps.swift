internal import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import MultiLabel
internal import MultiTask
internal import Networks
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
      samples,
      Parameter<Targets?>(
        "Y",
        "the n×C labels that go with a matrix X, a column a task, or a vector a task; a prediction "
          + "may do without", default: .some(nil)),
      smoothing,
      Parameter<DatasetObject?>(
        "test", "for a label powerset: a test set whose label sets are looked at on the way",
        default: .some(nil)),
      Parameter<Value>(
        "start",
        "for multitask and networks: a fitted model whose weights the training begins from",
        default: Value.none),
      options: networkOptions.map(\.info),
      details: "The run is the same as that of fit and predict. In the shell, :step opens it.",
      examples: [Example(run + "print(s.step, s.next)", prints: "0 link 1 of 2: y0")],
      handingOn: { interpreter, options, model, X, Y, smoothing, test, start in
        let request = TrainingRequest(
          function: "step", X: X, Y: Y, start: start, test: test?.data, options: options,
          files: interpreter.files)
        return StepperObject(try opened(smoothed(model, smoothing, for: "step"), request))
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
        Example(run + "screen(s).title", prints: "CHAIN train")
      ],
      body: { s in ScreenObject(.screen(s.stepper.screen)) }),
    Builtin(
      "state", "The figures of the stage at which a stepper stands, as a record.", stepper,
      examples: [Example(run + "state(advance(s)).label", prints: "y0")],
      body: { s in Record(s.figures) }),
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
      Parameter<String>(
        "topic", "a label or feature; empty: the main figure", default: "",
        naming: [.labels, .features]),
      examples: [Example(run + "type(why(advance(s)))", prints: "screen")],
      body: { s, topic in ScreenObject(.panel(.lines(try s.stepper.why(topic)))) }),
    Builtin(
      "panel", "A part of the stage that is not on the screen: panel(s, \"row 3\").", stepper,
      Parameter<String>("topic", "what to show; an unknown one names those there are"),
      examples: [Example(run + "type(panel(advance(s), \"rows\"))", prints: "screen")],
      body: { s, topic in ScreenObject(.panel(try s.stepper.show(topic))) }),
    Builtin(
      "what_if", "The same stage with something changed; the run itself stays as it is.", stepper,
      Parameter<String>(
        "name", "what to change, such as a label or feature", naming: [.labels, .features]),
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
  static func opened(_ value: Value, _ request: TrainingRequest) throws -> Stepper {
    if let model = value.trainable {
      if !model.takesNetworkOptions { try request.checkNoNetworkOptions(model) }
      return try model.training(request)
    }
    guard let model = value.model as? any FittedValue else {
      throw Failure(
        .argument, "step: model must be a model or a fitted one, found \(value.described)")
    }
    try request.checkNoTest(model)
    try request.checkNoStart(model)
    try request.checkNoNetworkOptions(model)
    return try model.predicting(request)
  }

  private static func outcome(_ s: StepperObject) throws -> Value {
    guard let output = s.stepper.output else {
      throw Failure(
        .value, "result: the run is not over, it stands at \(s.place)",
        notes: ["result(finish(s)) runs it to its end"])
    }
    guard let value = outcomes.lazy.compactMap({ $0(output) }).first else {
      throw Failure(.unsupported, "result: this run gives nothing that the language can hold")
    }
    return value
  }

  /// How outputs of runs become values: each reader knows one kind.
  private static let outcomes: [@Sendable (any Sendable) -> Value?] = [
    { ($0 as? any FittedMultiLabel).map { FittedObject($0).value } },
    { ($0 as? FittedMultiTask).map { FittedTasksObject($0).value } },
    { ($0 as? FittedNetwork).map { FittedNetworkObject($0).value } },
    {
      ($0 as? NetworkPredictions).map { predictions in
        .flatRecord(zip(predictions.heads, predictions.values).map { ($0.name, .tensor($1)) })
      }
    },
    { ($0 as? Tensor).map { .tensor($0) } },
    { ($0 as? MetricRecord)?.record.value },
  ]
}
