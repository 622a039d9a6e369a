internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let sizes = Parameter<Sizes>(
    "sizes", "the size of each axis; none at all gives one number")

  static let random: [Builtin] = [
    Builtin(
      "seed", "Starts the random numbers over: the same seed gives the same numbers.",
      Parameter<Int>("n", "any whole number from 0", .nonnegative),
      examples: [
        Example("seed(7); a = rand(); seed(7); a == rand()", prints: "true")
      ],
      with: { interpreter, n in
        interpreter.random = RandomGenerator(seed: UInt64(n))
        return Nothing()
      }),
    Builtin(
      "rand", "Uniform random numbers, at least 0 and below 1.", sizes,
      examples: [Example("x = rand(3, 4); print(shape(x), all(x < 1))", prints: "[3, 4] true")],
      with: { interpreter, sizes in try interpreter.random.uniform(sizes.sizes) }),
    Builtin(
      "randn", "Standard normal random numbers.", sizes,
      examples: [Example("shape(randn(120, 5))", prints: "tensor 2\n  120    5")],
      with: { interpreter, sizes in try interpreter.random.normal(sizes.sizes) }),
    Builtin(
      "randint", "Random whole numbers from low up to, but without, high.",
      Parameter<Int>("low", "the smallest; alone, it is high and low is 0"),
      Parameter<Int?>("high", "the end, never drawn itself", default: .some(nil)), sizes,
      examples: [
        Example("x = randint(1, 7, 100); print(min(x) >= 1, max(x) <= 6)", prints: "true true")
      ],
      with: { interpreter, low, high, sizes in
        try interpreter.random.integers(high == nil ? 0 : low, high ?? low, sizes.sizes)
      }),
    Builtin(
      "shuffle", "The elements, or the rows of a tensor, in random order, as a new value.",
      Parameter<Value>("x", "a list or a tensor"),
      examples: [Example("sort(shuffle([3, 1, 2]))", prints: "tensor 3\n  1  2  3")],
      with: { interpreter, x in try shuffled(x, interpreter, "shuffle") }),
    Builtin(
      "permutation", "The numbers 0 to n - 1 in random order, or the elements of x.",
      Parameter<Value>("x", "a whole number n, a list or a tensor"),
      examples: [Example("sort(permutation(4))", prints: "tensor 4\n  0  1  2  3")],
      with: { interpreter, x in
        guard case .number = x else { return try shuffled(x, interpreter, "permutation") }
        return try shuffled(numbersBelow(x, "permutation"), interpreter, "permutation")
      }),
    Builtin(
      "choice", "Draws elements at random.",
      Parameter<Value>("x", "a list or a tensor, whose rows are drawn, or n for 0 to n - 1"),
      Parameter<Int?>("size", "how many; none: one element itself", default: .some(nil)),
      Parameter<Bool>("replace", "whether an element may be drawn again", default: true),
      Parameter<Numbers?>(
        "p", "the probability of each element; none: all equal", default: .some(nil)),
      examples: [
        Example("choice([\"a\", \"b\"], p=[1, 0])", prints: "a"),
        Example("sort(choice(3, 3, replace=false))", prints: "tensor 3\n  0  1  2"),
      ],
      with: { interpreter, x, size, replace, p in
        let source: Value = if case .number = x { try numbersBelow(x, "choice") } else { x }
        let count = try rowCount(of: source, "choice")
        let positions = try drawn(
          &interpreter.random, count, size ?? 1, replace: replace, p?.tensor)
        return try selected(source, positions, alone: size == nil)
      }),
  ]

  private static func shuffled(
    _ x: Value, _ interpreter: Interpreter, _ name: String
  ) throws -> Value {
    let order = try interpreter.random.permutation(try rowCount(of: x, name))
    return try selected(x, order, alone: false)
  }

  private static func numbersBelow(_ x: Value, _ name: String) throws -> Value {
    guard let n = Int.from(x), n >= 0 else {
      throw Failure(
        .argument, "\(name): x must be a whole number ≥ 0, a list or a tensor, found \(x.described)"
      )
    }
    return .tensor(try Tensor.range(0, Double(n)))
  }

  private static func rowCount(of x: Value, _ name: String) throws -> Int {
    switch x {
    case .list(let box): return box.elements.count
    case .tensor(let tensor): return tensor.rowCount
    default:
      throw Failure(.argument, "\(name): x must be a list or a tensor, found \(x.described)")
    }
  }

  /// The elements at positions that exist; `alone` gives the first one itself.
  private static func selected(_ x: Value, _ positions: [Int], alone: Bool) throws -> Value {
    switch x {
    case .list(let box):
      return alone ? box.elements[positions[0]] : try .list(of: positions.map { box.elements[$0] })
    case .tensor(let tensor):
      let index: AxisIndex = alone ? .at(positions[0]) : .positions(positions)
      return .reduced(try tensor.indexed(by: [index]))
    default: return x
    }
  }

  /// Random positions below `count`, weighted where there are probabilities.
  private static func drawn(
    _ random: inout RandomGenerator, _ count: Int, _ size: Int, replace: Bool, _ p: Tensor?
  ) throws -> [Int] {
    guard let p else { return try random.choice(count, size: size, replacement: replace) }
    guard p.rank == 1, p.count == count else {
      throw Failure(
        .shape,
        "choice: p needs one probability an element, \(count) in all, found "
          + Value.reduced(p).described)
    }
    if replace { return try random.choice(weights: p.elements, size: size) }
    var weights = p.elements
    guard size <= weights.count(where: { $0 > 0 }) else {
      throw Failure(
        .value,
        "choice: cannot draw \(size) without repeats from "
          + "\(weights.count { $0 > 0 }) of probability above 0")
    }
    _ = try Shape(checking: [size])
    return try (0..<size).map { _ in
      try Interrupt.check()
      let position = try random.choice(weights: weights, size: 1)[0]
      weights[position] = 0
      return position
    }
  }
}
