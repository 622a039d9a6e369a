internal import Tensors

extension LinearProblem {
  /// Minimises every block, many in one batch: two matrix products a pass over the rows.
  ///
  /// Small single-column blocks are solved by Newton's method, the others by L-BFGS. A block that has
  /// arrived makes room for the next one. Throws when interrupted, or when memory does not suffice.
  package func solve(_ options: SolverOptions = SolverOptions()) throws -> LinearSolution {
    let solver = try LinearSolver(self, options)
    let progress = Progress.begin(of: solver.hasOneBatch ? nil : blocks.count, "solve")
    var (passes, isComplete) = (0, false)
    defer { progress.end(isComplete: isComplete) }
    while !solver.isFinished {
      try Interrupt.check()
      try solver.advance()
      passes += 1
      progress.report(solver.hasOneBatch ? passes : solver.finishedCount)
    }
    isComplete = true
    return solver.solution
  }
}

/// Many minimisations under way, of which each pass over the rows serves all.
///
/// Blocks enter as long as the columns at work do not exceed a fixed number, so that the working
/// memory does not grow with the number of blocks.
final class LinearSolver {
  /// The columns at work at a time; a block with more of them works alone.
  private static let largestBatch = 64

  private let problem: LinearProblem
  private let options: SolverOptions
  private let curvature: Curvature
  private var active: [ActiveBlock] = []
  private var next = 0
  private(set) var solution: LinearSolution

  var isFinished: Bool { active.isEmpty && next == problem.blocks.count }

  /// How many blocks have arrived.
  var finishedCount: Int { next - active.count }

  /// Whether all blocks are at work together, so that their number tells nothing of how far they are.
  var hasOneBatch: Bool {
    problem.blocks.reduce(0) { $0 + $1.loss.columnCount } <= Self.largestBatch
  }

  init(_ problem: LinearProblem, _ options: SolverOptions) throws {
    self.problem = problem
    self.options = options
    let widest = problem.blocks.map(\.loss.columnCount).max() ?? 0
    let (n, p) = (problem.design.rowCount, problem.design.parameterCount)
    try TensorMemory.check(count: widest * p * 8 + n, described: "\(widest)×\(p)")
    curvature = try Curvature(problem)
    solution = LinearSolution(
      weights: problem.blocks.map { _ in [] },
      reports: problem.blocks.map { _ in SolverReport(method: .lbfgs) })
  }

  /// One pass: loss and gradient where every active block wants them.
  func advance() throws {
    admit()
    let pass = LinearPass(problem.design, active.map(\.block.loss))
    let p = problem.design.parameterCount
    let points = Buffer(pass.columns * p)
    let products = Buffer(pass.columns * p)
    for (block, part) in zip(active, pass.parts) {
      block.writePoint(points.pointer + part.first * p)
    }
    let losses = try pass.evaluate(
      points.pointer, areIntercepts: active.allSatisfy(\.isAtStart), gradients: products.pointer)
    for (place, block) in active.enumerated() {
      let offset = pass.parts[place].first * p
      try block.learn(losses[place], at: points.pointer + offset, products.pointer + offset)
    }
    retire()
  }

  private func admit() {
    var columns = active.reduce(0) { $0 + $1.columns }
    while next < problem.blocks.count {
      let width = problem.blocks[next].loss.columnCount
      guard active.isEmpty || columns + width <= Self.largestBatch else { return }
      active.append(ActiveBlock(next, problem, options, curvature))
      columns += width
      next += 1
    }
  }

  private func retire() {
    for block in active where block.isFinished {
      let weights = UnsafeBufferPointer(start: block.weights.pointer, count: block.weights.count)
      var packed = Array(weights)
      if block.columns > 1, problem.design.hasIntercept { centre(&packed, block.columns) }
      solution.weights[block.index] = packed
      solution.reports[block.index] = block.report
    }
    active.removeAll(where: \.isFinished)
  }

  /// Softmax does not feel a constant added to every intercept; they are reported with sum 0.
  private func centre(_ block: inout [Double], _ columns: Int) {
    let p = problem.design.parameterCount
    var mean = 0.0
    for k in 0..<columns { mean += block[k * p + p - 1] / Double(columns) }
    for k in 0..<columns { block[k * p + p - 1] -= mean }
  }
}
