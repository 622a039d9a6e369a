internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let largestFirst = Parameter<Bool>(
    "reverse", "whether the largest comes first", default: false)

  static let ordering: [Builtin] = [
    Builtin(
      "sort", "The elements in ascending order, NaN last.",
      Parameter<Value>("x", "a tensor, or a list of strings; with key= any collection"), lastAxis,
      Parameter<Function?>(
        "key", "a function that gives a number or a string for each element; none: the element",
        default: .some(nil)),
      largestFirst,
      details: "Elements that are equal keep their order. With a key a tensor is taken row by row.",
      examples: [
        Example("sort([3, 1, 2])", prints: "tensor 3\n  1  2  3"),
        Example("sort([\"pear\", \"fig\"], reverse=true)", prints: "[\"pear\", \"fig\"]"),
        Example(
          "sort([\"pear\", \"fig\", \"plum\"], key=len)", prints: "[\"fig\", \"pear\", \"plum\"]"),
      ],
      with: { interpreter, x, axis, key, isReversed in
        if let key { return try sorted(x, by: key, isReversed, interpreter) }
        if case .list(let box) = x, let texts = texts(of: box.elements) {
          return try selected(x, box.elements, try ordered(texts, isReversed))
        }
        guard let tensor = Numbers.from(x)?.tensor else { throw unsortable(x) }
        let ascending = try tensor.sorted(axis: axis)
        return .reduced(isReversed ? try ascending.reversed(axis: axis) : ascending)
      }),
    Builtin(
      "argsort", "The positions that put the elements in order; equal ones keep theirs.",
      Parameter<Sortable>("x", "a tensor, or a list of strings"), lastAxis, largestFirst,
      examples: [
        Example("argsort([30, 10, 20])", prints: "tensor 3\n  1  2  0"),
        Example("argsort([30, 10, 20], reverse=true)", prints: "tensor 3\n  0  2  1"),
      ],
      body: { x, axis, isReversed in
        switch x {
        case .tensor(let tensor):
          return try tensor.sortingPositions(axis: axis, isReversed: isReversed)
        case .texts(let texts):
          return Tensor(try ordered(texts, isReversed).map(Double.init))
        }
      }),
    Builtin(
      "unique", "The different elements in ascending order.",
      Parameter<Sortable>("x", "a tensor, or a list of strings"),
      examples: [
        Example("unique([2, 1, 2])", prints: "tensor 2\n  1  2"),
        Example("unique([\"b\", \"a\", \"b\"])", prints: "[\"a\", \"b\"]"),
      ],
      body: { x throws -> Sortable in
        switch x {
        case .tensor(let tensor): return .tensor(try tensor.unique())
        case .texts(let texts):
          let sorted = try ordered(texts, false).map { texts[$0] }
          return .texts(
            sorted.indices.filter { $0 == 0 || sorted[$0] != sorted[$0 - 1] }.map { sorted[$0] })
        }
      }),
    Builtin(
      "where", "Chooses between two tensors, or gives the positions that are true.",
      Parameter<Tensor>("condition", "bools of any shape; numbers other than 0 count as true"),
      Parameter<Numbers?>("x", "the elements where the condition is true", default: .some(nil)),
      Parameter<Numbers?>("y", "the elements elsewhere", default: .some(nil)),
      details: "The condition alone gives its true positions: of a vector a vector, of a matrix "
        + "a list of row and column positions, which pair up.",
      examples: [
        Example("where([1, -2] > 0, 10, 20)", prints: "tensor 2\n  10  20"),
        Example("where([false, true, true])", prints: "tensor 2\n  1  2"),
        Example("i, j = where(eye(2) > 0); j", prints: "tensor 2\n  0  1"),
      ],
      fusion: .choice,
      body: { condition, x, y in try chosen(condition, x?.tensor, y?.tensor) }),
  ]

  // MARK: - Orders

  private static func unsortable(_ x: Value) -> Failure {
    Failure(
      .argument, "sort: x must be a tensor or list of strings, found \(x.described)",
      notes: ["sort(x, key=f) puts other elements in the order of f(element)"])
  }

  /// A collection in the order of what a function gives for its elements.
  private static func sorted(
    _ x: Value, by key: Function, _ isReversed: Bool, _ interpreter: Interpreter
  ) throws -> Value {
    let elements = try parts(of: x, for: "sort", "x")
    let keys = try elements.map { try interpreter.apply(key, [$0]) }
    if let texts = texts(of: keys) {
      return try selected(x, elements, try ordered(texts, isReversed))
    }
    let numbers = keys.compactMap(\.scalar)
    guard numbers.count == keys.count else {
      throw Failure(
        .type, "sort: key must give a number for each element, or a string for each",
        notes: keys.first.map { ["for the first one it gives \($0.described)"] } ?? [])
    }
    let order = try Tensor(numbers).sortingPositions(isReversed: isReversed)
    return try selected(x, elements, order.elements.map { Int($0) })
  }

  /// The strings of a list of them; `nil` when it holds anything else, or nothing.
  private static func texts(of values: [Value]) -> [String]? {
    var texts: [String] = []
    texts.reserveCapacity(values.count)
    for value in values {
      guard case .string(let box) = value else { return nil }
      texts.append(box.text)
    }
    return texts.isEmpty ? nil : texts
  }

  /// The positions that put texts in order; equal ones keep theirs.
  private static func ordered(_ texts: [String], _ isReversed: Bool) throws -> [Int] {
    var steps = 0
    return try texts.indices.sorted { a, b in
      steps += 1
      if steps & 0xFFF == 0 { try Interrupt.check() }
      if texts[a] == texts[b] { return a < b }
      return (texts[a] < texts[b]) != isReversed
    }
  }

  private static func chosen(_ condition: Tensor, _ x: Tensor?, _ y: Tensor?) throws -> Value {
    switch (x, y) {
    case (let x?, let y?): return try Tensor.choose(condition, x, y).value
    case (nil, nil):
      guard condition.rank > 0 else {
        throw Failure(
          .argument, "where: the condition alone must be a tensor, found a number or bool",
          notes: ["if c { a } else { b } chooses by one bool"])
      }
      let positions = try condition.positionsOfTrue()
      return positions.count == 1 ? positions[0].value : positions.value
    default:
      throw Failure(
        .argument, "where takes a condition alone, or a condition and two values",
        notes: ["where(x > 0, x, 0)"])
    }
  }
}

extension Tensor {
  /// The lines along an axis from their last element to their first.
  fileprivate func reversed(axis: Int) throws -> Tensor {
    let place = try shape.resolve(axis: axis)
    let before = [AxisIndex](repeating: .all, count: place)
    return try indexed(by: before + [.slice(start: nil, stop: nil, step: -1)])
  }
}
