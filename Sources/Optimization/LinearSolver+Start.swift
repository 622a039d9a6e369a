internal import Glibc
internal import Tensors

extension LinearSolver {
  func start() throws {
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
      states[index].record(step: 0)
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
  func startFromFrequencies() {
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
  func measure(_ index: Int, _ gradient: Doubles) {
    let start = states[index].startGradient
    let count = states[index].columns * p
    states[index].report.gradient = start > 0 ? largest(gradient, count) / start : 0
  }

  private func prefersNewton(_ block: LinearProblem.Block) -> Bool {
    guard options.allowsNewton, case .logistic = block.loss else { return false }
    return p <= 128 && n * p * p <= 4_000_000
  }
}
