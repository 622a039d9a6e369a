internal import Charts
internal import Datasets
internal import Diagnostics
package import Stepping
package import Tensors

/// The training of a regularised multi-task model, an iteration a stage.
package struct MultiTaskTraining: Steppable {
  package private(set) var model: MultiTaskModel
  package private(set) var problem: TaskProblem
  private(set) var solver: any TaskSolver
  /// Where the run stood before the last iteration, or before the change that led here; `nil` at the
  /// start.
  private(set) var previous: TaskIterate?
  /// What was changed since the last iteration: `lambda 0.3 → 1`.
  private(set) var change: String?
  /// The start and every iteration so far.
  package private(set) var history: [TaskProgress]
  private var seconds = 0.0

  /// The run before its first iteration.
  ///
  /// - Throws: when data do not suit, naming the task, or the penalty's terms cannot be solved together.
  init(_ model: MultiTaskModel, _ data: TaskDataset, from start: FittedMultiTask?) throws {
    let began = MonotonicClock.seconds
    self.model = model
    problem = try TaskProblem(
      data: data, loss: model.loss, penalty: model.penalty, hasIntercepts: model.hasIntercepts,
      leavingInputs: true)
    solver = try makeTaskSolver(problem, model, from: start?.iterate)
    seconds = MonotonicClock.seconds - began
    history = []
    record()
  }

  package mutating func advance() throws -> Bool {
    let began = MonotonicClock.seconds
    var old = solver.iterate
    guard try solver.advance() else { return false }
    old.before = nil
    previous = old
    change = nil
    seconds += MonotonicClock.seconds - began
    record()
    return true
  }

  private mutating func record() {
    history.append(
      TaskProgress(
        objective: solver.iterate.objective, seconds: seconds, accuracy: solver.iterate.accuracy))
  }

  /// The objective, without the decompositions that a screen shows.
  package var progressFigures: ProgressFigures {
    ProgressFigures(
      [("objective", solver.iterate.objective)], trend: history.suffix(24).map(\.objective))
  }

  /// Where the run stands.
  package var iterate: TaskIterate { solver.iterate }

  package var position: StepPosition {
    let done = history.count - 1
    return StepPosition(done: done, total: solver.stop == nil ? nil : done)
  }

  /// The solver's name of the next stage; after a change, which starts a solver anew, with the number
  /// that the iteration has in the run.
  package var nextStage: String? {
    guard let name = solver.nextStage else { return nil }
    let (own, here) = (" \(iterate.iteration + 1)", " \(position.done + 1)")
    return name.hasSuffix(own) ? String(name.dropLast(own.count)) + here : name
  }

  /// Why no minimum exists; empty where there is one, as far as is known.
  private var remarks: [String] {
    iterate.remarks.isEmpty ? [problem.oneClassRemark].compactMap { $0 } : iterate.remarks
  }

  package var output: FittedMultiTask? {
    guard let stop = solver.stop else { return nil }
    return FittedMultiTask(
      model: model, taskNames: problem.data.taskNames, featureNames: problem.data.featureNames,
      iterate: solver.iterate, method: solver.method, measure: solver.measure, stop: stop,
      history: history, isShared: problem.data.isShared, remarks: remarks)
  }

  /// The run with another penalty from here on: a side branch that starts at the current weights.
  package func changing(_ penalty: Penalty) throws -> MultiTaskTraining {
    var branch = self
    branch.model.penalty = penalty
    branch.problem.penalty = penalty
    branch.solver = try solver.changing(penalty)
    branch.restart(after: "\(model.penalty.summary) → \(penalty.summary)", from: iterate)
    return branch
  }

  /// The run with another tolerance from here on.
  ///
  /// - Throws: `value` when it does not lie between 0 and 1.
  package func changing(tolerance: Double) throws -> MultiTaskTraining {
    var branch = self
    branch.model = try MultiTaskModel(
      loss: model.loss, penalty: model.penalty, intercept: model.hasIntercepts, tol: tolerance,
      maxIterations: model.maximumIterations)
    branch.solver = try makeTaskSolver(problem, branch.model, from: iterate)
    branch.restart(
      after: "tol \(shortNumber(model.tolerance)) → \(shortNumber(tolerance))", from: iterate)
    return branch
  }

  /// Notes a change: the objective of this stage is from here on that of the new problem.
  private mutating func restart(after change: String, from old: TaskIterate) {
    self.change = change
    previous = old
    previous?.before = nil
    history.removeLast()
    record()
  }
}
