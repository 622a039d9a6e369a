internal import Datasets
internal import Diagnostics
internal import Learners
internal import MultiLabel
internal import MultiTask
internal import Runtime
internal import Stepping
internal import Tensors

extension FittedTasksObject: FittedValue {
  var kind: String { "a model of several tasks" }

  /// Numbers, or with the logistic loss 0 and 1: n×T for one matrix, a vector a task for several.
  func predicted(_ request: PredictionRequest) throws -> Value {
    guard request.parents == nil, !request.decisions.isSearch else {
      throw Failure(
        .argument, "predict: a model of several tasks has neither parents nor inference or loss")
    }
    guard model.model.loss == .logistic else {
      guard request.decisions.isPlain else {
        throw Failure(
          .argument, "predict: the squared loss predicts numbers, which take no threshold",
          notes: ["multitask(loss=\"logistic\") learns probabilities of 0/1 targets"])
      }
      return try outputs(request.X, "predict") { scores, _ in scores }
    }
    if request.decisions.isPlain {
      return try outputs(request.X, "predict") { scores, _ in scores.mapped { $0 >= 0 ? 1 : 0 } }
    }
    let thresholds = try request.decisions.thresholds(model.taskNames)
    return try outputs(request.X, "predict") { scores, tasks in
      let p = scores.mapped(sigmoid)
      return hardened(
        p, thresholds: thresholds.count == 1 ? thresholds : tasks.map { thresholds[$0] })
    }
  }

  func probabilities(of X: Samples) throws -> Value {
    guard model.model.loss == .logistic else {
      throw Failure(
        .unsupported, "proba: the squared loss predicts numbers, which have no probability",
        notes: ["multitask(loss=\"logistic\") learns probabilities of 0/1 targets"])
    }
    return try outputs(X, "proba") { scores, _ in scores.mapped(sigmoid) }
  }

  func predicting(_ request: TrainingRequest) throws -> Stepper {
    throw Failure(
      .unsupported, "step: \(model.model.summary) predicts in one stage",
      notes: ["step(model, data) with a model not fitted yet shows its training"])
  }

  // MARK: - Rows and tasks

  /// What a function makes of the scores: of all tasks on the rows of one matrix, n×T, or of each
  /// task on its own rows, a column at a time.
  private func outputs(
    _ X: Samples, _ function: String, _ output: (Tensor, [Int]) throws -> Tensor
  ) throws -> Value {
    let all = Array(model.taskNames.indices)
    switch try X.taskInputs(for: function) {
    case .matrix(let X): return .tensor(try output(model.scores(X), all))
    case .labels(let data): return .tensor(try output(model.scores(data.X.dense()), all))
    case .designs(let designs):
      guard designs.count == model.taskCount else {
        throw Failure(
          .shape,
          "\(function): expected a matrix for each of \(counted(model.taskCount, "task")), found "
            + counted(designs.count, "matrix", "matrices"),
          notes: ["one matrix gives the predictions of all tasks for its rows"])
      }
      return try own(designs, of: all, output)
    case .tasks(let data):
      return try own(data.tasks.map(\.X), of: model.positions(of: data), output)
    }
  }

  private func own(
    _ designs: [Tensor], of tasks: [Int], _ output: (Tensor, [Int]) throws -> Tensor
  ) throws -> Value {
    .flatList(
      try zip(designs, tasks).map { X, t in
        try Interrupt.check()
        do {
          let column = try model.scores(X, task: t).reshaped(Shape(X.rowCount, 1))
          return .tensor(try output(column, [t]).flattened())
        } catch let failure as Failure {
          throw failure.saying("task '\(model.taskNames[t])': \(failure.message)")
        }
      })
  }
}

extension Tensor {
  /// The same shape with a function of every element.
  fileprivate func mapped(_ function: (Double) -> Double) -> Tensor {
    var result = self
    result.withMutableElements { x in for i in x.indices { x[i] = function(x[i]) } }
    return result
  }
}
