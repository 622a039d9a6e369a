import Diagnostics
import Learners
import Optimization
import Tensors
import Testing

/// Optima by scikit-learn 1.9.1's `LogisticRegression(solver="saga", tol=1e-14)` (no penalty:
/// `newton-cholesky` and `lbfgs`) on `LinearCases`, and the conditions that make an optimum one.
@Suite struct PenalisedLogisticTests {
  let X = LinearCases.X

  func fit(
    _ learner: LogisticRegression, _ targets: [Double] = LinearCases.targets
  ) throws
    -> (score: LinearScore, report: SolverReport)
  {
    let model = try learner.fitBinary(X, [LinearCases.task(targets)])[0]
    return (try #require(model.linear), model.report)
  }

  @Test(arguments: [
    ("l1", 1.0, 0.5, [0.815436751242, -2.699241928493, 0, 0], 0.626834266702, 17.447814044667005),
    ("l1", 0.2, 0.5, [0.152417895379, -1.495190755844, 0, 0], 0.434471723169, 5.385562741575593),
    (
      "elasticnet", 1, 0.5, [0.750540868169, -2.404045321885, 0.047315912964, 0], 0.570615079723,
      17.54410349010175
    ),
    (
      "elasticnet", 0.3, 0.8, [0.368082282513, -1.727374074998, 0, 0], 0.461664822153,
      7.037614982781381
    ),
  ])
  func `two classes arrive at scikit-learn's optimum`(
    _ penalty: String, _ C: Double, _ ratio: Double, _ weights: [Double], _ intercept: Double,
    _ objective: Double
  ) throws {
    let learner = try LogisticRegression(C: C, penalty: penalty, tol: 1e-10, l1Ratio: ratio)
    let (score, report) = try fit(learner)
    #expect(report.converged)
    #expect(abs(report.objective - objective) < 1e-9)
    expectClose(score.weights, weights, within: 2e-7)
    #expect(abs(score.intercept - intercept) < 2e-7)
    for (found, expected) in zip(score.weights, weights) {
      #expect((found == 0) == (expected == 0))
    }
  }

  @Test(arguments: [("l1", 0.5, 18.26391920715568), ("elasticnet", 0.4, 16.766260661253003)])
  func `three classes arrive at scikit-learn's optimum`(
    _ penalty: String, _ ratio: Double, _ objective: Double
  ) throws {
    let learner = try LogisticRegression(C: 0.5, penalty: penalty, tol: 1e-9, l1Ratio: ratio)
    let model = try learner.fitClasses(X, codes: LinearCases.codes, classes: 3)
    let softmax = try #require(model as? SoftmaxModel)
    #expect(model.report.converged)
    #expect(abs(model.report.objective - objective) < 1e-6)
    guard penalty == "elasticnet" else { return }
    expectClose(
      softmax.weights.elements,
      [
        0.897460364329, -0.286942126457, 0.508675257187, -0.116587646846, 0, 0.982485071721,
        -0.3229436469, 0, -1.512650281639, -0.028876278597, 0, 0.616112686829,
      ], within: 2e-5)
  }

  /// On inputs 0, 1 and 3; with the third one no optimum is finite.
  @Test func `two classes without a penalty arrive at scikit-learn's optimum`() throws {
    let task = LinearCases.task(LinearCases.targets, features: [0, 1, 3])
    let model = try LogisticRegression(penalty: "none", tol: 1e-12).fitBinary(X, [task])[0]
    let score = try #require(model.linear)
    expectClose(score.weights, [1.320125166893, -3.766565009084, -0.15787382646], within: 1e-9)
    #expect(abs(score.intercept - 0.8236931005943572) < 1e-9)
    #expect(abs(model.report.objective - 13.231162090755983) < 1e-11)
    #expect(model.report.method == .newton && model.report.converged)
  }

  @Test func `three classes without a penalty arrive at scikit-learn's optimum`() throws {
    let model = try LogisticRegression(penalty: "none", tol: 1e-9)
      .fitClasses(X, codes: LinearCases.codes, classes: 3)
    let softmax = try #require(model as? SoftmaxModel)
    #expect(abs(model.report.objective - 22.84875463468283) < 1e-8)
    expectClose(
      Array(softmax.weights.elements.prefix(4)),
      [2.151976257763, -0.788768306867, 0.95547778082, -0.739356458463], within: 1e-4)
    expectClose(softmax.intercepts, [0.109428945, 0.336506182, -0.445935127], within: 1e-4)
  }

  /// SciPy's L-BFGS-B on w = u − v with u, v ≥ 0.
  @Test func `targets between 0 and 1 arrive at the optimum of split variables`() throws {
    let learner = try LogisticRegression(C: 0.7, penalty: "l1", tol: 1e-10)
    let (score, report) = try fit(learner, LinearCases.soft)
    expectClose(score.weights, [0.619653496, 0, 0.068974611, 0], within: 2e-6)
    #expect(abs(report.objective - 26.56732735518427) < 1e-10)
  }

  /// Largest breach of `0 ∈ C Xᵀ(p − y) + ρ ∂‖w‖₁ + (1 − ρ) w` and of the intercept's condition.
  func breach(
    _ X: Tensor, _ targets: [Double], _ score: LinearScore, _ C: Double, _ ratio: Double
  ) -> Double {
    let n = X.rowCount
    let residuals = (0..<n).map { i in
      C * (sigmoid(score.score((0..<X.columnCount).map { X[i, $0] })) - targets[i])
    }
    var worst = abs(residuals.reduce(0, +))
    for (j, w) in score.weights.enumerated() {
      let slope = (0..<n).reduce(0) { $0 + residuals[$1] * X[$1, j] } + (1 - ratio) * w
      let rest = w == 0 ? max(0, abs(slope) - ratio) : abs(slope + (w > 0 ? ratio : -ratio))
      worst = max(worst, rest)
    }
    return worst
  }

  @Test(arguments: [(60, 4, 1.0), (40, 90, 0.5), (200, 30, 1.0), (50, 12, 0.01)], [1.0, 0.6])
  func `the conditions of an optimum hold, dense and sparse`(
    _ size: (Int, Int, Double), _ ratio: Double
  ) throws {
    let (n, d, C) = size
    // Columns of very different sizes and means.
    var X = hashedMatrix(n, d, first: 7)
    for i in 0..<n {
      for j in 0..<d {
        X[i, j] =
          j % 3 == 0 ? X[i, j] + 20 : j % 3 == 1 ? (X[i, j] > 0.8 ? X[i, j] : 0) : 5 * X[i, j]
      }
    }
    let targets = (0..<n).map { i in X[i, 1] + 0.2 * X[i, 2] + 2 * hashed(77 + i) > 0 ? 1.0 : 0 }
    let learner = try LogisticRegression(C: C, penalty: "elasticnet", tol: 1e-9, l1Ratio: ratio)
    let dense = try learner.fitBinary(X, [LinearCases.task(targets)])[0]
    let sparse = try learner.fitBinary(LinearCases.sparse(X), [LinearCases.task(targets)])[0]
    for model in [dense, sparse] {
      #expect(model.report.converged)
      let score = try #require(model.linear)
      #expect(breach(X, targets, score, C, ratio) < 1e-9 * 20 * Double(n) * C)
    }
    #expect(abs(dense.report.objective - sparse.report.objective) < 1e-8 * dense.report.objective)
  }

  @Test func `inputs that an L1 penalty holds at 0 are exactly 0, and all are when C is small`()
    throws
  {
    let (score, report) = try fit(LogisticRegression(C: 1e-4, penalty: "l1", tol: 1e-10))
    #expect(score.weights == [0, 0, 0, 0])
    // log(37/23)
    #expect(abs(score.intercept - 0.4754236967) < 1e-8)
    #expect(report.converged)
  }

  @Test func `an elastic net without its L1 part is the L2 penalty`() throws {
    let (score, report) = try fit(LogisticRegression(penalty: "elasticnet", tol: 1e-10, l1Ratio: 0))
    let (plain, _) = try fit(LogisticRegression(tol: 1e-10))
    expectClose(score.weights, plain.weights, within: 1e-8)
    #expect(report.method == .newton)
  }

  @Test func `the softmax of two classes has the binary model's probabilities under elastic net`()
    throws
  {
    // Two weight vectors ±w/2 have half the squares: the penalty ½‖W‖² equals ¼‖w‖².
    let design = try ColumnDesign(.dense(X))
    let codes = LinearCases.targets.map { Int($0) }
    let pair = try PenalisedProblem(
      design: design, strength: 1, penalty: .init(l1: 0.2, l2: 0.6),
      blocks: [.init(.likelihood(.softmax(codes: codes, classes: 2, smoothing: 0)))]
    ).solve(SolverOptions(tolerance: 1e-11)).weights[0]
    let one = try PenalisedProblem(
      design: design, strength: 1, penalty: .init(l1: 0.2, l2: 0.3),
      blocks: [.init(.likelihood(.logistic(targets: LinearCases.targets)))]
    ).solve(SolverOptions(tolerance: 1e-11)).weights[0]
    for j in 0..<5 { #expect(abs(pair[5 + j] - pair[j] - one[j]) < 1e-6) }
  }

  @Test func `tasks of a batch see their own inputs, and equal tasks fitted alone`() throws {
    let learner = try LogisticRegression(penalty: "l1", tol: 1e-10)
    let tasks = [
      LinearCases.task(LinearCases.targets), LinearCases.task(LinearCases.soft, features: [3, 0]),
      LinearCases.task(Array(repeating: 0.25, count: 60)),
    ]
    let models = try learner.fitBinary(X, tasks)
    #expect(models[0].linear == (try learner.fitBinary(X, [tasks[0]])[0].linear))
    let narrow = Tensor((0..<60).flatMap { [X[$0, 3], X[$0, 0]] }, Shape(60, 2))
    let own = try #require(
      try learner.fitBinary(narrow, [LinearCases.task(LinearCases.soft)])[0].linear)
    expectClose(try #require(models[1].linear).weights, own.weights, within: 1e-9)
    #expect(models[2].constant == 0.25)
  }

  @Test func `the number of threads changes nothing`() throws {
    let learner = try LogisticRegression(penalty: "l1")
    let tasks = (0..<6).map { c in
      LinearCases.task((0..<60).map { hashed(500 * c + $0) + 0.3 * X[$0, c % 4] > 0 ? 1 : 0 })
    }
    let count = Parallel.threadCount
    defer { Parallel.threadCount = count }
    Parallel.threadCount = 1
    let alone = try learner.fitBinary(X, tasks).map(\.linear)
    Parallel.threadCount = 3
    #expect(try learner.fitBinary(X, tasks).map(\.linear) == alone)
  }

  @Test func `the trace falls to the optimum and ends in the report`() throws {
    let (_, report) = try fit(LogisticRegression(penalty: "l1"))
    #expect(report.method == .proximalNewton)
    #expect(report.trace.count == report.iterations + 1)
    for (before, after) in zip(report.trace, report.trace.dropFirst()) {
      #expect(after.objective <= before.objective + 1e-12)
    }
    let last = try #require(report.trace.last)
    #expect(last.objective == report.objective)
    #expect(last.gradient == report.gradient)
    #expect(report.gradient <= 1e-6)
  }

  @Test func `many inputs under no penalty go by conjugate gradients to the same optimum`() throws {
    // 600 inputs are past the size whose matrix is formed; copies of the same three.
    let copies = Tensor(
      (0..<60).flatMap { i in (0..<600).map { X[i, [0, 1, 3][$0 % 3]] } }, Shape(60, 600))
    let model = try LogisticRegression(penalty: "none", tol: 1e-8)
      .fitBinary(copies, [LinearCases.task(LinearCases.targets)])[0]
    #expect(model.report.converged)
    #expect(abs(model.report.objective - 13.231162090755983) < 1e-8)
  }

  @Test func `many inputs under L1 go without a matrix to the optimum`() throws {
    let n = 80
    let X = hashedMatrix(n, 700, first: 11)
    let targets = (0..<n).map { i in X[i, 3] - X[i, 8] + hashed(60 + i) > 0 ? 1.0 : 0 }
    let model = try LogisticRegression(C: 20, penalty: "elasticnet", tol: 1e-8, l1Ratio: 0.01)
      .fitBinary(X, [LinearCases.task(targets)])[0]
    #expect(model.report.converged)
    let score = try #require(model.linear)
    #expect(score.weights.count { $0 != 0 } > 512)
    #expect(breach(X, targets, score, 20, 0.01) < 1e-8 * 20 * 100)
  }

  @Test func `too few iterations are reported as not converged`() throws {
    let (_, report) = try fit(LogisticRegression(penalty: "l1", maxIterations: 1))
    #expect(!report.converged && report.gradient > 1e-6 && report.iterations == 1)
  }

  @Test(arguments: ["l1", "elasticnet", "none"])
  func `inputs too large to square end in a fit that says it did not converge`(
    _ penalty: String
  ) throws {
    let huge = Tensor(X.elements.map { $0 * 1e200 }, Shape(60, 4))
    let model = try LogisticRegression(penalty: penalty)
      .fitBinary(huge, [LinearCases.task(LinearCases.targets)])[0]
    #expect(!model.report.converged)
    #expect(try #require(model.linear).weights.allSatisfy(\.isFinite))
  }

  @Test func `without inputs the intercept is the log odds`() throws {
    let model = try LogisticRegression(penalty: "l1", tol: 1e-9)
      .fitBinary(Tensor([], Shape(4, 0)), [LinearCases.task([0, 1, 1, 1])])[0]
    #expect(abs(try #require(model.linear).intercept - 1.0986122886681098) < 1e-8)
  }

  @Test func `hyper-parameters stand in the call unless they are the defaults`() throws {
    #expect(try LogisticRegression().summary == "logistic(C=1)")
    #expect(
      try LogisticRegression(C: 0.5, penalty: "l1").summary == "logistic(C=0.5, penalty=\"l1\")")
    #expect(
      try LogisticRegression(
        penalty: "elasticnet", tol: 0.001, maxIterations: 9, intercept: false, l1Ratio: 0.25
      ).summary
        == "logistic(C=1, penalty=\"elasticnet\", l1_ratio=0.25, tol=0.001, max_iterations=9, "
        + "intercept=false)")
    #expect(throws: Failure.self) { try LogisticRegression(penalty: "elasticnet", l1Ratio: 1.5) }
    #expect(throws: Failure.self) { try LogisticRegression(penalty: "l1", l1Ratio: .nan) }
  }
}
