import MultiTask
import Tensors
import Testing

@Suite("Dual points of a penalty")
struct PenaltyDualTests {
  private func norms() throws -> [Penalty] {
    try [
      Penalty(.nuclear(1.1)), Penalty(.l21(0.9)), Penalty(.l1(0.7)), Penalty(.dirty(1.3, 0.6)),
      Penalty(.l1(0.4)) + Penalty(.l21(0.5)), Penalty(.nuclear(0.8)) + Penalty(.l1(0.2)),
      Penalty(.nuclear(0.5)) + Penalty(.l21(0.4)) + Penalty(.l1(0.1)),
    ]
  }

  @Test func `a feasible point is outweighed by the penalty everywhere`() throws {
    var generator = RandomGenerator(seed: 21)
    for G in try ProxCases.all(seed: 21) {
      for penalty in try norms() {
        let scale = try #require(try penalty.feasibleScale(G))
        #expect(scale > 0 && scale <= 1)
        for _ in 0..<20 {
          let W = ProxCases.random(like: G, &generator)
          let value = try penalty.value(W)
          #expect(scale * inner(G, W) <= value * (1 + 1e-12), "\(penalty.summary)")
        }
      }
    }
  }

  @Test func `no larger multiple is feasible where the ball is known`() throws {
    // A point is in the ball exactly when the proximal operator takes all of it away.
    for G in try ProxCases.all(seed: 22) where inner(G, G) > 0 {
      for penalty in try norms().prefix(5) {
        let scale = try #require(try penalty.feasibleScale(G))
        let inside = try penalty.wholeProx(G * (scale * (1 - 1e-9)), step: 1)
        #expect(inner(inside, inside) < 1e-30, "\(penalty.summary)")
        guard scale < 1 else { continue }
        let outside = try penalty.wholeProx(G * (scale * (1 + 1e-6)), step: 1)
        #expect(inner(outside, outside) > 0, "\(penalty.summary)")
      }
    }
  }

  @Test func `what an operator takes away is feasible`() throws {
    // (V − P)/step is a subgradient at P; on the edge of a sum's ball only a bound is known.
    for V in try ProxCases.all(seed: 23) {
      for (i, penalty) in try norms().enumerated() {
        let P = try penalty.wholeProx(V, step: 0.7)
        let G = (V - P) * (1 / 0.7)
        let scale = try #require(try penalty.feasibleScale(G))
        #expect(scale > 1 - (i < 5 ? 1e-9 : 1e-3), "\(penalty.summary)")
        #expect(abs(try penalty.value(P) - inner(G, P)) < 1e-9 * (1 + inner(V, V)))
      }
    }
  }

  @Test func `the conjugate of shared structure meets its value`() throws {
    var generator = RandomGenerator(seed: 24)
    for V in try ProxCases.all(seed: 24) {
      for (first, second) in [(0.9, 0.5), (0.3, 2)] {
        let penalty = try Penalty(.aso(first, second, rank: 1, form: .convex))
        let P = try penalty.wholeProx(V, step: 0.6)
        let G = (V - P) * (1 / 0.6)
        let conjugate = try #require(try penalty.conjugate(G))
        #expect(abs(try penalty.value(P) + conjugate - inner(G, P)) < 1e-10)
        let W = ProxCases.random(like: V, &generator)
        #expect(try penalty.value(W) + conjugate >= inner(G, W) - 1e-10)
      }
    }
  }

  @Test func `smooth penalties have no ball`() throws {
    let G = TaskWeights(taskCount: 2, featureCount: 2)
    #expect(try Penalty.none.feasibleScale(G) == nil)
    #expect(try (Penalty(.l2(1)) + Penalty(.coherence(1))).feasibleScale(G) == nil)
    #expect(try Penalty(.aso(1, 1, rank: 1, form: .convex)).feasibleScale(G) == nil)
    #expect(try Penalty(.l1(1)).conjugate(G) == nil)
  }
}
