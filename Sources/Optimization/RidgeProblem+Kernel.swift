internal import Tensors

/// Tasks with many inputs: the inverse of `XXᵀ + αI`, which also gives what each fold's rows would be
/// scored without them.
extension RidgeProblem {
  /// Solves tasks that use the same inputs.
  ///
  /// With `M` the inverse of the centred kernel plus αI, less 1/(nα) everywhere for the intercept,
  /// `a = M t` and `w = Xᵀ a`. The errors of the rows of a fold S without that fold solve `M_SS e = a_S`: S.
  /// An, W. Liu, S. Venkatesh, *Fast Cross-Validation Algorithms for Least Squares Support Vector
  /// Machine and Kernel Ridge Regression*, Pattern Recognition 40, 2007.
  func solveByKernel(_ inputs: [Int], _ members: [Int]) throws -> [Solution] {
    let inverse = try inverseKernel(inputs)
    let n = design.rowCount
    var solutions = [Solution?](repeating: nil, count: members.count)
    try solutions.withUnsafeMutableBufferPointer { solutions in
      try Parallel.run(members.count, "fit") { place in
        let task = tasks[members[place]]
        var duals = [Double](repeating: 0, count: n)
        try duals.withUnsafeMutableBufferPointer { duals in
          guard let duals = duals.baseAddress else { return }
          try BLAS.gemv(false, n, n, 1, inverse.pointer, n, task.targets, 0, duals)
        }
        let weights = design.products(with: duals, inputs)
        guard weights.allSatisfy(\.isFinite) else { throw overflow }
        let bare = design.scores(weights, inputs, 0)
        let intercept =
          design.hasIntercept
          ? zip(task.targets, bare).reduce(0) { $0 + ($1.0 - $1.1) } / Double(max(n, 1)) : 0
        var solution = finished(task, inputs, weights, intercept)
        if let folds = task.folds {
          solution.scores = try outOfFold(task, folds, inverse, duals)
        }
        solutions[place] = solution
      }
    }
    return solutions.compactMap { $0 }
  }

  private func inverseKernel(_ inputs: [Int]) throws -> Buffer {
    if let inverse = try inverseKernel(inputs, share: 0) { return inverse }
    guard let inverse = try inverseKernel(inputs, share: RidgeDesign.leastShare) else {
      throw overflow
    }
    return inverse
  }

  /// The inverse with a share of the rows' mean square added to α.
  private func inverseKernel(_ inputs: [Int], share: Double) throws -> Buffer? {
    let n = design.rowCount
    let kernel = try design.kernel(of: inputs)
    if design.hasIntercept { centre(kernel) }
    let square = (0..<n).reduce(0) { $0 + kernel.pointer[$1 * n + $1] } / Double(max(n, 1))
    guard square.isFinite else { return nil }
    let alpha = alpha + share * square
    // A centred kernel has no part along the ones, where α alone could be lost in rounding: what is
    // added there is taken off the inverse again.
    let lift = design.hasIntercept ? square / Double(n) : 0
    for i in 0..<n {
      for j in 0..<n { kernel.pointer[i * n + j] += lift }
      kernel.pointer[i * n + i] += alpha
    }
    guard let factor = try Factor(kernel, size: n) else { return nil }
    let inverse = try factor.inverse()
    if design.hasIntercept {
      let along = 1 / (Double(n) * (alpha + square))
      for i in 0..<n * n { inverse.pointer[i] -= along }
    }
    return inverse
  }

  /// Takes the means off rows and columns, as if the inputs were centred.
  private func centre(_ kernel: Buffer) {
    let n = design.rowCount
    let means = (0..<n).map { i in
      (0..<n).reduce(0) { $0 + kernel.pointer[i * n + $1] } / Double(n)
    }
    let mean = means.reduce(0, +) / Double(max(n, 1))
    for i in 0..<n {
      for j in 0..<n { kernel.pointer[i * n + j] += mean - means[i] - means[j] }
    }
  }

  private func outOfFold(
    _ task: Task, _ folds: [Int], _ inverse: Buffer, _ duals: [Double]
  ) throws -> [Double] {
    let n = design.rowCount
    var scores = [Double](repeating: 0, count: n)
    for fold in 0...(folds.max() ?? 0) {
      try Interrupt.check()
      let rows = folds.indices.filter { folds[$0] == fold }
      let block = Buffer(rows.count * rows.count)
      for (a, i) in rows.enumerated() {
        for (b, j) in rows.enumerated() {
          block.pointer[a * rows.count + b] = inverse.pointer[i * n + j]
        }
      }
      guard let factor = try Factor(block, size: rows.count) else { throw overflow }
      var errors = rows.map { duals[$0] }
      try errors.withUnsafeMutableBufferPointer { errors in
        if let start = errors.baseAddress { try factor.solve(start) }
      }
      for (i, error) in zip(rows, errors) { scores[i] = task.targets[i] - error }
    }
    return scores
  }
}
