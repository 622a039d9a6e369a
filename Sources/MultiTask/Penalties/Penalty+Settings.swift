internal import Charts
internal import Diagnostics

/// A number of a penalty's term that can be changed on the way: λ, a ratio.
struct PenaltySetting: Sendable {
  /// The number of its term among the penalty's.
  let term: Int
  /// As the term's definition calls it: `lambda`, `rho1`.
  let symbol: String
  /// What it may be called in a command, the shortest unmistakable name first.
  let names: [String]
  let value: Double
}

extension Penalty {
  /// What the penalty is called in a headline: `coherence + nuclear norm`.
  var title: String {
    terms.isEmpty ? "separate tasks" : terms.map(\.title).joined(separator: " + ")
  }

  /// The numbers that can be changed.
  ///
  /// A symbol alone names the number of the only term that has it; the term's name alone its only
  /// number; both together are always understood.
  var settings: [PenaltySetting] {
    let names = termNames
    let all = terms.map(\.numbers)
    return terms.indices.flatMap { i in
      all[i].map { number in
        let holders = all.count { $0.contains { $0.symbol == number.symbol } }
        var known = holders == 1 ? [number.symbol] : []
        known.append("\(number.symbol) \(names[i])")
        if all[i].count == 1 { known.append(names[i]) }
        return PenaltySetting(term: i, symbol: number.symbol, names: known, value: number.value)
      }
    }
  }

  /// The penalty with one of its numbers changed: `lambda`, or `lambda nuclear` among several terms.
  ///
  /// - Throws: `name`, listing the known ones, for another name; `value` for a number out of its range.
  package func changing(_ name: String, to value: Double) throws -> Penalty {
    guard let setting = settings.first(where: { $0.names.contains(name) }) else {
      let known = settings.compactMap(\.names.first)
      throw Failure(
        .name, "expected one of the penalty's numbers to change, found '\(name)'",
        notes: known.isEmpty
          ? ["this model has no penalty"] : ["known: \(known.joined(separator: ", "))"])
    }
    return try replacing(
      setting.term, with: terms[setting.term].changing(setting.symbol, to: value))
  }

  /// The penalty with one of its terms replaced.
  ///
  /// - Throws: `value` or `shape` when the new term's numbers are out of their ranges.
  package func replacing(_ index: Int, with term: PenaltyTerm) throws -> Penalty {
    try terms.indices.reduce(.none) { sum, i in
      try sum + Penalty(i == index ? term : terms[i])
    }
  }
}

extension PenaltyTerm {
  /// What the term is called in a headline.
  var title: String {
    switch self {
    case .coherence: "coherence"
    case .nuclear: "nuclear norm"
    case .similarity: "similarity graph"
    case .l21: "L2,1 norm"
    case .l1: "L1 norm"
    case .l2: "ridge"
    case .elasticNet: "elastic net"
    case .dirty: "dirty model"
    case .aso: "shared structure"
    }
  }

  /// The formula of the term.
  var formula: String {
    switch self {
    case .coherence: "lambda Σ_t ‖w_t - mean‖², the mean over the tasks"
    case .nuclear: "lambda ‖W‖* = lambda · the sum of W's singular values"
    case .similarity: "lambda Σ_{i≠j} s_ij ‖w_i - w_j‖², so every pair counts twice"
    case .l21: "lambda Σ_k ‖row k of W‖, a row a feature"
    case .l1: "lambda Σ |w_kt|"
    case .l2: "lambda Σ w_kt²"
    case .elasticNet: "lambda (ratio Σ |w_kt| + (1 - ratio)/2 Σ w_kt²)"
    case .dirty: "lambda1 Σ_k max_t |P_kt| + lambda2 Σ |Q_kt| with W = P + Q"
    case .aso(_, _, _, .convex):
      "rho1 e(1 + e) tr(W'(eI + M)^-1 W), e = rho2/rho1, trace of M = k, 0 ≤ M ≤ I"
    case .aso(_, _, _, .alternating):
      "rho1 Σ_t ‖u_t‖² + rho2 Σ_t ‖w_t‖² with w_t = u_t + Theta' v_t, k rows in Theta"
    }
  }

  /// The term's numbers by their symbols.
  var numbers: [(symbol: String, value: Double)] {
    switch self {
    case .coherence(let a), .nuclear(let a), .similarity(let a, _), .l21(let a), .l1(let a),
      .l2(let a):
      [("lambda", a)]
    case .elasticNet(let a, let ratio): [("lambda", a), ("ratio", ratio)]
    case .dirty(let shared, let own): [("lambda1", shared), ("lambda2", own)]
    case .aso(let first, let second, let k, _):
      [("rho1", first), ("rho2", second), ("k", Double(k))]
    }
  }

  /// The term with one of its numbers changed; the term itself for a symbol that it does not have.
  ///
  /// - Throws: `value` for a k that is no whole number from 1.
  fileprivate func changing(_ symbol: String, to value: Double) throws -> PenaltyTerm {
    switch self {
    case .coherence: return .coherence(value)
    case .nuclear: return .nuclear(value)
    case .similarity(_, let S): return .similarity(value, S)
    case .l21: return .l21(value)
    case .l1: return .l1(value)
    case .l2: return .l2(value)
    case .elasticNet(let a, let ratio):
      return symbol == "ratio" ? .elasticNet(a, ratio: value) : .elasticNet(value, ratio: ratio)
    case .dirty(let shared, let own):
      return symbol == "lambda1" ? .dirty(value, own) : .dirty(shared, value)
    case .aso(let first, let second, let k, let form):
      switch symbol {
      case "rho1": return .aso(value, second, rank: k, form: form)
      case "rho2": return .aso(first, value, rank: k, form: form)
      default: return .aso(first, second, rank: try Self.rank(value), form: form)
      }
    }
  }

  private static func rank(_ value: Double) throws -> Int {
    guard value == value.rounded(), value >= 1, value <= 1e6 else {
      throw Failure(
        .value, "aso: expected k to be a whole number from 1, found \(shortNumber(value))")
    }
    return Int(value)
  }
}
