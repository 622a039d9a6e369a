internal import Diagnostics
internal import Networks
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let sizes = Parameter<Sizes>("sizes", "the size of each axis, or a vector of them")

  private static let parts = Parameter<[Tensor]>(
    "parts", "a list of tensors; a tensor counts as the list along its first axis")

  static let construction: [Builtin] = [
    Builtin(
      "zeros", "A tensor of zeros.", sizes,
      examples: [Example("zeros(2, 3)", prints: "tensor 2×3\n  0  0  0\n  0  0  0")],
      body: { sizes in try Tensor.zeros(sizes.sizes) }),
    Builtin(
      "ones", "A tensor of ones.", sizes,
      examples: [Example("ones(3)", prints: "tensor 3\n  1  1  1")],
      body: { sizes in try Tensor.ones(sizes.sizes) }),
    Builtin(
      "full", "A tensor that holds one value everywhere.",
      Parameter<Variadic<Value>>("sizes", "the size of each axis, then the value"),
      Parameter<Value?>(
        "value", "a number or a bool, when it is not the last argument", default: .some(nil)),
      examples: [
        Example("full(2, 2, 0.5)", prints: "tensor 2×2\n  0.5  0.5\n  0.5  0.5"),
        Example("full(3, value=true)", prints: "bool tensor 3\n  true  true  true"),
      ],
      body: { sizes, value in try filled(sizes.values, value) }),
    Builtin(
      "eye", "The identity matrix, or ones on the diagonal of an n×m one.",
      Parameter<Int>("n", "the number of rows"),
      Parameter<Int?>("m", "the number of columns; none: as many", default: .some(nil)),
      examples: [Example("eye(2)", prints: "tensor 2×2\n  1  0\n  0  1")],
      body: { rows, columns in try Tensor.eye(rows, columns) }),
    Builtin(
      "range", "Evenly spaced numbers from start up to, but without, stop.",
      Parameter<Double>("start", "the first number; alone, it is stop and start is 0"),
      Parameter<Double?>("stop", "where to end, itself left out", default: .some(nil)),
      Parameter<Double>("step", "the distance", default: 1),
      examples: [
        Example("range(4)", prints: "tensor 4\n  0  1  2  3"),
        Example("range(1, 2, 0.5)", prints: "tensor 2\n  1    1.5"),
      ],
      body: { start, stop, step in
        try stop.map { try Tensor.range(start, $0, step) } ?? Tensor.range(0, start, step)
      }),
    Builtin(
      "linspace", "Evenly spaced numbers from start to stop, both included.",
      Parameter<Double>("start", "the first number"), Parameter<Double>("stop", "the last number"),
      Parameter<Int>("num", "how many", default: 50),
      examples: [Example("linspace(0, 1, 5)", prints: "tensor 5\n  0     0.25  0.5   0.75  1")],
      body: { start, stop, count in try Tensor.linspace(start, stop, count) }),
    Builtin(
      "reshape", "The same elements, row by row, in another shape.", numbers,
      Parameter<Sizes>("sizes", "the size of each axis; one may be -1 for what is left over"),
      examples: [
        Example("reshape(0:6, 2, 3)", prints: "tensor 2×3\n  0  1  2\n  3  4  5"),
        Example("shape(reshape(0:6, 3, -1))", prints: "tensor 2\n  3  2"),
      ],
      body: { x, sizes in try x.tensor.reshaped(to: sizes.sizes) }),
    Builtin(
      "flatten", "All elements as a vector, row by row; of lists in lists as one list.",
      Parameter<Value>(
        "x", "a number, a tensor of any shape, or a list; without it the layer of networks",
        default: LayerObject(.flatten).value),
      examples: [
        Example("flatten([1, 2; 3, 4])", prints: "tensor 4\n  1  2  3  4"),
        Example("flatten([[\"a\"], [\"b\", [\"c\"]]])", prints: "[\"a\", \"b\", \"c\"]"),
      ],
      body: { x in try flattened(x) }),
    Builtin(
      "concat", "Joins tensors one after the other along an axis.", parts,
      Parameter<Int>("axis", "the axis to join along", default: 0),
      examples: [
        Example("concat([[1, 2], [3]])", prints: "tensor 3\n  1  2  3"),
        Example("concat([eye(2), ones(2, 1)], axis=1)", prints: "tensor 2×3\n  1  0  1\n  0  1  1"),
      ],
      body: { parts, axis in try Tensor.concat(parts, axis: axis) }),
    Builtin(
      "stack", "Puts tensors of one shape side by side along a new axis.", parts,
      Parameter<Int>("axis", "where the new axis goes", default: 0),
      examples: [Example("stack([[1, 2], [3, 4]], axis=1)", prints: "tensor 2×2\n  1  3\n  2  4")],
      body: { parts, axis in try Tensor.stack(parts, axis: axis) }),
    Builtin(
      "repeat", "Each element several times in a row.",
      Parameter<Value>("x", "a tensor, a list or a string"),
      Parameter<Int>("repeats", "how many times", .nonnegative), axis,
      details: "A string is repeated as a whole. Without an axis a tensor is flattened first.",
      examples: [
        Example("repeat([1, 2], 2)", prints: "tensor 4\n  1  1  2  2"),
        Example("repeat(\"ab\", 3)", prints: "ababab"),
      ],
      body: { x, repeats, axis in try repeated(x, repeats, axis: axis) }),
    Builtin(
      "append", "A list with one more element, or a tensor with more elements behind.",
      Parameter<Value>("x", "a list or a tensor; [] is the empty list, too"),
      Parameter<Value>("value", "what to add; to a tensor numbers, which are joined flattened"),
      axis,
      details: "With an axis, two tensors are joined along it as concat does.",
      examples: [
        Example("append([1, 2], 3)", prints: "tensor 3\n  1  2  3"),
        Example("append([\"a\"], \"b\")", prints: "[\"a\", \"b\"]"),
        Example("append([], \"a\")", prints: "[\"a\"]"),
      ],
      updating: append,
      body: { x, value, axis in try appended(x, value, axis: axis) }),
  ]

  /// A tensor of one value; without a keyword the value is the last of the arguments.
  private static func filled(_ arguments: [Value], _ keyword: Value?) throws -> Tensor {
    guard let value = keyword ?? arguments.last else {
      throw Failure(.argument, "full needs a value", notes: ["full(2, 3, 0.5) is 2×3"])
    }
    let list = Value.flatList(keyword == nil ? arguments.dropLast() : arguments)
    guard let number = value.scalar else {
      throw Failure(.argument, "full: value must be a number or a bool, found \(value.described)")
    }
    guard let sizes = Sizes.from(list) else {
      let wrong = Sizes.misfit(in: list)?.found ?? list
      throw Failure(
        .argument, "full: each of sizes must be a whole number, found \(wrong.described)")
    }
    let isBool = if case .bool = value { true } else { false }
    return try Tensor.full(sizes.sizes, number, kind: isBool ? .bool : .number)
  }

  private static func flattened(_ x: Value) throws -> Value {
    if let numbers = Numbers.from(x) { return .tensor(try numbers.tensor.flattened()) }
    if LayerObject.from(x) != nil { return x }
    guard case .list = x else {
      throw Failure(.argument, "flatten: x must be a tensor or a list, found \(x.described)")
    }
    var elements: [Value] = []
    try collectLeaves(of: x, into: &elements)
    return try .list(of: elements)
  }

  private static func collectLeaves(of x: Value, into elements: inout [Value]) throws {
    try Interrupt.check()
    switch x {
    case .list(let box):
      for element in box.elements { try collectLeaves(of: element, into: &elements) }
    case .tensor(let tensor):
      elements += try parts(of: .tensor(try tensor.flattened()), for: "flatten", "x")
    default: elements.append(x)
    }
    try ValueLimits.checkList(elements.count)
  }

  private static func repeated(_ x: Value, _ times: Int, axis: Int?) throws -> Value {
    switch x {
    case .string(let box):
      let (size, overflow) = box.text.utf8.count.multipliedReportingOverflow(by: times)
      try ValueLimits.checkText(overflow ? .max : size)
      return .text(box.text.isEmpty ? "" : String(repeating: box.text, count: times))
    case .list(let box) where Numbers.from(x) == nil || box.elements.isEmpty:
      let (count, overflow) = box.elements.count.multipliedReportingOverflow(by: times)
      try ValueLimits.checkList(overflow ? .max : count)
      return try .list(of: box.elements.flatMap { Array(repeating: $0, count: times) })
    default:
      guard let numbers = Numbers.from(x) else {
        throw Failure(
          .argument, "repeat: x must be a tensor, a list or a string, found \(x.described)")
      }
      return .tensor(try numbers.tensor.repeated(times, axis: axis))
    }
  }

  /// Adds an element in place where nobody else holds the list or the vector.
  private static func append(_ x: inout Value, _ value: Value) throws -> Bool {
    if try x.appendToList(value) { return true }
    switch value {
    case .number(let number): return try x.appendToTensor(number, kind: .number)
    case .bool(let bool): return try x.appendToTensor(bool ? 1 : 0, kind: .bool)
    default: return false
    }
  }

  private static func appended(_ x: Value, _ value: Value, axis: Int?) throws -> Value {
    switch x {
    case .list(let box):
      try ValueLimits.checkList(box.elements.count + 1)
      return try .list(of: box.elements + [value])
    case .tensor(let tensor):
      guard let new = Tensor.from(value) else {
        guard tensor.count > 0 else { return try .list(of: [value]) }
        throw Failure(
          .type, "append: a tensor holds numbers, found \(value.described)",
          notes: ["list(x) turns the tensor into a list, which holds anything"])
      }
      if tensor.count == 0, axis == nil { return .tensor(try new.flattened()) }
      return .tensor(try tensor.appending(new, axis: axis))
    default:
      throw Failure(.argument, "append: x must be a list or a tensor, found \(x.described)")
    }
  }
}
