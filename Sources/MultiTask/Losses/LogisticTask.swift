internal import Datasets
internal import Glibc
internal import Tensors

/// The logistic loss of one task near given weights, as a weighted least squares problem.
///
/// At scores f with p = σ(f) and D = p(1 − p) Newton's step for weights and intercept is the solution of
/// min Σ_i D_i (r_i − x_iᵀδw − δb)² / 2, r_i = (y_i − p_i)/D_i: iteratively reweighted least squares
/// (P. McCullagh, J. A. Nelder, *Generalized Linear Models*, 2nd edition, 1989).
struct LogisticTask: Sendable {
  /// No weight is smaller, so that samples far on the right side stay in the system.
  private static let leastWeight = 1e-12

  let rows: CentredRows
  /// What Z w is to come close to, w being the new weights.
  let z: [Double]
  /// The weighted mean of r, which the intercept moves by.
  private let mean: Double
  private let w: [Double]
  private let b: Double

  /// The problem at weights w, an intercept b, and the scores they give.
  init(
    _ task: TaskSamples, scores: [Double], _ w: ArraySlice<Double>, _ b: Double,
    hasIntercept: Bool
  ) throws {
    self.w = Array(w)
    self.b = b
    var roots: [Double] = []
    var wanted: [Double] = []
    roots.reserveCapacity(scores.count)
    wanted.reserveCapacity(scores.count)
    task.y.withElements { y in
      for (i, f) in scores.enumerated() {
        // 1 − p and p each without cancellation
        let (p, q) = (1 / (1 + exp(-f)), 1 / (1 + exp(f)))
        let weight = max(p * q, Self.leastWeight)
        roots.append(weight.squareRoot())
        wanted.append((y[i] > 0.5 ? q : -p) / weight)
      }
    }
    rows = try CentredRows(task.X, roots: roots, isCentred: hasIntercept)
    let target = rows.targets(wanted)
    mean = target.mean
    z = zip(target.z, try rows.product(self.w)).map { $0 + $1 }
  }

  /// The intercept that goes with new weights: b + r̄ − x̄ᵀ(w_new − w).
  func intercept(_ new: ArraySlice<Double>) -> Double {
    guard !rows.centre.isEmpty else { return 0 }
    let change = zip(rows.centre, zip(new, w)).reduce(0) { $0 + $1.0 * ($1.1.0 - $1.1.1) }
    return b + mean - change
  }
}
