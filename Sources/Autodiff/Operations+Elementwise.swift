internal import Glibc
internal import Tensors

extension Operation {
  /// Functions of each element.
  static let elementwise: [Operation] = [
    negate, abs, sqrt, exp, expm1, log, log1p, log2, log10, sin, cos, tan, asin, acos, atan, sinh,
    cosh, sigmoid, tanh, relu, softplus, clip,
  ]

  static let negate: Operation = unary(.negate) { p in try -p.g }

  /// At 0 the slope counts as 0, the middle of its two sides.
  package static let abs: Operation = unary(.abs, keep: .operands) { p in
    try p.g * Variable(apply(.sign, p.x.value))
  }

  package static let sqrt: Operation = unary(
    .sqrt, keep: [.operands, .results], 0.5...2,
    limitation: "its slope at 0 is infinite; sqrt(where(x > 0, x, 1)) keeps 0 away from it"
  ) { p in try p.g / (p.result * 2) }

  static let exp: Operation = unary(.exp, keep: .results) { p in try p.g * p.result }
  static let expm1: Operation = unary(.expm1, keep: .results) { p in try p.g * (p.result + 1) }

  static let log: Operation = unary(.log, keep: .operands, 0.5...2, limitation: logLimitation) {
    p in
    try p.g / p.x
  }
  static let log1p: Operation = unary(
    .log1p, keep: .operands, -0.5...2, limitation: "its slope is infinite"
  ) {
    p in try p.g / (p.x + 1)
  }
  static let log2: Operation = unary(.log2, keep: .operands, 0.5...2, limitation: logLimitation) {
    p in
    try p.g / (p.x * Glibc.log(2.0))
  }
  static let log10: Operation = unary(.log10, keep: .operands, 0.5...2, limitation: logLimitation) {
    p in
    try p.g / (p.x * Glibc.log(10.0))
  }
  private static let logLimitation =
    "its slope at 0 is infinite; log(where(x > 0, x, 1)) keeps 0 away from it"

  static let sin: Operation = unary(.sin, keep: .operands) { p in try p.g * cos(p.x) }
  static let cos: Operation = unary(.cos, keep: .operands) { p in try -p.g * sin(p.x) }
  static let tan: Operation = unary(.tan, keep: .results, -1...1) { p in
    try p.g * (p.result * p.result + 1)
  }
  static let asin: Operation = unary(.asin, keep: .operands, -0.7...0.7, limitation: arcLimitation)
  { p in
    try p.g / sqrt(1 - p.x * p.x)
  }
  static let acos: Operation = unary(.acos, keep: .operands, -0.7...0.7, limitation: arcLimitation)
  { p in
    try -p.g / sqrt(1 - p.x * p.x)
  }
  private static let arcLimitation = "its slope at -1 and 1 is infinite"
  static let atan: Operation = unary(.atan, keep: .operands) { p in try p.g / (p.x * p.x + 1) }
  static let sinh: Operation = unary(.sinh, keep: .operands) { p in try p.g * cosh(p.x) }
  static let cosh: Operation = unary(.cosh, keep: .operands) { p in try p.g * sinh(p.x) }
  static let tanh: Operation = unary(.tanh, keep: .results) { p in
    try p.g * (1 - p.result * p.result)
  }
  static let sigmoid: Operation = unary(.sigmoid, keep: .results) { p in
    try p.g * (p.result * (1 - p.result))
  }

  /// At 0 the slope counts as 0.
  static let relu: Operation = unary(.relu, keep: .operands) { p in
    try p.g * Variable(p.x.value.indicator(.greater, Tensor(scalar: 0)))
  }
  static let softplus: Operation = unary(.softplus, keep: .operands) { p in try p.g * sigmoid(p.x) }

  /// At a bound the slope counts as 1.
  package static let clip: Operation = Operation(
    "clip", keep: .operands, stretches: true,
    samples: { [Sample([.sample(Shape(3, 4))], .bounds(-0.8, 1.1))] },
    forward: { x, setting in
      guard case .bounds(let low, let high) = setting else { return x }
      return [try x[0].clipped(low, high)]
    },
    pullback: { p in
      guard case .bounds(let low, let high) = p.node.setting else { return [.whole(p.g)] }
      let x = p.x.value
      let inside = try apply(
        .multiply, x.indicator(.greaterEqual, Tensor(scalar: low)),
        x.indicator(.lessEqual, Tensor(scalar: high)))
      return try [.whole(p.g * Variable(inside))]
    })

  /// Steps: their slope is 0 wherever they have one.
  static let steps: [Operation] =
    [UnaryOperation.sign, .floor, .ceil, .isnan, .isfinite, .not].map { unary($0, slope: nil) } + [
      round
    ]

  private static let round = Operation(
    "round", stretches: true, samples: { [Sample([.sample(Shape(3, 2))])] },
    forward: { x, _ in [try x[0].rounded(digits: 0)] }, pullback: nil)

  /// A row for a function of each element.
  private static func unary(
    _ operation: UnaryOperation, keep: Keep = [], _ domain: ClosedRange<Double> = -2...2,
    limitation: String? = nil, slope: (@Sendable (Application) throws -> Variable)?
  ) -> Operation {
    Operation(
      "\(operation)", keep: keep, stretches: true, limitation: limitation,
      samples: { [Sample([.sample(Shape(), domain)]), Sample([.sample(Shape(3, 2), domain)])] },
      forward: { x, _ in [try apply(operation, x[0])] },
      pullback: pullback(slope))
  }
}
