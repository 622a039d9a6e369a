internal import Charts
internal import Datasets
internal import Diagnostics
internal import Glibc
package import Stepping
internal import Tensors

/// The training of a regularised multi-task model, an iteration a stage.
package struct MultiTaskTraining: Steppable {
  package private(set) var model: MultiTaskModel
  package let problem: TaskProblem
  private(set) var solver: any TaskSolver
  /// The start and every iteration so far.
  package private(set) var history: [TaskProgress]
  private var seconds = 0.0

  /// The run before its first iteration.
  ///
  /// - Throws: when data do not suit, naming the task, or the penalty's terms cannot be solved together.
  init(_ model: MultiTaskModel, _ data: TaskDataset, from start: FittedMultiTask?) throws {
    let began = Self.now
    self.model = model
    problem = try TaskProblem(
      data: data, loss: model.loss, penalty: model.penalty, hasIntercepts: model.hasIntercepts)
    solver = try makeTaskSolver(problem, model, from: start?.iterate)
    seconds = Self.now - began
    history = []
    record()
  }

  package mutating func advance() throws -> Bool {
    let began = Self.now
    guard try solver.advance() else { return false }
    seconds += Self.now - began
    record()
    return true
  }

  private mutating func record() {
    history.append(
      TaskProgress(
        objective: solver.iterate.objective, seconds: seconds, accuracy: solver.iterate.accuracy))
  }

  /// Where the run stands.
  package var iterate: TaskIterate { solver.iterate }

  package var position: StepPosition { StepPosition(done: history.count - 1, total: nil) }

  package var nextStage: String? { solver.nextStage }

  package var output: FittedMultiTask? {
    guard let stop = solver.stop else { return nil }
    return FittedMultiTask(
      model: model, taskNames: problem.data.taskNames, featureNames: problem.data.featureNames,
      iterate: solver.iterate, method: solver.method, measure: solver.measure, stop: stop,
      history: history, isShared: problem.data.isShared)
  }

  /// The run with another penalty from here on: a side branch that starts at the current weights.
  package func changing(_ penalty: Penalty) throws -> MultiTaskTraining {
    var branch = self
    branch.model.penalty = penalty
    branch.solver = try solver.changing(penalty)
    return branch
  }

  /// Seconds of a clock that only goes forward.
  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
