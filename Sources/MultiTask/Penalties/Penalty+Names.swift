extension Penalty {
  /// A name for each term, in order: the builtin that makes it, numbered where several of a kind are
  /// added: `l1`, or `l1_1` and `l1_2`.
  package var termNames: [String] {
    let names = terms.map(\.name)
    var seen: [String: Int] = [:]
    return names.map { name in
      guard names.count(where: { $0 == name }) > 1 else { return name }
      seen[name, default: 0] += 1
      return "\(name)_\(seen[name] ?? 0)"
    }
  }

  /// Every term multiplied by a number: factor · penalty(W).
  ///
  /// - Throws: `value` for a factor that takes a term's numbers out of their ranges.
  package func scaled(by factor: Double) throws -> Penalty {
    try terms.reduce(.none) { try $0 + Penalty($1.scaled(by: factor)) }
  }
}

extension PenaltyTerm {
  /// The term multiplied by a number; ρ₁η(1 + η) is linear in ρ₁ where η = ρ₂/ρ₁ stays.
  func scaled(by factor: Double) -> PenaltyTerm {
    switch self {
    case .coherence(let strength): .coherence(factor * strength)
    case .nuclear(let strength): .nuclear(factor * strength)
    case .similarity(let strength, let S): .similarity(factor * strength, S)
    case .l21(let strength): .l21(factor * strength)
    case .l1(let strength): .l1(factor * strength)
    case .l2(let strength): .l2(factor * strength)
    case .elasticNet(let strength, let ratio): .elasticNet(factor * strength, ratio: ratio)
    case .dirty(let shared, let own): .dirty(factor * shared, factor * own)
    case .aso(let first, let second, let rank, let form):
      .aso(factor * first, factor * second, rank: rank, form: form)
    }
  }
}
