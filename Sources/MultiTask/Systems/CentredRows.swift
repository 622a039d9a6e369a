internal import Glibc
internal import Tensors

/// One task's inputs as its linear system sees them: Z = √D (X − 1 x̄ᵀ), n×d.
///
/// D are the samples' weights; x̄, their weighted mean, stands in for an intercept, which it
/// eliminates: the Gram matrix ZᵀZ is the system's Schur complement. Z is never stored: products
/// centre a block of rows at a time, so that a large mean costs no digits.
struct CentredRows: Sendable {
  let X: Tensor
  /// x̄; without an intercept it is empty.
  let centre: [Double]
  /// √D; empty where all weights are 1.
  let roots: [Double]

  var rowCount: Int { X.rowCount }
  var columnCount: Int { X.columnCount }
  /// Whether the system is one of d×d numbers, ZᵀZ; otherwise of n×n, ZZᵀ.
  var isTall: Bool { rowCount > columnCount }

  init(_ X: Tensor, roots: [Double] = [], isCentred: Bool) throws {
    self.X = X
    self.roots = roots
    guard isCentred else {
      centre = []
      return
    }
    let (n, d) = (X.rowCount, X.columnCount)
    let weights = roots.isEmpty ? Array(repeating: 1, count: n) : roots.map { $0 * $0 }
    let total = weights.reduce(0, +)
    var mean = Array(repeating: 0.0, count: d)
    try X.withElements { x in
      guard let x = x.baseAddress, d > 0 else { return }
      try BLAS.gemv(true, n, d, 1 / total, x, d, weights, 0, &mean)
    }
    // What rounding left of the mean, once more.
    let rest = try CentredRows(X, centre: mean, roots: roots).transposedProduct(
      roots.isEmpty ? weights : roots)
    centre = zip(mean, rest).map { $0 + $1 / total }
  }

  private init(_ X: Tensor, centre: [Double], roots: [Double]) {
    self.X = X
    self.centre = centre
    self.roots = roots
  }

  /// Runs `body` on the start, the number of rows and the rows of each block of Z.
  func forEachBlock(
    of length: Int, _ body: (Int, Int, UnsafePointer<Double>) throws -> Void
  ) throws {
    let (n, d) = (rowCount, columnCount)
    guard n > 0, d > 0 else { return }
    try X.withElements { x in
      guard let x = x.baseAddress else { return }
      if centre.isEmpty, roots.isEmpty { return try body(0, n, x) }
      let length = min(length, n)
      let block = UnsafeMutablePointer<Double>.allocate(capacity: length * d)
      defer { block.deallocate() }
      for start in stride(from: 0, to: n, by: length) {
        let count = min(length, n - start)
        fill(block, x + start * d, start, count)
        try body(start, count, block)
      }
    }
  }

  private func fill(
    _ block: UnsafeMutablePointer<Double>, _ x: UnsafePointer<Double>, _ start: Int, _ count: Int
  ) {
    let d = columnCount
    centre.withUnsafeBufferPointer { centre in
      for i in 0..<count {
        let root = roots.isEmpty ? 1 : roots[start + i]
        if centre.isEmpty {
          for k in i * d..<(i + 1) * d { block[k] = root * x[k] }
        } else {
          for k in 0..<d { block[i * d + k] = root * (x[i * d + k] - centre[k]) }
        }
      }
    }
  }

  /// How many rows a product centres at a time: about what a processor keeps close.
  private var blockLength: Int { max(1, 16_384 / max(columnCount, 1)) }

  /// Z w, n numbers.
  func product(_ w: UnsafePointer<Double>) throws -> [Double] {
    var result = Array(repeating: 0.0, count: rowCount)
    let d = columnCount
    try result.withUnsafeMutableBufferPointer { result in
      guard let result = result.baseAddress else { return }
      try forEachBlock(of: blockLength) { start, count, z in
        try BLAS.gemv(false, count, d, 1, z, d, w, 0, result + start)
      }
    }
    return result
  }

  /// Zᵀ u, d numbers.
  func transposedProduct(_ u: [Double]) throws -> [Double] {
    var result = Array(repeating: 0.0, count: columnCount)
    let d = columnCount
    try u.withUnsafeBufferPointer { u in
      guard let u = u.baseAddress else { return }
      try forEachBlock(of: blockLength) { start, count, z in
        try BLAS.gemv(true, count, d, 1, z, d, u + start, 1, &result)
      }
    }
    return result
  }

  /// ZᵀZ, d×d, where there are more rows than columns; else ZZᵀ, n×n.
  func gram() throws -> [Double] {
    let (n, d) = (rowCount, columnCount)
    let size = min(n, d)
    try TensorMemory.check(Shape(size, size))
    var result = Array(repeating: 0.0, count: size * size)
    if isTall {
      try forEachBlock(of: max(blockLength, 256)) { _, count, z in
        try BLAS.syrk(true, d, count, 1, z, d, 1, &result, d)
      }
    } else {
      try forEachBlock(of: n) { _, _, z in try BLAS.syrk(false, n, d, 1, z, d, 0, &result, n) }
    }
    return result
  }

  /// Z itself.
  func tensor() throws -> Tensor {
    try TensorMemory.check(X.shape)
    var elements: [Double] = []
    elements.reserveCapacity(rowCount * columnCount)
    try forEachBlock(of: rowCount) { _, count, z in
      elements += UnsafeBufferPointer(start: z, count: count * columnCount)
    }
    return Tensor(elements, Shape(rowCount, columnCount))
  }

  /// Targets less their weighted mean, times √D: what Z w is to come close to.
  ///
  /// Without an intercept nothing is taken off.
  func targets(_ y: [Double]) -> (z: [Double], mean: Double) {
    let weights = roots.isEmpty ? Array(repeating: 1, count: y.count) : roots.map { $0 * $0 }
    var mean = 0.0
    if !centre.isEmpty {
      let total = weights.reduce(0, +)
      mean = zip(weights, y).reduce(0) { $0 + $1.0 * $1.1 } / total
      mean += zip(weights, y).reduce(0) { $0 + $1.0 * ($1.1 - mean) } / total
    }
    guard !roots.isEmpty else { return (y.map { $0 - mean }, mean) }
    return (zip(roots, y).map { $0 * ($1 - mean) }, mean)
  }

  /// The intercept of weights w, given the targets' mean: ȳ − x̄ᵀw.
  func intercept(_ w: ArraySlice<Double>, mean: Double) -> Double {
    centre.isEmpty ? 0 : zip(centre, w).reduce(mean) { $0 - $1.0 * $1.1 }
  }
}

/// The results of parts that are computed side by side, in the parts' order.
func mapInParallel<Result>(
  _ count: Int, _ body: (Int) throws -> Result
) throws -> [Result] {
  var results = [Result?](repeating: nil, count: count)
  try results.withUnsafeMutableBufferPointer { buffer in
    let places = buffer
    try Parallel.run(count) { places[$0] = try body($0) }
  }
  return results.compactMap { $0 }
}
