import Diagnostics
import Runtime
import Testing

@Suite("Paths, reports and experiments of tasks in the language")
struct TaskUnderstandingTests {
  private static let data =
    "d = make_tasks(tasks=6, rows=24, features=8, rank=2, noise=0.5, seed=3); "
  private static let path =
    data + "p = lambda_path(multitask(penalty=nuclear(1)), d, count=10, folds=4, seed=2); "

  private func run(_ source: String) throws -> String { try Session().run(source) }

  private func error(_ source: String) -> String {
    do {
      return "no error: " + (try Session().run(source))
    } catch { return error.message }
  }

  @Test func `a path has the figures that the language can work out itself`() throws {
    #expect(
      try run(
        Self.path
          + "W0 = map(d.X, X -> X); G = map(range(6), t -> -2 * (d.X[t] - mean(d.X[t], axis=0))' @ "
          + "(d.Y[t] - mean(d.Y[t]))); top = svd(stack(G)).S[0]; "
          + "print(abs(p.lambda_max / top - 1) < 1e-12, p.lambdas[0] == p.lambda_max, "
          + "abs(p.lambdas[9] / top - 0.01) < 1e-12)"
      ) == "true true true")
    #expect(
      try run(
        Self.path
          + "k = argmin(p.mean); print(shape(p.errors), max(abs(mean(p.errors, axis=1)[:, 0] - "
          + "p.mean)) < 1e-12, max(abs(std(p.errors, axis=1, ddof=1)[:, 0] / 2 - p.se)) < 1e-12, "
          + "p.best == p.lambdas[k], p.one_se >= p.best, "
          + "p.chosen == fit(multitask(penalty=nuclear(p.lambda)), d))"
      ) == "[10, 4] true true true true true")
  }

  @Test func `errors of a path are those of the rounds of k_fold`() throws {
    #expect(
      try run(
        Self.path
          + "m = multitask(penalty=nuclear(p.lambdas[6])); "
          + "e = map(k_fold(d, 4, seed=2), f -> { g = fit(m, f.train); F = predict(g, f.test); "
          + "mean(concat(map(range(6), t -> (F[t] - f.test.Y[t])^2))) }); "
          + "print(max(abs(e - p.errors[6])) < 1e-4 * max(e))") == "true")
  }

  @Test func `drawings of a path keep to their widths`() throws {
    for width in [80, 60, 40] {
      let session = Session()
      session.interpreter.display.width = width
      let text = try session.run(
        Self.path + "p\nplot(p)\nplot(p, \"rows\")\nplot(p, \"spectrum\")\nplot(p, \"distances\")")
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.allSatisfy { $0.count <= width }, "\(width)")
      #expect(text.contains("chosen λ") && text.contains("standard error"))
    }
    let screen = try run(Self.path + "p").split(separator: "\n")
    #expect(screen.count <= 22, "\(screen.count) rows")
  }

  @Test func `reports give what their formulas say`() throws {
    #expect(
      try run(
        Self.data
          + "m = fit(multitask(penalty=nuclear(2)), d); W = m.W; n = norm(W, axis=0); "
          + "print(max(abs(task_similarity(m) - (W' @ W) / (n' @ n))) < 1e-12, "
          + "max(abs(singular_values(m) - svd(W).S)) < 1e-12, "
          + "max(abs(row_norms(m) - norm(W, axis=1)[:, 0])) < 1e-12, "
          + "max(abs(task_distances(m) - norm(W - mean(W, axis=1), axis=0)[0])) < 1e-12, "
          + "task_report(m).rank == matrix_rank(W), max(abs(singular_values(d)[2:])) < 1e-12)"
      ) == "true true true true true true")
  }

  @Test func `drawings of fitted models keep to their widths and come from the figures`() throws {
    for width in [80, 60, 40] {
      let session = Session()
      session.interpreter.display.width = width
      let text = try session.run(
        Self.data
          + "m = fit(multitask(penalty=nuclear(2)), d); plot(m)\nplot(m, \"rows\")\n"
          + "plot(m, \"distances\")\nplot(m, \"similarity\")\nspectrum({alone: d, low: m})\n"
          + "shared_features(m)\ntask_report(m)")
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= width }, "\(width)")
      #expect(text.contains("before") && text.contains("most alike"))
    }
    #expect(
      try run(
        Self.data + "m = fit(multitask(penalty=nuclear(2)), d); s = plot(m); "
          + "print(max(abs(s.after - singular_values(m))) < 1e-12, all(s.before >= s.after))"
      ) == "true true")
    #expect(try run(Self.data + "print(task_report(d).rank)") == "2")
  }

  private static let experiment =
    "models = {alone: multitask(penalty=l2(0.1)), "
    + "together: multitask(penalty=l2(0.1) + coherence(8))}; "

  @Test func `a learning curve is the same again, and shows what relatedness brings`() throws {
    #expect(
      try run(
        Self.experiment
          + "make = (n, s) -> make_tasks(tasks=8, rows=n, features=8, coherence=0.95, noise=1, "
          + "seed=s); f = () -> learning_curve(models, make, sizes=[10, 80], seeds=8, test_rows=60); "
          + "a = f(); b = f(); g = a.gain.together; "
          + "print(all(a.together.errors == b.together.errors), shape(a.alone.errors), "
          + "g.mean[0] > 2 * g.se[0], g.mean[0] > g.mean[1], "
          + "abs(a.alone.se[0] - std(a.alone.errors[:, 0], ddof=1) / sqrt(8)) < 1e-12)"
      ) == "true [8, 2] true true true")
  }

  @Test func `unrelated tasks gain nothing from each other`() throws {
    #expect(
      try run(
        // Alone the weights are pulled to 0 as strongly as together to their mean: what is left of the
        // difference comes from the other tasks.
        "models = {alone: multitask(penalty=l2(8)), "
          + "together: multitask(penalty=l2(0.1) + coherence(8))}; "
          + "make = (c, n, s) -> make_tasks(tasks=8, rows=n, features=8, coherence=c, noise=1, "
          + "seed=s); r = relatedness_curve(models, make, values=[0, 0.95], rows=14, seeds=16, "
          + "test_rows=60); g = r.gain.together; "
          + "print(g.mean[0] < 2 * g.se[0], g.mean[1] > 2 * g.se[1])"
      ) == "true true")
  }

  @Test func `noise tasks leave single tasks as they are`() throws {
    #expect(
      try run(
        Self.experiment
          + "make = (n, s) -> make_tasks(tasks=4, rows=n, features=5, coherence=0.9, seed=s); "
          + "e = noise_task_curve(models, make, counts=[0, 3], rows=12, seeds=4, test_rows=40); "
          + "print(max(abs(e.alone.errors[:, 0] - e.alone.errors[:, 1])) < 1e-9, "
          + "all(e.together.errors[:, 0] != e.together.errors[:, 1]))"
      ) == "true true")
  }

  @Test func `what does not suit is said in a sentence`() {
    #expect(
      error(Self.data + "lambda_path(multitask(), d)")
        == "lambda_path: expected a penalty whose lambda can be varied, found none")
    #expect(
      error(Self.data + "lambda_path(multitask(penalty=l1(1)), d, vary=\"l2\")").hasPrefix(
        "lambda_path: vary must be one of \"all\", \"l1\" or a position, found"))
    #expect(
      error(Self.data + "lambda_path(multitask(penalty=l1(1)), d, folds=40)").contains("'task 0'"))
    #expect(
      error(Self.data + "plot(fit(multitask(), d), \"row\")").contains(
        "\"spectrum\", \"rows\", \"distances\", \"similarity\""))
    #expect(
      error(Self.experiment + "learning_curve(models, (n, s) -> n)")
        == "learning_curve: make must give a data set of tasks, found the number 280")
    #expect(
      error(Self.experiment + "learning_curve(models, (n, s) -> make_tasks(rows=9), sizes=[5])")
        .hasPrefix("learning_curve: expected 205 rows of task 'task 0'"))
    #expect(error("task_similarity([1, nan; 2, 3])").contains("expected finite weights"))
    #expect(error("spectrum(3)").hasPrefix("spectrum: x must be a"))
  }
}
