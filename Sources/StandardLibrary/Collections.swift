internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let collection = Parameter<Value>(
    "xs", "a tensor (taken row by row), list, record or string")

  static let collections: [Builtin] = [
    Builtin(
      "map", "What a function gives for each element.", collection,
      Parameter<Function>("f", "a function of one element"),
      details: "Results that fit together make a tensor, as between brackets; a record gives a "
        + "record with the same names.",
      examples: [
        Example("map([1, 2, 3], x -> x^2)", prints: "tensor 3\n  1  4  9"),
        Example("map([\"a\", \"b\"], upper)", prints: "[\"A\", \"B\"]"),
        Example("print(map({a: 1, b: 2}, x -> 10 * x))", prints: "{a: 10, b: 20}"),
      ],
      with: { interpreter, xs, f in
        let results = try parts(of: xs, for: "map", "xs").map {
          try interpreter.apply(f, [$0])
        }
        guard case .record(let box) = xs else { return try Brackets.value(of: results) }
        return try .record(of: Record(Array(zip(box.record.names, results))))
      }),
    Builtin(
      "filter", "The elements for which a function gives true.", collection,
      Parameter<Function>("f", "a function of one element that gives true or false"),
      examples: [
        Example("filter([1, 5, 2], x -> x < 3)", prints: "tensor 2\n  1  2"),
        Example("filter([\"a\", \"bc\"], s -> len(s) == 1)", prints: "[\"a\"]"),
      ],
      with: { interpreter, xs, f in
        let elements = try parts(of: xs, for: "filter", "xs")
        let kept = try elements.indices.filter { try isKept(elements[$0], f, interpreter) }
        return try selected(xs, elements, kept)
      }),
    Builtin(
      "reduce", "Combines all elements, two at a time, from the left.", collection,
      Parameter<Function>("f", "a function of what was combined so far and the next element"),
      Parameter<Value?>(
        "start", "what to start from; none: the first element", default: .some(nil)),
      examples: [
        Example("reduce([1, 2, 3], (a, b) -> 10 * a + b)", prints: "123"),
        Example("reduce([\"x\", \"y\"], (a, b) -> a + b, \">\")", prints: ">xy"),
      ],
      with: { interpreter, xs, f, start in
        var rest = try parts(of: xs, for: "reduce", "xs")[...]
        guard var result = start ?? rest.popFirst() else {
          throw Failure(
            .value, "reduce: there are no elements, and no start",
            notes: ["reduce(xs, f, start) gives start for no elements"])
        }
        for element in rest { result = try interpreter.apply(f, [result, element]) }
        return result
      }),
    Builtin(
      "zip", "A list of lists: the first elements of all, the second ones, and so on.",
      Parameter<Variadic<Value>>("xs", "tensors, lists, records or strings"),
      details: "Ends with the shortest.",
      examples: [Example("zip([1, 2], [\"a\", \"b\"])", prints: "[[1, \"a\"], [2, \"b\"]]")],
      body: { xs in
        let columns = try xs.values.map { try parts(of: $0, for: "zip", "each of xs") }
        let count = columns.map(\.count).min() ?? 0
        let rows = try (0..<count).map { i in
          if i & 0xFFF == 0 { try Interrupt.check() }
          return try Value.list(of: columns.map { $0[i] })
        }
        return try Value.list(of: rows)
      }),
    Builtin(
      "enumerate", "A list of position and element, pair by pair.", collection,
      Parameter<Double>("start", "the first position", default: 0),
      examples: [Example("enumerate([\"a\", \"b\"])", prints: "[[0, \"a\"], [1, \"b\"]]")],
      body: { xs, start in
        let pairs = try parts(of: xs, for: "enumerate", "xs").enumerated().map { i, x in
          if i & 0xFFF == 0 { try Interrupt.check() }
          return try Value.list(of: [.number(start + Double(i)), x])
        }
        return try Value.list(of: pairs)
      }),
    Builtin(
      "keys", "The names of a record's fields, in order.", Parameter<Record>("r", "a record"),
      examples: [Example("keys({a: 1, b: 2})", prints: "[\"a\", \"b\"]")],
      body: { r in r.names }),
    Builtin(
      "values", "The values of a record's fields, in order; a tensor where they fit together.",
      Parameter<Record>("r", "a record"),
      examples: [Example("values({a: 1, b: 2})", prints: "tensor 2\n  1  2")],
      body: { r in
        if let bracket = try? Brackets.value(of: r.values) { return bracket }
        return try Value.list(of: r.values)
      }),
  ]

  private static func isKept(
    _ element: Value, _ f: Function, _ interpreter: Interpreter
  ) throws -> Bool {
    let answer = try interpreter.apply(f, [element])
    guard case .bool(let isKept) = answer else {
      throw Failure(
        .type, "filter: f must give true or false, found \(answer.described)",
        notes: ["compare inside it: x -> x > 0"])
    }
    return isKept
  }

  /// Elements of a collection as a collection of the same type.
  static func selected(
    _ xs: Value, _ elements: [Value], _ positions: [Int]
  ) throws -> Value {
    switch xs {
    case .tensor(let tensor): return .tensor(try tensor.indexed(by: [.positions(positions)]))
    case .string: return .text(positions.map { elements[$0].printed }.joined())
    case .record(let box):
      return try .record(of: Record(positions.map { (box.record.names[$0], elements[$0]) }))
    default: return try .list(of: positions.map { elements[$0] })
    }
  }
}

extension Interpreter {
  /// Calls a function for one of many elements, stopping when asked to.
  func apply(_ function: Function, _ arguments: [Value]) throws -> Value {
    try Interrupt.check()
    return try call(function, arguments)
  }
}
