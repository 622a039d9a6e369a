internal import Tensors

extension LinearProblem {
  /// Minimises every block, all in one batch: two matrix products an iteration.
  ///
  /// Small single-column blocks are solved by Newton's method, the others by L-BFGS. A block that
  /// has arrived leaves the batch. Throws when interrupted, or when memory does not suffice.
  package func solve(_ options: SolverOptions = SolverOptions()) throws -> LinearSolution {
    let solver = try LinearSolver(self, options)
    while !solver.isFinished {
      try Interrupt.check()
      try solver.iterate()
    }
    return solver.solution
  }
}

/// One batched minimisation under way.
///
/// Parameters and scores are stored a column at a time; directions, residuals and gradients of the
/// blocks that are still active are packed without gaps so that one product serves them all.
final class LinearSolver {
  /// What is known about one block.
  struct State {
    let first: Int
    let columns: Int
    var memory: LimitedMemory
    var startGradient = 0.0
    var value = 0.0
    var failures = 0
    var report: SolverReport

    /// Adds where the block stands to its trace.
    mutating func record(step: Double) {
      report.trace.append(
        .init(
          loss: report.loss, penalty: report.penalty, gradient: report.gradient, step: step))
    }
  }

  let problem: LinearProblem
  let options: SolverOptions
  let n: Int
  let p: Int
  var states: [State] = []
  var active: [Int] = []
  private var curvature: Curvature?

  let weights: Buffer
  let scores: Buffer
  let residuals: Buffer
  let gradients: Buffer
  let nextGradients: Buffer
  let directions: Buffer
  let directionScores: Buffer

  var isFinished: Bool { active.isEmpty }

  init(_ problem: LinearProblem, _ options: SolverOptions) throws {
    self.problem = problem
    self.options = options
    n = problem.design.rowCount
    p = problem.design.parameterCount
    let columns = problem.blocks.reduce(0) { $0 + $1.loss.columnCount }
    try TensorMemory.check(count: columns * (3 * n + 4 * p), described: "\(columns)×\(n)")
    weights = Buffer(columns * p)
    scores = Buffer(columns * n)
    residuals = Buffer(columns * n)
    directionScores = Buffer(columns * n)
    gradients = Buffer(columns * p)
    nextGradients = Buffer(columns * p)
    directions = Buffer(columns * p)
    try start()
  }

  // MARK: - One iteration

  /// One step of every block that is still active.
  func iterate() throws {
    var row = 0
    for index in active {
      try chooseDirection(index, row)
      row += states[index].columns
    }
    try problem.design.scores(of: directions.pointer, rows: row, into: directionScores.pointer)
    row = 0
    var lengths: [Double] = []
    for index in active {
      lengths.append(search(index, row))
      row += states[index].columns
    }
    try computeGradients(into: nextGradients)
    row = 0
    for (position, index) in active.enumerated() {
      try finishStep(index, row, lengths[position])
      row += states[index].columns
    }
    gradients.pointer.update(from: nextGradients.pointer, count: row * p)
    retire()
  }

  private func chooseDirection(_ index: Int, _ row: Int) throws {
    let count = states[index].columns * p
    let direction = directions.pointer + row * p
    let gradient = gradients.pointer + row * p
    direction.update(from: gradient, count: count)
    let state = states[index]
    if state.report.method == .newton, try newtonDirection(index, row, direction) { return }
    let curvature = try knownCurvature()
    let apply = { (q: MutableDoubles) in
      try curvature.apply(q, first: state.first, count: state.columns)
    }
    try state.memory.direction(direction, prepare: apply)
    if DenseKernels.dot(direction, gradient, count) < 0 { return }
    states[index].memory.forget()
    direction.update(from: gradient, count: count)
    try states[index].memory.direction(direction, prepare: apply)
  }

  /// The common curvature, worked out when the first block needs it.
  private func knownCurvature() throws -> Curvature {
    if let curvature { return curvature }
    let made = try Curvature(problem)
    curvature = made
    return made
  }

