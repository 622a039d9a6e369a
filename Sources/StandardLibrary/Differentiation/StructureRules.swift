internal import Autodiff
internal import Runtime
internal import Tensors

extension StandardLibrary {
  /// Functions that make tensors of elements, or move these about.
  static let structureRules: [(String, DerivativeRule)] = [
    (
      "number",
      .variable { call in
        guard let x = try call.value(0).variable else { throw BuiltinCall.Mismatch() }
        return x
      }
    ),
    ("tensor", .variable { try $0.variable(0) }),
    ("reshape", .variable { try $0.variable(0).reshaped($0.plainShape()) }),
    ("flatten", .variable { try $0.variable(0).flattened() }),
    (
      "concat",
      .variable { call in
        let parts = try call.variables(0)
        guard parts.allSatisfy({ $0.shape.rank > 0 }) else { throw BuiltinCall.Mismatch() }
        return try Variable.concat(parts, axis: call.whole(1))
      }
    ),
    ("stack", .variable { try Variable.stack($0.variables(0), axis: $0.whole(1)) }),
    ("repeat", .variable(repeated)),
    ("append", .derived(appended)),
    ("full", .variable(filled)),
    ("range", .variable(range)),
    ("linspace", .variable(linspace)),
    ("shuffle", .derived(drawn)), ("permutation", .derived(drawn)), ("choice", .derived(drawn)),
  ]

  private static func repeated(_ call: BuiltinCall) throws -> Variable {
    var x = try call.variable(0)
    let times = try call.whole(1)
    let axis = try call.axis(2, of: x)
    if axis == nil { x = try x.flattened() }
    let place = try x.shape.resolve(axis: axis ?? 0)
    // The builtin says whether so many fit.
    _ = try call.plainShape()
    let positions = (0..<x.shape[place]).flatMap { [Int](repeating: $0, count: times) }
    let before = [AxisIndex](repeating: .all, count: place)
    return try x.indexed(by: before + [.positions(positions)])
  }

  private static func appended(_ call: BuiltinCall) throws -> Value {
    if case .list = try call.value(0) {
      return try call.builtin.call(call.interpreter, call.arguments)
    }
    let x = try call.variable(0)
    guard let new = try call.value(1).variable else {
      guard x.shape.count == 0 else { throw BuiltinCall.Mismatch() }
      return try call.builtin.call(
        call.interpreter, [.tensor(x.value)] + call.arguments.dropFirst())
    }
    guard x.shape.rank > 0 else { throw BuiltinCall.Mismatch() }
    if let axis = try call.axis(2, of: x) {
      guard new.shape.rank > 0 else { throw BuiltinCall.Mismatch() }
      return Value(try Variable.concat([x, new], axis: axis))
    }
    return Value(try Variable.concat([x.flattened(), new.flattened()]))
  }

  /// The value stands last among the sizes, unless it was given by its name.
  private static func filled(_ call: BuiltinCall) throws -> Variable {
    var value = try call.value(1)
    if case .none = value {
      guard case .list(let box) = try call.value(0), let last = box.elements.last else {
        throw BuiltinCall.Mismatch()
      }
      value = last
    }
    guard let variable = value.variable else { throw BuiltinCall.Mismatch() }
    return try variable.stretched(to: call.plainShape())
  }

  private static func range(_ call: BuiltinCall) throws -> Variable {
    let count = try call.plainShape().count
    let (first, step) = (try call.variable(0), try call.variable(2))
    let start = if case .none = try call.value(1) { Variable(0) } else { first }
    return try start + Variable(Tensor.range(0, Double(count))) * step
  }

  private static func linspace(_ call: BuiltinCall) throws -> Variable {
    let count = try call.plainShape().count
    let (start, stop) = (try call.variable(0), try call.variable(1))
    let step = try (stop - start) / Variable(Double(Swift.max(count - 1, 1)))
    let points = try start + Variable(Tensor.range(0, Double(count))) * step
    return count > 1 ? try points.replacing([.at(-1)], with: stop) : points
  }

  /// Draws rows by drawing their positions.
  private static func drawn(_ call: BuiltinCall) throws -> Value {
    guard let x = try call.value(0).variable else {
      return try call.builtin.call(
        call.interpreter, [call.arguments[0]] + call.arguments.dropFirst().map { $0?.deeplyPlain })
    }
    guard x.shape.rank > 0 else { return try call.plainResult() }
    let rows = try Tensor.range(0, Double(x.value.rowCount))
    let rest = call.arguments.dropFirst().map { $0?.deeplyPlain }
    let positions = try call.builtin.call(call.interpreter, [.tensor(rows)] + rest)
    return Value(try x.indexed(by: [Indexing.axisIndex(.value(positions))]))
  }

  // MARK: - Collections

  /// Functions over elements take the rows of a traced tensor as a list.
  static let collectionRules: [(String, DerivativeRule)] =
    ["map", "reduce", "enumerate", "list"].map { name in
      (name, .derived { try $0.result(replacing: 0, by: rows(of: $0.value(0))) })
    } + [
      (
        "filter",
        .derived { call in
          let found = try call.result(replacing: 0, by: rows(of: call.value(0)))
          guard case .list(let box) = found, case .object? = call.arguments[0] else { return found }
          return try Brackets.value(of: box.elements)
        }
      ),
      (
        "zip",
        .derived { call in
          guard case .list(let box) = try call.value(0) else { throw BuiltinCall.Mismatch() }
          let lists = try box.elements.map { try rows(of: $0) }
          return try call.result(replacing: 0, by: .flatList(lists))
        }
      ),
    ]

  /// The rows of a traced tensor; any other value as it is.
  private static func rows(of value: Value) throws -> Value {
    guard let x = value.traced?.variable, x.shape.rank > 0 else { return value.plain }
    try ValueLimits.checkList(x.value.rowCount)
    return .flatList(
      try (0..<x.value.rowCount).map { row in
        try Interrupt.check()
        return Value(try x.indexed(by: [.at(row)]))
      })
  }
}
