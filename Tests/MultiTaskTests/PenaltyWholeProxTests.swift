import Diagnostics
import MultiTask
import Tensors
import Testing

@Suite("The proximal operator of a whole penalty")
struct PenaltyWholeProxTests {
  /// penalty(W) + ‖W − V‖² / (2 step), what the operator minimises.
  private func cost(
    _ penalty: Penalty, _ W: TaskWeights, _ V: TaskWeights, _ step: Double
  ) throws -> Double {
    try penalty.value(W) + inner(W - V, W - V) / (2 * step)
  }

  private func each(
    seed: UInt64,
    _ body: (Penalty, TaskWeights, Double, inout RandomGenerator) throws -> Void
  ) throws {
    var generator = RandomGenerator(seed: seed &+ 100)
    for V in try ProxCases.all(seed: seed) {
      for penalty in try ProxCases.closed(V.taskCount) + ProxCases.split(V.taskCount) {
        for step in [0.3, 1.7] { try body(penalty, V, step, &generator) }
      }
    }
  }

  @Test func `costs least, and by half the square of every move away from it`() throws {
    // The cost is strongly convex: at its minimum P, cost(P + D) ≥ cost(P) + ‖D‖²/(2 step).
    try each(seed: 1) { penalty, V, step, generator in
      let P = try penalty.wholeProx(V, step: step)
      let least = try cost(penalty, P, V, step)
      for size in [1, 1e-2, 1e-4] {
        let D = ProxCases.random(like: V, &generator) * size
        let margin = inner(D, D) / (2 * step)
        let moved = try cost(penalty, P + D, V, step)
        #expect(moved - least >= margin - 2e-11 * (1 + abs(least)), "\(penalty.summary) \(V)")
      }
      // Towards the input and towards nothing.
      for D in [V - P, P * -1] {
        let moved = try cost(penalty, P + D * 1e-3, V, step)
        #expect(moved - least >= inner(D, D) * 1e-6 / (2 * step) - 2e-11 * (1 + abs(least)))
      }
    }
  }

  @Test func `what it takes away is the slope of the envelope`() throws {
    try each(seed: 2) { penalty, V, step, generator in
      let P = try penalty.wholeProx(V, step: step)
      let D = ProxCases.random(like: V, &generator)
      let h = 1e-5
      func envelope(_ V: TaskWeights) throws -> Double {
        try cost(penalty, penalty.wholeProx(V, step: step), V, step)
      }
      let difference = try (envelope(V + D * h) - envelope(V - D * h)) / (2 * h)
      #expect(abs(difference - inner(V - P, D) / step) < 3e-4, "\(penalty.summary) \(V)")
    }
  }

  @Test func `never moves two inputs apart`() throws {
    try each(seed: 3) { penalty, V, step, generator in
      let U = V + ProxCases.random(like: V, &generator) * 0.5
      let change = try penalty.wholeProx(U, step: step) - penalty.wholeProx(V, step: step)
      #expect(inner(change, change) <= inner(change, U - V) + 1e-10, "\(penalty.summary)")
    }
  }

  @Test func `no step and no penalty change nothing`() throws {
    for V in try ProxCases.all(seed: 4) {
      for penalty in try ProxCases.closed(V.taskCount) + ProxCases.split(V.taskCount) {
        #expect(try penalty.wholeProx(V, step: 0) == V)
      }
      #expect(try Penalty.none.wholeProx(V, step: 2) == V)
      #expect(try (Penalty(.nuclear(0)) + Penalty(.l2(0))).wholeProx(V, step: 2) == V)
    }
  }

  @Test func `a negative step is refused`() throws {
    let V = TaskWeights(taskCount: 2, featureCount: 2)
    #expect(throws: Failure.self) { try Penalty(.l1(1)).wholeProx(V, step: -1) }
  }

