internal import Glibc
internal import Synchronization

extension FusedExpression {
  /// The reductions that need no more than one look at each element.
  package static func reduces(_ reduction: Reduction) -> Bool {
    switch reduction {
    case .sum, .mean, .norm, .min, .max, .any, .all: true
    default: false
    }
  }

  /// The reduction of all elements, which are not kept; `nil` for one that has to keep them.
  ///
  /// The result is that of the reduction of the materialised tensor, bit by bit.
  ///
  /// - Throws: `value` for the smallest or largest of no elements.
  package func reduced(by reduction: Reduction) throws -> Double? {
    guard FusedExpression.reduces(reduction) else { return nil }
    let program = FusedProgram(self)
    let count = program.count
    guard count > 0 else { return try materialized().reduced(by: reduction) }
    switch reduction {
    case .sum: return try program.sum(PlainTerm())
    case .mean: return try program.sum(PlainTerm()) / Double(count)
    case .norm:
      let squares = try program.sum(SquaredTerm())
      if isSafeSquare(squares) { return squares.squareRoot() }
      return try materialized().withElements { x in
        try x.baseAddress.map { try Reduction.norm.evaluate($0, count) }
      }
    case .min: return try program.extreme(.minimum)
    case .max: return try program.extreme(.maximum)
    case .any: return try program.contains { $0 != 0 } ? 1 : 0
    case .all: return try program.contains { $0 == 0 } ? 0 : 1
    default: return nil
    }
  }
}

extension FusedProgram {
  /// The sum of a term of every element: the pairwise sum, whose smaller branches are blocks.
  func sum<Term: SumTerm>(_ term: Term) throws -> Double {
    var ranges: [Range<Int>] = []
    PairwiseSplit.forEachLeaf(of: count, atMost: FusedProgram.blockLength) { ranges.append($0) }
    let partial = UnsafeMutablePointer<Double>.allocate(capacity: ranges.count)
    defer { partial.deallocate() }
    try Parallel.forEachBlock(
      of: FusedProgram.blocksAPart, in: ranges.count, isLarge: isLarge
    ) { first, length in
      try withBlocks { block in
        for index in first..<first + length {
          let range = ranges[index]
          let elements = block.evaluate(range.lowerBound, range.count)
          partial[index] = try pairwiseSum(elements, range.count, term)
        }
      }
    }
    var next = 0
    return PairwiseSplit.combine(count, atMost: FusedProgram.blockLength) {
      next += 1
      return partial[next - 1]
    }
  }

  /// The smallest or largest element, NaN when one is NaN.
  func extreme(_ operation: BinaryOperation) throws -> Double {
    let parts = (count - 1) / FusedProgram.blockLength + 1
    let partial = UnsafeMutablePointer<Double>.allocate(capacity: parts)
    defer { partial.deallocate() }
    try forEachBlock { elements, length, number in
      partial[number] = try Reduction.extreme(elements, length, operation)
    }
    return try Reduction.extreme(partial, parts, operation)
  }

  /// Whether an element is wanted; the rest is left out once one was found.
  func contains(_ isWanted: (Double) -> Bool) throws -> Bool {
    let isFound = Atomic<Bool>(false)
    try forEachBlock { elements, length, _ in
      if isFound.load(ordering: .relaxed) { return }
      if elements.firstIndex(length, isWanted) != nil { isFound.store(true, ordering: .relaxed) }
    }
    return isFound.load(ordering: .relaxed)
  }

  /// Calls `body` with each block's elements, their count, and the block's number.
  private func forEachBlock(
    _ body: (UnsafePointer<Double>, Int, Int) throws -> Void
  ) throws {
    let size = FusedProgram.blockLength
    try Parallel.forEachBlock(
      of: size * FusedProgram.blocksAPart, in: count, isLarge: isLarge
    ) { start, length in
      try withBlocks { block in
        for first in stride(from: start, to: start + length, by: size) {
          let width = min(size, start + length - first)
          try body(block.evaluate(first, width), width, first / size)
        }
      }
    }
  }
}
