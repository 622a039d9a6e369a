internal import Diagnostics

/// A penalty's terms with corners, those of one kind added up.
///
/// Entries and rows go together: the operator of their sum is one after the other (P. Sprechmann,
/// I. Ramírez, G. Sapiro, Y. Eldar, *C-HiLasso: A Collaborative Hierarchical Sparse Modeling Framework*, IEEE
/// Transactions on Signal Processing 59, 2011). Any other sum has none of its own.
struct PenaltyCorners: Sendable, Equatable {
  private(set) var nuclear = 0.0
  private(set) var rows = 0.0
  private(set) var entries = 0.0
  private(set) var dirty: DirtyNorm?
  private(set) var structure: SharedStructureNorm?

  /// The corners of a penalty.
  ///
  /// - Throws: `unsupported` with the reason when terms have no meaning together, or are not convex.
  init(_ penalty: Penalty) throws {
    let corners = penalty.corners
    for term in corners {
      switch term {
      case .nuclear(let strength): nuclear += strength
      case .l21(let strength): rows += strength
      case .l1(let strength): entries += strength
      case .dirty(let shared, let own):
        try Self.checkAlone(term, among: corners, in: penalty)
        dirty = DirtyNorm(shared: shared, own: own)
      case .aso(let first, let second, let rank, let form):
        try Self.checkAlone(term, among: corners, in: penalty)
        guard form == .convex else { throw Self.alternating }
        structure = SharedStructureNorm(first, second, rank: rank)
      case .coherence, .similarity, .l2, .elasticNet: continue
      }
    }
  }

  /// Whether there are none.
  var isEmpty: Bool { self == PenaltyCorners() }

  private init() {}

  /// Whether the proximal operator of their sum has to be sought by iterations.
  var isComposite: Bool { nuclear > 0 && (rows > 0 || entries > 0) }

  private static func checkAlone(
    _ term: PenaltyTerm, among corners: [PenaltyTerm], in penalty: Penalty
  ) throws {
    guard corners.count > 1 else { return }
    let others = corners.filter { $0.name != term.name }.map(\.name)
    let smooth = "l2, coherence and similarity are smooth and can be added"
    guard let other = others.first else {
      throw Failure(
        .unsupported, "\(penalty.summary): expected one \(term.name) term, found \(corners.count)",
        notes: ["keep one of them; \(smooth)"])
    }
    let reason =
      term.name == "dirty"
      ? "dirty splits W into P + Q and punishes each in its own way; which of them \(other) is to "
        + "punish is not said"
      : "aso finds its shared structure from W's singular values in closed form, which it no longer "
        + "can when \(other) moves them too"
    throw Failure(
      .unsupported, "\(penalty.summary) cannot be solved: \(reason)",
      notes: ["leave out \(term.name) or \(other); \(smooth)"])
  }

  private static var alternating: Failure {
    Failure(
      .unsupported,
      "aso(form=\"alternating\") is not convex: it has no proximal operator and no dual",
      notes: ["aso(rho1, rho2, k) is the convex form"])
  }
}
