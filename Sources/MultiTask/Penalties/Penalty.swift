internal import Diagnostics
internal import Tensors

/// What is added to the loss: terms, summed.
///
/// The quadratic ones, tr(W M Wᵀ) with a T×T matrix M, are all one matrix; what has corners is left
/// to proximal steps.
package struct Penalty: Sendable, Equatable {
  package private(set) var terms: [PenaltyTerm]

  /// No penalty: the tasks learn alone.
  package static let none = Penalty(terms: [])

  private init(terms: [PenaltyTerm]) { self.terms = terms }

  /// A penalty of one term.
  ///
  /// - Throws: `value` or `shape` when the term's numbers are out of their ranges.
  package init(_ term: PenaltyTerm) throws { terms = [try term.checked()] }

  /// Both, added.
  package static func + (left: Penalty, right: Penalty) -> Penalty {
    Penalty(terms: left.terms + right.terms)
  }

  /// The calls that make it: `coherence(0.1) + nuclear(0.05)`.
  package var summary: String {
    terms.isEmpty ? "none" : terms.map(\.summary).joined(separator: " + ")
  }

  /// The terms with corners, an elastic net's as `l1`; terms of weight 0 do not count.
  package var corners: [PenaltyTerm] {
    terms.compactMap { term in
      switch term {
      case .coherence, .similarity, .l2: nil
      case .elasticNet(let strength, let ratio):
        strength * ratio > 0 ? .l1(strength * ratio) : nil
      case .nuclear(let strength), .l21(let strength), .l1(let strength):
        strength > 0 ? term : nil
      case .dirty, .aso: term
      }
    }
  }

  /// M of the quadratic terms tr(W M Wᵀ), T×T row by row, symmetric, positive semidefinite; `nil`
  /// without such terms.
  package func coupling(taskCount T: Int) throws -> [Double]? {
    var M = Array(repeating: 0.0, count: T * T)
    var isPresent = false
    for term in terms {
      switch term {
      case .coherence(let strength) where strength > 0:
        // Σ_t ‖w_t − w̄‖² = tr(W (I − 11ᵀ/T) Wᵀ)
        for i in 0..<T * T { M[i] -= strength / Double(T) }
        for t in 0..<T { M[t * T + t] += strength }
      case .similarity(let strength, let S) where strength > 0:
        guard S.rowCount == T else {
          throw Failure(
            .shape,
            "similarity: expected S with a row and a column for each of \(T) tasks, found \(S.shape)"
          )
        }
        // Σ_{i≠j} s_ij ‖w_i − w_j‖² = 2 tr(W (D − S) Wᵀ), D the row sums
        for i in 0..<T {
          for j in 0..<T where j != i {
            M[i * T + j] -= 2 * strength * S[i, j]
            M[i * T + i] += 2 * strength * S[i, j]
          }
        }
      case .l2(let strength) where strength > 0:
        for t in 0..<T { M[t * T + t] += strength }
      case .elasticNet(let strength, let ratio) where strength * (1 - ratio) > 0:
        for t in 0..<T { M[t * T + t] += strength * (1 - ratio) / 2 }
      default: continue
      }
      isPresent = true
    }
    return isPresent ? M : nil
  }

  /// How many matrices W is the sum of: two for the dirty model, else one.
  package var partCount: Int {
    terms.contains { if case .dirty = $0 { true } else { false } } ? 2 : 1
  }
}
