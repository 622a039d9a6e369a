internal import Autodiff
internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let function = Parameter<Function>("f", "a function that gives a number")
  private static let argument = Parameter<DerivativeArgument>(
    "argument",
    "which argument the derivative is by: its position or name, or a list of these for a list of "
      + "gradients", default: .one(.position(0)))

  static let differentiation: [Builtin] = [
    Builtin(
      "grad", "The gradient of a function, as a function of the same arguments.", function,
      argument,
      details: "Exact, through loops, branches, closures and every differentiable builtin. The "
        + "gradient of a number is a number, of a tensor a tensor, of a record or list of these a "
        + "record or list of the same form. grad(grad(f)) is the second derivative. Where a "
        + "function has a kink the gradient is that of its middle: abs and relu count 0 at 0, "
        + "equal elements share the gradient of max and min evenly, sort and median give it to "
        + "those that come first; clip counts 1 at its bounds. Where a slope is infinite, as that "
        + "of sqrt at 0, there is an error that names the place. cholesky reads, and gives a "
        + "gradient to, the lower triangle only.",
      examples: [
        Example("grad(x -> x^3)(2)", prints: "12"),
        Example("grad(w -> sum(w^2))([1, 2, 3])", prints: "tensor 3\n  2  4  6"),
        Example("print(grad(p -> p.a * p.b^2)({a: 3, b: 2}))", prints: "{a: 4, b: 12}"),
        Example("grad(grad(sin))(pi / 2)", prints: "-1"),
        Example("grad((x, y) -> x * y, argument=\"y\")(3, 5)", prints: "3"),
      ],
      body: { f, argument in
        try derivativeFunction("grad", f, argument) { problem, _, gradients in
          argument.answer(problem.values(of: gradients))
        }
      }),
    Builtin(
      "value_and_grad", "A function's value and gradient, as a function that gives both in a list.",
      function, argument, details: "Costs no more than the gradient alone; see grad.",
      examples: [
        Example(
          "value, slope = value_and_grad(x -> x^2)(3); print(value, slope)", prints: "9 6")
      ],
      body: { f, argument in
        try derivativeFunction("value_and_grad", f, argument) { problem, value, gradients in
          try .list(of: [value, argument.answer(problem.values(of: gradients))])
        }
      }),
    Builtin(
      "check_grad",
      "Compares the gradient of a function at some arguments with finite differences.",
      function, Parameter<Variadic<Value>>("x", "the arguments of f, the first one is varied"),
      details: "A record: agrees (whether error is below 1e-6), error, the largest difference "
        + "relative to the element or, if that is larger, to a thousandth of the largest; at, the "
        + "element where it is; gradient and numeric, both results. Differences are central, at "
        + "three steps, extrapolated to step 0: six calls of f for each element. At a kink the two "
        + "disagree.",
      examples: [
        Example("check_grad(x -> sum(exp(x)), [0, 1]).agrees", prints: "true"),
        Example("check_grad(abs, 0).gradient", prints: "0"),
      ],
      with: { interpreter, f, x in try checkedGradient(interpreter, f, x.values) }),
    Builtin(
      "stop_gradient", "The same value, as a constant for grad.",
      Parameter<Value>("x", "any value"),
      examples: [Example("grad(x -> x * stop_gradient(x))(3)", prints: "3")],
      body: { (x: Value) -> Value in x.deeplyPlain }),
  ]

  /// The function that `grad` and its kin give.
  private static func derivativeFunction(
    _ name: String, _ f: Function, _ argument: DerivativeArgument,
    _ answer:
      @escaping @Sendable (DifferentiationProblem, Value, [Variable]) throws -> Value
  ) throws -> Value {
    let positions = try argument.positions(in: f, for: name)
    let builtin = Builtin("\(name)(\(f.name ?? "fn"))", "A derivative.", like: f) {
      interpreter, arguments in
      let problem = try DifferentiationProblem(name, f, at: arguments, positions: positions)
      let (value, gradients) = try interpreter.valueAndGradients(
        of: problem, by: applyDerivativeRule)
      return try answer(problem, value, gradients)
    }
    return .function(try Function(builtin, over: [f]))
  }
}
