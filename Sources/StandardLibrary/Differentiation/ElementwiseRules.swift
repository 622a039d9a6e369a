internal import Autodiff
internal import Runtime
internal import Tensors

extension StandardLibrary {
  /// Functions of each element, by the rows of their names.
  static let elementwiseRules: [(String, DerivativeRule)] =
    [
      "abs", "sqrt", "exp", "log", "log1p", "sin", "cos", "tan", "sigmoid", "tanh", "relu",
    ].compactMap { name in
      Operation.row(named: name).map { row in (name, .variable { try row($0.variable(0)) }) }
    } + [
      ("clip", .variable(clipped)),
      (
        "where",
        .derived { call in
          guard call.arguments[1] != nil || call.arguments[2] != nil else {
            return try call.plainResult()
          }
          return Value(
            try Operation.choose(
              Variable(call.constant(0)), call.variable(1), call.variable(2)))
        }
      ),
    ]

  /// Bounds that are traced themselves keep elements by comparing with them.
  private static func clipped(_ call: BuiltinCall) throws -> Variable {
    let x = try call.variable(0)
    guard let low = try call.value(1).variable, let high = try call.value(2).variable,
      low.shape.rank == 0, high.shape.rank == 0
    else { throw BuiltinCall.Mismatch() }
    guard low.isTraced || high.isTraced else {
      return try Operation.clip(x, setting: .bounds(low.value[flat: 0], high.value[flat: 0]))
    }
    return try Operation.minimum(Operation.maximum(x, low), high)
  }
}
