internal import Networks
internal import Runtime

/// How gradients become steps, as a value of the language.
struct OptimizerObject: LanguageObject, ValueConvertible {
  static let typeName = "optimizer"

  let optimizer: Optimizer

  init(_ optimizer: Optimizer) { self.optimizer = optimizer }

  var typeName: String { OptimizerObject.typeName }

  var summary: String {
    "\(optimizer.method.rawValue)(lr=\(NumberFormat.exact(optimizer.learningRate)))"
  }

  func isEqual(to other: any LanguageObject) -> Bool {
    (other as? OptimizerObject)?.optimizer == optimizer
  }
}

extension OptimizerObject: Describable {
  var sentence: String { "The optimizer \(summary)." }
}

extension StandardLibrary {
  /// The length of a step.
  private static let rate = Parameter<Double>(
    "lr", "the learning rate: how long a step is", default: 1e-3, .positive)

  /// How gradients become steps.
  static let optimizers: [Builtin] = [
    Builtin(
      "adam", "The optimizer whose steps are scaled by running means of gradients and squares.",
      rate,
      Parameter<Double>("beta1", "what is kept of the mean of gradients", default: 0.9, .share),
      Parameter<Double>("beta2", "what is kept of the mean of squares", default: 0.999, .share),
      Parameter<Double>(
        "epsilon", "what is added to the root of squares", default: 1e-8, .positive),
      details: "Kingma and Ba, Adam: A Method for Stochastic Optimization, ICLR 2015.",
      examples: [Example("print(adam(lr=0.01))", prints: "adam(lr=0.01)")],
      body: { rate, beta1, beta2, epsilon in
        var optimizer = Optimizer()
        optimizer.learningRate = rate
        optimizer.beta1 = beta1
        optimizer.beta2 = beta2
        optimizer.epsilon = epsilon
        return OptimizerObject(optimizer)
      })
  ]
}
