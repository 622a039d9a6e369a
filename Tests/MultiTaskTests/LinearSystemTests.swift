import Datasets
import MultiTask
import Tensors
import Testing

@Suite("Squared loss with quadratic terms")
struct LinearSystemTests {
  /// Twice the recorded optimum: Σ ½‖y − Xw‖² + ρ ‖W(I − 11ᵀ/T)‖² is half of coherence(2ρ)'s objective.
  ///
  /// `large_shared` by NumPy 2.4.6: `linalg.lstsq` for the mean, `linalg.solve` for the deviations.
  @Test(arguments: [
    (ConvexProblem.small, 20.0, 2 * 7155.34926105173),
    (.smallShared, 20, 2 * 1827.9228117325383),
    (.large, 40, 2 * 293299.11532563897),
    (.largeShared, 40, 122669.28571311686),
  ])
  func `reaches the certified optima of coherence`(
    problem: ConvexProblem, strength: Double, optimum: Double
  ) throws {
    let data = try problem.regression()
    let fitted = try MultiTaskModel(penalty: Penalty(.coherence(strength)), intercept: false)
      .fit(data)
    #expect(abs(fitted.iterate.objective / optimum - 1) < 1e-9)
    #expect(fitted.stop == .exact && fitted.converged)
    #expect(fitted.iterate.accuracy < 1e-13)
    let own = SmoothReference.objective(
      data, fitted.weights.tensor, fitted.iterate.intercepts, coherence: strength)
    #expect(abs(own / optimum - 1) < 1e-9)
  }

  /// Figures by NumPy 2.4.6 (`linalg.solve` of the 1020×1020 system).
  @Test func `reaches NumPy's solution for a ring of tasks`() throws {
    let data = try ConvexProblem.small.regression()
    let penalty = try Penalty(.similarity(3, SmoothReference.ring(20))) + Penalty(.l2(2))
    let fitted = try MultiTaskModel(penalty: penalty).fit(data)
    #expect(abs(fitted.iterate.objective / 17304.155164178363 - 1) < 1e-12)
    #expect(abs(fitted.weights[0, 0] + 2.566108043272759) < 1e-10)
    #expect(abs(fitted.weights[49, 19] - 0.40064197461228346) < 1e-10)
    #expect(abs(fitted.iterate.intercepts[7] + 0.023609444432156096) < 1e-10)
  }

  /// Rows a task, features, one design.
  static let shapes: [([Int], Int, Bool)] = [
    ([12, 9, 15, 20], 4, false), ([12, 12, 12], 4, true), ([3, 9, 4, 2], 6, false),
    ([4, 4, 4, 4], 7, true), ([8], 3, false), ([8, 5], 1, false), ([1, 6, 7], 2, false),
  ]

