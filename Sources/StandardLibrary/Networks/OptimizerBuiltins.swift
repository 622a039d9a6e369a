internal import Networks
internal import Runtime

extension StandardLibrary {
  private static func rate(_ usual: Double) -> Parameter<Double> {
    Parameter("lr", "the learning rate: how long a step is", default: usual, aboveZero)
  }
  private static let aboveZero = Constraint<Double>("a finite number > 0") {
    $0 > 0 && $0.isFinite
  }
  private static let zeroOrMore = Constraint<Double>("a finite number ≥ 0") {
    $0 >= 0 && $0.isFinite
  }
  private static let beta1 = Parameter<Double>(
    "beta1", "what is kept of the running mean of gradients", default: 0.9, kept)
  private static let beta2 = Parameter<Double>(
    "beta2", "what is kept of the running mean of their squares", default: 0.999, kept)
  private static let rootFloor = Parameter<Double>(
    "epsilon", "what is added to the root of squares", default: 1e-8, aboveZero)
  private static let kept = Constraint<Double>("at least 0 and less than 1") { $0 >= 0 && $0 < 1 }
  private static func decay(_ summary: String, _ usual: Double = 0) -> Parameter<Double> {
    Parameter("weight_decay", summary, default: usual, zeroOrMore)
  }
  private static let bound = Constraint<Double?>("a number > 0") { $0.map { $0 > 0 } ?? true }
  private static let clipNorm = Parameter<Double?>(
    "clip_norm", "the largest length of the gradient, which is scaled down to it; none: any",
    default: .some(nil), bound)
  private static let clipValue = Parameter<Double?>(
    "clip_value", "the largest size of each of its numbers, before that; none: any",
    default: .some(nil), bound)
  private static let schedule = Parameter<RateScheduleObject?>(
    "schedule", "how lr changes over epochs: cosine_decay(), warm_up(…), …; none: not at all",
    default: .some(nil))

  /// How gradients become steps.
  static let optimizers: [Builtin] = [
    Builtin(
      "adam", "The optimizer whose steps are scaled by running means of gradients and squares.",
      rate(1e-3), beta1, beta2, rootFloor, decay("λ: λ w is added to the gradient"), clipNorm,
      clipValue, schedule,
      details: "Kingma and Ba, Adam: A Method for Stochastic Optimization, ICLR 2015.",
      examples: [
        Example("print(adam(lr=0.01))", prints: "adam(lr=0.01)"),
        Example("adam(lr=0)", fails: "adam: lr must be a finite number > 0, found the number 0"),
      ],
      body: { rate, beta1, beta2, epsilon, decay, norm, value, schedule in
        adaptive(.adam, rate, beta1, beta2, epsilon, decay, norm, value, schedule)
      }),
    Builtin(
      "adamw", "The optimizer adam whose weights decay beside the step.",
      rate(1e-3), beta1, beta2, rootFloor, decay("λ: lr · λ · w is taken off each weight", 0.01),
      clipNorm, clipValue, schedule,
      details: "Loshchilov and Hutter, Decoupled Weight Decay Regularization, ICLR 2019.",
      examples: [
        Example(
          "print(adamw(lr=0.01, clip_norm=1))",
          prints: "adamw(lr=0.01, weight_decay=0.01, clip_norm=1)")
      ],
      body: { rate, beta1, beta2, epsilon, decay, norm, value, schedule in
        adaptive(.adamw, rate, beta1, beta2, epsilon, decay, norm, value, schedule)
      }),
    Builtin(
      "sgd", "The optimizer that steps along the gradient, with momentum if asked for.",
      rate(0.01),
      Parameter<Double>(
        "momentum", "μ: what is kept of the step before", default: 0, zeroOrMore),
      Parameter<Bool>("nesterov", "whether momentum looks ahead", default: false),
      decay("λ: λ w is added to the gradient"), clipNorm, clipValue, schedule,
      details:
        "u ← μ u + g, w ← w − lr · u. Sutskever, Martens, Dahl and Hinton, On the Importance "
        + "of Initialization and Momentum in Deep Learning, ICML 2013.",
      examples: [
        Example("print(sgd(lr=0.1, momentum=0.9))", prints: "sgd(lr=0.1, momentum=0.9)")
      ],
      body: { rate, momentum, nesterov, decay, norm, value, schedule in
        var optimizer = Optimizer()
        optimizer.method = .sgd
        optimizer.learningRate = rate
        optimizer.momentum = momentum
        optimizer.isNesterov = nesterov
        optimizer.weightDecay = decay
        optimizer.clipping = GradientClipping(value: value, norm: norm)
        optimizer.schedule = schedule?.schedule ?? .constant
        return OptimizerObject(optimizer)
      }),
  ]

  private static func adaptive(
    _ method: Optimizer.Method, _ rate: Double, _ beta1: Double, _ beta2: Double,
    _ epsilon: Double, _ decay: Double, _ norm: Double?, _ value: Double?,
    _ schedule: RateScheduleObject?
  ) -> OptimizerObject {
    var optimizer = Optimizer()
    optimizer.method = method
    optimizer.learningRate = rate
    optimizer.beta1 = beta1
    optimizer.beta2 = beta2
    optimizer.epsilon = epsilon
    optimizer.weightDecay = decay
    optimizer.clipping = GradientClipping(value: value, norm: norm)
    optimizer.schedule = schedule?.schedule ?? .constant
    return OptimizerObject(optimizer)
  }
}
