import Diagnostics
import Runtime
import Testing

/// What the shell shows of trained models of tasks, at every width.
@Suite("Displays of multi-task models")
struct MultiTaskDisplayTests {
  private static let few = "X = randn(20, 4); Y = X @ randn(4, 3) + randn(20, 3); "
  private static let many =
    "X = randn(30, 8); Y = data_set(X, randn(30, 40), labels=map(0:40, t -> \"the school of "
    + "number {t}\")); "

  static let sources = [
    few + "fit(multitask(), X, Y)",
    few + "fit(multitask(penalty=nuclear(0.1 + 0.2)), X, Y)",
    few + "fit(multitask(penalty=coherence(0.25) + l2(1.5), intercept=false), X, Y)",
    few + "fit(multitask(penalty=l21(20), tol=0.001, max_iterations=2), X, Y)",
    few + "fit(multitask(loss=\"logistic\", penalty=l1(100)), X, Y > 0)",
    many + "fit(multitask(penalty=l1(10) + l2(1) + coherence(2)), Y)",
    few + "evaluate(fit(multitask(penalty=l2(1)), X, Y), X, Y).tasks",
    many + "m = fit(multitask(penalty=l2(1)), Y); compare({ridge: m, again: m}, Y)",
    few + "compare({alone: multitask(), low: multitask(penalty=nuclear(1))}, X, Y, folds=3)",
    few + "cross_validate(multitask(penalty=l2(1)), X, Y, folds=3)",
  ]

  @Test("fit the width and 22 rows", arguments: sources)
  func fits(source: String) throws {
    for width in [120, 80, 60, 40] {
      let session = Session()
      session.interpreter.display.width = width
      let lines = try session.run("seed(2); " + source).split(
        separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 22, "\(lines.count) rows at \(width):\n\(session.output)")
      for line in lines {
        #expect(line.count <= width, "\(line.count) of \(width): \(line)")
        #expect(!line.contains("nan"), "\(line)")
      }
    }
  }

  @Test("say what the objective is made of, the rank, and how the search ended")
  func says() throws {
    let session = Session()
    let low = try session.run("seed(2); " + Self.few + "fit(multitask(penalty=nuclear(30)), X, Y)")
    let rank = try session.run("fit(multitask(penalty=nuclear(30)), X, Y).rank")
    #expect(low.contains("weights rank \(rank) of 3"))
    #expect(low.contains("objective ") && low.contains(" = loss ") && low.contains(" + nuclear "))
    #expect(low.contains("ended after ") && low.contains("accelerated proximal gradient"))
    let short = try session.run("fit(multitask(penalty=nuclear(30), max_iterations=1), X, Y)")
    #expect(short.contains("NOT CONVERGED") && short.contains("max_iterations"))
    let sparse = try session.run("m = fit(multitask(penalty=l21(40)), X, Y)\nm")
    let zeros = try session.run("sum(m.W == 0)")
    let unused = try session.run("sum(all(m.W == 0, axis=1))")
    #expect(sparse.contains("\(zeros) of 12 weights are 0, \(unused) of 4 features unused"))
  }

  @Test("shorten many tasks and name how many are left out")
  func shortens() throws {
    let text = try Session().run("seed(2); " + Self.many + "fit(multitask(penalty=l2(1)), Y)")
    #expect(text.contains("40 tasks on one design, 8 features"))
    #expect(text.contains("… 33 more"))
  }
}