  @Test func `entries are those that a search finds one by one`() throws {
    for V in try ProxCases.all(seed: 5) {
      let P = try Penalty(.l1(0.6)).wholeProx(V, step: 1.5)
      let E = try Penalty(.elasticNet(1.2, ratio: 0.25)).wholeProx(V, step: 1.5)
      for (i, v) in V.values.enumerated() {
        let w = goldenMinimum(-10, 10) { 1.5 * 0.6 * abs($0) + ($0 - v) * ($0 - v) / 2 }
        #expect(abs(P.values[i] - w) < 1e-6)
        let e = goldenMinimum(-10, 10) {
          1.5 * 1.2 * (0.25 * abs($0) + 0.375 * $0 * $0) + ($0 - v) * ($0 - v) / 2
        }
        #expect(abs(E.values[i] - e) < 1e-6)
      }
    }
  }

  @Test func `coherence pulls towards the mean and leaves it where it is`() throws {
    let V = TaskWeights(Tensor([1, 3, 5, 0, 0, 6], Shape(2, 3)))
    // Each distance to the mean shrinks by 1/(1 + 2 · 0.5 · 3) = 1/4.
    let P = try Penalty(.coherence(3)).wholeProx(V, step: 0.5)
    #expect(P.tensor.elements == [2.5, 3, 3.5, 1.5, 1.5, 3])
  }

  @Test func `quadratic terms meet their linear equations`() throws {
    for V in try ProxCases.all(seed: 6) {
      let (T, d, S) = (V.taskCount, V.featureCount, ProxCases.ring(V.taskCount))
      let penalty =
        try Penalty(.similarity(0.7, S)) + Penalty(.coherence(0.4)) + Penalty(.l2(0.1))
      let W = try penalty.wholeProx(V, step: 0.9)
      for k in 0..<d {
        let mean = (0..<T).reduce(0) { $0 + W[k, $1] } / Double(T)
        for t in 0..<T {
          // Every unordered pair counts twice: d/dw_t Σ_{i≠j} s_ij ‖w_i − w_j‖² = 4 Σ_j s_tj (w_t − w_j).
          var slope = 2 * 0.4 * (W[k, t] - mean) + 2 * 0.1 * W[k, t]
          for s in 0..<T where s != t { slope += 4 * 0.7 * S[t, s] * (W[k, t] - W[k, s]) }
          #expect(abs(W[k, t] - V[k, t] + 0.9 * slope) < 1e-12)
        }
      }
    }
  }

  @Test func `with one task or one feature the nuclear norm is a length`() throws {
    // So nuclear + l1 + l21 is a sparse group there: entries first, then the length.
    var generator = RandomGenerator(seed: 7)
    let penalty = try Penalty(.nuclear(0.8)) + Penalty(.l1(0.3)) + Penalty(.l21(0.2))
    for (d, T) in [(6, 1), (1, 6)] {
      for _ in 0..<5 {
        let V = try TaskWeights(generator.normal([d, T])) * 1.5
        let P = try penalty.wholeProx(V, step: 0.7)
        let cut = V.values.map { v in
          let rest = max(0, abs(v) - 0.21)
          // One task: a row is an entry, so l21 cuts entries too.
          return (v < 0 ? -1 : 1) * (T == 1 ? max(0, rest - 0.14) : rest)
        }
        let length = cut.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let loss = T == 1 ? 0.56 : 0.7
        let keep = length > loss ? 1 - loss / length : 0
        for (p, c) in zip(P.values, cut) { #expect(abs(p - keep * c) < 1e-11) }
      }
    }
  }

  @Test func `tiny singular values shrink as exactly as large ones`() throws {
    // Rank one directions of sizes 1 and 1e-9.
    var V = TaskWeights(taskCount: 2, featureCount: 3)
    (V[0, 0], V[0, 1], V[1, 0], V[1, 1]) = (0.5, 0.5, 0.5e-9, -0.5e-9)
    let root = 0.5.squareRoot()
    #expect(abs(try Penalty(.nuclear(1)).value(V) - root * (1 + 1e-9)) < 1e-16)
    let P = try Penalty(.nuclear(1)).wholeProx(V, step: 2e-10)
    // σ = 1e-9/√2 loses 2e-10.
    #expect(abs(P[1, 0] - root * (root * 1e-9 - 2e-10)) < 1e-22)
  }
}
