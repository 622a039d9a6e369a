import Learners
import Optimization
import Tensors
import Testing

/// What the batched solver promises beyond the optimum: batches, borders, rare classes and threads.
@Suite struct LinearSolverTests {
  func targets(_ X: Tensor, _ c: Int) -> [Double] {
    (0..<X.rowCount).map { i in
      let score = X[i, c % X.columnCount] - X[i, (c + 1) % X.columnCount]
      return score + 2 * hashed(50_000 + 997 * c + i) > 0.2 ? 1 : 0
    }
  }

  @Test func `more labels than are at work at a time arrive where each arrives alone`() throws {
    let X = hashedMatrix(50, 3)
    let learner = try LogisticRegression(tol: 1e-9)
    let tasks = (0..<150).map { BinaryTask(name: "y\($0)", targets: targets(X, $0)) }
    let together = try learner.fitBinary(X, tasks)
    for (task, model) in zip(tasks, together) {
      let alone = try learner.fitBinary(X, [task])[0]
      #expect(model.report.converged)
      let difference = abs(model.report.objective - alone.report.objective)
      #expect(difference <= 1e-10 * alone.report.objective)
    }
  }

  /// Links of a chain in order, links that skip labels, and one that sees everything.
  @Test func `L-BFGS over any inputs arrives where Newton does`() throws {
    let X = hashedMatrix(90, 7)
    let features: [[Int]?] = [[0, 1, 2], [0, 1, 2, 4], [0, 1, 2, 5, 3], [0, 1, 2, 6], nil]
    let problem = LinearProblem(
      design: try LinearDesign(.dense(X)), strength: 1.5,
      blocks: features.enumerated().map { c, features in
        .init(.logistic(targets: targets(X, c)), features: features)
      })
    let newton = try problem.solve(SolverOptions(tolerance: 1e-10))
    let lbfgs = try problem.solve(SolverOptions(tolerance: 1e-10, allowsNewton: false))
    for c in features.indices {
      #expect(newton.reports[c].method == .newton && lbfgs.reports[c].method == .lbfgs)
      #expect(lbfgs.reports[c].converged)
      for (a, b) in zip(newton.weights[c], lbfgs.weights[c]) { #expect(abs(a - b) < 1e-8) }
      for j in 0..<7 where features[c]?.contains(j) == false {
        #expect(lbfgs.weights[c][j] == 0)
      }
    }
  }

  /// At the optimum `C Σ_i (p_ik − y_ik) x_i + w_k = 0`, and the same without w_k for intercepts.
  @Test(arguments: [(40, 5, 20), (60, 30, 9), (60, 5, 40)])
  func `classes of few rows arrive at a vanishing gradient`(
    _ n: Int, _ d: Int, _ K: Int
  ) throws {
    let X = hashedMatrix(n, d)
    let codes = (0..<n).map { $0 < K ? $0 : Int((hashed(70_000 + $0) + 1) / 2 * 4) % K }
    let strength = 3.0
    let model = try #require(
      try LogisticRegression(C: strength, tol: 1e-9).fitClasses(X, codes: codes, classes: K)
        as? SoftmaxModel)
    #expect(model.report.converged)
    let p = try model.probabilities(X)
    for k in 0..<K {
      for j in 0...d {
        var slope = j < d ? model.weights[k, j] : 0
        for i in 0..<n {
          slope += strength * (p[i, k] - (codes[i] == k ? 1 : 0)) * (j < d ? X[i, j] : 1)
        }
        #expect(abs(slope) < 1e-6)
      }
    }
    #expect(model.report.trace.count == model.report.iterations + 1)
    #expect(model.report.trace.last?.objective == model.report.objective)
  }

  @Test func `the class of the largest score is the most probable one`() throws {
    let X = hashedMatrix(300, 6)
    let codes = (0..<300).map { $0 % 70 }
    let model = try LogisticRegression(tol: 1e-3).fitClasses(X, codes: codes, classes: 70)
    let p = try model.probabilities(X)
    let best = (0..<300).map { i in (0..<70).max { p[i, $0] < p[i, $1] } ?? 0 }
    #expect(try model.predict(X) == best)
    #expect(try model.predict(.sparse(SparseMatrix(X))) == best)
  }

  @Test func `the number of threads changes no bit`() throws {
    let X = hashedMatrix(4000, 90)
    let learner = try LogisticRegression(tol: 1e-2)
    let tasks = (0..<64).map { BinaryTask(name: "y\($0)", targets: targets(X, $0)) }
    let chosen = Parallel.threadCount
    defer { Parallel.threadCount = chosen }
    var weights: [[LinearScore?]] = []
    for threads in [1, 2, 3] {
      Parallel.threadCount = threads
      weights.append(try learner.fitBinary(X, tasks).map(\.linear))
    }
    #expect(weights[0] == weights[1] && weights[0] == weights[2])
  }
}
