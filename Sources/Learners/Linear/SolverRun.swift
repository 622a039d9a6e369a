internal import Charts
internal import Diagnostics
package import Optimization
package import Stepping
package import Tensors

/// The iterations of a fit, gone through one by one as the fit itself went through them.
///
/// Every number was recorded by the solver; nothing is computed anew.
package struct SolverRun: Steppable {
  /// What was fitted: `link sunset`.
  package let name: String
  /// The report of the fit, with its trace.
  package let report: SolverReport
  private(set) var done = 0

  /// The run before its first iteration; `nil` when the fit recorded no iterations.
  package init?(name: String, report: SolverReport) {
    guard report.trace.count > 1 else { return nil }
    self.name = name
    self.report = report
  }

  /// Iterations of the fit.
  package var count: Int { report.trace.count - 1 }

  package mutating func advance() throws -> Bool {
    guard done < count else { return false }
    done += 1
    return true
  }

  package var position: StepPosition { StepPosition(done: done, total: count) }

  package var nextStage: String? { done < count ? "iteration \(done + 1)" : nil }

  package var crumb: String { done == 0 ? "start" : "iteration \(done)" }

  /// The objective at the start and after every iteration, once the last one is reached.
  package var output: Tensor? { done == count ? Tensor(report.trace.map(\.objective)) : nil }

  package func matches(_ target: String) -> Bool { target == "iteration \(done)" }

  package var stageNames: [String] { numberedStages("iteration", 1..<count + 1) }

  package var question: Question? {
    Question(
      "the objective after iteration \(done + 1)", figure: "objective", .number,
      hint: "now \(shortNumber(now.objective, digits: 5))")
  }

  /// What the fit arrived at in the current iteration.
  var now: SolverReport.Iteration { report.trace[done] }

  /// The iteration before; `nil` at the start.
  var before: SolverReport.Iteration? { done > 0 ? report.trace[done - 1] : nil }

  package var state: [(name: String, value: StateValue)] {
    [
      ("iteration", .number(Double(done))), ("objective", .number(now.objective)),
      ("loss", .number(now.loss)), ("penalty", .number(now.penalty)),
      ("gradient", .number(now.gradient)), ("step", .number(now.step)),
      ("objectives", .tensor(Tensor(report.trace[...done].map(\.objective)))),
      ("method", .text(report.method.rawValue)),
    ]
  }
}
