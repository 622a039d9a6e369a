internal import Diagnostics
internal import Tensors

/// The numbers of an alternating `aso`, and what it adds to the loss at weights W and structure Θ:
/// ρ₁ Σ_t ‖w_t − Θᵀv_t‖² + ρ₂ ‖W‖²_F at the best v_t = Θ w_t, that is
/// ρ₁ (‖W‖²_F − ‖ΘW‖²_F) + ρ₂ ‖W‖²_F, and f ‖W‖²_F of ridge terms beside it.
struct SharedStructure: Sendable {
  /// ρ₁ and ρ₂.
  let own: Double
  let all: Double
  /// k.
  let rank: Int
  /// f.
  let ridge: Double

  /// Reads a penalty with one alternating `aso`.
  ///
  /// - Throws: `unsupported` when another term ties tasks or has corners; `value` when k > d.
  init(_ penalty: Penalty, featureCount d: Int) throws {
    var found: (Double, Double, Int)?
    var ridge = 0.0
    for term in penalty.terms {
      switch term {
      case .aso(let own, let all, let rank, .alternating) where found == nil:
        found = (own, all, rank)
      case .l2(let strength): ridge += strength
      case .elasticNet(let strength, let ratio) where ratio == 0 || strength == 0:
        ridge += strength * (1 - ratio) / 2
      case .coherence(0), .nuclear(0), .similarity(0, _), .l21(0), .l1(0): continue
      default:
        throw Failure(
          .unsupported,
          "\(term.name): an alternating aso finds each task's weights alone, so it goes with l2 only",
          notes: ["the convex form adds to other terms: leave out form=\"alternating\""])
      }
    }
    guard let found else {
      throw Failure(.unsupported, "\(penalty.summary) has no structure to alternate with")
    }
    guard found.2 <= d else {
      throw Failure(
        .value,
        "aso: expected a shared structure of at most \(d) dimensions, as many as there are features, "
          + "found k=\(found.2)")
    }
    (own, all, rank) = found
    self.ridge = ridge
  }

  /// Θ that suits weights best: the first k left singular vectors of W, k×d.
  func best(for W: TaskWeights) throws -> Tensor {
    let (T, d) = (W.taskCount, W.featureCount)
    // Columns of 0 leave the singular vectors as they are and make them k where T < k.
    let width = max(T, rank)
    var elements = Array(repeating: 0.0, count: d * width)
    for t in 0..<T {
      for k in 0..<d { elements[k * width + t] = W[k, t] }
    }
    let u = try LinearAlgebra.svd(Tensor(elements, Shape(d, width))).u
    var rows = Array(repeating: 0.0, count: rank * d)
    for i in 0..<rank {
      for k in 0..<d { rows[i * d + k] = u[k, i] }
    }
    return Tensor(rows, Shape(rank, d))
  }

  /// ΘᵀΘ W.
  static func projected(_ W: TaskWeights, on structure: Tensor) throws -> TaskWeights {
    try TaskWeights(matmul(structure.transposed(), matmul(structure, W.tensor)))
  }

  /// W − ΘᵀΘ W, what of the weights is the tasks' own; all of W without a structure.
  static func outside(_ W: TaskWeights, of structure: Tensor?) throws -> TaskWeights {
    guard let structure else { return W }
    return W.moved(by: -1, along: try projected(W, on: structure))
  }

  /// What the term `aso` adds; without a structure nothing is shared.
  func value(_ W: TaskWeights, _ structure: Tensor?) throws -> Double {
    // ‖W − ΘᵀΘW‖² keeps the digits that a difference of squares would lose.
    let apart = try Self.outside(W, of: structure)
    func square(_ W: TaskWeights) -> Double { W.values.reduce(0) { $0 + $1 * $1 } }
    return own * square(apart) + all * square(W)
  }
}
