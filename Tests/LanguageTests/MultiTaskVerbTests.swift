import Diagnostics
import Runtime
import Testing

/// What every regulariser and loss owes its user, whatever the data: forms of data that mean the same
/// give the same, and a stepper's end is the fitted model.
@Suite("Verbs of multi-task models")
struct MultiTaskVerbTests {
  static let penalties = [
    "none", "coherence(2)", "nuclear(2)", "l21(2)", "l1(2)", "l2(2)", "elastic_net(2, 0.5)",
    "similarity(0.5, ones(3, 3))", "l1(1) + l2(1)", "coherence(1) + l21(1)", "nuclear(1) + l2(0.5)",
  ]
  static let cases = penalties.flatMap { penalty in
    ["squared", "logistic"].compactMap { loss in
      // Without a penalty classes that a plane separates have no optimum.
      penalty == "none" && loss == "logistic" ? nil : (penalty, loss)
    }
  }

  private func session(_ seed: Int, _ penalty: String, _ loss: String) throws -> Session {
    let session = Session()
    _ = try session.run(
      """
      seed(\(seed)); X = randn(18, 4); Z = X @ randn(4, 3) + randn(18, 3)
      Y = if "\(loss)" == "logistic" { tensor(Z > 0) * 1 } else { Z }
      model = multitask(loss="\(loss)", penalty=\(penalty), tol=1e-9)
      """)
    return session
  }

  @Test("give the same for one design and for three copies of it", arguments: cases)
  func sharedEqualsOwn(penalty: String, loss: String) throws {
    for seed in 1...3 {
      let session = try session(seed, penalty, loss)
      let difference = try session.run(
        """
        a = fit(model, X, Y); b = fit(model, [X, X, X], Y')
        print(max(abs(a.W - b.W)) + max(abs(a.b - b.b)) < 1e-3, abs(a.objective / b.objective - 1) < 1e-7)
        print(a.converged, b.converged)
        """)
      #expect(difference == "true true\ntrue true", "seed \(seed)")
    }
  }

  @Test("a stepper's end is the fitted model, bit for bit", arguments: cases)
  func stepEqualsFit(penalty: String, loss: String) throws {
    let session = try session(4, penalty, loss)
    #expect(
      try session.run(
        """
        m = fit(model, X, Y); s = step(model, X, Y)
        while not s.finished { s = advance(s) }
        print(result(s) == m, all(result(s).W == m.W), result(s).objective == m.objective)
        """) == "true true true")
  }

  @Test("the objective is the loss and the terms at the weights that are given", arguments: cases)
  func objectiveIsTrue(penalty: String, loss: String) throws {
    let session = try session(5, penalty, loss)
    let value = penalty == "none" ? "0" : "penalty_value(\(penalty), m.W).total"
    #expect(
      try session.run(
        """
        m = fit(model, X, Y)
        F = X @ m.W + m.b
        loss = if "\(loss)" == "logistic" { sum(log(1 + exp(-(2 * Y - 1) * F))) } else { sum((Y - F) ^ 2) }
        print(abs(loss - m.terms.loss) < 1e-9 * (1 + loss), abs(m.objective - loss - \(value)) < 1e-9 * (1 + loss))
        """) == "true true")
  }

  @Test("no other weights nearby are better", arguments: cases)
  func isAnOptimum(penalty: String, loss: String) throws {
    let session = try session(6, penalty, loss)
    let value = penalty == "none" ? "0" : "penalty_value(\(penalty), W).total"
    #expect(
      try session.run(
        """
        m = fit(model, X, Y)
        fn total(W, b) {
          F = X @ W + b
          loss = if "\(loss)" == "logistic" { sum(log(1 + exp(-(2 * Y - 1) * F))) } else { sum((Y - F) ^ 2) }
          loss + \(value)
        }
        best = total(m.W, m.b)
        worse = true
        for size in [1e-1, 1e-2, 1e-3] {
          for trial in 0:20 {
            moved = total(m.W + size * randn(4, 3), m.b + size * randn(3))
            if moved < best * (1 - 1e-8) { worse = false }
          }
        }
        print(worse)
        """) == "true")
  }

  @Test("predictions are X W + b, and each task's rows those of the whole", arguments: cases)
  func predictions(penalty: String, loss: String) throws {
    let session = try session(7, penalty, loss)
    #expect(
      try session.run(
        """
        m = fit(model, X, Y)
        f = if "\(loss)" == "logistic" { proba(m, X) } else { predict(m, X) }
        F = X @ m.W + m.b
        g = if "\(loss)" == "logistic" { 1 / (1 + exp(-F)) } else { F }
        own = if "\(loss)" == "logistic" { proba(m, [X[:5], X[5:9], X]) } else { predict(m, [X[:5], X[5:9], X]) }
        print(max(abs(f - g)) < 1e-12, max(abs(own[1] - f[5:9, 1])) < 1e-12, max(abs(own[2] - f[:, 2])) < 1e-12)
        """) == "true true true")
  }
}
