import Diagnostics
import Learners
import Optimization
import Tensors
import Testing

/// Optima by scikit-learn 1.9.1 (`newton-cholesky` for two classes, `lbfgs` for three, tol 1e-12) on
/// the hashed data, n = 60, d = 4.
@Suite struct LogisticRegressionTests {
  let X = hashedMatrix(60, 4)

  var targets: [Double] {
    (0..<60).map { i in
      let score = X[i, 0] - 2 * X[i, 1] + 0.5 * X[i, 2] + 0.3 + 2 * hashed(1000 + i)
      return score > 0 ? 1 : 0
    }
  }

  var codes: [Int] {
    (0..<60).map { i in
      let x = (0..<4).map { X[i, $0] }
      let scores = [
        x[0] + 0.3 * x[2] + 2 * hashed(2000 + 3 * i),
        x[1] - 0.2 * x[2] + 0.4 * x[3] + 2 * hashed(2001 + 3 * i),
        -x[0] + 0.5 * x[1] + x[3] + 2 * hashed(2002 + 3 * i),
      ]
      return scores.indices.max { scores[$0] < scores[$1] } ?? 0
    }
  }

  func expectClose(_ found: [Double], _ expected: [Double], within tolerance: Double) {
    #expect(found.count == expected.count)
    for (a, b) in zip(found, expected) { #expect(abs(a - b) <= tolerance, "\(a) and \(b)") }
  }

  @Test(arguments: [
    (1.0, [0.72638294, -2.23095372, 0.11194581, -0.00444138], 0.53555193, 17.453052284134024),
    (0.3, [0.46120622, -1.52061167, 0.10630798, 0.06931617], 0.43816777, 6.501353221905751),
  ])
  func `two classes arrive at scikit-learn's optimum`(
    _ C: Double, _ weights: [Double], _ intercept: Double, _ objective: Double
  ) throws {
    let learner = try LogisticRegression(C: C, tol: 1e-9)
    let model = try learner.fitBinary(X, [BinaryTask(name: "y", targets: targets)])[0]
    let linear = try #require(model.linear)
    expectClose(linear.weights, weights, within: 2e-8)
    #expect(abs(linear.intercept - intercept) < 2e-8)
    #expect(abs(model.report.objective - objective) < 1e-9)
    #expect(model.report.converged)
  }

  @Test func `three classes arrive at scikit-learn's optimum`() throws {
    let model = try LogisticRegression(tol: 1e-9).fitClasses(X, codes: codes, classes: 3)
    let softmax = try #require(model as? SoftmaxModel)
    let expected = [
      1.31578402, -0.58793936, 0.58943725, -0.40556888, 0.30293776, 0.92873405, -0.4523549,
      -0.21792996, -1.61872178, -0.34079469, -0.13708235, 0.62349885,
    ]
    expectClose(softmax.weights.elements, expected, within: 1e-6)
    expectClose(softmax.intercepts, [0.09281142, 0.02787188, -0.1206833], within: 1e-6)
    #expect(abs(model.report.objective - 27.97443550334234) < 1e-9)
  }

  @Test func `a weaker fit to three classes arrives there too`() throws {
    let model = try LogisticRegression(C: 0.3).fitClasses(X, codes: codes, classes: 3)
    #expect(abs(model.report.objective - 10.072730819664176) < 1e-8)
    #expect(model.report.converged)
  }

  @Test func `L-BFGS and Newton find the same optimum`() throws {
    let design = try LinearDesign(.dense(X))
    let problem = LinearProblem(
      design: design, strength: 2, blocks: [.init(.logistic(targets: targets))])
    let newton = try problem.solve(SolverOptions(tolerance: 1e-10))
    let lbfgs = try problem.solve(SolverOptions(tolerance: 1e-10, allowsNewton: false))
    #expect(newton.reports[0].method == .newton)
    #expect(lbfgs.reports[0].method == .lbfgs)
    expectClose(lbfgs.weights[0], newton.weights[0], within: 1e-8)
  }

  @Test(arguments: [30, 410])
  func `inputs that are zero do not change an optimum`(_ zeros: Int) throws {
    // 410 inputs are past the size for which L-BFGS starts from a Gram matrix.
    let narrow = try LinearDesign(.dense(X))
    let wide = try LinearDesign(
      DesignMatrix.dense(X).appending(Tensor(repeating: 0, Shape(60, zeros))))
    let block = LinearProblem.Block(.logistic(targets: targets))
    let options = SolverOptions(tolerance: 1e-10, allowsNewton: false)
    let first = try LinearProblem(design: narrow, strength: 1, blocks: [block])
      .solve(SolverOptions(tolerance: 1e-10))
    let second = try LinearProblem(design: wide, strength: 1, blocks: [block]).solve(options)
    #expect(second.reports[0].converged)
    expectClose(Array(second.weights[0].prefix(4)), Array(first.weights[0].prefix(4)), within: 1e-8)
    #expect(abs(second.reports[0].objective - first.reports[0].objective) < 1e-10)
  }

  @Test func `the gradient vanishes at the optimum by central differences`() throws {
    let model = try LogisticRegression(tol: 1e-9)
      .fitBinary(X, [BinaryTask(name: "y", targets: targets)])[0]
    let linear = try #require(model.linear)
    func objective(_ w: [Double], _ b: Double) throws -> Double {
      let probabilities = (0..<60).map { i in
        sigmoid((0..<4).reduce(b) { $0 + w[$1] * X[i, $1] })
      }
      let loss = try logLoss(truth: Tensor(targets), probabilities: Tensor(probabilities)) * 60
      return loss + 0.5 * w.reduce(0) { $0 + $1 * $1 }
    }
    let h = 1e-5
    for j in 0..<4 {
      var (up, down) = (linear.weights, linear.weights)
      up[j] += h
      down[j] -= h
      let slope =
        try (objective(up, linear.intercept) - objective(down, linear.intercept)) / (2 * h)
      #expect(abs(slope) < 1e-6)
    }
    let slope =
      try
      (objective(linear.weights, linear.intercept + h)
      - objective(linear.weights, linear.intercept - h)) / (2 * h)
    #expect(abs(slope) < 1e-6)
  }

  @Test func `tasks trained together equal tasks trained alone`() throws {
    let learner = try LogisticRegression(tol: 1e-9)
    let other = (0..<60).map { hashed(7000 + $0) + 0.2 * X[$0, 3] > 0 ? 1.0 : 0 }
    let tasks = [
      BinaryTask(name: "a", targets: targets),
      BinaryTask(name: "b", targets: other, features: [1, 3]),
    ]
    let together = try learner.fitBinary(X, tasks)
    let alone = try learner.fitBinary(X, [tasks[0]])[0]
    let narrow = Tensor((0..<60).flatMap { [X[$0, 1], X[$0, 3]] }, Shape(60, 2))
    let small = try learner.fitBinary(narrow, [BinaryTask(name: "b", targets: other)])[0]
    expectClose(
      together[0].linear?.weights ?? [], try #require(alone.linear).weights, within: 1e-8)
    expectClose(
      together[1].linear?.weights ?? [], try #require(small.linear).weights, within: 1e-8)
  }

  @Test func `two classes are the ordinary binary model and one class is a constant`() throws {
    let learner = try LogisticRegression()
    let binary = try learner.fitBinary(X, [BinaryTask(name: "y", targets: targets)])[0]
    let two = try learner.fitClasses(X, codes: targets.map { Int($0) }, classes: 2)
    let p = try two.probabilities(X)
    let yes = try binary.probabilities(X)
    for i in 0..<60 {
      #expect(p[i, 1] == yes[i])
      #expect(abs(p[i, 0] + p[i, 1] - 1) < 1e-15)
    }
    let one = try learner.fitClasses(X, codes: Array(repeating: 0, count: 60), classes: 1)
    #expect(try one.probabilities(X).elements == Array(repeating: 1, count: 60))
    #expect(try one.predict(X) == Array(repeating: 0, count: 60))
  }

  @Test func `softmax probabilities are positive and sum to one`() throws {
    let model = try LogisticRegression().fitClasses(X, codes: codes, classes: 3)
    let p = try model.probabilities(X)
    #expect(p.shape == Shape(60, 3))
    for i in 0..<60 {
      #expect(abs(p[i, 0] + p[i, 1] + p[i, 2] - 1) < 1e-14)
      #expect((0..<3).allSatisfy { p[i, $0] > 0 })
    }
  }

  @Test func `a label that never changes becomes that constant`() throws {
    let ones = BinaryTask(name: "y", targets: Array(repeating: 1, count: 60))
    let model = try LogisticRegression().fitBinary(X, [ones])[0]
    #expect(model.constant == 1)
    #expect(model.linear == nil)
    #expect(try model.probabilities(X) == Array(repeating: 1, count: 60))
  }

  @Test func `too few iterations are reported as not converged`() throws {
    let model = try LogisticRegression(maxIterations: 1)
      .fitBinary(X, [BinaryTask(name: "y", targets: targets)])[0]
    #expect(!model.report.converged)
    #expect(model.report.gradient > 1e-6)
  }

  @Test func `separable classes still have an optimum`() throws {
    let x = Tensor([-2, -1, 1, 2], Shape(4, 1))
    let model = try LogisticRegression()
      .fitBinary(x, [BinaryTask(name: "y", targets: [0, 0, 1, 1])])[0]
    #expect(model.report.converged)
    #expect(abs(try #require(model.linear).intercept) < 1e-6)
  }

  @Test func `without inputs the intercept is the log odds`() throws {
    let model = try LogisticRegression(tol: 1e-9)
      .fitBinary(Tensor([], Shape(4, 0)), [BinaryTask(name: "y", targets: [0, 1, 1, 1])])[0]
    // log(3/1)
    #expect(abs(try #require(model.linear).intercept - 1.0986122886681098) < 1e-8)
  }

  @Test func `a missing input is named with row and column`() throws {
    var bad = X
    bad[7, 2] = .nan
    #expect {
      _ = try LogisticRegression().fitBinary(bad, [BinaryTask(name: "y", targets: targets)])
    } throws: { error in
      (error as? Failure)?.message
        == "expected finite inputs, found a missing value (NaN) in row 7, column 2"
    }
  }

  @Test func `class numbers need not be consecutive`() throws {
    let numbers = Tensor(codes.map { [3.0, 5, 9][$0] })
    let model = try LogisticRegression().fit(X, numbers)
    #expect(model.classes == [3, 5, 9])
    let plain = try LogisticRegression().fitClasses(X, codes: codes, classes: 3)
    #expect(try model.predict(X).elements == plain.predict(X).map { [3.0, 5, 9][$0] })
  }

  @Test(arguments: [-1, 0.5, .nan, .infinity, 1e300])
  func `what is no class number is refused`(_ value: Double) {
    var y = Tensor(targets)
    y[flat: 5] = value
    #expect(throws: Failure.self) { try LogisticRegression().fit(X, y) }
    #expect(throws: Failure.self) { try LogisticRegression().fit(X, Tensor([0, 1])) }
  }

  @Test func `targets that do not suit are refused`() throws {
    let learner = try LogisticRegression()
    for bad in [[1.0], Array(repeating: Double.nan, count: 60), Array(repeating: 2, count: 60)] {
      #expect(throws: Failure.self) {
        try learner.fitBinary(X, [BinaryTask(name: "y", targets: bad)])
      }
    }
    #expect(throws: Failure.self) { try learner.fitClasses(X, codes: [0, 1], classes: 2) }
    #expect(throws: Failure.self) {
      try learner.fitClasses(X, codes: Array(repeating: 3, count: 60), classes: 3)
    }
  }

  @Test func `inputs too large to square end in a fit that says it did not converge`() throws {
    let huge = Tensor(X.elements.map { $0 * 1e200 }, Shape(60, 4))
    let model = try LogisticRegression()
      .fitBinary(huge, [BinaryTask(name: "y", targets: targets)])[0]
    #expect(!model.report.converged)
  }

  @Test func `hyper-parameters out of range are refused`() {
    #expect(throws: Failure.self) { try LogisticRegression(C: 0) }
    #expect(throws: Failure.self) { try LogisticRegression(C: .nan) }
    #expect(throws: Failure.self) { try LogisticRegression(tol: 2) }
    #expect(throws: Failure.self) { try LogisticRegression(penalty: "l7") }
    #expect(throws: Failure.self) { try LogisticRegression(maxIterations: 0) }
  }
}
