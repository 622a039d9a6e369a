internal import Charts
internal import Diagnostics

/// Which terms of a penalty a path of λ changes.
package enum PathTarget: Sendable, Equatable {
  /// Every term, their λ in proportion; λ of the path is that of the first term.
  case all
  /// The term at this position; the others stay as they are.
  case term(Int)
}

extension Penalty {
  /// The penalty with `strength` as λ of the changed term, or of the first one and the others in
  /// proportion.
  ///
  /// - Throws: `value` for a strength that is negative or not finite, when there is no term, or when a
  ///   λ of 0 gives no proportion to keep.
  package func strengthened(to strength: Double, _ target: PathTarget) throws -> Penalty {
    switch target {
    case .term(let place):
      var changed = terms
      changed[place] = try term(place).strengthened(to: strength)
      return try Penalty.sum(of: changed)
    case .all:
      guard let first = terms.first else { throw Penalty.nothingToVary }
      if terms.count == 1 { return try Penalty(first.strengthened(to: strength)) }
      guard first.strength > 0 else {
        throw Failure(
          .value,
          "expected a positive lambda in \(first.summary), to which the others keep their "
            + "proportion", notes: ["\(first.name)(1) + …"])
      }
      return try Penalty.sum(of: terms.map { $0.scaled(by: strength / first.strength) })
    }
  }

  /// The term at a position.
  ///
  /// - Throws: `value` when there is none.
  func term(_ place: Int) throws -> PenaltyTerm {
    guard terms.indices.contains(place) else {
      guard !terms.isEmpty else { throw Penalty.nothingToVary }
      throw Failure(
        .value,
        "expected the position of a term from 0 to \(terms.count - 1), found \(place)",
        notes: ["the terms are \(summary)"])
    }
    return terms[place]
  }

  private static func sum(of terms: [PenaltyTerm]) throws -> Penalty {
    try terms.reduce(.none) { try $0 + Penalty($1) }
  }

  static var nothingToVary: Failure {
    Failure(
      .value, "expected a penalty whose lambda can be varied, found none",
      notes: ["multitask(penalty=nuclear(1)) has one"])
  }
}

extension PenaltyTerm {
  /// λ, or the first of the term's two weights.
  package var strength: Double {
    switch self {
    case .coherence(let a), .nuclear(let a), .l21(let a), .l1(let a), .l2(let a),
      .similarity(let a, _), .elasticNet(let a, _), .dirty(let a, _), .aso(let a, _, _, _):
      a
    }
  }

  /// The term with λ; the second weight of `dirty` and `aso` keeps its proportion to the first.
  func strengthened(to strength: Double) throws -> PenaltyTerm {
    switch self {
    case .coherence: return .coherence(strength)
    case .nuclear: return .nuclear(strength)
    case .similarity(_, let S): return .similarity(strength, S)
    case .l21: return .l21(strength)
    case .l1: return .l1(strength)
    case .l2: return .l2(strength)
    case .elasticNet(_, let ratio): return .elasticNet(strength, ratio: ratio)
    case .dirty(let first, let second), .aso(let first, let second, _, _):
      guard first > 0 else {
        throw Failure(
          .value,
          "expected a positive first weight in \(summary), to which the second keeps its proportion"
        )
      }
      if case .dirty = self { return .dirty(strength, strength * (second / first)) }
      return scaled(by: strength / first)
    }
  }
}
