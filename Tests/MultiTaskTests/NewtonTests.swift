import Datasets
import MultiTask
import Tensors
import Testing

@Suite("Logistic loss with quadratic terms")
struct NewtonTests {
  /// n times the recorded optimum: (1/n) Σ log(1 + exp(−yf)) + ρ ‖W(I − 11ᵀ/T)‖² is 1/n of coherence(nρ)'s
  /// objective.
  ///
  /// `large_shared` by a Newton–CG program in NumPy 2.4.6, gradient norm 4e-11.
  @Test(arguments: [
    (ConvexProblem.small, 10.0, 100 * 8.729928277066149),
    (.smallShared, 10, 100 * 8.898037309684252),
    (.large, 20, 200 * 38.03056058015301),
    (.largeShared, 20, 7614.196356919423),
  ])
  func `reaches the certified optima of coherence`(
    problem: ConvexProblem, strength: Double, optimum: Double
  ) throws {
    let data = try problem.classification()
    let fitted = try MultiTaskModel(loss: .logistic, penalty: Penalty(.coherence(strength)))
      .fit(data)
    #expect(abs(fitted.iterate.objective / optimum - 1) < 1e-9)
    #expect(fitted.stop == .gradient && fitted.iterate.accuracy <= 1e-8)
    #expect(fitted.iterate.iteration < 20)
  }

  /// Figures by a Newton–CG program in NumPy 2.4.6, gradient norm 7e-14.
  @Test func `reaches NumPy's solution for a ring of tasks`() throws {
    let data = try ConvexProblem.small.classification()
    let penalty = try Penalty(.similarity(3, SmoothReference.ring(20))) + Penalty(.l2(2))
    let fitted = try MultiTaskModel(loss: .logistic, penalty: penalty).fit(data)
    #expect(abs(fitted.iterate.objective / 988.9422279416021 - 1) < 1e-11)
    #expect(abs(fitted.weights[0, 0] + 0.2668931782018755) < 1e-7)
    #expect(abs(fitted.iterate.intercepts[7] - 0.049938648575117525) < 1e-7)
  }

  @Test(arguments: [
    ([30, 40, 25], 3, false, true), ([30, 30], 4, true, true), ([6, 9, 5], 8, false, true),
    ([25], 2, false, false), ([40, 15], 1, false, true),
  ])
  func `the objective's gradient is zero in every direction`(
    rows: [Int], d: Int, shared: Bool, intercept: Bool
  ) throws {
    let data = try SmoothReference.tasks(
      rows: rows, features: d, seed: 21, shared: shared, binary: true)
    let T = rows.count
    let S = T > 1 ? SmoothReference.ring(T) : nil
    var penalty = try Penalty(.coherence(1.5)) + Penalty(.l2(0.3))
    if let S { penalty = try penalty + Penalty(.similarity(0.2, S)) }
    let fitted = try MultiTaskModel(
      loss: .logistic, penalty: penalty, intercept: intercept, tol: 1e-11
    ).fit(data)
    func value(_ W: Tensor, _ b: [Double]) -> Double {
      SmoothReference.objective(
        data, W, b, logistic: true, coherence: 1.5, similarity: 0.2, S: S, ridge: 0.3)
    }
    let (W, b) = (fitted.weights.tensor, fitted.iterate.intercepts)
    #expect(abs(value(W, b) / fitted.iterate.objective - 1) < 1e-12)
    for k in 0..<W.count {
      var (up, down) = (W, W)
      up.withMutableElements { $0[k] += 1e-4 }
      down.withMutableElements { $0[k] -= 1e-4 }
      #expect(abs(value(up, b) - value(down, b)) / 2e-4 < 1e-6)
    }
    for t in b.indices where intercept {
      var (up, down) = (b, b)
      up[t] += 1e-4
      down[t] -= 1e-4
      #expect(abs(value(W, up) - value(W, down)) / 2e-4 < 1e-6)
    }
  }

