internal import Tensors

/// Inputs of least squares problems, and their second moments.
///
/// Dense inputs are stored less their means when there is an intercept; sparse ones as they are,
/// their means being taken off the moments.
struct RidgeDesign: Sendable {
  private let stored: DesignMatrix
  /// What was taken off each input.
  let shifts: [Double]
  let hasIntercept: Bool

  var rowCount: Int { stored.rowCount }
  var featureCount: Int { stored.columnCount }

  init(_ X: DesignMatrix, intercept: Bool) throws {
    hasIntercept = intercept
    let (n, d) = (X.rowCount, X.columnCount)
    var means = [Double](repeating: 0, count: d)
    guard intercept, case .dense(let tensor) = X else {
      (stored, shifts) = (X, means)
      return
    }
    try TensorMemory.check(tensor.shape)
    var centred = tensor
    centred.withMutableElements { x in
      for i in 0..<n {
        for j in 0..<d { means[j] += x[i * d + j] / Double(n) }
      }
      for i in 0..<n {
        for j in 0..<d { x[i * d + j] -= means[j] }
      }
    }
    (stored, shifts) = (.dense(centred), means)
  }

  /// Sums, and sums of products, of some inputs over some rows.
  struct Moments {
    var count: Double
    /// d values.
    var sums: [Double]
    /// d×d.
    var products: Buffer

    /// The moments of a few of the inputs.
    func block(_ inputs: [Int]) -> Moments {
      let (d, width) = (sums.count, inputs.count)
      let block = Buffer(width * width)
      for (a, i) in inputs.enumerated() {
        for (b, j) in inputs.enumerated() {
          block.pointer[a * width + b] = products.pointer[i * d + j]
        }
      }
      return Moments(count: count, sums: inputs.map { sums[$0] }, products: block)
    }

    /// What is left when some of the rows are taken away.
    func less(_ other: Moments) -> Moments {
      let rest = Buffer(products.count)
      for i in 0..<products.count {
        rest.pointer[i] = products.pointer[i] - other.products.pointer[i]
      }
      return Moments(
        count: count - other.count, sums: zip(sums, other.sums).map { $0 - $1 }, products: rest)
    }

    /// The factor of `XᵀX + αI`, X less its means unless `centred` is false; `nil` when there is none.
    func factor(alpha: Double, centred: Bool) throws -> Factor? {
      if let factor = try factor(adding: alpha, centred) { return factor }
      return try factor(adding: alpha + RidgeDesign.leastShare * largest, centred)
    }

    private func factor(adding alpha: Double, _ centred: Bool) throws -> Factor? {
      let d = sums.count
      let matrix = Buffer(d * d)
      for i in 0..<d {
        for j in 0..<d {
          let mean = centred ? sums[i] * sums[j] / count : 0
          matrix.pointer[i * d + j] = products.pointer[i * d + j] - mean
        }
        matrix.pointer[i * d + i] += alpha
        guard matrix.pointer[i * d + i].isFinite else { return nil }
      }
      return try Factor(matrix, size: d)
    }

    /// The largest sum of squares.
    private var largest: Double {
      let d = sums.count
      return (0..<d).reduce(0) { max($0, products.pointer[$1 * d + $1]) }
    }
  }

  /// Where α is lost in rounding beside the inputs' squares, this share of them takes its place.
  static let leastShare = 1e-13

  /// The moments of some inputs over some rows, all when `nil`.
  func moments(of inputs: [Int], rows: [Int]? = nil) throws -> Moments {
    let width = inputs.count
    let products = Buffer(width * width)
    var sums = [Double](repeating: 0, count: width)
    let part = try rows.map { try stored.rows($0) } ?? stored
    switch part {
    case .dense(let tensor):
      let packed = Self.packed(tensor, inputs)
      let n = tensor.rowCount
      for i in 0..<n {
        for a in 0..<width { sums[a] += packed.pointer[i * width + a] }
      }
      try BLAS.syrk(
        true, width, n, 1, packed.pointer, max(width, 1), 0, products.pointer, max(width, 1))
    case .sparse(let matrix):
      var places = [Int](repeating: -1, count: featureCount)
      for (a, j) in inputs.enumerated() { places[j] = a }
      matrix.withEntries { x in
        for k in x.values.indices where places[Int(x.columns[k])] >= 0 {
          sums[places[Int(x.columns[k])]] += x.values[k]
        }
      }
      try SparseKernels.gram(
        matrix, weights: nil, places: places, intercept: nil, size: width,
        into: products.pointer)
      for a in 0..<width {
        for b in 0..<a { products.pointer[b * width + a] = products.pointer[a * width + b] }
      }
    }
    return Moments(count: Double(part.rowCount), sums: sums, products: products)
  }

