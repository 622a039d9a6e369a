/// A fused expression as steps over blocks of elements.
///
/// A step reads registers, each a block that stays in the cache, tensors in place, or numbers, and
/// writes another register; the last one writes the result.
struct FusedProgram {
  enum Operation {
    case unary(UnaryOperation)
    case binary(BinaryOperation)
    case choice
    case clip(Double, Double)
    /// Copies elements of a tensor that is stretched.
    case stretch
  }

  enum Source {
    case number(Double)
    case register(Int)
    case leaf(Int)
  }

  struct Step {
    let operation: Operation
    let sources: [Source]
    let target: Int
  }

  /// Elements of a block; two or three blocks and the operands fit into the first cache.
  static let blockLength = 1024
  /// Blocks that a thread takes at once.
  static let blocksAPart = 16
  /// From this many units of work on, a unit being about a quarter of a nanosecond, threads help.
  static let largeWork = 1 << 18

  let count: Int
  private(set) var steps: [Step] = []
  private(set) var leaves: [StretchedTensor] = []
  private(set) var registerCount = 0
  private(set) var result = Source.number(0)
  private var freeRegisters: [Int] = []

  init(_ expression: FusedExpression) {
    count = expression.shape.count
    result = compile(expression.node, expression.shape)
  }

  /// Whether several threads are worth their start.
  var isLarge: Bool {
    let weight = steps.reduce(1) { $0 + $1.operation.weight }
    return count >= FusedProgram.largeWork / weight
  }

  // MARK: - Compiling

  /// Emits the steps of a node; returns where its elements will be.
  private mutating func compile(_ node: FusedExpression.Node, _ shape: Shape) -> Source {
    switch node {
    case .number(let number): return .number(number)
    case .tensor(let tensor):
      leaves.append(StretchedTensor(tensor, to: shape))
      let leaf = Source.leaf(leaves.count - 1)
      return tensor.shape == shape ? leaf : emit(.stretch, [leaf])
    case .unary(let operation, let x):
      return emit(.unary(operation), [compile(x, shape)])
    case .binary(let operation, let left, let right):
      // The side that needs more registers goes first.
      if right.depth > left.depth {
        let second = compile(right, shape)
        return emit(.binary(operation), [compile(left, shape), second])
      }
      let first = compile(left, shape)
      return emit(.binary(operation), [first, compile(right, shape)])
    case .choice(let condition, let whenTrue, let whenFalse):
      let first = compile(condition, shape)
      let second = compile(whenTrue, shape)
      return emit(.choice, [first, second, compile(whenFalse, shape)])
    case .clip(let x, let low, let high):
      return emit(.clip(low, high), [compile(x, shape)])
    }
  }

  /// Adds a step whose target is none of its sources: loops that write where they read are slower.
  private mutating func emit(_ operation: Operation, _ sources: [Source]) -> Source {
    let target = freeRegisters.popLast() ?? registerCount
    registerCount = max(registerCount, target + 1)
    steps.append(Step(operation: operation, sources: sources, target: target))
    for case .register(let register) in sources { freeRegisters.append(register) }
    return .register(target)
  }

  // MARK: - Running

  /// Computes all elements.
  func run(into target: UnsafeMutablePointer<Double>) throws {
    try Parallel.forEachBlock(
      of: FusedProgram.blockLength * FusedProgram.blocksAPart, in: count, isLarge: isLarge
    ) { start, length in
      withBlocks { block in
        var done = 0
        while done < length {
          let size = min(FusedProgram.blockLength, length - done)
          let place = target + start + done
          let found = block.evaluate(start + done, size, into: place)
          if found != UnsafePointer(place) { place.update(from: found, count: size) }
          done += size
        }
      }
    }
  }

  /// Calls `body` with registers to compute blocks in.
  func withBlocks<R>(_ body: (FusedBlock) throws -> R) rethrows -> R {
    let size = FusedProgram.blockLength
    return try withUnsafeTemporaryAllocation(
      of: Double.self, capacity: max(registerCount, 1) * size
    ) { registers in
      guard let base = registers.baseAddress else { preconditionFailure("it is not empty") }
      return try body(FusedBlock(program: self, registers: base))
    }
  }
}

extension FusedProgram.Operation {
  /// What an element costs, in quarters of a nanosecond.
  var weight: Int {
    switch self {
    case .unary(let operation):
      switch operation {
      case .negate, .not, .abs, .relu, .isnan, .isfinite, .floor, .ceil, .sign: 1
      case .sqrt: 2
      default: 6
      }
    case .binary(.power): 16
    case .binary(.remainder), .binary(.floorDivide): 40
    case .binary(.divide): 2
    case .binary, .choice, .clip, .stretch: 1
    }
  }
}

extension FusedExpression.Node {
  /// How many operations lie on the longest way to a leaf.
  var depth: Int {
    switch self {
    case .tensor, .number: 0
    case .unary(_, let x), .clip(let x, _, _): 1 + x.depth
    case .binary(_, let left, let right): 1 + max(left.depth, right.depth)
    case .choice(let condition, let left, let right):
      1 + max(condition.depth, left.depth, right.depth)
    }
  }
}