  /// Solves `(C Xᵀ D X + P) direction = −gradient` with D = σ(1 − σ), over the allowed inputs.
  private func newtonDirection(
    _ index: Int, _ row: Int, _ direction: MutableDoubles
  ) throws
    -> Bool
  {
    guard case .logistic(let targets) = problem.blocks[index].loss else { return false }
    let allowed = allowedParameters(index)
    let width = allowed.count
    var weights = [Double](repeating: 0, count: n)
    for i in 0..<n {
      let probability = min(max(residuals.pointer[row * n + i] + targets[i], 0), 1)
      weights[i] = problem.strength * probability * (1 - probability)
    }
    let hessian = try problem.design.gram(weights: weights, parameters: allowed)
    for (a, j) in allowed.enumerated() {
      hessian.pointer[a * width + a] += j < problem.design.featureCount ? 1 : 1e-12
    }
    guard let factor = try Factor(hessian, size: width) else { return false }
    let packed = Buffer(width)
    for (a, j) in allowed.enumerated() { packed.pointer[a] = -direction[j] }
    try factor.solve(packed.pointer)
    direction.update(repeating: 0, count: p)
    for (a, j) in allowed.enumerated() { direction[j] = packed.pointer[a] }
    return true
  }

  func allowedParameters(_ index: Int) -> [Int] {
    guard let features = problem.blocks[index].features else { return Array(0..<p) }
    return features + (problem.design.hasIntercept ? [p - 1] : [])
  }

  /// Moves a block along its direction; leaves its residuals at the new place, packed.
  private func search(_ index: Int, _ row: Int) -> Double {
    let state = states[index]
    let penalties = penaltyAlongDirection(state, row)
    let gradient = gradients.pointer + row * p
    let slope = DenseKernels.dot(gradient, directions.pointer + row * p, state.columns * p)
    let z = scores.pointer + state.first * n
    let d = directionScores.pointer + row * n
    let r = residuals.pointer + row * n
    let loss = problem.blocks[index].loss
    var line = LineSearch(value: state.value, slope: slope)
    for _ in 0..<40 {
      let t = line.t
      let found = loss.evaluate(z, along: d, t, rows: n, residuals: r)
      let penalty = penalties.constant + t * (penalties.linear + t * penalties.square)
      let value = problem.strength * found.loss + penalty
      let there = problem.strength * found.slope + penalties.linear + 2 * t * penalties.square
      guard slope < 0, line.accepts(value: value, slope: there) else {
        if slope >= 0 { break }
        continue
      }
      states[index].report.loss = problem.strength * found.loss
      states[index].report.penalty = penalty
      states[index].value = value
      DenseKernels.add(t, d, to: z, state.columns * n)
      let w = weights.pointer + state.first * p
      DenseKernels.add(t, directions.pointer + row * p, to: w, state.columns * p)
      return t
    }
    _ = loss.evaluate(z, along: nil, 0, rows: n, residuals: r)
    return 0
  }

  private func penaltyAlongDirection(
    _ state: State, _ row: Int
  )
    -> (constant: Double, linear: Double, square: Double)
  {
    var sums = (constant: 0.0, linear: 0.0, square: 0.0)
    for k in 0..<state.columns {
      let w = weights.pointer + (state.first + k) * p
      let d = directions.pointer + (row + k) * p
      for j in 0..<problem.design.featureCount {
        sums.constant += 0.5 * w[j] * w[j]
        sums.linear += w[j] * d[j]
        sums.square += 0.5 * d[j] * d[j]
      }
    }
    return sums
  }

  private func finishStep(_ index: Int, _ row: Int, _ length: Double) throws {
    let after = nextGradients.pointer + row * p
    states[index].report.iterations += 1
    measure(index, after)
    states[index].record(step: length)
    guard length > 0 else {
      states[index].failures += 1
      states[index].memory.forget()
      return
    }
    states[index].failures = 0
    guard states[index].report.method == .lbfgs else { return }
    let (first, columns) = (states[index].first, states[index].columns)
    let curvature = try knownCurvature()
    try states[index].memory.remember(
      directions.pointer + row * p, length, from: gradients.pointer + row * p, to: after
    ) { try curvature.apply($0, first: first, count: columns) }
  }
}
