internal import Glibc
internal import Tensors

/// Cheap stand-ins for inverse Hessians: where L-BFGS starts from.
///
/// The Hessian of a column is `C Xᵀ D X + P` with a diagonal D. With D replaced by a constant α, one
/// Gram matrix serves every column, and columns of about the same α share one inverse. Designs too
/// wide for that have the diagonal alone.
final class Curvature {
  /// Design sizes up to which forming and factoring the Gram matrix pays.
  private static let largestSize = 400
  /// Second moments up to which their products are numbers.
  private static let largestMoment = 1e140

  let problem: LinearProblem
  let layout: ParameterLayout
  private let gram: Buffer?
  private let squares: [Double]
  /// The sum of each parameter's column.
  let columnSums: [Double]
  private var inverses: [Int: SharedInverse?] = [:]
  private var knownSpectrum: DesignSpectrum?

  init(_ problem: LinearProblem) throws {
    self.problem = problem
    layout = ParameterLayout(problem)
    let p = problem.design.parameterCount
    let pays = p <= Self.largestSize
    gram = pays ? try problem.design.gram(parameters: Array(0..<p)) : nil
    hasSpectrum =
      gram.map { gram in
        (0..<gram.count).allSatisfy { abs(gram.pointer[$0]) <= Self.largestMoment }
      } ?? false
    squares = pays ? [] : problem.design.squares()
    let sums = Buffer(p)
    if let gram, problem.design.hasIntercept {
      sums.pointer.update(from: gram.pointer + (p - 1) * p, count: p)
    } else {
      problem.design.withRows { rows in
        for i in 0..<rows.rowCount { rows.add(1, i, to: sums.pointer) }
      }
    }
    columnSums = Array(UnsafeBufferPointer(start: sums.pointer, count: p))
  }

  /// Whether only diagonals are known, so that L-BFGS should scale what it starts from.
  var isCrude: Bool { gram == nil }

  /// Whether second moments are known and numbers, so that they have eigenvectors.
  let hasSpectrum: Bool

  /// The eigenvectors of the inputs' second moments where they have some; found when first asked for.
  func spectrum() throws -> DesignSpectrum? {
    guard knownSpectrum == nil, hasSpectrum, let gram else { return knownSpectrum }
    knownSpectrum = try DesignSpectrum(problem.design, gram: gram)
    return knownSpectrum
  }

  /// The inverse for a constant α, shared with other α that round to the same half power of two.
  func form(_ alpha: Double) throws -> BaseInverse {
    guard let gram else { return .diagonal(diagonal(alpha) { squares[$0] }) }
    let exponent = Int((2 * log2(max(alpha, 1e-12))).rounded())
    let known = inverses[exponent]
    let weight = problem.strength * exp2(Double(exponent) / 2)
    let made: SharedInverse?
    if let known {
      made = known
    } else {
      made = try SharedInverse(
        gram, layout, weight: weight, featureCount: problem.design.featureCount)
      inverses[exponent] = .some(made)
    }
    if let made { return .shared(made, exponent) }
    let p = problem.design.parameterCount
    return .diagonal(diagonal(alpha) { gram.pointer[$0 * p + $0] })
  }

  private func diagonal(_ alpha: Double, _ square: (Int) -> Double) -> [Double] {
    (0..<problem.design.parameterCount).map {
      let penalty = $0 < problem.design.featureCount ? 1 : 1e-9
      return 1 / (problem.strength * alpha * square($0) + penalty)
    }
  }
}

/// The inverse of a column's Hessian as far as it is shared.
enum BaseInverse {
  /// With the number of the α it was made for.
  case shared(SharedInverse, Int)
  case diagonal([Double])
}