  @Test(arguments: 0..<shapes.count)
  func `every structure gives the dense system's solution`(index: Int) throws {
    let (rows, d, shared) = Self.shapes[index]
    let data = try SmoothReference.tasks(
      rows: rows, features: d, seed: UInt64(100 + index), shared: shared)
    let S = SmoothReference.ring(rows.count)
    let isRing = rows.count > 1
    for (c, s, r) in [(3.0, 0.0, 0.5), (0, 2, 0.5), (1.5, 0.7, 0.01), (0, 0, 2), (1e-6, 0, 1e-3)] {
      var penalty = try Penalty(.coherence(c)) + Penalty(.l2(r))
      if isRing { penalty = try penalty + Penalty(.similarity(s, S)) }
      for intercept in [true, false] {
        let fitted = try MultiTaskModel(penalty: penalty, intercept: intercept).fit(data)
        let (W, b) = try SmoothReference.solution(
          data, intercept: intercept, coherence: c, similarity: isRing ? s : 0,
          S: isRing ? S : nil, ridge: r)
        #expect(SmoothReference.distance(fitted.weights.tensor, W) < 1e-9)
        #expect(
          SmoothReference.distance(Tensor(fitted.iterate.intercepts + [1]), Tensor(b + [1])) < 1e-9)
      }
    }
  }

  /// A matrix of equal similarities ties like coherence; one entry off by a rounding error makes it uneven,
  /// so that it is solved as a dense matrix, and with more unknowns by conjugate gradients.
  @Test(arguments: [(6, 8, 20), (6, 30, 20), (40, 40, 60), (40, 45, 12)])
  func `mean system, dense matrix and conjugate gradients agree`(
    T: Int, d: Int, n: Int
  ) throws {
    let data = try SmoothReference.tasks(
      rows: Array(repeating: n, count: T), features: d, seed: 7)
    var uneven = Tensor(repeating: 1, Shape(T, T))
    uneven.withMutableElements { s in
      s[1] = 1 + 0x1p-50
      s[T] = 1 + 0x1p-50
    }
    for strength in [0.05, 1, 300] {
      // λ Σ_{i≠j} ‖w_i − w_j‖² = 2 λ T Σ_t ‖w_t − w̄‖²
      let even = try Penalty(.coherence(2 * strength * Double(T)))
      let graph = try Penalty(.similarity(strength, uneven))
      let mean = try MultiTaskModel(penalty: even).fit(data)
      let other = try MultiTaskModel(penalty: graph).fit(data)
      #expect(SmoothReference.distance(other.weights.tensor, mean.weights.tensor) < 1e-9)
      #expect(other.iterate.accuracy < 1e-12 && other.stop == .exact)
    }
  }

  @Test func `one design gives the same whether it is known to be one or not`() throws {
    for (n, d) in [(30, 8), (6, 9)] {
      let data = try SmoothReference.tasks(
        rows: Array(repeating: n, count: 5), features: d, seed: 3, shared: true)
      var apart = data
      apart.isShared = false
      let terms = try Penalty(.similarity(0.4, SmoothReference.ring(5))) + Penalty(.l2(0.1))
      for penalty in [terms, try Penalty(.coherence(2)), .none, try Penalty(.l2(1))] {
        let one = try MultiTaskModel(penalty: penalty).fit(data)
        let many = try MultiTaskModel(penalty: penalty).fit(apart)
        #expect(SmoothReference.distance(one.weights.tensor, many.weights.tensor) < 1e-9)
      }
    }
  }

  @Test func `the objective's gradient is zero in every direction`() throws {
    let data = try SmoothReference.tasks(rows: [14, 9, 5], features: 6, seed: 5)
    let S = SmoothReference.ring(3)
    let penalty = try Penalty(.similarity(0.3, S)) + Penalty(.coherence(2))
    let fitted = try MultiTaskModel(penalty: penalty).fit(data)
    func value(_ W: Tensor, _ b: [Double]) -> Double {
      SmoothReference.objective(data, W, b, coherence: 2, similarity: 0.3, S: S)
    }
    let (W, b) = (fitted.weights.tensor, fitted.iterate.intercepts)
    let best = value(W, b)
    #expect(abs(best / fitted.iterate.objective - 1) < 1e-13)
    for k in 0..<W.count {
      var (up, down) = (W, W)
      up.withMutableElements { $0[k] += 1e-4 }
      down.withMutableElements { $0[k] -= 1e-4 }
      #expect(abs(value(up, b) - value(down, b)) / 2e-4 < 1e-7)
      #expect(value(up, b) > best && value(down, b) > best)
    }
  }

  @Test func `without ties the joint problem is a system of its own for each task`() throws {
    let data = try SmoothReference.tasks(rows: [20, 30], features: 3, seed: 8)
    var run = try MultiTaskModel(penalty: Penalty(.coherence(0))).training(on: data)
    #expect(run.nextStage == "solve each task's own system")
    _ = try run.advance()
    let both = try #require(run.output)
    for t in 0..<2 {
      let alone = try TaskDataset(
        name: "one", featureNames: data.featureNames, tasks: [data.tasks[t]])
      let fitted = try MultiTaskModel().fit(alone)
      for k in 0..<3 { #expect(both.weights[k, t] == fitted.weights[k, 0]) }
    }
  }

  @Test func `coupled tasks are seen alone first`() throws {
    let data = try SmoothReference.tasks(rows: [20, 30, 9], features: 3, seed: 9)
    let penalty = try Penalty(.coherence(5)) + Penalty(.l2(1))
    var run = try MultiTaskModel(penalty: penalty).training(on: data)
    #expect(run.nextStage == "solve each task alone")
    _ = try run.advance()
    let ridge = try MultiTaskModel(penalty: Penalty(.l2(1))).fit(data)
    #expect(run.iterate.parts == ridge.iterate.parts)
    #expect(run.nextStage == "solve the coupled system")
    _ = try run.advance()
    #expect(run.iterate.before == ridge.iterate.parts)
    #expect(run.nextStage == nil)
    let objectives = run.history.map(\.objective)
    #expect(objectives[2] < objectives[1])
    let fitted = try MultiTaskModel(penalty: penalty).fit(data)
    #expect(fitted.weights == run.output?.weights)
    #expect(fitted.history.map(\.objective) == objectives)
  }

  @Test(arguments: [1e8, 1e12])
  func `strong ties give the weights of all samples together`(strength: Double) throws {
    for shared in [false, true] {
      let data = try SmoothReference.tasks(
        rows: [20, 20, 20], features: 4, seed: 11, shared: shared)
      let tied = try MultiTaskModel(penalty: Penalty(.coherence(strength))).fit(data)
      // One design of all rows, with a column of ones for each task's intercept.
      let rows = data.tasks.enumerated().flatMap { t, task in
        (0..<task.rowCount).map { i in
          (0..<4).map { task.X[i, $0] } + (0..<3).map { $0 == t ? 1 : 0 }
        }
      }
      let y = Tensor(data.tasks.flatMap(\.y.elements))
      let pooled = try LinearAlgebra.leastSquares(Tensor(rows: rows), y).solution
      // To first order the ties stretch by each task's own pull, X_tᵀ(y_t − f_t) / λ.
      var pull = 0.0
      for (t, task) in data.tasks.enumerated() {
        let left = rows[t * 20..<(t + 1) * 20].enumerated().map { i, x in
          task.y[flat: i] - (0..<7).reduce(0.0) { $0 + x[$1] * pooled[flat: $1] }
        }
        for k in 0..<4 {
          let own = left.indices.reduce(0.0) { $0 + left[$1] * task.X[$1, k] }
          pull = max(pull, abs(own))
        }
      }
      #expect(pull > 1)
      for k in 0..<4 {
        for t in 0..<3 {
          #expect(abs(tied.weights[k, t] - pooled[flat: k]) < 3 * pull / strength + 1e-12)
        }
      }
      #expect(tied.converged)
    }
  }

  @Test func `tasks that no path ties do not change each other`() throws {
    let data = try SmoothReference.tasks(rows: [9, 12, 7, 15, 6], features: 4, seed: 12)
    var S = Tensor(repeating: 0, Shape(5, 5))
    S.withMutableElements { s in
      for (i, j) in [(0, 3), (1, 4)] {
        s[i * 5 + j] = 2
        s[j * 5 + i] = 2
      }
    }
    let fitted = try MultiTaskModel(penalty: Penalty(.similarity(1.5, S))).fit(data)
    let (W, _) = try SmoothReference.solution(data, similarity: 1.5, S: S)
    #expect(SmoothReference.distance(fitted.weights.tensor, W) < 1e-9)
    let alone = try MultiTaskModel().fit(data)
    for k in 0..<4 {
      #expect(abs(fitted.weights[k, 2] - alone.weights[k, 2]) < 1e-12)
      #expect(abs(fitted.weights[k, 0] - alone.weights[k, 0]) > 1e-6)
    }
  }

  @Test func `too few rows give the smallest weights that fit, with a remark`() throws {
    for shared in [false, true] {
      let data = try SmoothReference.tasks(rows: [4, 4], features: 6, seed: 13, shared: shared)
      let fitted = try MultiTaskModel().fit(data)
      #expect(fitted.iterate.loss < 1e-20)
      #expect(fitted.iterate.events.contains { $0.contains("undetermined") })
      for t in 0..<2 {
        let X = data.tasks[t].X
        let centred = try centredRows(X, data.tasks[t].y)
        let smallest = try LinearAlgebra.leastSquares(centred.X, centred.y).solution
        for k in 0..<6 { #expect(abs(fitted.weights[k, t] - smallest[flat: k]) < 1e-10) }
      }
    }
  }

  private func centredRows(_ X: Tensor, _ y: Tensor) throws -> (X: Tensor, y: Tensor) {
    let n = X.rowCount
    var rows = (0..<n).map { i in (0..<X.columnCount).map { X[i, $0] } }
    for k in 0..<X.columnCount {
      let mean = rows.reduce(0) { $0 + $1[k] } / Double(n)
      for i in 0..<n { rows[i][k] -= mean }
    }
    let mean = y.elements.reduce(0, +) / Double(n)
    return (Tensor(rows: rows), Tensor(y.elements.map { $0 - mean }))
  }

  @Test func `a feature that repeats another shares its weight`() throws {
    let base = try SmoothReference.tasks(rows: [30, 25, 40], features: 2, seed: 14)
    let tasks = base.tasks.map { task in
      let X = Tensor(
        (0..<task.rowCount).flatMap { [task.X[$0, 0], task.X[$0, 1], task.X[$0, 0], 5] },
        Shape(task.rowCount, 4))
      return TaskSamples(name: task.name, X: X, y: task.y)
    }
    let data = try TaskDataset(name: "twice", featureNames: ["a", "b", "c", "d"], tasks: tasks)
    let simple = try MultiTaskModel().fit(base)
    let tied = try MultiTaskModel(penalty: Penalty(.coherence(3))).fit(data)
    let alone = try MultiTaskModel().fit(data)
    for t in 0..<3 {
      #expect(abs(alone.weights[0, t] - simple.weights[0, t] / 2) < 1e-10)
      #expect(abs(tied.weights[0, t] - tied.weights[2, t]) < 1e-10)
      #expect(abs(tied.weights[3, t]) < 1e-10)
    }
    #expect(tied.iterate.events.contains { $0.contains("undetermined") })
  }

  @Test func `features of very different size keep their digits`() throws {
    let base = try SmoothReference.tasks(rows: [40, 40], features: 3, seed: 15)
    let scales = [1e-6, 1, 1e6]
    let tasks = base.tasks.map { task in
      let X = Tensor(
        (0..<task.rowCount).flatMap { i in
          (0..<3).map { scales[$0] * (task.X[i, $0] + ($0 == 1 ? 1e6 : 0)) }
        }, Shape(task.rowCount, 3))
      return TaskSamples(name: task.name, X: X, y: task.y)
    }
    let data = try TaskDataset(name: "scaled", featureNames: ["a", "b", "c"], tasks: tasks)
    let fitted = try MultiTaskModel().fit(data)
    let plain = try MultiTaskModel().fit(base)
    for t in 0..<2 {
      for k in 0..<3 {
        #expect(abs(fitted.weights[k, t] * scales[k] / plain.weights[k, t] - 1) < 1e-7)
      }
    }
    #expect(abs(fitted.iterate.objective / plain.iterate.objective - 1) < 1e-8)
  }
}
