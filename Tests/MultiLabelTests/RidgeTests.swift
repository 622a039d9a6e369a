import Diagnostics
import Learners
import Optimization
import Tensors
import Testing

/// Coefficients by scikit-learn 1.9.1's `RidgeClassifier` (soft targets: `Ridge` on 2y − 1) and
/// sigmoids by SciPy 1.17.1 on scores of its `Ridge` fitted fold by fold, on `LinearCases`.
@Suite struct RidgeTests {
  let X = LinearCases.X

  func fit(_ learner: RidgeClassifier, _ X: DesignMatrix, _ targets: [Double]) throws -> ScaledModel
  {
    try #require(
      try learner.fitBinary(X, [LinearCases.task(targets)])[0] as? ScaledModel)
  }

  static let plain = [0.169802460435, -0.636115861462, 0.009717302819, 0.004725740496]

  @Test(arguments: [
    (1.0, plain, 0.094204023888, 21.810526900697806),
    (
      10.0, [0.15379306691, -0.564577230301, 0.026043303334, 0.018879959852], 0.107814228951,
      25.28086628416841
    ),
  ])
  func `scores are scikit-learn's, dense and sparse`(
    _ alpha: Double, _ weights: [Double], _ intercept: Double, _ objective: Double
  ) throws {
    for X in [DesignMatrix.dense(X), try LinearCases.sparse(X)] {
      let model = try fit(RidgeClassifier(alpha: alpha), X, LinearCases.targets)
      expectClose(model.score.weights, weights, within: 1e-11)
      #expect(abs(model.score.intercept - intercept) < 1e-11)
      #expect(abs(model.report.objective - objective) < 1e-10)
      #expect(model.report.method == .direct && model.report.converged)
    }
  }

  @Test func `without an intercept scores are scikit-learn's`() throws {
    let model = try fit(RidgeClassifier(intercept: false), .dense(X), LinearCases.targets)
    expectClose(
      model.score.weights, [0.177132604964, -0.648447839673, 0.017205691979, -0.00100141532],
      within: 1e-11)
    #expect(model.score.intercept == 0)
  }

  @Test func `more inputs than rows: scores and sigmoid agree, dense and sparse`() throws {
    for X in [DesignMatrix.dense(LinearCases.wide), try LinearCases.sparse(LinearCases.wide)] {
      let model = try fit(RidgeClassifier(alpha: 2), X, LinearCases.wideTargets)
      expectClose(
        Array(model.score.weights.prefix(6)),
        [
          0.286906015949, 0.140995143443, -0.063299394173, 0.067350390998, 0.041102245092,
          0.079110202527,
        ], within: 1e-11)
      #expect(abs(model.score.intercept + 0.056091519183) < 1e-11)
      expectClose(
        [model.scaling.slope, model.scaling.offset], [1.1187303993748323, 0.0829382132072331],
        within: 1e-7)
    }
  }

  @Test func `the sigmoid of held-out scores is SciPy's`() throws {
    let hard = try fit(RidgeClassifier(), .dense(X), LinearCases.targets)
    expectClose(
      [hard.scaling.slope, hard.scaling.offset], [3.448056065958264, 0.14172781539221002],
      within: 1e-8)
    #expect(hard.notes.isEmpty)
    let soft = try fit(RidgeClassifier(), LinearCases.sparse(X), LinearCases.soft)
    expectClose(
      soft.score.weights, [0.328859933761, 0.004969045105, 0.082100575058, -0.015019404512],
      within: 1e-11)
    expectClose(
      [soft.scaling.slope, soft.scaling.offset], [1.8875045997889033, 0.04089657874798325],
      within: 1e-8)
  }

  @Test func `few positives take fewer folds and say so`() throws {
    let few = try fit(RidgeClassifier(), .dense(X), LinearCases.positives([3, 20, 41]))
    expectClose(
      [few.scaling.slope, few.scaling.offset], [-2.4526530878841233, -5.082788375897026],
      within: 1e-6)
    #expect(
      few.notes == ["probabilities come from 3 folds instead of 5, as only 3 rows are positive"])
    let one = try fit(RidgeClassifier(), .dense(X), LinearCases.positives([7]))
    expectClose(
      [one.scaling.slope, one.scaling.offset], [15.288913235166847, 10.952093138293058],
      within: 1e-6)
    #expect(
      one.notes
        == ["probabilities come from the scores of the fit itself, as only 1 row is positive"])
  }

  @Test func `several classes are a column each, their probabilities scaled to sum to one`() throws
  {
    let model = try RidgeClassifier().fitClasses(X, codes: LinearCases.codes, classes: 3)
    let several = try #require(model as? OneVersusRest)
    let scores = several.models.compactMap { ($0 as? ScaledModel)?.score }
    expectClose(
      scores.flatMap(\.weights),
      [
        0.539716031076, -0.272172023064, 0.223342874602, -0.141513253309, 0.07658739762,
        0.350108243593, -0.174244966609, -0.071516690838, -0.616303428696, -0.077936220529,
        -0.049097907994, 0.213029944147,
      ], within: 1e-11)
    let p = try model.probabilities(X)
    expectClose(
      Array(p.elements.prefix(9)),
      [
        0.033793786523, 0.086124657566, 0.880081555911, 0.148484765823, 0.820713286425,
        0.030801947752, 0.077466181051, 0.809552376385, 0.112981442564,
      ], within: 1e-8)
    for i in 0..<60 { #expect(abs(p[i, 0] + p[i, 1] + p[i, 2] - 1) < 1e-14) }
    #expect(model.linear?.count == 3)
  }

  @Test func `tasks with inputs of their own equal tasks on those columns alone`() throws {
    let learner = try RidgeClassifier()
    let tasks = [
      LinearCases.task(LinearCases.targets), LinearCases.task(LinearCases.soft, features: [2, 0]),
      LinearCases.task(LinearCases.targets, features: [1]),
    ]
    let narrow = [[0, 1, 2, 3], [2, 0], [1]].map { columns in
      Tensor((0..<60).flatMap { i in columns.map { X[i, $0] } }, Shape(60, columns.count))
    }
    for X in [DesignMatrix.dense(X), try LinearCases.sparse(X)] {
      let models = try learner.fitBinary(X, tasks)
      for (index, model) in models.enumerated() {
        let own = try fit(learner, .dense(narrow[index]), tasks[index].targets)
        let found = try #require(model as? ScaledModel)
        expectClose(found.score.weights, own.score.weights, within: 1e-11)
        expectClose(
          [found.scaling.slope, found.scaling.offset], [own.scaling.slope, own.scaling.offset],
          within: 1e-8)
      }
    }
  }

  /// The two ways of solving, on shapes where either could be taken.
  @Test(arguments: [(30, 29), (30, 31), (24, 5), (24, 12), (24, 23)], [true, false])
  func `weights and held-out scores of both ways are those of fits to the other folds`(
    _ size: (Int, Int), _ intercept: Bool
  ) throws {
    let (n, d) = size
    let X = hashedMatrix(n, d, first: 321)
    let targets = (0..<n).map { X[$0, 0] + hashed(5 * $0) > 0 ? 1.0 : -1 }
    let folds = (0..<n).map { $0 % 3 }
    for copies in [1, 400] {
      // Many tasks make the n×n matrix worth its while.
      let tasks = Array(
        repeating: RidgeProblem.Task(targets: targets, folds: folds), count: copies)
      let solution = try RidgeProblem(
        .dense(X), alpha: 0.7, tasks: tasks, intercept: intercept
      ).solve()[copies - 1]
      for fold in 0..<3 {
        let rows = (0..<n).filter { folds[$0] != fold }
        let part = try DesignMatrix.dense(X).rows(rows)
        let alone = try RidgeProblem(
          part, alpha: 0.7, tasks: [.init(targets: rows.map { targets[$0] })],
          intercept: intercept
        ).solve()[0]
        for i in 0..<n where folds[i] == fold {
          let score = (0..<d).reduce(alone.intercept) { $0 + alone.weights[$1] * X[i, $1] }
          #expect(abs(solution.scores[i] - score) < 1e-9)
        }
      }
      // The normal equations: Xᵀ(t − f) = α w, and errors that sum to 0.
      let errors = (0..<n).map { i in
        targets[i] - (0..<d).reduce(solution.intercept) { $0 + solution.weights[$1] * X[i, $1] }
      }
      for j in 0..<d {
        let slope = (0..<n).reduce(0) { $0 + errors[$1] * X[$1, j] }
        #expect(abs(slope - 0.7 * solution.weights[j]) < 1e-9)
      }
      if intercept { #expect(abs(errors.reduce(0, +)) < 1e-9) }
    }
  }

  @Test(arguments: [(20, 35), (13, 10), (40, 4)])
  func `inputs beside which alpha is lost are fitted as with the least alpha that counts`(
    _ n: Int, _ d: Int
  ) throws {
    let X = hashedMatrix(n, d, first: 500)
    let targets = (0..<n).map { X[$0, 0] + X[$0, 1] + hashed(9000 + $0) > 0 ? 1.0 : 0 }
    let large = Tensor(X.elements.map { $0 * 1e11 }, Shape(n, d))
    let model = try fit(RidgeClassifier(), .dense(large), targets)
    let least = try fit(RidgeClassifier(alpha: 1e-12), .dense(X), targets)
    expectClose(
      model.score.weights.map { $0 * 1e11 }, least.score.weights, within: 1e-5)
    // Folds of 13 rows leave fewer than there are inputs, and alpha alone would choose among fits.
    guard d > n || d < n / 2 else { return }
    expectClose([model.scaling.slope], [least.scaling.slope], within: 1e-3)
  }

  @Test func `inputs too large to square are an error that says what to do`() {
    let huge = Tensor(X.elements.map { $0 * 1e200 }, Shape(60, 4))
    #expect(throws: TensorError.self) {
      try RidgeClassifier().fitBinary(huge, [LinearCases.task(LinearCases.targets)])
    }
  }

  @Test func `alpha must be a positive number`() throws {
    for alpha in [0, -1, .nan, .infinity] {
      #expect(throws: Failure.self) { try RidgeClassifier(alpha: alpha) }
    }
    #expect(
      try RidgeClassifier(alpha: 0.5, intercept: false).summary
        == "ridge(alpha=0.5, intercept=false)")
  }
}
