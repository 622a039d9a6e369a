internal import Tensors

extension Operation {
  /// Arithmetic on two operands that stretch to each other.
  static let arithmetic: [Operation] = [
    add, subtract, multiply, divide, floorDivide, remainder, power, minimum, maximum, choose,
  ]

  static let add: Operation = binary(.add) { p in p.each({ p.g }, { p.g }) }

  static let subtract: Operation = binary(.subtract) { p in try p.each({ p.g }, { try -p.g }) }

  static let multiply: Operation = binary(.multiply, keep: .operands) { p in
    try p.each({ try p.g * p.y }, { try p.g * p.x })
  }

  static let divide: Operation = binary(
    .divide, keep: .operands, limitation: "the divisor is 0",
    domains: [-2...2, 0.5...2]
  ) { p in
    try p.each({ try p.g / p.y }, { try -(p.g * p.x) / (p.y * p.y) })
  }

  static let floorDivide: Operation = binary(.floorDivide, domains: [5.1...5.9, 1.05...1.15], nil)

  /// x % y is x − y ⌊x / y⌋, and the quotient's floor does not change with either.
  static let remainder: Operation = binary(
    .remainder, keep: .operands, domains: [5.1...5.9, 1.05...1.15]
  ) { p in
    try p.each({ p.g }, { try -p.g * floorDivide(p.x, p.y) })
  }

  package static let power: Operation = binary(
    .power, keep: [.operands, .results],
    limitation: "a power is not smooth where the base is 0 or, in its exponent, negative",
    domains: [0.5...2, -2...2]
  ) { p in
    try p.each(
      { try p.g * powerSlope(p.x, p.y) },
      {
        // 0 to a positive power stays 0 when the exponent changes.
        let isZero = try Variable(p.x.value.indicator(.equal, Tensor(scalar: 0)))
        return try p.g * p.result * choose(isZero, Variable(1), p.x).log()
      })
  }

  /// y x^(y − 1), which is 0 for y = 0 whatever x is.
  private static func powerSlope(_ x: Variable, _ y: Variable) throws -> Variable {
    if y.shape.rank == 0, !y.isTraced, y.value[flat: 0] == 2 { return try x * 2 }
    let isConstant = try Variable(y.value.indicator(.equal, Tensor(scalar: 0)))
    let slope = try y * power(x, y - Variable(1))
    guard isConstant.value.withElements({ $0.contains(1) }) else { return slope }
    return try choose(isConstant, Variable(0), slope)
  }

  /// Of equal elements, each counts half.
  package static let minimum: Operation = binary(.minimum, keep: .operands) { p in
    let share = try shareOfFirst(.less, p.x, p.y)
    return try p.each({ try p.g * share }, { try p.g * (1 - share) })
  }

  /// Of equal elements, each counts half.
  package static let maximum: Operation = binary(.maximum, keep: .operands) { p in
    let share = try shareOfFirst(.greater, p.x, p.y)
    return try p.each({ try p.g * share }, { try p.g * (1 - share) })
  }

  private static func shareOfFirst(
    _ wins: BinaryOperation, _ x: Variable, _ y: Variable
  ) throws -> Variable {
    let ties = try apply(.multiply, x.value.indicator(.equal, y.value), 0.5)
    return try Variable(apply(.add, x.value.indicator(wins, y.value), ties))
  }

  /// The second operand where the first is true, else the third.
  package static let choose: Operation = Operation(
    "where", keep: .operands, stretches: true,
    samples: {
      let condition = Tensor([1, 0, 1, 0, 0, 1], Shape(2, 3), kind: .bool)
      let row = Tensor([0.5, -1.5, 2])
      let column = Tensor([3, -2], Shape(2, 1))
      return [
        Sample([condition, row, Tensor(scalar: 2)]), Sample([condition, Tensor(scalar: 3), row]),
        Sample([condition, column, Tensor([1, 2, 4], Shape(1, 3))]),
        Sample([Tensor([1, 0, 1], kind: .bool), .sample(Shape(2, 3)), row]),
      ]
    },
    forward: { x, _ in [try Tensor.choose(x[0], x[1], x[2])] },
    pullback: { p in
      // Zeros are put in, not multiplied in: what is not chosen may be infinite.
      let zero = Variable(0)
      return try [
        .none, p.needs(1) ? .whole(choose(p.x, p.g, zero)) : .none,
        p.needs(2) ? .whole(choose(p.x, zero, p.g)) : .none,
      ]
    })

  /// Comparisons and logic, whose results do not change with small changes of their operands.
  static let comparisons: [Operation] = [
    BinaryOperation.less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual, .and, .or,
  ].map { binary($0, nil) }

  /// A row for an operation of two operands.
  private static func binary(
    _ operation: BinaryOperation, keep: Keep = [], limitation: String? = nil,
    domains: [ClosedRange<Double>] = [-2...2, -1.5...2.5], _ pullback: Pullback?
  ) -> Operation {
    Operation(
      operation.symbol, keep: keep, stretches: true, limitation: limitation,
      samples: { broadcastSamples(domains) },
      forward: { x, _ in [try apply(operation, x[0], x[1])] }, pullback: pullback)
  }

  /// Two operands of one shape, and stretched in either direction, both at once, and from a number.
  private static func broadcastSamples(_ domains: [ClosedRange<Double>]) -> [Sample] {
    let shapes: [(Shape, Shape)] = [
      (Shape(), Shape()), (Shape(2, 3), Shape(2, 3)), (Shape(2, 3), Shape(3)),
      (Shape(3), Shape(2, 3)), (Shape(2, 1), Shape(1, 3)), (Shape(1, 3), Shape(2, 1)),
      (Shape(), Shape(3)), (Shape(3), Shape()), (Shape(2, 3), Shape(2, 1)),
      (Shape(2, 1), Shape(2, 3)),
    ]
    return shapes.map { left, right in
      Sample([.sample(left, domains[0]), .sample(right, domains[1], seed: 2)])
    }
  }
}