  @Test func `steps end where fit does, the objective falling all the way`() throws {
    let data = try SmoothReference.tasks(rows: [40, 30, 50], features: 5, seed: 22, binary: true)
    let model = try MultiTaskModel(
      loss: .logistic, penalty: Penalty(.coherence(1)) + Penalty(.l2(0.1)))
    var run = try model.training(on: data)
    #expect(run.nextStage == "Newton step 1")
    while try run.advance() {}
    let fitted = try model.fit(data)
    #expect(run.output?.weights == fitted.weights)
    let objectives = fitted.history.map(\.objective)
    #expect(zip(objectives, objectives.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(objectives.count > 4)
    let again = try model.fit(data, from: fitted)
    #expect(again.iterate.iteration <= 1)
    #expect(SmoothReference.distance(again.weights.tensor, fitted.weights.tensor) < 1e-6)
  }

  @Test func `classes that can be separated end with a remark and not as an optimum`() throws {
    for rows in [[12, 12], [4, 30]] {
      let data = try SmoothReference.tasks(rows: rows, features: 2, seed: 23)
      let tasks = data.tasks.map { task in
        let y = Tensor((0..<task.rowCount).map { task.X[$0, 0] > 0.1 ? 1.0 : 0 })
        return TaskSamples(name: task.name, X: task.X, y: y)
      }
      let separable = try TaskDataset(name: "apart", featureNames: ["a", "b"], tasks: tasks)
      for penalty in [Penalty.none, try Penalty(.coherence(2))] {
        let fitted = try MultiTaskModel(loss: .logistic, penalty: penalty).fit(separable)
        #expect(fitted.stop == .separable && !fitted.converged)
        #expect(fitted.iterate.events.contains { $0.contains("separated") })
        #expect(fitted.weights.values.allSatisfy { $0.isFinite })
        #expect(fitted.iterate.loss < 1e-3)
      }
      let held = try MultiTaskModel(loss: .logistic, penalty: Penalty(.l2(0.01))).fit(separable)
      #expect(held.converged)
    }
  }

  @Test func `a task of one class is named`() throws {
    let data = try SmoothReference.tasks(rows: [30, 20], features: 2, seed: 24, binary: true)
    var tasks = data.tasks
    tasks[1].y = Tensor(repeating: 1, Shape(20))
    let onesided = try TaskDataset(name: "one", featureNames: ["a", "b"], tasks: tasks)
    let penalty = try Penalty(.coherence(1)) + Penalty(.l2(0.1))
    let fitted = try MultiTaskModel(loss: .logistic, penalty: penalty).fit(onesided)
    #expect(!fitted.converged && fitted.stop == .oneClass)
    #expect(fitted.iterate.events.contains { $0.contains("task 't1' has one class only") })
    #expect(fitted.remarks == ["task 't1' has one class only: its intercept grows for ever"])
    let cornered = try MultiTaskModel(loss: .logistic, penalty: Penalty(.l21(1))).fit(onesided)
    #expect(cornered.remarks == fitted.remarks)
    let fixed = try MultiTaskModel(loss: .logistic, penalty: penalty, intercept: false)
    #expect(try fixed.fit(onesided).remarks.isEmpty)
    let alone = try MultiTaskModel(loss: .logistic).fit(
      TaskDataset(name: "one", featureNames: ["a", "b"], tasks: [tasks[1]]))
    #expect(alone.stop == .oneClass)
    #expect(fitted.iterate.intercepts.allSatisfy { $0.isFinite })
  }

  @Test func `without terms every task is solved for itself`() throws {
    let data = try SmoothReference.tasks(rows: [60, 80], features: 2, seed: 25, binary: true)
    let both = try MultiTaskModel(loss: .logistic).fit(data)
    #expect(both.converged)
    for t in 0..<2 {
      let alone = try TaskDataset(
        name: "one", featureNames: data.featureNames, tasks: [data.tasks[t]])
      let fitted = try MultiTaskModel(loss: .logistic).fit(alone)
      for k in 0..<2 { #expect(abs(both.weights[k, t] - fitted.weights[k, 0]) < 1e-6) }
    }
  }
}
