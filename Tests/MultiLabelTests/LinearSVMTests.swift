import Diagnostics
import Learners
import Optimization
import Tensors
import Testing

/// Optima by SciPy 1.17.1 (L-BFGS-B, then Newton steps; gradients below 1e-14) on `LinearCases`;
/// scikit-learn 1.9.1's `LinearSVC(intercept_scaling=1e4)` agrees with them to 2e-9.
@Suite struct LinearSVMTests {
  let X = LinearCases.X

  func fit(_ learner: LinearSVM, _ X: DesignMatrix, _ targets: [Double]) throws -> ScaledModel {
    try #require(try learner.fitBinary(X, [LinearCases.task(targets)])[0] as? ScaledModel)
  }

  @Test(arguments: [
    (
      1.0, [0.409975574878, -1.190132056077, 0.024836027386, -0.070404823162], 0.276463412033,
      17.72769682748364
    ),
    (
      0.1, [0.238371265866, -0.783314447249, -0.007521710672, -0.011744999128], 0.191077937456,
      2.2054321963937706
    ),
  ])
  func `scores are SciPy's, dense and sparse`(
    _ C: Double, _ weights: [Double], _ intercept: Double, _ objective: Double
  ) throws {
    for X in [DesignMatrix.dense(X), try LinearCases.sparse(X)] {
      let model = try fit(LinearSVM(C: C, tol: 1e-12), X, LinearCases.targets)
      expectClose(model.score.weights, weights, within: 1e-10)
      #expect(abs(model.score.intercept - intercept) < 1e-9)
      #expect(abs(model.report.objective - objective) < 1e-11)
      #expect(model.report.method == .newton && model.report.converged)
      #expect(model.report.trace.count == model.report.iterations + 1)
    }
  }

  @Test func `soft targets weigh both hinges`() throws {
    let model = try fit(LinearSVM(tol: 1e-12), .dense(X), LinearCases.soft)
    expectClose(
      model.score.weights, [0.33116287483, 0.005267867742, 0.083269708784, -0.015325909976],
      within: 1e-10)
    #expect(abs(model.report.objective - 50.95633376676816) < 1e-10)
    expectClose(
      [model.scaling.slope, model.scaling.offset], [1.870171467047977, 0.04291300768655667],
      within: 1e-7)
  }

  @Test func `the sigmoid of held-out scores is SciPy's`() throws {
    let model = try fit(LinearSVM(tol: 1e-12), .dense(X), LinearCases.targets)
    expectClose(
      [model.scaling.slope, model.scaling.offset], [1.8666254230786765, -0.027958472735079835],
      within: 1e-8)
  }

  @Test func `several classes are machines against the rest`() throws {
    let model = try LinearSVM(tol: 1e-12).fitClasses(X, codes: LinearCases.codes, classes: 3)
    let scores = try #require(model as? OneVersusRest).models
      .compactMap { ($0 as? ScaledModel)?.score }
    expectClose(
      scores.flatMap(\.weights),
      [
        0.824244531009, -0.385132420037, 0.371484195636, -0.229004798331, 0.124832371073,
        0.448482037773, -0.236120676505, -0.101742638053, -1.004892980743, -0.219867182596,
        -0.091525486822, 0.378342178066,
      ], within: 1e-10)
    expectClose(
      Array(try model.probabilities(X).elements.prefix(6)),
      [
        0.052698946275, 0.117348228865, 0.82995282486, 0.19559034666, 0.752154667092,
        0.052254986248,
      ], within: 1e-8)
  }

  @Test func `the gradient vanishes, also where inputs are too many for a matrix`() throws {
    let n = 90
    for d in [7, 600] {
      let X = hashedMatrix(n, d, first: 19)
      let targets = (0..<n).map { i in X[i, 0] - X[i, 2] + 3 * hashed(60 + i) > 0 ? 1.0 : 0 }
      let model = try fit(LinearSVM(C: 0.5, tol: 1e-9), .dense(X), targets)
      #expect(model.report.converged)
      var slopes = model.score.weights
      var intercept = 0.0
      for i in 0..<n {
        let s = 2 * targets[i] - 1
        let short = max(0, 1 - s * model.score.score((0..<d).map { X[i, $0] }))
        for j in 0..<d { slopes[j] -= 2 * 0.5 * short * s * X[i, j] }
        intercept -= 2 * 0.5 * short * s
      }
      #expect(slopes.allSatisfy { abs($0) < 1e-6 })
      #expect(abs(intercept) < 1e-6)
    }
  }

  @Test func `a chain's links with parents of their own equal machines on those columns`() throws {
    let learner = try LinearSVM(tol: 1e-10)
    let tasks = [
      LinearCases.task(LinearCases.targets, features: [0, 2, 3]),
      LinearCases.task(LinearCases.soft),
    ]
    let models = try learner.fitBinary(X, tasks)
    let narrow = Tensor((0..<60).flatMap { i in [0, 2, 3].map { X[i, $0] } }, Shape(60, 3))
    let own = try fit(learner, .dense(narrow), LinearCases.targets)
    let found = try #require(models[0] as? ScaledModel)
    expectClose(found.score.weights, own.score.weights, within: 1e-8)
    expectClose(
      [found.scaling.slope, found.scaling.offset], [own.scaling.slope, own.scaling.offset],
      within: 1e-7)
  }

  @Test func `hyper-parameters out of range are refused, others stand in the call`() throws {
    #expect(throws: Failure.self) { try LinearSVM(C: 0) }
    #expect(throws: Failure.self) { try LinearSVM(tol: 1) }
    #expect(throws: Failure.self) { try LinearSVM(maxIterations: 0) }
    #expect(try LinearSVM(C: 2, tol: 0.01).summary == "linear_svm(C=2, tol=0.01)")
  }
}
