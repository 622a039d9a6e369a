internal import Tensors

/// The model's minimum without λ₁ when its matrix is too large to be formed.
extension ProximalNewton {
  /// Conjugate gradients on `H step = −gradient` over some parameters, scaled by H's diagonal.
  ///
  /// M. R. Hestenes, E. Stiefel, *Methods of Conjugate Gradients for Solving Linear Systems*, Journal
  /// of Research of the National Bureau of Standards 49, 1952.
  func conjugateGradients(_ free: [Coordinate], within tolerance: Double) throws {
    let size = K * p
    let isFree = Buffer(size)
    for coordinate in free { isFree.pointer[coordinate.k * p + coordinate.j] = 1 }
    let scales = diagonal(free)
    let (rest, step, product) = (Buffer(size), Buffer(size), Buffer(size))
    for i in 0..<size { rest.pointer[i] = -gradient.pointer[i] * isFree.pointer[i] }
    for i in 0..<size { step.pointer[i] = rest.pointer[i] / scales.pointer[i] }
    var length = DenseKernels.dot(rest.pointer, step.pointer, size)
    for _ in 0..<min(2 * free.count, 1000) {
      try Interrupt.check()
      try multiply(step.pointer, into: product.pointer)
      for i in 0..<size { product.pointer[i] *= isFree.pointer[i] }
      let bend = DenseKernels.dot(step.pointer, product.pointer, size)
      guard bend > 0, bend.isFinite else { return }
      let factor = length / bend
      DenseKernels.add(factor, step.pointer, to: target.pointer, size)
      DenseKernels.add(-factor, product.pointer, to: rest.pointer, size)
      var largest = 0.0
      for i in 0..<size { largest = max(largest, abs(rest.pointer[i])) }
      if !(largest > tolerance) { return }
      var next = 0.0
      for i in 0..<size { next += rest.pointer[i] * rest.pointer[i] / scales.pointer[i] }
      let share = next / length
      length = next
      for i in 0..<size {
        step.pointer[i] = rest.pointer[i] / scales.pointer[i] + share * step.pointer[i]
      }
    }
  }

  /// H's diagonal; 1 where it is 0.
  private func diagonal(_ free: [Coordinate]) -> Buffer {
    let diagonal = Buffer(K * p)
    diagonal.pointer.update(repeating: 1, count: K * p)
    let bends = Buffer(n)
    for k in 0..<K {
      let from = curvature.pointer + k * n
      for i in 0..<n { bends.pointer[i] = K == 1 ? from[i] : strength * from[i] * (1 - from[i]) }
      for coordinate in free where coordinate.k == k {
        let square =
          design.square(coordinate.j, weights: bends.pointer)
          + (coordinate.j < design.featureCount ? penalty.l2 : 0)
        diagonal.pointer[k * p + coordinate.j] = square > 0 ? square : 1
      }
    }
    return diagonal
  }

  /// Computes `H v` for K×p parameters.
  private func multiply(_ v: Doubles, into out: MutableDoubles) throws {
    try design.scores(of: v, rows: K, into: along.pointer)
    if K == 1 {
      for i in 0..<n { along.pointer[i] *= curvature.pointer[i] }
    } else {
      for i in 0..<n {
        var mean = 0.0
        for k in 0..<K { mean += curvature.pointer[k * n + i] * along.pointer[k * n + i] }
        for k in 0..<K {
          let place = k * n + i
          along.pointer[place] = strength * curvature.pointer[place] * (along.pointer[place] - mean)
        }
      }
    }
    try design.products(with: along.pointer, rows: K, into: out)
    for k in 0..<K {
      for j in 0..<design.featureCount { out[k * p + j] += penalty.l2 * v[k * p + j] }
    }
  }
}
