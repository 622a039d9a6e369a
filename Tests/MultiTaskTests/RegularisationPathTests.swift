import Datasets
import Diagnostics
import MultiTask
import Tensors
import Testing

@Suite("Regularisation paths")
struct RegularisationPathTests {
  private static let corners: [PenaltyTerm] = [
    .nuclear(1), .l21(1), .l1(1), .elasticNet(1, ratio: 0.4),
  ]

  private func data(isBinary: Bool = false) throws -> TaskDataset {
    try relatedTasks(
      tasks: 4, rows: 15, features: 6, spread: 0.4, seed: 5, isBinary: isBinary)
  }

  private func options(
    lambdas: [Double]? = nil, count: Int = 6, folds: Int = 0, isWarm: Bool = true
  ) -> PathOptions {
    var options = PathOptions()
    options.lambdas = lambdas
    options.count = count
    options.folds = folds
    options.isWarm = isWarm
    return options
  }

  // MARK: - Where a path begins

  @Test(arguments: corners, [TaskLoss.squared, .logistic])
  func `from the greatest lambda on W is 0 and below it is not`(
    term: PenaltyTerm, loss: TaskLoss
  ) throws {
    for intercept in [true, false] {
      let data = try data(isBinary: loss == .logistic)
      let model = try MultiTaskModel(loss: loss, penalty: Penalty(term), intercept: intercept)
      let path = try RegularisationPath(model, data, options(count: 1))
      let greatest = try #require(path.greatest)
      #expect(greatest.makesZero && path.lambdas == [greatest.value])
      func largest(_ factor: Double) throws -> Double {
        var other = model
        other.penalty = try model.penalty.strengthened(to: factor * greatest.value, .all)
        return try other.fit(data).weights.values.map(abs).max() ?? 0
      }
      #expect(try largest(1.001) < 1e-9, "\(term.summary) \(intercept)")
      #expect(try largest(0.97) > 1e-4, "\(term.summary) \(intercept)")
    }
  }

  @Test func `a quadratic term has no lambda that makes W 0`() throws {
    let model = try MultiTaskModel(penalty: Penalty(.coherence(3)))
    let path = try RegularisationPath(model, try data(), options(count: 3))
    let greatest = try #require(path.greatest)
    #expect(!greatest.makesZero && greatest.value > 0)
    #expect(abs(path.lambdas[2] / path.lambdas[0] - 1e-4) < 1e-12)
    #expect(path.points[0].rank > 0)
  }

  @Test func `made lambdas fall by one factor to the share that was asked for`() throws {
    var options = options(count: 5)
    options.ratio = 0.0016
    let path = try RegularisationPath(
      MultiTaskModel(penalty: Penalty(.l21(1))), try data(), options)
    let steps = zip(path.lambdas.dropFirst(), path.lambdas).map { $0 / $1 }
    #expect(steps.allSatisfy { abs($0 - 0.2) < 1e-12 })
  }

  // MARK: - Optima along it

  @Test(arguments: corners)
  func `loss falls and penalty grows as lambda falls, and the objective with it`(
    term: PenaltyTerm
  ) throws {
    let path = try RegularisationPath(
      MultiTaskModel(penalty: Penalty(term)), try data(), options())
    for (high, low) in zip(path.points, path.points.dropFirst()) {
      #expect(low.objective <= high.objective * (1 + 1e-9))
      #expect(low.loss <= high.loss * (1 + 1e-7))
      let (before, after) = (high.terms[0] / high.lambda, low.terms[0] / low.lambda)
      #expect(after >= before * (1 - 1e-6))
    }
    #expect(path.points[0].usedFeatures == 0 && path.points[0].rank == 0)
    #expect((path.points.last?.usedFeatures ?? 0) > 0)
  }

  @Test(arguments: corners)
  func `warm starts reach the optima of cold ones in fewer iterations`(term: PenaltyTerm) throws {
    let model = try MultiTaskModel(penalty: Penalty(term))
    let data = try data()
    let warm = try RegularisationPath(model, data, options(count: 12))
    let cold = try RegularisationPath(model, data, options(count: 12, isWarm: false))
    for (a, b) in zip(warm.points, cold.points) {
      #expect(abs(a.objective - b.objective) <= 1e-7 * b.objective)
      #expect(zip(a.weights.values, b.weights.values).allSatisfy { abs($0 - $1) < 1e-3 })
    }
    let (warmCount, coldCount) = (
      warm.points.reduce(0) { $0 + $1.iterations }, cold.points.reduce(0) { $0 + $1.iterations }
    )
    #expect(warmCount < coldCount, "\(warmCount) warm, \(coldCount) cold")
  }

  @Test func `given lambdas are taken from the greatest down, each once`() throws {
    let model = try MultiTaskModel(penalty: Penalty(.l2(1)))
    let path = try RegularisationPath(model, try data(), options(lambdas: [1, 10, 0, 1]))
    #expect(path.lambdas == [10, 1, 0] && path.greatest == nil && path.chosen == nil)
    let alone = try MultiTaskModel().fit(data())
    #expect(abs(path.points[2].objective - alone.iterate.objective) < 1e-8)
  }

