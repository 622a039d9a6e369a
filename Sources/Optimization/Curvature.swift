internal import Glibc
internal import Tensors

/// A cheap stand-in for the inverse Hessian of every column: where L-BFGS starts from.
///
/// The Hessian of a column is `C Xᵀ D X + P` with a diagonal D. With D replaced by the constant
/// `α = π(1 − π)`, π the share of positives, one Gram matrix serves every column; its Cholesky
/// factors are shared by columns whose α lie within a factor of two.
struct Curvature {
  private enum Form {
    case factor(Factor, columns: [Int]?)
    case diagonal([Double])
  }

  /// Design sizes up to which forming and factoring the Gram matrix pays.
  private static let largestSize = 400

  private var forms: [Form] = []
  private let parameterCount: Int

  /// The forms of all columns of a problem, in order.
  init(_ problem: LinearProblem) {
    parameterCount = problem.design.parameterCount
    let pays = parameterCount <= Self.largestSize
    let gram = pays ? Self.gram(problem.design) : nil
    let squares = pays ? [] : Self.squares(problem.design)
    var shared: [Int: Form] = [:]
    for block in problem.blocks {
      for frequency in block.loss.frequencies() {
        let exponent = Int(log2(max(frequency * (1 - frequency), 1e-6)).rounded())
        if block.features == nil, let known = shared[exponent] {
          forms.append(known)
          continue
        }
        let weight = problem.strength * exp2(Double(exponent))
        let form = Self.form(problem.design, gram, squares, weight, block.features)
        if block.features == nil { shared[exponent] = form }
        forms.append(form)
      }
    }
  }

  private static func form(
    _ design: LinearDesign, _ gram: Buffer?, _ squares: [Double], _ weight: Double,
    _ features: [Int]?
  ) -> Form {
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
    if let factor = Factor(matrix, size: chosen.count) { return .factor(factor, columns: columns) }
    return .diagonal((0..<p).map { 1 / (weight * gram.pointer[$0 * p + $0] + 1) })
  }

  private static func gram(_ design: LinearDesign) -> Buffer {
    let p = design.parameterCount
    let out = Buffer(p * p)
    design.values.withElements { x in
      if let x = x.baseAddress {
        DenseKernels.gram(x, rows: design.rowCount, columns: p, into: out.pointer)
      }
    }
    return out
  }

  private static func squares(_ design: LinearDesign) -> [Double] {
    let p = design.parameterCount
    var sums = [Double](repeating: 0, count: p)
    design.values.withElements { x in
      for i in 0..<design.rowCount {
        for j in 0..<p { sums[j] += x[i * p + j] * x[i * p + j] }
      }
    }
    return sums
  }

  /// Applies the inverse to the gradient of columns `first ..< first + count`, in place.
  func apply(_ gradient: MutableDoubles, first: Int, count: Int) {
    for k in 0..<count {
      let part = gradient + k * parameterCount
      switch forms[first + k] {
      case .diagonal(let inverse):
        for j in 0..<parameterCount { part[j] *= inverse[j] }
      case .factor(let factor, nil):
        factor.solve(part)
      case .factor(let factor, let columns?):
        withUnsafeTemporaryAllocation(of: Double.self, capacity: columns.count) { scratch in
          guard let packed = scratch.baseAddress else { return }
          for (a, j) in columns.enumerated() { packed[a] = part[j] }
          factor.solve(packed)
          for (a, j) in columns.enumerated() { part[j] = packed[a] }
        }
      }
    }
  }
}
