internal import Datasets
internal import Tensors

/// The inputs of one task, or of all tasks that share them, as products with the squared loss's Hessian
/// need them.
///
/// With more samples than features (n > d) it is the Gram matrix G = X_cᵀ X_c, X_c the inputs less
/// their means: the intercept is eliminated exactly. It is summed over blocks of centred rows, so that
/// inputs far from 0 lose no digits and no copy of the data is made. With n ≤ d the products go
/// through X itself, which is smaller.
struct TaskDesign: Sendable {
  let X: Tensor
  /// d×d; `nil` where X is used itself.
  private(set) var gram: [Double]?
  /// Whether only the lower triangle of the Gram matrix is filled in.
  private let isLower: Bool
  /// x̄, d numbers; 0 without intercepts.
  private(set) var means: [Double]

  /// Rows that are centred at a time.
  private static let blockRows = 128

  /// From this many features on a product that reads one triangle alone is quicker.
  private static let lowerSize = 64

  /// - Parameters:
  ///   - X: the inputs, n×d.
  ///   - isCentred: whether their means are taken off.
  ///   - isShared: whether the Gram matrix is to be multiplied by the weights of all tasks at once.
  /// - Throws: `limit` when the Gram matrix does not fit in memory.
  init(_ X: Tensor, isCentred: Bool, isShared: Bool) throws {
    self.X = X
    let (n, d) = (X.rowCount, X.columnCount)
    isLower = !isShared && d >= Self.lowerSize
    means = Array(repeating: 0, count: d)
    guard n > d, d > 0 else { return }
    if isCentred { means = Self.columnMeans(X) }
    try TensorMemory.check(count: d * d, described: "\(Shape(d, d)) (Gram matrix)")
    gram = Array(repeating: 0, count: d * d)
    if isCentred { try sumCentredBlocks(n, d) } else { try sumBlocks(n, d) }
  }

  private static func columnMeans(_ X: Tensor) -> [Double] {
    let (n, d) = (X.rowCount, X.columnCount)
    var means = Array(repeating: 0.0, count: d)
    X.withElements { x in
      guard let x = x.baseAddress else { return }
      means.withMutablePointer { m in
        for i in 0..<n { VectorLoops.add(x + i * d, times: 1, to: m, d) }
      }
    }
    return means.map { $0 / Double(n) }
  }

  private mutating func sumBlocks(_ n: Int, _ d: Int) throws {
    try X.withElements { x in
      guard let x = x.baseAddress else { return }
      try gram?.withMutablePointer {
        try BLAS.syrk(true, d, n, 1, x, d, 0, $0, d, lowerOnly: isLower)
      }
    }
  }

  /// Whether the Gram matrix shows that no input is missing or too large: each is squared on its
  /// diagonal.
  var isKnownFinite: Bool {
    let d = X.columnCount
    let limit = TaskProblem.largest * TaskProblem.largest
    return gram.map { gram in (0..<d).allSatisfy { gram[$0 * d + $0] <= limit } } ?? false
  }

  /// g ← G w, with a Gram matrix.
  func multiply(_ w: UnsafePointer<Double>, into g: UnsafeMutablePointer<Double>) throws {
    let d = X.columnCount
    try gram?.withPointer { gram in
      if isLower {
        try BLAS.symv(d, gram, d, w, g)
      } else {
        try BLAS.gemv(false, d, d, 1, gram, d, w, 0, g)
      }
    }
  }

  private mutating func sumCentredBlocks(_ n: Int, _ d: Int) throws {
    let length = min(Self.blockRows, n)
    var block = Array(repeating: 0.0, count: length * d)
    try X.withElements { x in
      guard let x = x.baseAddress else { return }
      try block.withMutablePointer { rows in
        for start in stride(from: 0, to: n, by: length) {
          try Interrupt.check()
          let count = min(length, n - start)
          means.withPointer { m in
            for i in 0..<count {
              let (from, to) = (x + (start + i) * d, rows + i * d)
              for k in 0..<d { to[k] = from[k] - m[k] }
            }
          }
          try gram?.withMutablePointer {
            try BLAS.syrk(true, d, count, 1, rows, d, 1, $0, d, lowerOnly: isLower)
          }
        }
      }
    }
  }
}
