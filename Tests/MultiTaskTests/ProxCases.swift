import MultiTask
import Tensors

/// Weights to try operators on: small and long ones, a single task or feature, zeros, ties.
enum ProxCases {
  static func all(seed: UInt64) throws -> [TaskWeights] {
    var generator = RandomGenerator(seed: seed)
    var cases: [TaskWeights] = []
    for (d, T) in [(1, 1), (4, 1), (1, 4), (5, 3), (3, 5), (4, 4)] {
      var W = try TaskWeights(generator.normal([d, T]))
      for i in W.values.indices { W.values[i] *= 2 }
      cases.append(W)
      // Ties, and a feature that no task needs.
      for i in W.values.indices { W.values[i] = W.values[i].rounded() }
      for t in 0..<T { W[d - 1, t] = 0 }
      cases.append(W)
    }
    cases.append(TaskWeights(taskCount: 3, featureCount: 2))
    return cases
  }

  static func random(like W: TaskWeights, _ generator: inout RandomGenerator) -> TaskWeights {
    var D = W
    for i in D.values.indices { D.values[i] = generator.normal() }
    return D
  }

  /// A similarity of T tasks on a ring, with weights that differ.
  static func ring(_ T: Int) -> Tensor {
    var S = Array(repeating: 0.0, count: T * T)
    for t in 0..<T where T > 1 {
      let next = (t + 1) % T
      let weight = 0.5 + Double(min(t, next))
      (S[t * T + next], S[next * T + t]) = (weight, weight)
    }
    return Tensor(S, Shape(T, T))
  }

  /// Penalties of T tasks that have an operator in closed form.
  static func closed(_ T: Int) throws -> [Penalty] {
    try [
      Penalty(.nuclear(0.7)), Penalty(.l21(0.9)), Penalty(.l1(0.6)), Penalty(.l2(0.8)),
      Penalty(.elasticNet(1.3, ratio: 0.4)), Penalty(.coherence(0.9)),
      Penalty(.similarity(0.4, ring(T))), Penalty(.dirty(1.7, 0.8)),
      Penalty(.aso(0.9, 0.5, rank: 1, form: .convex)), Penalty(.l1(0.4)) + Penalty(.l21(0.6)),
      Penalty(.l2(0.5)) + Penalty(.nuclear(0.7)),
      Penalty(.coherence(0.5)) + Penalty(.l2(0.3)) + Penalty(.similarity(0.2, ring(T))),
      Penalty(.aso(0.9, 0.5, rank: 1, form: .convex)) + Penalty(.l2(0.2)),
      Penalty(.elasticNet(0.6, ratio: 0.5)) + Penalty(.l21(0.5)),
    ]
  }

  /// Penalties of T tasks whose operator is sought by iterations.
  static func split(_ T: Int) throws -> [Penalty] {
    try [
      Penalty(.nuclear(0.7)) + Penalty(.l1(0.3)), Penalty(.nuclear(0.7)) + Penalty(.l21(0.5)),
      Penalty(.nuclear(0.4)) + Penalty(.l21(0.3)) + Penalty(.l1(0.2)),
      Penalty(.nuclear(0.6)) + Penalty(.coherence(0.5)),
      Penalty(.nuclear(0.4)) + Penalty(.l1(0.2)) + Penalty(.similarity(0.2, ring(T))),
      Penalty(.dirty(1.2, 0.6)) + Penalty(.coherence(0.3)),
      Penalty(.aso(0.6, 0.4, rank: 1, form: .convex)) + Penalty(.coherence(0.3)),
    ]
  }
}

func inner(_ A: TaskWeights, _ B: TaskWeights) -> Double {
  zip(A.values, B.values).reduce(0) { $0 + $1.0 * $1.1 }
}

func - (left: TaskWeights, right: TaskWeights) -> TaskWeights {
  left + right * -1
}

func * (W: TaskWeights, factor: Double) -> TaskWeights {
  var W = W
  for i in W.values.indices { W.values[i] *= factor }
  return W
}

/// The place of the least value of a function with one valley, to about 1e-8 of the width.
func goldenMinimum(_ low: Double, _ high: Double, _ f: (Double) -> Double) -> Double {
  let share = (5.0.squareRoot() - 1) / 2
  var (a, b) = (low, high)
  for _ in 0..<80 {
    let (c, d) = (b - share * (b - a), a + share * (b - a))
    if f(c) <= f(d) { b = d } else { a = c }
  }
  return (a + b) / 2
}
