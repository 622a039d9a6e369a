internal import Charts
internal import Diagnostics
internal import Learners
internal import Tensors

extension PenaltyTerm {
  /// The term, once its numbers are known to be in their ranges.
  ///
  /// - Throws: `value` for a λ that is negative or not finite, a ratio outside 0…1, an S that is not
  ///   symmetric or has a negative entry, which it names.
  package func checked() throws -> PenaltyTerm {
    switch self {
    case .coherence(let strength), .nuclear(let strength), .l21(let strength), .l1(let strength),
      .l2(let strength):
      try Self.check(strength, "lambda", in: name)
    case .similarity(let strength, let S):
      try Self.check(strength, "lambda", in: name)
      try Self.check(S)
    case .elasticNet(let strength, let ratio):
      try Self.check(strength, "lambda", in: name)
      guard ratio >= 0, ratio <= 1 else {
        throw Failure(
          .value, "elastic_net: expected a ratio from 0 to 1, found \(shortNumber(ratio))",
          notes: ["1 is l1 alone, 0 is l2 alone"])
      }
    case .dirty(let shared, let own):
      try Self.check(shared, "lambda1", in: name)
      try Self.check(own, "lambda2", in: name)
    case .aso(let first, let second, let rank, _):
      guard first > 0, first.isFinite, second > 0, second.isFinite else {
        throw Failure(
          .value,
          "aso: expected rho1 and rho2 to be positive and finite, found \(shortNumber(first)) and "
            + shortNumber(second))
      }
      guard rank >= 1 else {
        throw Failure(
          .value, "aso: expected a shared structure of at least 1 dimension, found k=\(rank)")
      }
    }
    return self
  }

  private static func check(_ strength: Double, _ symbol: String, in name: String) throws {
    guard strength >= 0, strength.isFinite else {
      throw Failure(
        .value,
        "\(name): expected \(symbol) to be a \(strength >= 0 ? "finite " : "")number of at least 0, found "
          + shortNumber(strength),
        notes: strength < 0 ? ["a negative weight would reward what the term is to punish"] : [])
    }
  }

  private static func check(_ S: Tensor) throws {
    guard S.rank == 2, S.rowCount == S.columnCount else {
      throw Failure(
        .shape,
        "similarity: expected S as a square matrix, a row and a column a task, found "
          + (S.rank == 2 ? "\(S.shape)" : S.rank == 0 ? "a number" : "a tensor of \(S.shape)"))
    }
    let T = S.rowCount
    for i in 0..<T {
      for j in 0..<T {
        let s = S[i, j]
        guard s >= 0, s.isFinite else {
          throw Failure(
            .value,
            "similarity: expected similarities of at least 0, found \(shortNumber(s)) between task "
              + "\(i) and task \(j)",
            notes: s < 0
              ? ["tasks that are opposed cannot be told apart from unrelated ones: use 0"] : [])
        }
        guard s == S[j, i] else {
          throw Failure(
            .value,
            "similarity: expected a symmetric S, found \(shortNumber(s)) for tasks \(i), \(j) and "
              + "\(shortNumber(S[j, i])) for tasks \(j), \(i)",
            notes: ["(S + S') / 2 is symmetric"])
        }
      }
    }
  }
}

extension PenaltyTerm {
  /// The builtin that makes it.
  package var name: String {
    switch self {
    case .coherence: "coherence"
    case .nuclear: "nuclear"
    case .similarity: "similarity"
    case .l21: "l21"
    case .l1: "l1"
    case .l2: "l2"
    case .elasticNet: "elastic_net"
    case .dirty: "dirty"
    case .aso: "aso"
    }
  }

  /// The call that makes it: `nuclear(0.3)`.
  package var summary: String {
    func number(_ value: Double) -> String { InputChecks.shown(value) }
    switch self {
    case .coherence(let a), .nuclear(let a), .l21(let a), .l1(let a), .l2(let a):
      return "\(name)(\(number(a)))"
    case .similarity(let a, let S): return "similarity(\(number(a)), S of \(S.rowCount) tasks)"
    case .elasticNet(let a, let ratio): return "elastic_net(\(number(a)), \(number(ratio)))"
    case .dirty(let a, let b): return "dirty(\(number(a)), \(number(b)))"
    case .aso(let a, let b, let k, let form):
      return
        "aso(\(number(a)), \(number(b)), \(k)\(form == .convex ? "" : ", form=\"\(form.rawValue)\""))"
    }
  }
}
