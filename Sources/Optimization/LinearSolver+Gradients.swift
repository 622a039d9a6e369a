extension LinearSolver {
  /// Packed gradients `C R X + P w` of the active blocks, from their packed residuals.
  func computeGradients(into target: Buffer) throws {
    let rows = active.reduce(0) { $0 + states[$1].columns }
    try problem.design.gradients(of: residuals.pointer, rows: rows, into: target.pointer)
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

  /// Takes the blocks that have arrived, or cannot go on, out of the batch.
  func retire() {
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

  func largest(_ x: Doubles, _ count: Int) -> Double {
    var top = 0.0
    for i in 0..<count { top = max(top, abs(x[i])) }
    return top
  }
}
