/// The last steps of a block and the gradient changes they made: L-BFGS's picture of the curvature.
///
/// J. Nocedal, *Updating Quasi-Newton Matrices with Limited Storage*, Mathematics of Computation,
/// 1980.
struct LimitedMemory {
  private struct Pair {
    let step: Buffer
    let change: Buffer
    let product: Double
  }

  private let capacity: Int
  private let size: Int
  private var pairs: [Pair] = []
  /// Whether the initial inverse Hessian is stretched to fit the last pair.
  private let isScaled: Bool

  /// A memory of `capacity` pairs of `size` numbers.
  ///
  /// A crude initial inverse Hessian gains from being scaled, one close to the truth loses.
  init(capacity: Int, size: Int, isScaled: Bool) {
    self.capacity = capacity
    self.size = size
    self.isScaled = isScaled
  }

  mutating func forget() {
    pairs.removeAll()
  }

  /// Remembers `factor·direction` and the change of the gradient, unless the curvature is lost in
  /// rounding.
  mutating func remember(
    _ direction: Doubles, _ factor: Double, from before: Doubles, to after: Doubles
  ) {
    let reused = pairs.count == capacity ? pairs.removeFirst() : nil
    let step = reused?.step ?? Buffer(size)
    let change = reused?.change ?? Buffer(size)
    for i in 0..<size {
      step.pointer[i] = factor * direction[i]
      change.pointer[i] = after[i] - before[i]
    }
    let product = DenseKernels.dot(step.pointer, change.pointer, size)
    let square = DenseKernels.dot(change.pointer, change.pointer, size)
    guard product > 1e-14 * square, product.isFinite else { return }
    pairs.append(Pair(step: step, change: change, product: product))
  }

  /// Replaces a gradient by −H·gradient, where `prepare` applies the initial inverse Hessian.
  func direction(_ q: MutableDoubles, prepare: (MutableDoubles) throws -> Void) throws {
    var shares = [Double](repeating: 0, count: pairs.count)
    for (index, pair) in pairs.enumerated().reversed() {
      let share = DenseKernels.dot(pair.step.pointer, q, size) / pair.product
      shares[index] = share
      DenseKernels.add(-share, pair.change.pointer, to: q, size)
    }
    try prepare(q)
    let scale = try scale(prepare)
    for i in 0..<size { q[i] *= scale }
    for (index, pair) in pairs.enumerated() {
      let back = DenseKernels.dot(pair.change.pointer, q, size) / pair.product
      DenseKernels.add(shares[index] - back, pair.step.pointer, to: q, size)
    }
    for i in 0..<size { q[i] = -q[i] }
  }

  /// What fits the initial inverse Hessian, as it is now, to the last pair.
  private func scale(_ prepare: (MutableDoubles) throws -> Void) throws -> Double {
    guard isScaled, let last = pairs.last else { return 1 }
    let prepared = Buffer(size)
    prepared.pointer.update(from: last.change.pointer, count: size)
    try prepare(prepared.pointer)
    let length = DenseKernels.dot(last.change.pointer, prepared.pointer, size)
    return length > 0 ? last.product / length : 1
  }
}
