internal import Autodiff
internal import Diagnostics
internal import Runtime
internal import Tensors

/// What a builtin does with arguments that a derivative follows.
enum DerivativeRule: Sendable {
  /// It sees the values alone: it tells something about them, or takes steps.
  case plain
  /// It runs as ever: it calls functions, or moves values about.
  case through
  /// It is made of the operations in the table of derivatives.
  case derived(@Sendable (BuiltinCall) throws -> Value)

  /// A rule whose result is one variable.
  static func variable(
    _ body: @escaping @Sendable (BuiltinCall) throws -> Variable
  ) -> DerivativeRule {
    .derived { Value(try body($0)) }
  }
}

extension StandardLibrary {
  /// The rules by the builtins' names.
  static let derivativeRules: [String: DerivativeRule] = {
    var rules: [String: DerivativeRule] = [:]
    for topic in topics where plainTopics.contains(topic.name) {
      for builtin in topic.builtins { rules[builtin.name] = .plain }
    }
    for name in plainBuiltins { rules[name] = .plain }
    for name in throughBuiltins { rules[name] = .through }
    for (name, rule) in elementwiseRules + reductionRules + structureRules + matrixRules
      + collectionRules
    {
      rules[name] = rule
    }
    return rules
  }()

  /// The names of the builtins that derivatives go through.
  package static var differentiableBuiltins: [String] {
    derivativeRules.compactMap { name, rule in
      if case .derived = rule { name } else { nil }
    }.sorted()
  }

  /// Topics that look at values and make nothing of them that a derivative could follow.
  private static let plainTopics = ["strings", "charts", "figures", "presentation", "program"]

  private static let plainBuiltins = [
    "print", "show", "text", "type", "len", "shape", "rank", "string", "sign", "floor", "ceil",
    "round", "isnan", "any", "all", "argmin", "argmax", "argsort", "matrix_rank", "zeros", "ones",
    "eye", "contains", "keys", "seed", "rand", "randn", "randint", "stop_gradient",
  ]

  private static let throughBuiltins = [
    "values", "grad", "value_and_grad", "check_grad",
  ]

  /// Applies the rule of a builtin; `nil` when it runs as ever.
  ///
  /// - Throws: `unsupported` for a builtin without a rule.
  static func applyDerivativeRule(
    _ interpreter: Interpreter, _ builtin: Builtin, _ arguments: [Value?]
  ) throws -> Value? {
    guard arguments.contains(where: { $0?.containsTraced ?? false }),
      interpreter.builtins[builtin.name] === builtin
    else { return nil }
    let call = BuiltinCall(interpreter: interpreter, builtin: builtin, arguments: arguments)
    switch derivativeRules[builtin.name] {
    case .through: return nil
    case .plain: return try call.plainResult()
    case .derived(let body):
      do {
        return try body(call)
      } catch is BuiltinCall.Mismatch {
        return try call.plainResult()
      }
    case nil: throw notDifferentiable(call)
    }
  }

  private static func notDifferentiable(_ call: BuiltinCall) -> Failure {
    let name = call.builtin.name
    let traced = call.arguments.firstIndex { $0?.containsTraced ?? false } ?? 0
    return Failure(
      .unsupported,
      "\(name) is not differentiable: its argument \(call.builtin.parameters[traced].name) depends "
        + "on what a derivative is taken by",
      notes: [
        "\(name)(stop_gradient(…)) takes the value as a constant, whose derivative is 0"
      ])
  }
}