  @Test func `one term of a sum is varied alone, or all in proportion`() throws {
    let sum = try Penalty(.coherence(2)) + Penalty(.nuclear(4))
    #expect(try sum.strengthened(to: 1, .all).summary == "coherence(1) + nuclear(2)")
    #expect(try sum.strengthened(to: 1, .term(1)).summary == "coherence(2) + nuclear(1)")
    let dirty = try Penalty(.dirty(2, 1))
    #expect(try dirty.strengthened(to: 6, .all).summary == "dirty(6, 3)")
    var options = options(count: 4)
    options.target = .term(1)
    let path = try RegularisationPath(MultiTaskModel(penalty: sum), try data(), options)
    #expect(path.points[0].rank == 0 && (path.points.last?.rank ?? 0) > 0)
  }

  // MARK: - Choosing λ

  @Test func `errors of folds are those of fits on the other folds`() throws {
    let data = try data()
    let model = try MultiTaskModel(penalty: Penalty(.l21(1)))
    let lambdas = [20.0, 2, 0.2]
    let path = try RegularisationPath(model, data, options(lambdas: lambdas, folds: 3))
    let validation = try #require(path.validation)
    for (place, lambda) in lambdas.enumerated() {
      var errors: [Double] = []
      for fold in try data.folds(count: 3, seed: 0) {
        let fitted = try MultiTaskModel(penalty: Penalty(.l21(lambda))).fit(fold.train)
        var (sum, count) = (0.0, 0.0)
        for (t, task) in fold.test.tasks.enumerated() {
          for i in 0..<task.rowCount {
            var f = fitted.iterate.intercepts[t]
            for k in 0..<6 { f += fitted.weights[k, t] * task.X[i, k] }
            sum += (task.y[flat: i] - f) * (task.y[flat: i] - f)
            count += 1
          }
        }
        errors.append(sum / count)
      }
      let mean = (errors[0] + errors[1] + errors[2]) / 3
      let squares = errors.reduce(0) { $0 + $1 * $1 } - 3 * mean * mean
      #expect(abs(validation.means[place] - mean) < 1e-4 * mean)
      #expect(abs(validation.standardErrors[place] - (squares / 6).squareRoot()) < 1e-3 * mean)
    }
  }

  @Test func `best is the least mean and one_se the greatest lambda within its error`() {
    // Means 5, 3, 2.25, 2, 2; the best one's folds 1, 3 have the standard error 1.
    let validation = PathValidation([[5, 5], [3, 3], [2.5, 2], [1, 3], [2, 2]])
    #expect(validation.means == [5, 3, 2.25, 2, 2])
    #expect(validation.standardErrors[3] == 1)
    #expect(validation.best == 3 && validation.oneStandardError == 1)
  }

  @Test(arguments: [PathChoice.best, .oneStandardError], [TaskLoss.squared, .logistic])
  func `the chosen model is the one that fit gives`(choice: PathChoice, loss: TaskLoss) throws {
    let data = try data(isBinary: loss == .logistic)
    var options = options(count: 5, folds: 3)
    options.choice = choice
    options.seed = 4
    let path = try RegularisationPath(
      MultiTaskModel(loss: loss, penalty: Penalty(.nuclear(1))), data, options)
    let (place, chosen) = (try #require(path.chosenPosition), try #require(path.chosen))
    let direct = try MultiTaskModel(
      loss: loss, penalty: Penalty(.nuclear(path.lambdas[place]))
    ).fit(data)
    #expect(chosen.weights == direct.weights)
    let again = try RegularisationPath(
      MultiTaskModel(loss: loss, penalty: Penalty(.nuclear(7))), data, options)
    #expect(again.validation?.errors == path.validation?.errors)
  }

  // MARK: - What does not suit

  @Test func `paths that cannot be made say why`() throws {
    let data = try data()
    func failure(_ model: MultiTaskModel, _ data: TaskDataset, _ options: PathOptions) -> String {
      do {
        _ = try RegularisationPath(model, data, options)
        return "none"
      } catch { return (error as? Failure)?.message ?? "\(error)" }
    }
    let l1 = try MultiTaskModel(penalty: Penalty(.l1(1)))
    #expect(failure(try MultiTaskModel(), data, options()).contains("whose lambda can be varied"))
    #expect(failure(l1, data, options(lambdas: [1, -2])).contains("found -2 at position 1"))
    #expect(failure(l1, data, options(lambdas: [])).contains("found none"))
    #expect(failure(l1, data, options(count: 0)).contains("found 0"))
    var wrong = options()
    wrong.ratio = 1
    #expect(failure(l1, data, wrong).contains("ratio"))
    wrong = options()
    wrong.target = .term(1)
    #expect(failure(l1, data, wrong).contains("from 0 to 0, found 1"))
    var constant = data
    for t in constant.tasks.indices {
      constant.tasks[t].y = Tensor([Double](repeating: 2, count: 15))
    }
    #expect(failure(l1, constant, options()).contains("W is 0 for every lambda"))
    let zero = try Penalty(.l2(0)) + Penalty(.l1(1))
    #expect(failure(try MultiTaskModel(penalty: zero), data, options()) != "none")
  }
}
