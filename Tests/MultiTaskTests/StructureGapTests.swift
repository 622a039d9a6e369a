import Datasets
import MultiTask
import Testing

/// The duality gap of the convex form of shared structure, and what it says of the alternating form.
@Suite("Duality gap of shared structure")
struct StructureGapTests {
  struct Case: Sendable, CustomStringConvertible {
    let loss: TaskLoss
    let isShared: Bool
    let rows: [Int]
    let extra: [PenaltyTerm]
    var hasIntercepts = true
    var description: String {
      "\(loss) \(isShared ? "shared" : "own") \(rows) \(extra.map(\.summary))"
    }

    func data() throws -> TaskDataset {
      try SmoothReference.tasks(
        rows: rows, features: 6, seed: 51, shared: isShared, binary: loss == .logistic)
    }

    func model(
      tol: Double = 1e-8, form: PenaltyTerm.StructureForm = .convex
    ) throws
      -> MultiTaskModel
    {
      let penalty = try extra.map { try Penalty($0) }.reduce(
        try Penalty(.aso(1.5, 0.4, rank: 2, form: form)), +)
      return try MultiTaskModel(loss: loss, penalty: penalty, intercept: hasIntercepts, tol: tol)
    }
  }

  static let cases: [Case] = TaskLoss.allCases.flatMap { loss in
    [
      Case(loss: loss, isShared: false, rows: [20, 9, 30, 12], extra: []),
      Case(loss: loss, isShared: false, rows: [4, 5, 3, 5], extra: [], hasIntercepts: false),
      Case(loss: loss, isShared: true, rows: [18, 18, 18, 18], extra: [.l2(0.2)]),
      Case(loss: loss, isShared: false, rows: [5, 25, 14, 8], extra: [.coherence(0.7)]),
    ]
  }

  @Test(arguments: cases)
  func `bounds the distance to the optimum at every iteration`(_ example: Case) throws {
    let data = try example.data()
    let optimum = try example.model(tol: 1e-13).fit(data).iterate.objective
    var run = try example.model().training(on: data)
    var known = 0
    while try run.advance() {
      let (objective, gap) = (run.iterate.objective, run.iterate.accuracy)
      #expect(objective >= optimum * (1 - 1e-11))
      guard gap.isFinite else { continue }
      known += 1
      #expect(objective * (1 - gap) <= optimum * (1 + 1e-11))
    }
    let end = try #require(run.output)
    #expect(known > 0 && end.stop == .gap && end.measure == "relative duality gap")
    #expect(end.iterate.accuracy <= 1e-8)
    #expect(end.iterate.objective <= optimum * (1 + 1e-8))
  }

  @Test(arguments: [1, 5])
  func `is told where the iterations end, too`(limit: Int) throws {
    let data = try Self.cases[0].data()
    var model = try Self.cases[0].model(tol: 1e-12)
    model.maximumIterations = limit
    let fitted = try model.fit(data)
    let optimum = try Self.cases[0].model(tol: 1e-13).fit(data).iterate.objective
    let (objective, gap) = (fitted.iterate.objective, fitted.iterate.accuracy)
    #expect(fitted.stop == .limit && !fitted.converged && gap.isFinite)
    #expect(objective * (1 - gap) <= optimum && optimum < objective)
  }

  /// The convex form relaxes the alternating one, so its certified bound lies below every structure.
  @Test(arguments: cases.filter { !$0.extra.contains(.coherence(0.7)) })
  func `holds for what the alternation ends at`(_ example: Case) throws {
    let data = try example.data()
    let convex = try example.model().fit(data)
    let alternating = try example.model(form: .alternating).fit(data)
    let bound = convex.iterate.objective * (1 - convex.iterate.accuracy)
    #expect(alternating.iterate.objective >= bound)
    // Both forms give W the same value when the structure has whole directions.
    let relaxed = try convex.model.penalty.value(alternating.weights) + alternating.iterate.loss
    #expect(relaxed >= bound && relaxed <= alternating.iterate.objective * (1 + 1e-12))
  }
}
