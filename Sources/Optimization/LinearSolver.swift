internal import Glibc
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
  private struct State {
    let first: Int
    let columns: Int
    var memory: LimitedMemory
    var startGradient = 0.0
    var value = 0.0
    var failures = 0
    var report: SolverReport
  }

  private let problem: LinearProblem
  private let options: SolverOptions
  private let n: Int
  private let p: Int
  private var states: [State] = []
  private var active: [Int] = []
  private var curvature: Curvature?

  private let weights: Buffer
  private let scores: Buffer
  private let residuals: Buffer
  private let gradients: Buffer
  private let nextGradients: Buffer
  private let directions: Buffer
  private let directionScores: Buffer

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

  // MARK: - The start

  private func start() throws {
    var first = 0
    for block in problem.blocks {
      let columns = block.loss.columnCount
      let method: SolverReport.Method = prefersNewton(block) ? .newton : .lbfgs
      states.append(
        State(
          first: first, columns: columns,
          memory: LimitedMemory(capacity: options.memory, size: columns * p),
          report: SolverReport(method: method, converged: false)))
      first += columns
    }
    active = Array(states.indices)
    try evaluateStart()
    var row = 0
    for index in active {
      states[index].startGradient = largest(gradients.pointer + row * p, states[index].columns * p)
      row += states[index].columns
    }
    if problem.design.hasIntercept {
      startFromFrequencies()
      try evaluateStart()
    }
    row = 0
    for index in active {
      measure(index, gradients.pointer + row * p)
      row += states[index].columns
    }
    retire()
  }

  /// Loss, residuals and gradients of all blocks where they stand before the first iteration.
  private func evaluateStart() throws {
    for (index, block) in problem.blocks.enumerated() {
      let offset = states[index].first
      let result = block.loss.evaluate(
        scores.pointer + offset * n, along: nil, 0, rows: n,
        residuals: residuals.pointer + offset * n)
      states[index].report.loss = problem.strength * result.loss
      states[index].value = problem.strength * result.loss
    }
    try computeGradients(into: gradients)
  }

  /// Puts every intercept where it would be if there were no inputs.
  private func startFromFrequencies() {
    for (index, block) in problem.blocks.enumerated() {
      let shares = block.loss.frequencies().map { min(max($0, 1e-12), 1 - 1e-12) }
      for (k, share) in shares.enumerated() {
        let column = states[index].first + k
        let intercept = shares.count == 1 ? log(share / (1 - share)) : log(share)
        weights.pointer[column * p + p - 1] = intercept
        (scores.pointer + column * n).update(repeating: intercept, count: n)
      }
    }
  }

  /// The gradient's largest entry, relative to that at parameters 0.
  private func measure(_ index: Int, _ gradient: Doubles) {
    let start = states[index].startGradient
    let count = states[index].columns * p
    states[index].report.gradient = start > 0 ? largest(gradient, count) / start : 0
  }

  private func prefersNewton(_ block: LinearProblem.Block) -> Bool {
    guard options.allowsNewton, case .logistic = block.loss else { return false }
    return p <= 128 && n * p * p <= 4_000_000
  }

  // MARK: - One iteration

  /// One step of every block that is still active.
  func iterate() throws {
    var row = 0
    for index in active {
      try chooseDirection(index, row)
      row += states[index].columns
    }
    try withDesign { x in
      try DenseKernels.multiplyTransposed(
        directions.pointer, x, rows: row, inner: p, columns: n, into: directionScores.pointer)
    }
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
    let scaled = Buffer(n * width)
    withDesign { x in
      for i in 0..<n {
        let probability = min(max(residuals.pointer[row * n + i] + targets[i], 0), 1)
        let root = (problem.strength * probability * (1 - probability)).squareRoot()
        for (a, j) in allowed.enumerated() { scaled.pointer[i * width + a] = root * x[i * p + j] }
      }
    }
    let hessian = Buffer(width * width)
    try DenseKernels.gram(scaled.pointer, rows: n, columns: width, into: hessian.pointer)
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

  private func allowedParameters(_ index: Int) -> [Int] {
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

  // MARK: - Gradients

  /// Packed gradients `C R X + P w` of the active blocks, from their packed residuals.
  private func computeGradients(into target: Buffer) throws {
    let rows = active.reduce(0) { $0 + states[$1].columns }
    try withDesign { x in
      try DenseKernels.multiply(
        residuals.pointer, x, rows: rows, inner: n, columns: p, into: target.pointer)
    }
    var row = 0
    for index in active {
      for k in 0..<states[index].columns {
        let g = target.pointer + (row + k) * p
        let w = weights.pointer + (states[index].first + k) * p
        for j in 0..<p { g[j] *= problem.strength }
        for j in 0..<problem.design.featureCount { g[j] += w[j] }
        mask(g, index)
      }
      row += states[index].columns
    }
  }

  /// Clears the entries of inputs that a block may not use, so that they stay 0.
  private func mask(_ gradient: MutableDoubles, _ index: Int) {
    guard problem.blocks[index].features != nil else { return }
    var kept = [Double](repeating: 0, count: p)
    for j in allowedParameters(index) { kept[j] = gradient[j] }
    for j in 0..<p { gradient[j] = kept[j] }
  }

  // MARK: - The end

  /// Takes the blocks that have arrived, or cannot go on, out of the batch.
  private func retire() {
    var kept: [Int] = []
    var from = 0
    var to = 0
    for index in active {
      let columns = states[index].columns
      let report = states[index].report
      let arrived = report.gradient <= options.tolerance
      if arrived || states[index].failures >= 2 || report.iterations >= options.maximumIterations {
        states[index].report.converged = arrived
      } else {
        if from != to {
          for i in 0..<columns * n {
            residuals.pointer[to * n + i] = residuals.pointer[from * n + i]
          }
          for j in 0..<columns * p {
            gradients.pointer[to * p + j] = gradients.pointer[from * p + j]
          }
        }
        kept.append(index)
        to += columns
      }
      from += columns
    }
    active = kept
  }

  var solution: LinearSolution {
    var solution = LinearSolution(weights: [], reports: states.map(\.report))
    for state in states {
      let start = weights.pointer + state.first * p
      var block = Array(UnsafeBufferPointer(start: start, count: state.columns * p))
      if state.columns > 1, problem.design.hasIntercept { centre(&block, state.columns) }
      solution.weights.append(block)
    }
    return solution
  }

  /// Softmax does not feel a constant added to every intercept; they are reported with sum 0.
  private func centre(_ block: inout [Double], _ columns: Int) {
    var mean = 0.0
    for k in 0..<columns { mean += block[k * p + p - 1] / Double(columns) }
    for k in 0..<columns { block[k * p + p - 1] -= mean }
  }

  private func largest(_ x: Doubles, _ count: Int) -> Double {
    var top = 0.0
    for i in 0..<count { top = max(top, abs(x[i])) }
    return top
  }

  private func withDesign(_ body: (Doubles) throws -> Void) rethrows {
    try problem.design.values.withElements { if let x = $0.baseAddress { try body(x) } }
  }
}
