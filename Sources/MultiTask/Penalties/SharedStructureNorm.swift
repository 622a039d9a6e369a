internal import Diagnostics
internal import Tensors

/// The convex form of alternating structure optimisation, as a function of W alone:
/// h(W) = ρ₁ η(1 + η) min_M tr(Wᵀ(ηI + M)⁻¹W) over tr M = k, 0 ⪯ M ⪯ I, with η = ρ₂/ρ₁.
///
/// The best M has the directions of W, so h(W) = c min_γ Σ_i σ_i²/(η + γ_i) over the singular values,
/// 0 ≤ γ_i ≤ 1, Σ γ_i = k: half a squared norm. M may act on features or on tasks, because WWᵀ and WᵀW
/// have the same eigenvalues. J. Chen, L. Tang, J. Liu, J. Ye, *A Convex Formulation for Learning Shared
/// Structures from Multiple Tasks*, ICML 2009; A. McDonald, M. Pontil, D. Stamos, *New Perspectives on
/// k-Support and Cluster Norms*, JMLR 17, 2016.
package struct SharedStructureNorm: Sendable, Equatable {
  /// c = ρ₁ η(1 + η).
  let factor: Double
  /// η = ρ₂/ρ₁.
  let ratio: Double
  /// k, the dimensions of the shared structure.
  let rank: Int

  /// The norm of ρ₁, ρ₂ > 0 and k ≥ 1.
  package init(_ first: Double, _ second: Double, rank: Int) {
    ratio = second / first
    factor = second * (1 + ratio)
    self.rank = rank
  }

  /// h(W).
  func value(_ W: TaskWeights) throws -> Double {
    try checkRank(W)
    return value(singularValues: try LinearAlgebra.svd(W.tensor).s.elements)
  }

  func value(singularValues: [Double]) -> Double {
    let shares = shares(singularValues, ratio: ratio)
    return factor
      * zip(singularValues, shares).reduce(0) { $0 + $1.0 * $1.0 / (ratio + $1.1) }
  }

  /// h(W) with a structure of whole directions, γ_i = 1 for the k largest singular values and else 0:
  /// what the alternating form settles at for given weights.
  func wholeValue(_ W: TaskWeights) throws -> Double {
    try checkRank(W)
    return factor
      * (try LinearAlgebra.svd(W.tensor).s.elements).enumerated().reduce(0) { total, entry in
        total + entry.element * entry.element / (ratio + (entry.offset < rank ? 1 : 0))
      }
  }

  /// The eigenvalues γ of the best M, in the order of W's singular values, which descend.
  package func shares(_ singularValues: [Double]) -> [Double] {
    shares(singularValues, ratio: ratio)
  }

  /// argmin_γ Σ σ_i²/(ratio + γ_i): γ_i = clip(σ_i t − ratio, 0, 1), t such that they add up to k.
  private func shares(_ singularValues: [Double], ratio: Double) -> [Double] {
    let largest = singularValues.reduce(0, max)
    // In units of the largest; what is nothing beside it would only overflow.
    let sizes = singularValues.map { largest > 0 && $0 / largest > 1e-150 ? $0 / largest : 0 }
    let present = sizes.count { $0 > 0 }
    guard present > rank else {
      let spare = sizes.count - present
      let rest = spare > 0 ? min(1, Double(rank - present) / Double(spare)) : 0
      return sizes.map { $0 > 0 ? 1 : rest }
    }
    func share(_ size: Double, _ t: Double) -> Double { min(max(size * t - ratio, 0), 1) }
    var knots = [0.0]
    for size in sizes where size > 0 { knots += [ratio / size, (1 + ratio) / size] }
    let t = crossing(
      of: { t in sizes.reduce(0) { $0 + share($1, t) } }, at: Double(rank),
      between: knots.sorted())
    return sizes.map { share($0, t) }
  }

  /// argmin_W step · h(W) + ½ ‖W − V‖²_F: σ ↦ σ (η + γ)/(η + γ + 2 step c), with the γ that is best for
  /// η + 2 step c.
  func prox(_ V: TaskWeights, step: Double) throws -> TaskWeights {
    try checkRank(V)
    let pull = 2 * step * factor
    let (u, s, vt) = try LinearAlgebra.svd(V.tensor)
    let shares = shares(s.elements, ratio: ratio + pull)
    var scaled = u
    scaled.withMutableElements { u in
      for i in u.indices {
        let j = i % shares.count
        u[i] *= s[flat: j] * (ratio + shares[j]) / (ratio + shares[j] + pull)
      }
    }
    return TaskWeights(try matmul(scaled, vt))
  }

  /// h*(Z) = (η ‖Z‖²_F + the sum of the k largest squared singular values) / 4c.
  func conjugate(_ Z: TaskWeights) throws -> Double {
    let squares = try LinearAlgebra.svd(Z.tensor).s.elements.map { $0 * $0 }
    return (ratio * squares.reduce(0, +) + squares.prefix(rank).reduce(0, +)) / (4 * factor)
  }

  private func checkRank(_ W: TaskWeights) throws {
    try checkRank(taskCount: W.taskCount, featureCount: W.featureCount)
  }

  /// - Throws: `value` when the structure would have more dimensions than W can have.
  func checkRank(taskCount T: Int, featureCount d: Int) throws {
    guard rank > min(T, d) else { return }
    throw Failure(
      .value,
      "aso: expected k to be at most \(min(T, d)), the smaller of \(d) features and \(T) tasks, "
        + "found k=\(rank)",
      notes: ["with k=\(min(T, d)) every direction is shared: that is l2(rho2) already"])
  }
}
