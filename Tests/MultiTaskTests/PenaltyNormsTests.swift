import Diagnostics
import MultiTask
import Tensors
import Testing

@Suite("The norms of the dirty model and of shared structure")
struct PenaltyNormsTests {
  @Test func `the dirty model costs the least of all ways to split a row`() throws {
    // For a given peak c of |P| the rest is Q; the cost is linear between the sizes of the entries.
    for (shared, own) in [(1.7, 0.8), (0.5, 0.8), (5, 0.6), (1.6, 0.8), (0, 1), (1, 0)] {
      for W in try ProxCases.all(seed: 11) {
        var total = 0.0
        for k in 0..<W.featureCount {
          let sizes = (0..<W.taskCount).map { abs(W[k, $0]) }
          total +=
            (sizes + [0]).map { c in
              shared * c + own * sizes.reduce(0) { $0 + max(0, $1 - c) }
            }.min() ?? 0
        }
        let value = try Penalty(.dirty(shared, own)).value(W)
        #expect(abs(value - total) < 1e-12 * (1 + total), "\(shared) \(own) \(W)")
      }
    }
  }

  @Test func `the parts of the dirty model are shrunk each in its own way`() throws {
    var generator = RandomGenerator(seed: 12)
    let penalty = try Penalty(.dirty(1.1, 0.4))
    for V in try ProxCases.all(seed: 12) {
      let U = ProxCases.random(like: V, &generator)
      let parts = try penalty.prox([V, U], step: 0.8)
      func cost(_ P: TaskWeights, _ Q: TaskWeights) throws -> Double {
        let near = inner(P - V, P - V) + inner(Q - U, Q - U)
        return try 0.8 * penalty.values([P, Q]).reduce(0, +) + near / 2
      }
      let least = try cost(parts[0], parts[1])
      for size in [1, 1e-3] {
        let (D, E) = (
          ProxCases.random(like: V, &generator) * size,
          ProxCases.random(like: V, &generator) * size
        )
        let moved = try cost(parts[0] + D, parts[1] + E)
        #expect(moved - least >= (inner(D, D) + inner(E, E)) / 2 - 1e-11)
      }
    }
    #expect(throws: Failure.self) {
      try penalty.prox([TaskWeights(taskCount: 1, featureCount: 1)], step: 1)
    }
  }

  @Test func `the largest entries of a row come down to one level`() throws {
    // max loses 2 in all: 5 and 4 fall to 3.5, 3 stays.
    let W = TaskWeights(Tensor([5, -4, 3], Shape(1, 3)))
    let parts = try Penalty(.dirty(2, 1)).prox([W, W], step: 1)
    // 5 − 1.5 and 4 − 0.5.
    #expect(parts[0].values == [3.5, -3.5, 3])
    #expect(parts[1].values == [4, -3, 2])
  }

  @Test func `shared structure costs what its matrix says`() throws {
    // ρ₁ η(1 + η) tr(Wᵀ(ηI + M)⁻¹W) with M = U diag(γ) Uᵀ, γ random, and at best the value.
    var generator = RandomGenerator(seed: 13)
    let (first, second, rank) = (0.8, 1.2, 2)
    let ratio = second / first
    for _ in 0..<4 {
      let W = try generator.normal([3, 5])
      let value = try Penalty(.aso(first, second, rank: rank, form: .convex)).value(TaskWeights(W))
      let (u, s, _) = try LinearAlgebra.svd(W)
      func cost(_ shares: [Double]) throws -> Double {
        var scaled = u
        scaled.withMutableElements { u in for i in u.indices { u[i] *= shares[i % 3] } }
        var M = try matmul(scaled, u.transposed())
        M.withMutableElements { m in for k in 0..<3 { m[4 * k] += ratio } }
        let inside = try matmul(W.transposed(), LinearAlgebra.solve(M, W))
        return try first * ratio * (1 + ratio) * inside.trace()
      }
      let norm = SharedStructureNorm(first, second, rank: rank)
      let best = norm.shares(s.elements)
      #expect(abs(best.reduce(0, +) - Double(rank)) < 1e-12)
      #expect(best.allSatisfy { $0 >= 0 && $0 <= 1 })
      #expect(abs(try cost(best) - value) < 1e-10 * value)
      for _ in 0..<20 {
        let draw = (0..<3).map { _ in generator.uniform() }
        let sum = draw.reduce(0, +)
        let shares = draw.map { $0 * Double(rank) / sum }
        guard shares.allSatisfy({ $0 <= 1 }) else { continue }
        #expect(try cost(shares) >= value - 1e-10 * value)
      }
    }
  }

  @Test func `shared structure of two directions is found by a search`() throws {
    let W = TaskWeights(Tensor([3, 0, 0, 0.7], Shape(2, 2)))
    let (first, second) = (2.0, 0.6)
    let ratio = second / first
    let share = goldenMinimum(0, 1) { 9 / (ratio + $0) + 0.49 / (ratio + 1 - $0) }
    let best = first * ratio * (1 + ratio) * (9 / (ratio + share) + 0.49 / (ratio + 1 - share))
    let value = try Penalty(.aso(first, second, rank: 1, form: .convex)).value(W)
    #expect(abs(value - best) < 1e-10)
    // Whole directions: the larger one is shared.
    let whole = try Penalty(.aso(first, second, rank: 1, form: .alternating)).value(W)
    #expect(abs(whole - first * ratio * (1 + ratio) * (9 / (ratio + 1) + 0.49 / ratio)) < 1e-12)
  }

  @Test func `shared structure of all directions is a ridge`() throws {
    for W in try ProxCases.all(seed: 14) {
      let k = min(W.taskCount, W.featureCount)
      let value = try Penalty(.aso(0.5, 0.9, rank: k, form: .convex)).value(W)
      #expect(abs(value - 0.9 * inner(W, W)) < 1e-12 * (1 + value))
    }
  }

  @Test func `a structure larger than the weights is refused`() throws {
    let W = TaskWeights(taskCount: 3, featureCount: 2)
    let penalty = try Penalty(.aso(1, 1, rank: 3, form: .convex))
    let failure = #expect(throws: Failure.self) { try penalty.wholeProx(W, step: 1) }
    #expect(
      failure?.message
        == "aso: expected k to be at most 2, the smaller of 2 features and 3 tasks, found k=3")
  }

  @Test func `terms that mean nothing together are refused with the reason`() throws {
    let V = TaskWeights(taskCount: 2, featureCount: 2)
    let dirty = try Penalty(.dirty(1, 1))
    let structure = try Penalty(.aso(1, 1, rank: 1, form: .convex))
    for penalty in try [
      dirty + Penalty(.nuclear(1)), Penalty(.l1(1)) + structure, dirty + dirty, dirty + structure,
      structure + structure, Penalty(.elasticNet(1, ratio: 0.5)) + dirty,
      Penalty(.aso(1, 1, rank: 1, form: .alternating)),
    ] {
      let failure = #expect(throws: Failure.self) { try penalty.wholeProx(V, step: 1) }
      #expect(failure?.kind == .unsupported && failure?.notes.isEmpty == false)
    }
    let failure = #expect(throws: Failure.self) {
      try (dirty + Penalty(.nuclear(1))).prox([V, V], step: 1)
    }
    #expect(failure?.message.contains("dirty splits W into P + Q") == true)
    #expect(failure?.notes.first?.hasPrefix("leave out dirty or nuclear") == true)
  }
}
