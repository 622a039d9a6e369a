internal import Charts
package import Datasets
internal import Diagnostics
internal import Tensors

/// Which λ of a validated path is taken.
package enum PathChoice: String, Sendable, CaseIterable {
  /// The least mean error.
  case best
  /// The greatest λ within one standard error of it.
  case oneStandardError = "one_se"
}

/// How a path is made.
package struct PathOptions: Sendable {
  /// The λ to go through, in any order; `nil` makes them from the greatest that matters down.
  package var lambdas: [Double]?
  /// How many λ are made.
  package var count = 20
  /// The least of them as a share of the greatest; `nil`: 0.01 where W becomes 0, 0.0001 else.
  package var ratio: Double?
  /// Which terms λ belongs to.
  package var target = PathTarget.all
  /// How many folds choose λ; 0 leaves it open.
  package var folds = 5
  /// What the folds are drawn from.
  package var seed = 0
  package var choice = PathChoice.best
  /// Whether each fit begins at the optimum before it, else at 0.
  package var isWarm = true

  /// Twenty λ, chosen from by five folds drawn from seed 0.
  package init() {}
}

/// The optima of a model under a falling λ, and which λ predicts best.
package struct RegularisationPath: Sendable {
  /// The model whose λ is varied.
  package let model: MultiTaskModel
  package let target: PathTarget
  package let taskNames: [String]
  package let featureNames: [String]
  /// From the greatest λ to the least.
  package let points: [PathPoint]
  /// The λ from which on W is 0, or that outweighs the data; `nil` when the λ were given.
  package let greatest: GreatestStrength?
  /// What held-out samples say; `nil` without folds.
  package let validation: PathValidation?
  package let choice: PathChoice
  /// The model under the chosen λ, fitted to all data as `fit` does; `nil` without folds.
  package let chosen: FittedMultiTask?

  package var lambdas: [Double] { points.map(\.lambda) }

  /// The position of the chosen λ.
  package var chosenPosition: Int? {
    validation.map { choice == .best ? $0.best : $0.oneStandardError }
  }

  /// Goes through the λ on all data, then on every fold's training part.
  ///
  /// Every fit begins where the one at the next greater λ ended (J. Friedman, T. Hastie, R. Tibshirani,
  /// *Regularization Paths for Generalized Linear Models via Coordinate Descent*, Journal of Statistical
  /// Software 33, 2010). The folds run on several threads.
  ///
  /// - Throws: `value` for λ that do not suit or a penalty without one; as training; as folds.
  package init(_ model: MultiTaskModel, _ data: TaskDataset, _ options: PathOptions) throws {
    let problem = try TaskProblem(
      data: data, loss: model.loss, penalty: model.penalty, hasIntercepts: model.hasIntercepts)
    let (lambdas, greatest) = try Self.strengths(problem, options)
    var sweep = PathSweep(model, data, options.target, isWarm: options.isWarm)
    points = Self.counted(
      try Progress.map(lambdas, "path") { lambda in
        let (fitted, iterations) = try sweep.next(lambda)
        return try PathPoint(lambda, fitted, iterations: iterations)
      })
    self.model = model
    self.greatest = greatest
    target = options.target
    taskNames = data.taskNames
    featureNames = data.featureNames
    choice = options.choice
    validation = options.folds == 0 ? nil : try Self.validated(model, data, lambdas, options)
    guard let validation else {
      chosen = nil
      return
    }
    var best = model
    let place = options.choice == .best ? validation.best : validation.oneStandardError
    best.penalty = try model.penalty.strengthened(to: lambdas[place], options.target)
    chosen = try best.fit(data)
  }

  /// The λ of a path, falling.
  private static func strengths(
    _ problem: TaskProblem, _ options: PathOptions
  ) throws -> ([Double], GreatestStrength?) {
    if let given = options.lambdas {
      guard !given.isEmpty else {
        throw Failure(.value, "expected at least one lambda, found none")
      }
      if let bad = given.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
        throw Failure(
          .value,
          "expected lambdas to be numbers of at least 0, found \(shortNumber(given[bad])) "
            + "at position \(bad)")
      }
      return (Array(Set(given)).sorted(by: >), nil)
    }
    let greatest = try problem.greatestStrength(options.target)
    let ratio = options.ratio ?? (greatest.makesZero ? 0.01 : 0.0001)
    guard ratio > 0, ratio < 1 else {
      throw Failure(
        .value, "expected ratio to lie between 0 and 1, found \(shortNumber(ratio))",
        notes: ["0.01 ends the path at a hundredth of the lambda at which it begins"])
    }
    guard options.count >= 1, options.count <= 10_000 else {
      throw Failure(.value, "expected from 1 to 10000 lambdas, found \(options.count)")
    }
    return (geometric(from: greatest.value, ratio: ratio, count: options.count), greatest)
  }

  /// What is smaller than this share of the path's largest counts as 0: solvers leave W some rounding
  /// where it should vanish.
  private static let negligible = 1e-6

  /// The points with their ranks and numbers of used features.
  private static func counted(_ points: [PathPoint]) -> [PathPoint] {
    let value = negligible * (points.compactMap(\.singularValues.first).max() ?? 0)
    let norm = negligible * (points.compactMap { $0.rowNorms.max() }.max() ?? 0)
    return points.map { point in
      var point = point
      point.rank = point.singularValues.count { $0 > value }
      point.usedFeatures = point.rowNorms.count { $0 > norm }
      return point
    }
  }

  private static func validated(
    _ model: MultiTaskModel, _ data: TaskDataset, _ lambdas: [Double], _ options: PathOptions
  ) throws -> PathValidation {
    let folds = try data.folds(count: options.folds, seed: options.seed)
    var columns = [[Double]](repeating: [], count: folds.count)
    try columns.withUnsafeMutableBufferPointer { columns in
      nonisolated(unsafe) let columns = columns
      try Parallel.run(folds.count, "validate path") { k in
        var sweep = PathSweep(model, folds[k].train, options.target, isWarm: options.isWarm)
        columns[k] = try Progress.map(lambdas, "fold") { lambda in
          try sweep.next(lambda).fitted.meanLoss(folds[k].test)
        }
      }
    }
    return PathValidation(lambdas.indices.map { place in columns.map { $0[place] } })
  }
}

extension PathPoint {
  fileprivate init(_ lambda: Double, _ fitted: FittedMultiTask, iterations: Int) throws {
    self.lambda = lambda
    self.iterations = iterations
    weights = fitted.weights
    intercepts = fitted.iterate.intercepts
    objective = fitted.iterate.objective
    loss = fitted.iterate.loss
    terms = fitted.iterate.penalties
    converged = fitted.converged
    singularValues = try fitted.weights.singularValues()
    rowNorms = fitted.weights.rowNorms
  }
}