  /// The products of all pairs of rows over some inputs, n×n.
  func kernel(of inputs: [Int]) throws -> Buffer {
    let n = rowCount
    try TensorMemory.check(count: 2 * n * n, described: "\(2 * n)×\(n)")
    let kernel = Buffer(n * n)
    switch stored {
    case .dense(let tensor):
      let packed = Self.packed(tensor, inputs)
      let width = inputs.count
      try BLAS.syrk(
        false, n, width, 1, packed.pointer, max(width, 1), 0, kernel.pointer, max(n, 1))
    case .sparse(let matrix):
      try sparseKernel(matrix, inputs, into: kernel.pointer)
    }
    return kernel
  }

  private func sparseKernel(
    _ matrix: SparseMatrix, _ inputs: [Int], into kernel: MutableDoubles
  ) throws {
    let n = rowCount
    var used = [Bool](repeating: false, count: featureCount)
    for j in inputs { used[j] = true }
    var row = [Double](repeating: 0, count: featureCount)
    try matrix.withEntries { x in
      for i in 0..<n {
        try Interrupt.check()
        let own = x.starts[i]..<x.starts[i + 1]
        for k in own where used[Int(x.columns[k])] { row[Int(x.columns[k])] = x.values[k] }
        for other in 0...i {
          var sum = 0.0
          for k in x.starts[other]..<x.starts[other + 1] {
            sum += x.values[k] * row[Int(x.columns[k])]
          }
          kernel[i * n + other] = sum
          kernel[other * n + i] = sum
        }
        for k in own { row[Int(x.columns[k])] = 0 }
      }
    }
  }

  /// Some columns of a matrix, row by row.
  private static func packed(_ tensor: Tensor, _ inputs: [Int]) -> Buffer {
    let (n, d, width) = (tensor.rowCount, tensor.columnCount, inputs.count)
    let packed = Buffer(n * width)
    tensor.withElements { x in
      for i in 0..<n {
        for (a, j) in inputs.enumerated() { packed.pointer[i * width + a] = x[i * d + j] }
      }
    }
    return packed
  }

  // MARK: - Products

  /// The mean over the rows of the squares of some inputs, summed.
  func meanSquare(_ inputs: [Int]) -> Double {
    var sums = [Double](repeating: 0, count: featureCount)
    let d = max(featureCount, 1)
    switch stored {
    case .dense(let tensor):
      tensor.withElements { x in for i in x.indices { sums[i % d] += x[i] * x[i] } }
    case .sparse(let matrix):
      matrix.withEntries { x in
        for k in x.values.indices { sums[Int(x.columns[k])] += x.values[k] * x.values[k] }
      }
    }
    return inputs.reduce(0) { $0 + sums[$1] } / Double(max(rowCount, 1))
  }

  /// `Σ_i x_ij y_i` of some inputs.
  func products(with y: [Double], _ inputs: [Int]) -> [Double] {
    var sums = [Double](repeating: 0, count: featureCount)
    let d = featureCount
    switch stored {
    case .dense(let tensor):
      tensor.withElements { x in
        for i in 0..<rowCount {
          for j in 0..<d { sums[j] += x[i * d + j] * y[i] }
        }
      }
    case .sparse(let matrix):
      matrix.withEntries { x in
        for i in 0..<rowCount {
          for k in x.starts[i]..<x.starts[i + 1] { sums[Int(x.columns[k])] += x.values[k] * y[i] }
        }
      }
    }
    return inputs.map { sums[$0] }
  }

  /// The scores of all rows by weights of some of the stored inputs.
  func scores(_ weights: [Double], _ inputs: [Int], _ intercept: Double) -> [Double] {
    var all = [Double](repeating: 0, count: featureCount)
    for (weight, j) in zip(weights, inputs) { all[j] = weight }
    let d = featureCount
    var scores = [Double](repeating: intercept, count: rowCount)
    switch stored {
    case .dense(let tensor):
      tensor.withElements { x in
        for i in 0..<rowCount {
          for j in 0..<d { scores[i] += x[i * d + j] * all[j] }
        }
      }
    case .sparse(let matrix):
      matrix.withEntries { x in
        for i in 0..<rowCount {
          for k in x.starts[i]..<x.starts[i + 1] {
            scores[i] += x.values[k] * all[Int(x.columns[k])]
          }
        }
      }
    }
    return scores
  }
}
