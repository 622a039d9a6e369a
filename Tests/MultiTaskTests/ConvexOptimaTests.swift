import Datasets
import MultiTask
import Tensors
import Testing

/// Optima by an accelerated gradient method of NumPy's, run to a fixed-point residual of 1e-13; those of the
/// small problems agree with an interior-point solver to 1e-9.
///
/// They were found for ½ ‖·‖² with λ = ρ, and for the mean logistic loss of n samples: here the squared
/// loss has objective and λ twice, the logistic loss n times as large.
@Suite("Certified optima")
struct ConvexOptimaTests {
  /// A recorded optimum in the units of the reference.
  struct Optimum: Sendable, CustomStringConvertible {
    let problem: ConvexProblem
    let method: String
    let terms: [PenaltyTerm]
    let loss: TaskLoss
    let objective: Double
    var description: String { "\(problem.name)/\(method)" }

    /// The factor from the reference's units to those of the model.
    var factor: Double { loss == .squared ? 2 : Double(problem.rowCount) }

    func model() throws -> MultiTaskModel {
      let penalty = try terms.map { try Penalty($0) }.reduce(.none, +)
      return try MultiTaskModel(loss: loss, penalty: penalty, intercept: loss == .logistic)
    }

    func data() throws -> TaskDataset {
      loss == .squared ? try problem.regression() : try problem.classification()
    }
  }

  private static func squared(
    _ problem: ConvexProblem, _ strengths: (Double, Double, Double, Double, Double),
    _ optima: (Double, Double, Double, Double)
  ) -> [Optimum] {
    let (nuclear, rows, entries, mean, meanEntries) = strengths
    func optimum(_ method: String, _ terms: [PenaltyTerm], _ value: Double) -> Optimum {
      Optimum(problem: problem, method: method, terms: terms, loss: .squared, objective: value)
    }
    return [
      optimum("Least_Trace", [.nuclear(2 * nuclear)], optima.0),
      optimum("Least_L21", [.l21(2 * rows)], optima.1),
      optimum("Least_Lasso", [.l1(2 * entries)], optima.2),
      optimum(
        "Least_SRMTL_mean_l1", [.coherence(2 * mean), .l1(2 * meanEntries)], optima.3),
    ]
  }

  private static func logistic(
    _ problem: ConvexProblem, nuclear: Double, _ optima: (Double, Double, Double)
  ) -> [Optimum] {
    let n = Double(problem.rowCount)
    let terms: [(String, PenaltyTerm, Double)] = [
      ("Logistic_Trace", .nuclear(n * nuclear), optima.0),
      ("Logistic_L21", .l21(n * 0.05), optima.1), ("Logistic_Lasso", .l1(n * 0.01), optima.2),
    ]
    return terms.map {
      Optimum(problem: problem, method: $0, terms: [$1], loss: .logistic, objective: $2)
    }
  }

  static let all =
    squared(
      .small, (100, 100, 50, 10, 10),
      (5811.728872937381, 16595.1296978206, 21659.40433156815, 11895.434180117114))
    + squared(
      .smallShared, (100, 100, 50, 10, 10),
      (2824.4938971834304, 4059.390497275407, 5491.441288047708, 3175.548853076089))
    + squared(
      .large, (1000, 500, 200, 20, 20),
      (261350.1986418266, 750695.7763567951, 1429606.390232399, 497253.5832623928))
    + squared(
      .largeShared, (1000, 500, 200, 20, 20),
      (102661.44584681683, 174635.13293933406, 342204.3684296295, 122517.40302431874))
    + logistic(
      .small, nuclear: 0.1, (6.288175719601717, 6.854618451483141, 5.565586506080258))
    + logistic(
      .smallShared, nuclear: 0.1, (6.518385671007335, 6.212469854656254, 5.105176556979838))
    + logistic(
      .large, nuclear: 0.2, (28.53278383405724, 25.35541291880103, 31.038630713866162))
    + logistic(
      .largeShared, nuclear: 0.2, (26.875794485689468, 22.192820891224475, 27.970990048041784))

  @Test(arguments: ConvexOptimaTests.all)
  func `are reached to eight digits`(optimum: Optimum) throws {
    let data = try optimum.data()
    let fitted = try optimum.model().fit(data)
    let objective = fitted.iterate.objective / optimum.factor
    #expect(
      abs(objective - optimum.objective) <= 1e-8 * optimum.objective,
      "off by \(objective / optimum.objective - 1) after \(fitted.iterate.iteration) iterations")
    #expect(fitted.converged)
    #expect(fitted.stop == .gap)
    let true_ = try Self.objective(optimum, fitted)
    #expect(abs(fitted.iterate.objective - true_) <= 1e-12 * true_)
  }

  /// The objective from its definition.
  static func objective(_ optimum: Optimum, _ fitted: FittedMultiTask) throws -> Double {
    let data = try optimum.data()
    let W = fitted.weights
    let (T, d) = (data.taskCount, data.featureCount)
    var total = 0.0
    for (t, task) in data.tasks.enumerated() {
      let f = try matmul(task.X, Tensor(Array(W.task(t)), Shape(d, 1))).elements
      for (i, f) in f.enumerated() {
        total += optimum.loss.value(task.y[flat: i], f + fitted.iterate.intercepts[t])
      }
    }
    for term in optimum.terms {
      switch term {
      case .nuclear(let a):
        total += a * (try LinearAlgebra.svd(W.tensor).s.elements.reduce(0, +))
      case .l21(let a):
        for k in 0..<d {
          total += a * (0..<T).reduce(0) { $0 + W[k, $1] * W[k, $1] }.squareRoot()
        }
      case .l1(let a): total += a * W.values.reduce(0) { $0 + abs($1) }
      case .coherence(let a):
        for k in 0..<d {
          let row = (0..<T).map { W[k, $0] }
          let mean = row.reduce(0, +) / Double(T)
          total += a * row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        }
      default: Issue.record("\(term) is not measured here")
      }
    }
    return total
  }
}
