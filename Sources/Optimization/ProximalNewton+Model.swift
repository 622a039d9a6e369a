internal import Tensors

/// The quadratic model of the loss plus the penalty, and its minimum.
extension ProximalNewton {
  /// Up to so many parameters of one column the model's matrix is formed.
  private static var largestMatrix: Int { 512 }

  /// Moves `target` to the model's minimum over some parameters, the others staying where they are.
  func minimiseModel(over free: [Coordinate], within tolerance: Double) throws {
    guard !free.isEmpty else { return }
    if K == 1, free.count <= Self.largestMatrix {
      let parameters = free.map(\.j)
      let hessian = try design.gram(weights: curvature.pointer, parameters: parameters)
      for (a, j) in parameters.enumerated() where j < design.featureCount {
        hessian.pointer[a * parameters.count + a] += penalty.l2
      }
      if penalty.l1 > 0 {
        return try descend(hessian, parameters, within: tolerance)
      }
      if try solve(hessian, parameters) { return }
    }
    if penalty.l1 > 0 {
      try sweep(free, within: tolerance)
    } else {
      try conjugateGradients(free, within: tolerance)
    }
  }

  /// Without λ₁: one linear system.
  ///
  /// Says whether it could be solved.
  private func solve(_ hessian: Buffer, _ parameters: [Int]) throws -> Bool {
    let width = parameters.count
    // Without any penalty, inputs that say the same leave the matrix singular; so little more on
    // its diagonal changes the way, not the optimum.
    var largest = 0.0
    for a in 0..<width { largest = max(largest, hessian.pointer[a * width + a]) }
    for a in 0..<width { hessian.pointer[a * width + a] += 1e-13 * largest + 1e-300 }
    guard let factor = try Factor(hessian, size: width) else { return false }
    let step = Buffer(width)
    for (a, j) in parameters.enumerated() { step.pointer[a] = -gradient.pointer[j] }
    try factor.solve(step.pointer)
    for a in 0..<width where !step.pointer[a].isFinite { return false }
    for (a, j) in parameters.enumerated() {
      target.pointer[j] = weights.pointer[j] + step.pointer[a]
    }
    return true
  }

  /// Coordinate descent on the model's matrix (both halves filled).
  private func descend(
    _ hessian: Buffer, _ parameters: [Int], within tolerance: Double
  ) throws {
    let width = parameters.count
    let slopes = Buffer(width)
    for (a, j) in parameters.enumerated() { slopes.pointer[a] = gradient.pointer[j] }
    for round in 0..<2000 {
      if round & 0xF == 0 { try Interrupt.check() }
      var largest = 0.0
      for (a, j) in parameters.enumerated() {
        let steepness = hessian.pointer[a * width + a]
        let change = changeOf(
          target.pointer[j], slope: slopes.pointer[a], steepness: steepness,
          isPenalised: j < design.featureCount)
        guard change != 0 else { continue }
        target.pointer[j] += change
        DenseKernels.add(change, hessian.pointer + a * width, to: slopes.pointer, width)
        largest = max(largest, abs(change) * steepness)
      }
      if !(largest > tolerance) { return }
    }
  }

  /// What takes one parameter to its own minimum, its value being exactly 0 where that is best.
  private func changeOf(
    _ value: Double, slope: Double, steepness: Double, isPenalised: Bool
  ) -> Double {
    guard steepness > 0 else { return 0 }
    let free = value - slope / steepness
    guard isPenalised, penalty.l1 > 0 else { return free - value }
    let bound = penalty.l1 / steepness
    return free > bound ? free - bound - value : free < -bound ? free + bound - value : -value
  }

  /// Coordinate descent on the scores: no matrix is formed.
  private func sweep(_ free: [Coordinate], within tolerance: Double) throws {
    let steepness = free.map { coordinate in
      let squares =
        K == 1
        ? design.square(coordinate.j, weights: curvature.pointer)
        : softmaxSteepness(coordinate)
      return squares + (coordinate.j < design.featureCount ? penalty.l2 : 0)
    }
    along.pointer.update(repeating: 0, count: K * n)
    let mean = Buffer(n)
    for _ in 0..<60 {
      try Interrupt.check()
      var largest = 0.0
      for (coordinate, steepness) in zip(free, steepness) {
        let i = coordinate.k * p + coordinate.j
        let isPenalised = coordinate.j < design.featureCount
        var slope = gradient.pointer[i] + modelSlope(coordinate, mean)
        if isPenalised { slope += penalty.l2 * (target.pointer[i] - weights.pointer[i]) }
        let change = changeOf(
          target.pointer[i], slope: slope, steepness: steepness, isPenalised: isPenalised)
        guard change != 0 else { continue }
        target.pointer[i] += change
        shift(coordinate, by: change, mean)
        largest = max(largest, abs(change) * steepness)
      }
      if !(largest > tolerance) { return }
    }
  }

  /// `C Σ_i x_ij² p_ik (1 − p_ik)`.
  private func softmaxSteepness(_ coordinate: Coordinate) -> Double {
    let p = curvature.pointer + coordinate.k * n
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: n) { scratch in
      guard let weights = scratch.baseAddress else { return 0 }
      for i in 0..<n { weights[i] = strength * p[i] * (1 - p[i]) }
      return design.square(coordinate.j, weights: weights)
    }
  }

  /// What the moves made so far add to the slope in one parameter.
  ///
  /// In `along` stand, for one column, the scores of the moves times the curvature; for several, the
  /// scores, and in `mean` their means by the rows' probabilities.
  private func modelSlope(_ coordinate: Coordinate, _ mean: Buffer) -> Double {
    if K == 1 { return design.dot(coordinate.j, along.pointer) }
    let offset = coordinate.k * n
    return strength
      * design.spread(
        coordinate.j, curvature.pointer + offset, along.pointer + offset, mean.pointer)
  }

  private func shift(_ coordinate: Coordinate, by change: Double, _ mean: Buffer) {
    if K == 1 {
      return design.add(change, coordinate.j, weights: curvature.pointer, to: along.pointer)
    }
    let offset = coordinate.k * n
    design.add(change, coordinate.j, to: along.pointer + offset)
    design.add(change, coordinate.j, weights: curvature.pointer + offset, to: mean.pointer)
  }
}
