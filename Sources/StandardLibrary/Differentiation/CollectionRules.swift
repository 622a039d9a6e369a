internal import Autodiff
internal import Runtime
internal import Tensors

extension StandardLibrary {
  /// Functions over elements take the rows of a traced tensor as a list.
  static let collectionRules: [(String, DerivativeRule)] =
    ["map", "reduce", "enumerate", "list"].map { name in
      (name, .derived { try $0.result(replacing: 0, by: rows(of: $0.value(0))) })
    }
    + ["filter", "insert", "remove", "reverse"].map { name in
      (
        name,
        .derived { try rejoined($0.value(0), $0.result(replacing: 0, by: rows(of: $0.value(0)))) }
      )
    } + [
      (
        "zip",
        .derived { call in
          guard case .list(let box) = try call.value(0) else { throw BuiltinCall.Mismatch() }
          let lists = try box.elements.map { try rows(of: $0) }
          return try call.result(replacing: 0, by: .flatList(lists))
        }
      ), ("sort", .derived(sorted)),
    ]

  /// The rows of a tensor, as a list; any other value as it is.
  private static func rows(of value: Value) throws -> Value {
    guard let x = value.variable, x.shape.rank > 0 else { return value.plain }
    try ValueLimits.checkList(x.value.rowCount)
    return .flatList(
      try (0..<x.value.rowCount).map { row in
        try Interrupt.check()
        return Value(try x.indexed(by: [.at(row)]))
      })
  }

  /// What was made of a tensor's rows, as a tensor again.
  private static func rejoined(_ source: Value, _ result: Value) throws -> Value {
    guard source.variable != nil, case .list(let box) = result else { return result }
    return try Brackets.value(of: box.elements)
  }

  private static func sorted(_ call: BuiltinCall) throws -> Value {
    guard case .bool(let isReversed) = try call.value(3) else { throw BuiltinCall.Mismatch() }
    if let key = Function.from(try call.value(2)) {
      // Elements are moved, not computed with: their keys count by value.
      let plainKey = Builtin("key", "The key's value.", like: key) { interpreter, arguments in
        try interpreter.call(key, completing: arguments).deeplyPlain
      }
      var arguments = call.arguments
      arguments[0] = try rows(of: call.value(0))
      arguments[2] = .function(try Function(plainKey, over: [key]))
      return try rejoined(call.value(0), call.builtin.call(call.interpreter, arguments))
    }
    let (x, axis) = (try call.variable(0), try call.whole(1))
    let order = try x.value.sortingPositions(axis: axis)
    let ascending = try Operation.reorder(x, setting: .permutation(order, axis: axis))
    guard isReversed else { return Value(ascending) }
    let before = [AxisIndex](repeating: .all, count: try x.shape.resolve(axis: axis))
    let backwards = AxisIndex.slice(start: nil, stop: nil, step: -1)
    return Value(try ascending.indexed(by: before + [backwards]))
  }
}
