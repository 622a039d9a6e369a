import Synchronization
import Tensors
import Testing

/// Whatever can take long tells how far it is.
@Suite("Long work", .serialized)
struct LongWorkTests {
  private static let setup = """
    data = make_labels(rows=90, features=5, labels=4)
    tasks = make_tasks(tasks=4, rows=40, features=5)
    X = randn(90, 5); y = X[:, 0]; k = randint(0, 3, 90)
    net = hard_sharing(inputs=5, trunk=[dense(4), tanh], heads={a: regression()})
    heads = head_data(X, {a: y})
    chain = fit(classifier_chain(logistic()), data)
    many = make_labels(rows=3000, features=5, labels=4, seed=1)
    """

  /// Work that has stages of its own, small.
  private static let work = [
    "fit(random_forest(trees=10), X, k)", "fit(neural_network(), X, k)",
    "fit(linear_svm(), X, k)",
    "fit(binary_relevance(logistic()), data)", "fit(binary_relevance(decision_tree()), data)",
    "fit(classifier_chain(logistic()), data)",
    "fit(classifier_chain(random_forest(trees=5)), data)",
    "fit(chain_ensemble(logistic(), m=4), data)",
    "fit(label_powerset(random_forest(trees=5)), data)",
    "fit(rakel(logistic(), k=2), data)", "fit(ml_knn(), data)",
    "fit(multitask(), tasks)", "fit(multitask(penalty=coherence(1)), tasks)",
    "fit(multitask(penalty=nuclear(1)), tasks)", "fit(multitask(penalty=l21(1)), tasks)",
    "fit(multitask(penalty=l1(1) + l21(1)), tasks)", "fit(multitask(penalty=dirty(1, 1)), tasks)",
    "fit(multitask(penalty=aso(1, 1, 2)), tasks)",
    "fit(multitask(loss=\"logistic\", penalty=l2(1)), data)",
    "fit(net, heads, epochs=4)", "fit(net, heads, epochs=4, precision=\"single\")",
    "cross_validate(binary_relevance(logistic()), data, folds=3)",
    "cross_validate(multitask(), tasks, folds=3)", "cross_validate(net, heads, folds=3)",
    "compare({a: binary_relevance(logistic()), b: ml_knn()}, data, folds=3)",
    "compare({a: chain, b: chain}, data)",
    "lambda_path(multitask(penalty=l21(1)), tasks, count=5)",
    "tune_thresholds(fit(binary_relevance(logistic()), data), data)",
    "learning_curve({a: multitask()}, (n, s) -> make_tasks(rows=n, seed=s), sizes=[8, 12], seeds=2, "
      + "test_rows=10)",
    "learning_curve({a: net}, (n, s) -> head_data(randn(n, 5), {a: randn(n)}), sizes=[8, 12], "
      + "seeds=2, test_rows=10)",
    "predict(chain, many, inference=\"exhaustive\")",
    "predict(chain, many, inference=\"montecarlo\", samples=20)",
    "predict(chain, many, inference=\"beam\", width=2)",
  ]

  /// The work that told nothing of its own, with what it told.
  private static func silent(_ work: [String]) throws -> [String] {
    let session = Session()
    _ = try session.run(setup)
    let told = Mutex<[ProgressReport]>([])
    Progress.watch(silence: 0, interval: 0, patience: 1e9) { event in
      if case .report(let report) = event { told.withLock { $0.append(report) } }
    }
    return try work.filter { code in
      told.withLock { $0 = [] }
      _ = try session.run(code + ";")
      return told.withLock { reports in
        !reports.contains { $0.done > 0 || $0.total ?? 0 > 1 && !$0.title.isEmpty }
      }
    }
  }

  @Test("tells its stages, whatever it is")
  func everyLongCallReports() async {
    await #expect(processExitsWith: .success) {
      let silent = try LongWorkTests.silent(LongWorkTests.work)
      #expect(silent.isEmpty, "\(silent.joined(separator: "\n"))")
    }
  }

  @Test("of a loop in a program is told with its rounds")
  func loopsReport() async {
    await #expect(processExitsWith: .success) {
      let told = Mutex<[ProgressReport]>([])
      Progress.watch(silence: 0.05, interval: 0.01, patience: 1e9) { event in
        if case .report(let report) = event { told.withLock { $0.append(report) } }
      }
      let wait = "t = time(); while time() - t < 0.04 { }"
      let loops = [
        ("for i in 0:10 { \(wait) }", "for i", 10),
        ("for x in [3, 1, 2, 5, 7] { \(wait); \(wait) }", "for x", 5),
        ("for i, x in {a: 1, b: 2, c: 3} { \(wait); \(wait); \(wait) }", "for x", 3),
        (
          "for i in 0:8 { t = time(); for j in 0:100000000 { if time() - t > 0.04 { break } } }",
          "for i", 8
        ),
        ("fn f() { \(wait) }\nfor s in [\"a\", \"b\", \"c\", \"d\"] { f(); f(); f() }", "for s", 4),
        ("for i in 0:6 { map(0:3, x -> { \(wait); x }) }", "for i", 6),
      ]
      for (code, title, total) in loops {
        told.withLock { $0 = [] }
        _ = try Session().run(code)
        let reports = told.withLock { $0 }
        #expect(reports.contains { $0.title == title && $0.total == total }, "\(code): \(reports)")
        #expect(reports.map(\.done) == reports.map(\.done).sorted(), "\(code)")
        #expect(reports.allSatisfy { $0.done < total })
      }
      // What comes behind the loop is not told as a part of it.
      told.withLock { $0 = [] }
      _ = try Session().run(
        "for i in 0:5 { \(wait) }\n\(wait)\nfit(random_forest(trees=4000), "
          + "randn(300, 9), randint(0, 2, 300));"
      )
      #expect(told.withLock { $0.last?.title.hasPrefix("for") } != true)
    }
  }
}
