internal import Runtime
internal import Tensors

extension StandardLibrary {
  static let elementwise: [Builtin] = [
    elementwise("abs", "The size of each element, without its sign.", .abs, "abs(-3)", "3"),
    elementwise(
      "sign", "-1, 0 or 1 for elements below, at and above 0; NaN stays.", .sign,
      "sign([-2, 0, 5])", "tensor 3\n  -1   0   1"),
    elementwise("sqrt", "The square root; NaN below 0.", .sqrt, "sqrt(9)", "3"),
    elementwise("exp", "e to the power of each element.", .exp, "exp(1)", "2.71828"),
    elementwise("log", "The natural logarithm.", .log, "log(exp(2))", "2"),
    elementwise("log1p", "log(1 + x), exact near 0.", .log1p, "log1p(1e-20)", "1e-20"),
    elementwise("sin", "The sine of an angle in radians.", .sin, "sin(pi / 2)", "1"),
    elementwise("cos", "The cosine of an angle in radians.", .cos, "cos(0)", "1"),
    elementwise("tan", "The tangent of an angle in radians.", .tan, "tan(pi / 4)", "1"),
    elementwise(
      "sigmoid", "1 / (1 + exp(-x)), without overflow.", .sigmoid, "sigmoid([-1, 0, 1])",
      "tensor 3\n  0.268941  0.5       0.731059"),
    elementwise("tanh", "The hyperbolic tangent.", .tanh, "tanh(0.5)", "0.462117"),
    elementwise(
      "relu", "max(x, 0), element by element; NaN stays.", .relu, "relu([-1, 2])",
      "tensor 2\n  0  2"),
    elementwise(
      "floor", "The largest whole number not above each element.", .floor, "floor(-1.5)", "-2"),
    elementwise(
      "ceil", "The smallest whole number not below each element.", .ceil, "ceil(1.2)", "2"),
    Builtin(
      "isnan", "Whether each element is NaN.", numbers,
      examples: [Example("isnan([1, nan])", prints: "bool tensor 2\n  false   true")],
      fusion: .unary(.isnan),
      body: { x in try apply(.isnan, x.tensor) }),
    Builtin(
      "round", "Rounds to a number of decimals, halves to the even neighbour.", numbers,
      Parameter<Int>(
        "digits", "decimals to keep; negative ones round to tens, hundreds and so on",
        default: 0),
      examples: [
        Example("round(2.345, 1)", prints: "2.3"), Example("round(1234, -2)", prints: "1200"),
      ],
      scalar: { Tensors.round($0, digits: 0) },
      body: { x, digits in try x.tensor.rounded(digits: digits) }),
    Builtin(
      "clip", "Keeps each element between two bounds; NaN stays.", numbers,
      Parameter<Double>("low", "the lower bound; -inf for none"),
      Parameter<Double>("high", "the upper bound; inf for none"),
      examples: [Example("clip([-5, 0.5, 9], 0, 1)", prints: "tensor 3\n  0    0.5  1")],
      fusion: .clip,
      body: { x, low, high in try x.tensor.clipped(low, high) }),
    Builtin(
      "softmax", "exp(x) / sum(exp(x)): shares that add up to 1, without overflow.", numbers, axis,
      examples: [
        Example("softmax([1, 2, 3])", prints: "tensor 3\n  0.0900306  0.244728   0.665241"),
        Example(
          "softmax([0, 0; 0, log(3)], axis=1)", prints: "tensor 2×2\n  0.5   0.5\n  0.25  0.75"),
      ],
      body: { x, axis in try x.tensor.softmax(axis: axis) }),
  ]

  /// A row of the table: one operation, applied to every element.
  private static func elementwise(
    _ name: String, _ summary: String, _ operation: UnaryOperation, _ source: String,
    _ output: String
  ) -> Builtin {
    Builtin(
      name, summary, numbers, details: "A number gives a number, a tensor one of its shape.",
      examples: [Example(source, prints: output)],
      scalar: { apply(operation, $0) }, fusion: .unary(operation),
      body: { x in try apply(operation, x.tensor) })
  }
}
