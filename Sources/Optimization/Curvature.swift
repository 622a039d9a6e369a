internal import Glibc
internal import Tensors

/// A cheap stand-in for the inverse Hessian of every column: where L-BFGS starts from.
///
/// The Hessian of a column is `C Xᵀ D X + P` with a diagonal D. With D replaced by the constant
/// `α = π(1 − π)`, π the share of positives, one Gram matrix serves every column; inverses
/// are shared by columns whose α lie within a factor of two.
struct Curvature {
  private enum Form {
    case inverse(Buffer, columns: [Int]?)
    case diagonal([Double])
  }

  /// Design sizes up to which forming and factoring the Gram matrix pays.
  private static let largestSize = 400

  private var forms: [Form] = []
  private let parameterCount: Int

  /// The forms of all columns of a problem, in order.
  init(_ problem: LinearProblem) throws {
    parameterCount = problem.design.parameterCount
    let pays = parameterCount <= Self.largestSize
    let gram = pays ? try problem.design.gram(parameters: Array(0..<parameterCount)) : nil
    let squares = pays ? [] : problem.design.squares()
    var shared: [Int: Form] = [:]
    for block in problem.blocks {
      for frequency in block.loss.frequencies() {
        let exponent = Int(log2(max(frequency * (1 - frequency), 1e-6)).rounded())
        if block.features == nil, let known = shared[exponent] {
          forms.append(known)
          continue
        }
        let weight = problem.strength * exp2(Double(exponent))
        let form = try Self.form(problem.design, gram, squares, weight, block.features)
        if block.features == nil { shared[exponent] = form }
        forms.append(form)
      }
    }
  }

  private static func form(
    _ design: LinearDesign, _ gram: Buffer?, _ squares: [Double], _ weight: Double,
    _ features: [Int]?
  ) throws -> Form {
    let p = design.parameterCount
    guard let gram else {
      return .diagonal((0..<p).map { 1 / (weight * squares[$0] + 1) })
    }
    let columns = features.map { $0 + (design.hasIntercept ? [p - 1] : []) }
    let chosen = columns ?? Array(0..<p)
    let matrix = Buffer(chosen.count * chosen.count)
    for (a, i) in chosen.enumerated() {
      for (b, j) in chosen[0...a].enumerated() {
        let entry = gram.pointer[max(i, j) * p + min(i, j)]
        matrix.pointer[a * chosen.count + b] = weight * entry
      }
      let isPenalised = i < design.featureCount
      matrix.pointer[a * chosen.count + a] += isPenalised ? 1 : 1e-9
    }
    if let factor = try Factor(matrix, size: chosen.count) {
      return .inverse(try factor.inverse(), columns: columns)
    }
    return .diagonal((0..<p).map { 1 / (weight * gram.pointer[$0 * p + $0] + 1) })
  }

  /// Applies the inverse to the gradient of columns `first ..< first + count`, in place.
  func apply(_ gradient: MutableDoubles, first: Int, count: Int) throws {
    try withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * parameterCount) { scratch in
      guard let packed = scratch.baseAddress else { return }
      for k in 0..<count {
        try apply(forms[first + k], gradient + k * parameterCount, packed, packed + parameterCount)
      }
    }
  }

  private func apply(
    _ form: Form, _ part: MutableDoubles, _ packed: MutableDoubles, _ product: MutableDoubles
  ) throws {
    switch form {
    case .diagonal(let inverse):
      for j in 0..<parameterCount { part[j] *= inverse[j] }
    case .inverse(let matrix, nil):
      let size = parameterCount
      try BLAS.gemv(false, size, size, 1, matrix.pointer, size, part, 0, product)
      part.update(from: product, count: size)
    case .inverse(let matrix, let columns?):
      let size = columns.count
      for (a, j) in columns.enumerated() { packed[a] = part[j] }
      try BLAS.gemv(false, size, size, 1, matrix.pointer, size, packed, 0, product)
      for (a, j) in columns.enumerated() { part[j] = product[a] }
    }
  }
}
