import Datasets
import Glibc
import MultiTask
import Tensors
import Testing

/// Tasks whose numbers are those of a chirp, so that any program can make them again.
private func chirps(_ T: Int, _ n: Int, _ d: Int, _ loss: TaskLoss) throws -> TaskDataset {
  func chirp(_ m: Int) -> Double { sin(0.37 * Double(m * m) + 0.11 * Double(m)) }
  let tasks = (0..<T).map { t in
    let X = (0..<n * d).map { 1.5 * chirp(t * n * d + $0 + 1) }
    let y = (0..<n).map { i in
      var y = chirp(1000 + t * n + i) + 1
      for k in 0..<d {
        let w = cos(Double(k + 1)) * cos(Double(2 * t + 1)) + (k < 2 ? 2 : 0)
        y += X[i * d + k] * w
      }
      return loss == .squared ? y : y >= 0 ? 1 : 0
    }
    return TaskSamples(name: "t\(t)", X: Tensor(X, Shape(n, d)), y: Tensor(y))
  }
  return try TaskDataset(
    name: "chirps", featureNames: (0..<d).map { "x\($0)" }, tasks: tasks)
}

/// Optima by CVXPY 1.9.3 with Clarabel, tolerances 1e-12 (relative gap): an interior-point method.
@Suite("Several terms with corners")
struct SplittingSolverTests {
  private func check(
    _ penalty: Penalty, _ optimum: Double, loss: TaskLoss = .squared, intercept: Bool = true,
    on data: TaskDataset? = nil, splits: Bool = true
  ) throws {
    let data = try data ?? chirps(4, 12, 6, loss)
    let model = try MultiTaskModel(
      loss: loss, penalty: penalty, intercept: intercept, tol: splits ? 1e-9 : 1e-8)
    let fitted = try model.fit(data)
    let objective = fitted.iterate.objective
    #expect(
      abs(objective - optimum) <= 1e-8 * optimum, "\(penalty.summary): \(objective) for \(optimum)")
    #expect(fitted.converged, "\(penalty.summary) after \(fitted.iterate.iteration)")
    if splits { #expect(fitted.stop == .gap) }
    // The objective, added up again.
    var total = try penalty.values(fitted.iterate.parts).reduce(0, +)
    for (t, task) in data.tasks.enumerated() {
      let f = try fitted.scores(task.X, task: t)
      for i in 0..<task.rowCount { total += loss.value(task.y[flat: i], f[flat: i]) }
    }
    #expect(abs(total - objective) <= 1e-12 * objective)
  }

  @Test func `low rank and sparse weights reach the optimum of another method`() throws {
    let (rank, sparse) = (try Penalty(.nuclear(8)), try Penalty(.l1(3)))
    try check(rank + sparse, 136.7304493769)
    try check(rank + sparse, 164.1528540897, intercept: false)
  }

  @Test func `low rank with joint features reaches the optimum of another method`() throws {
    try check(Penalty(.nuclear(8)) + Penalty(.l21(5)), 131.4030981674)
    let all = try Penalty(.nuclear(5)) + Penalty(.l21(3)) + Penalty(.l1(2))
    try check(all, 127.7976254953)
    try check(all, 154.9821273018, intercept: false)
  }

  @Test func `quadratic terms beside several corners reach the optimum of another method`() throws {
    try check(
      Penalty(.nuclear(5)) + Penalty(.l1(2)) + Penalty(.coherence(3)), 108.5396723205)
    try check(
      Penalty(.nuclear(5)) + Penalty(.l21(2)) + Penalty(.l2(1.5)), 147.3437754196, intercept: false)
    // The elastic net's corners are l1(2), its square l2(1).
    try check(
      Penalty(.nuclear(5)) + Penalty(.l21(2)) + Penalty(.l2(0.5))
        + Penalty(.elasticNet(2, ratio: 0)), 147.3437754196, intercept: false)
  }

  @Test func `the logistic loss reaches the optimum of another method`() throws {
    try check(Penalty(.nuclear(1)) + Penalty(.l1(0.5)), 21.9324930427, loss: .logistic)
    let all = try Penalty(.nuclear(1)) + Penalty(.l21(0.5)) + Penalty(.l1(0.2))
    try check(all, 21.6739158025, loss: .logistic)
    try check(all, 22.7367082509, loss: .logistic, intercept: false)
  }

  @Test func `more features than samples reach the optimum of another method`() throws {
    let wide = try chirps(3, 5, 8, .squared)
    try check(Penalty(.nuclear(4)) + Penalty(.l1(2)), 48.6860901969, on: wide)
    try check(
      Penalty(.nuclear(4)) + Penalty(.l21(2)) + Penalty(.coherence(1)), 40.5224468017, on: wide)
    try check(
      Penalty(.nuclear(0.6)) + Penalty(.l1(0.3)), 6.3478091677, loss: .logistic,
      on: chirps(3, 5, 8, .logistic))
  }

  @Test func `the dirty model reaches the optimum of another method`() throws {
    let dirty = try Penalty(.dirty(12, 5))
    try check(dirty, 91.1329730175, splits: false)
    try check(dirty, 117.2529548259, intercept: false, splits: false)
    try check(dirty + Penalty(.coherence(2)), 97.8087717811, splits: false)
    try check(dirty + Penalty(.coherence(2)), 125.4427163752, intercept: false, splits: false)
  }

  @Test func `shared inputs cost no more systems and end alike`() throws {
    // One design for all tasks, told and not told.
    let base = try chirps(4, 12, 6, .squared)
    let X = base.tasks[0].X
    let tasks = base.tasks.map { TaskSamples(name: $0.name, X: X, y: $0.y) }
    let penalty = try Penalty(.nuclear(3)) + Penalty(.l1(1))
    let objectives = try [true, false].map { isShared in
      let data = try TaskDataset(
        name: "shared", featureNames: base.featureNames, tasks: tasks, isShared: isShared)
      return try MultiTaskModel(penalty: penalty).fit(data).iterate.objective
    }
    #expect(abs(objectives[0] - objectives[1]) <= 1e-8 * objectives[0])
  }

  @Test func `a penalty that outweighs the data leaves no weights`() throws {
    let fitted = try MultiTaskModel(penalty: Penalty(.nuclear(500)) + Penalty(.l1(200)))
      .fit(chirps(4, 12, 6, .squared))
    #expect(fitted.stop == .gap && fitted.weights.values.allSatisfy { $0 == 0 })
  }

  @Test func `a fit continued from its own optimum is soon done`() throws {
    let data = try chirps(4, 12, 6, .squared)
    let model = try MultiTaskModel(penalty: Penalty(.nuclear(8)) + Penalty(.l1(3)))
    let fitted = try model.fit(data)
    let again = try model.fit(data, from: fitted)
    #expect(again.stop == .gap && again.iterate.iteration <= fitted.iterate.iteration / 2)
  }

  @Test func `shared structure and the dirty model meet the recorded optima`() throws {
    // Recorded from two programs: ρ₁ = ρ₂ = 10, k = 3 with half the squares; λ = (1000, 200) with all.
    let data = try ConvexProblem.small.regression()
    let structure = try MultiTaskModel(
      penalty: Penalty(.aso(20, 20, rank: 3, form: .convex)), intercept: false
    ).fit(data)
    #expect(abs(structure.iterate.objective / 2 - 7513.6766) < 5e-5)
    let dirty = try MultiTaskModel(penalty: Penalty(.dirty(1000, 200)), intercept: false).fit(data)
    #expect(abs(dirty.iterate.objective - 49951.3282) < 5e-5)
  }
}
