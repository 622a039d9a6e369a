internal import Autodiff
internal import Runtime
internal import Tensors

/// A call of a builtin with arguments that a derivative follows, as the rules read it.
struct BuiltinCall {
  /// Thrown when an argument is not what the rule reads; the builtin itself then says so.
  struct Mismatch: Error {}

  let interpreter: Interpreter
  let builtin: Builtin
  let arguments: [Value?]

  /// An argument, or its default.
  func value(_ index: Int) throws -> Value {
    guard let value = arguments[index] ?? builtin.parameters[index].defaultValue else {
      throw Mismatch()
    }
    return value
  }

  /// A number or tensor, or a list that could be one.
  func variable(_ index: Int) throws -> Variable { try variable(of: value(index)) }

  /// Numbers, or lists of them, as one variable.
  func variable(of value: Value) throws -> Variable {
    if let variable = value.variable { return variable }
    guard case .list(let box) = value else { throw Mismatch() }
    if box.elements.isEmpty { return Variable(Tensor([])) }
    let parts = try box.elements.map { try variable(of: $0) }
    guard parts.allSatisfy({ $0.shape == parts[0].shape }) else { throw Mismatch() }
    return try Variable.stack(parts)
  }

  /// A list of tensors; a tensor counts as the list along its first axis.
  func variables(_ index: Int) throws -> [Variable] {
    if case .list(let box) = try value(index) {
      return try box.elements.map { element in
        guard let variable = element.variable else { throw Mismatch() }
        return variable
      }
    }
    let whole = try variable(index)
    guard whole.shape.rank > 0 else { throw Mismatch() }
    return try (0..<whole.value.rowCount).map { try whole.indexed(by: [.at($0)]) }
  }

  /// A whole number.
  func whole(_ index: Int) throws -> Int {
    guard let number = Int.from(try value(index).plain) else { throw Mismatch() }
    return number
  }

  /// An axis; `nil` for all elements. Only tensors have axes.
  func axis(_ index: Int, of variable: Variable) throws -> Int? {
    if case .none = try value(index) { return nil }
    guard variable.shape.rank > 0 else { throw Mismatch() }
    return try whole(index)
  }

  /// The constant that an argument is.
  func constant(_ index: Int) throws -> Tensor { try variable(index).value }

  /// What the builtin gives for the values alone.
  func plainResult() throws -> Value {
    try builtin.call(interpreter, arguments.map { $0?.deeplyPlain })
  }

  /// The shape of what the builtin gives for the values alone.
  func plainShape() throws -> Shape {
    guard let result = Tensor.from(try plainResult()) else { throw Mismatch() }
    return result.shape
  }

  /// What the builtin gives when an argument is another value.
  func result(replacing index: Int, by value: Value) throws -> Value {
    var changed = arguments
    changed[index] = value
    return try builtin.call(interpreter, changed)
  }
}
