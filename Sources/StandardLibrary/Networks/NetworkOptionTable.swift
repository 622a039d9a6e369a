internal import Networks
internal import Runtime

extension NetworkOptions.Schedule: Choice {}
extension NetworkOptions.Precision: Choice {}

extension StandardLibrary {
  /// The options that `fit` and `step` have for networks: a row an option.
  static let networkOptions: [NetworkOption] = [
    NetworkOption(
      Parameter<Int>("epochs", "passes over all rows", default: 20, .nonnegative),
      sets: { $0.epochs = $1 }),
    NetworkOption(
      Parameter<Int>("batch", "rows of a step", default: 32, .positive),
      sets: { $0.batch = $1 }),
    NetworkOption(
      Parameter<OptimizerObject>(
        "optimizer", "how gradients become steps", default: OptimizerObject(Optimizer())),
      sets: { $0.optimizer = $1.optimizer }),
    NetworkOption(
      Parameter<NetworkOptions.Schedule>(
        "schedule", "joint: a step learns all heads; alternate: one head a step, in turn",
        default: .joint),
      sets: { $0.schedule = $1 }),
    NetworkOption(
      Parameter<WeightingArgument>(
        "weights", "what each head's loss counts: {head: number}, λ, a weighting or its name",
        default: WeightingArgument()),
      { argument, plan in plan.options.weighting = try argument.weighting(plan) }),
    NetworkOption(
      Parameter<Int>("seed", "what start, order of rows and dropout are drawn from", default: 0),
      sets: { $0.seed = $1 }),
    NetworkOption(
      Parameter<NetworkOptions.Precision>(
        "precision", "the numbers that it is computed with", default: .double),
      sets: { $0.precision = $1 }),
    NetworkOption(
      Parameter<ValidationArgument>(
        "validation", "rows only looked at: a share that is held out, or a data set",
        default: .share(0)),
      { argument, plan in try argument.apply(to: &plan) }),
    NetworkOption(
      Parameter<Int?>(
        "patience", "epochs without a lower loss that end training, the best one's kept; none: any",
        default: .some(nil), Constraint("at least 1") { $0.map { $0 >= 1 } ?? true }),
      sets: { $0.patience = $1 }),
    NetworkOption(
      Parameter<SampleWeightsArgument>(
        "sample_weights", "what each row counts: a vector, or {head: vector}",
        default: SampleWeightsArgument()),
      { argument, plan in try argument.apply(to: &plan) }),
    NetworkOption(
      Parameter<Double>(
        "noise", "the deviation of normal noise that is added to inputs while training", default: 0,
        Constraint("a finite number ≥ 0") { $0 >= 0 && $0.isFinite }),
      sets: { $0.noise = $1 }),
    NetworkOption(
      Parameter<Int>(
        "copies", "noisy copies of the inputs that vote in predictions; 1: the inputs themselves",
        default: 1,
        Constraint("a whole number from 1 to 10,000") { (1...10_000).contains($0) }),
      sets: { $0.copies = $1 }),
    WarmStarts.freeze, WarmStarts.unfreeze,
    TrainingTraces.checkpoint, TrainingTraces.interval, TrainingTraces.log,
  ]
}
