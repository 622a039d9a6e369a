internal import Tensors

/// Tasks with fewer inputs than samples: factors of `XᵀX + αI`.
extension RidgeProblem {
  /// Solves tasks that use the same inputs; `moments` are those inputs' own, when they are known.
  func solveByMoments(
    _ inputs: [Int], _ members: [Int], _ moments: RidgeDesign.Moments?
  ) throws -> [Solution] {
    let moments = try moments ?? design.moments(of: inputs)
    guard let factor = try moments.factor(alpha: alpha, centred: design.hasIntercept) else {
      throw overflow
    }
    var solutions = [Solution?](repeating: nil, count: members.count)
    try solutions.withUnsafeMutableBufferPointer { solutions in
      try Parallel.run(members.count, "fit") { place in
        let task = tasks[members[place]]
        let products = design.products(with: task.targets, inputs)
        let (weights, intercept) = try line(
          factor, moments, products, sum: task.targets.reduce(0, +))
        var solution = finished(task, inputs, weights, intercept)
        if let folds = task.folds {
          solution.scores = try outOfFold(task, inputs, folds, moments, products)
        }
        solutions[place] = solution
      }
    }
    return solutions.compactMap { $0 }
  }

  /// Weights and intercept from the moments of inputs, their products with the targets, and the
  /// targets' sum.
  private func line(
    _ factor: Factor, _ moments: RidgeDesign.Moments, _ products: [Double], sum: Double
  ) throws -> (weights: [Double], intercept: Double) {
    let mean = design.hasIntercept && moments.count > 0 ? sum / moments.count : 0
    var weights = zip(products, moments.sums).map { $0 - $1 * mean }
    try weights.withUnsafeMutableBufferPointer { weights in
      if let start = weights.baseAddress { try factor.solve(start) }
    }
    guard weights.allSatisfy(\.isFinite) else { throw overflow }
    guard design.hasIntercept else { return (weights, 0) }
    let intercept = zip(weights, moments.sums).reduce(mean) { $0 - $1.0 * $1.1 / moments.count }
    return (weights, intercept)
  }

  /// Each row's score by a fit to the other folds, whose moments are the whole set's less the fold's.
  private func outOfFold(
    _ task: Task, _ inputs: [Int], _ folds: [Int], _ moments: RidgeDesign.Moments,
    _ products: [Double]
  ) throws -> [Double] {
    var scores = [Double](repeating: 0, count: design.rowCount)
    let total = task.targets.reduce(0, +)
    for fold in 0...(folds.max() ?? 0) {
      try Interrupt.check()
      let rows = folds.indices.filter { folds[$0] == fold }
      let rest = moments.less(try design.moments(of: inputs, rows: rows))
      guard let factor = try rest.factor(alpha: alpha, centred: design.hasIntercept) else {
        throw overflow
      }
      var own = [Double](repeating: 0, count: design.rowCount)
      for i in rows { own[i] = task.targets[i] }
      let others = zip(products, design.products(with: own, inputs)).map { $0 - $1 }
      let (weights, intercept) = try line(
        factor, rest, others, sum: total - own.reduce(0, +))
      let found = design.scores(weights, inputs, intercept)
      for i in rows { scores[i] = found[i] }
    }
    return scores
  }
}
