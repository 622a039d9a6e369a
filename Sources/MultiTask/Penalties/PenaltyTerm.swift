package import Tensors

/// One term that is added to the loss; λ and its kin are at least 0.
///
/// | term | value at W, d×T |
/// |---|---|
/// | `coherence` | λ Σ_t ‖w_t − w̄‖², w̄ the mean of the tasks' weights |
/// | `nuclear` | λ ‖W‖_*, the sum of the singular values |
/// | `similarity` | λ Σ_{i≠j} s_ij ‖w_i − w_j‖², every unordered pair twice |
/// | `l21` | λ Σ_k ‖W_k,:‖₂ |
/// | `l1`, `l2` | λ ‖W‖₁, λ ‖W‖²_F |
/// | `elasticNet` | λ (r ‖W‖₁ + (1 − r)/2 ‖W‖²_F) |
/// | `dirty` | λ₁ Σ_k max_t |P_kt| + λ₂ ‖Q‖₁ with W = P + Q |
/// | `aso` | ρ₁ η(1 + η) tr(Wᵀ(ηI + M)⁻¹W), η = ρ₂/ρ₁, tr M = k, 0 ⪯ M ⪯ I |
package enum PenaltyTerm: Sendable, Equatable {
  /// How the shared structure of `aso` is sought.
  package enum StructureForm: String, Sendable, CaseIterable {
    /// The convex relaxation (Chen, Tang, Liu, Ye, ICML 2009).
    case convex
    /// Weights and structure in turn (Ando, Zhang, JMLR 6, 2005).
    case alternating
  }

  case coherence(Double)
  case nuclear(Double)
  /// S is T×T, symmetric, without negative entries; its diagonal does not count.
  case similarity(Double, Tensor)
  case l21(Double)
  case l1(Double)
  case l2(Double)
  case elasticNet(Double, ratio: Double)
  case dirty(Double, Double)
  case aso(Double, Double, rank: Int, form: StructureForm)

  package static func == (left: PenaltyTerm, right: PenaltyTerm) -> Bool {
    left.summary == right.summary && left.similarities == right.similarities
  }

  /// The entries of S, row by row.
  private var similarities: [Double] {
    if case .similarity(_, let S) = self { return S.elements }
    return []
  }
}
