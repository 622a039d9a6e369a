internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  static let ordering: [Builtin] = [
    Builtin(
      "sort", "The elements in ascending order, NaN last.",
      Parameter<Sortable>("x", "a tensor, or a list of strings"), lastAxis,
      examples: [
        Example("sort([3, 1, 2])", prints: "tensor 3\n  1  2  3"),
        Example("sort([\"pear\", \"apple\"])", prints: "[\"apple\", \"pear\"]"),
      ],
      body: { (x, axis) throws -> Sortable in
        switch x {
        case .tensor(let tensor): return .tensor(try tensor.sorted(axis: axis))
        case .texts(let texts): return .texts(texts.sorted())
        }
      }),
    Builtin(
      "argsort", "The positions that put the elements in order; equal ones keep theirs.",
      Parameter<Sortable>("x", "a tensor, or a list of strings"), lastAxis,
      examples: [Example("argsort([30, 10, 20])", prints: "tensor 3\n  1  2  0")],
      body: { x, axis in
        switch x {
        case .tensor(let tensor): return try tensor.sortingPositions(axis: axis)
        case .texts(let texts):
          let order = texts.indices.sorted { (texts[$0], $0) < (texts[$1], $1) }
          return Tensor(order.map(Double.init))
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
        case .texts(let texts): return .texts(Set(texts).sorted())
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
