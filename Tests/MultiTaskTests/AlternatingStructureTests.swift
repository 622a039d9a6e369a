import Datasets
import Diagnostics
import MultiTask
import Tensors
import Testing

@Suite("Alternating structure optimisation")
struct AlternatingStructureTests {
  static func penalty(_ own: Double, _ all: Double, _ k: Int) throws -> Penalty {
    try Penalty(.aso(own, all, rank: k, form: .alternating))
  }

  /// The convex form's certified optimum at ρ₁ = ρ₂ = 20 is 2 · 7513.6766.
  ///
  /// Figures of the alternation by
  /// NumPy 2.4.6: `linalg.solve` and `linalg.svd` in turn until the objective stands still.
  @Test(arguments: [(20.0, 20.0, 3, 15027.353249391723), (50, 1, 2, 8149.428749983805)])
  func `ends where NumPy's alternation does`(
    own: Double, all: Double, k: Int, value: Double
  ) throws {
    let data = try ConvexProblem.small.regression()
    let fitted = try MultiTaskModel(penalty: Self.penalty(own, all, k), intercept: false).fit(data)
    #expect(abs(fitted.iterate.objective / value - 1) < 1e-9)
    #expect(fitted.converged)
    if own == 20 { #expect(fitted.iterate.objective >= 2 * 7513.6766 - 1e-3) }
  }

  @Test(arguments: [
    (TaskLoss.squared, [20, 15, 30, 12], 5), (.squared, [4, 5, 3, 6], 8),
    (.logistic, [40, 30, 35, 50], 4), (.logistic, [6, 5, 7, 6], 9),
  ])
  func `the objective never rises and the structure is orthonormal`(
    loss: TaskLoss, rows: [Int], d: Int
  ) throws {
    let data = try SmoothReference.tasks(
      rows: rows, features: d, seed: 31, binary: loss == .logistic)
    let model = try MultiTaskModel(loss: loss, penalty: Self.penalty(2, 0.3, 2))
    var run = try model.training(on: data)
    #expect(run.nextStage == "each task alone")
    var stages: Set<String> = []
    while let stage = run.nextStage, try run.advance() {
      stages.insert(stage)
      if let theta = run.iterate.structure {
        let product = try matmul(theta, theta.transposed())
        #expect(SmoothReference.distance(product, try Tensor.eye(2)) < 1e-12)
      }
    }
    #expect(stages.count == 3)
    let objectives = run.history.map(\.objective)
    #expect(zip(objectives, objectives.dropFirst()).allSatisfy { $1 <= $0 * (1 + 1e-13) })
    let fitted = try #require(run.output)
    #expect(fitted.converged)
    #expect(try model.fit(data).weights == fitted.weights)
  }

  /// ρ₁ Σ ‖w_t − Θᵀv_t‖² + ρ₂ ‖W‖², each v_t by least squares.
  @Test func `the reported objective is the definition's, and stationary`() throws {
    let data = try SmoothReference.tasks(rows: [20, 15, 30], features: 4, seed: 32)
    let fitted = try MultiTaskModel(penalty: Self.penalty(3, 0.5, 2)).fit(data)
    let theta = try #require(fitted.iterate.structure)
    func value(_ W: Tensor) throws -> Double {
      let v = try LinearAlgebra.leastSquares(theta.transposed(), W).solution
      let u = zip(W.elements, try matmul(theta.transposed(), v).elements).map { $0 - $1 }
      return SmoothReference.objective(data, W, fitted.iterate.intercepts, ridge: 0.5)
        + 3 * u.reduce(0) { $0 + $1 * $1 }
    }
    let W = fitted.weights.tensor
    let best = try value(W)
    #expect(abs(best / fitted.iterate.objective - 1) < 1e-12)
    for k in 0..<W.count {
      var (up, down) = (W, W)
      up.withMutableElements { $0[k] += 1e-4 }
      down.withMutableElements { $0[k] -= 1e-4 }
      #expect(try abs(value(up) - value(down)) / 2e-4 < 1e-4)
    }
  }

  @Test func `a structure of all dimensions is ridge regression`() throws {
    let data = try SmoothReference.tasks(rows: [20, 15], features: 3, seed: 33)
    let all = try MultiTaskModel(penalty: Self.penalty(5, 0.7, 3)).fit(data)
    let ridge = try MultiTaskModel(penalty: Penalty(.l2(0.7))).fit(data)
    #expect(SmoothReference.distance(all.weights.tensor, ridge.weights.tensor) < 1e-8)
  }

  @Test func `what cannot be alternated is refused with the reason`() throws {
    let data = try SmoothReference.tasks(rows: [20, 15], features: 3, seed: 34)
    let both = try Self.penalty(1, 1, 1) + Penalty(.nuclear(1))
    #expect(throws: Failure.self) { try MultiTaskModel(penalty: both).fit(data) }
    let tooMany = try MultiTaskModel(penalty: Self.penalty(1, 1, 4))
    do {
      _ = try tooMany.fit(data)
      Issue.record("k above the number of features was taken")
    } catch let failure as Failure {
      #expect(failure.message.contains("at most 3 dimensions"))
    }
  }
}
