internal import Datasets
internal import Diagnostics
internal import MultiTask
internal import Runtime
internal import Stepping
internal import Tensors

/// Linear models of several tasks, not fitted yet, as a value of the language.
struct MultiTaskObject: LanguageObject, ValueConvertible {
  static let typeName = "model"

  let model: MultiTaskModel

  init(_ model: MultiTaskModel) { self.model = model }

  var typeName: String { MultiTaskObject.typeName }

  var summary: String { model.summary }

  var fieldNames: [String] { ["loss", "penalty", "intercept", "tol", "max_iterations"] }

  func field(_ name: String) throws -> Value? {
    switch name {
    case "loss": .text(model.loss.rawValue)
    case "penalty": model.penalty.terms.isEmpty ? Value.none : PenaltyObject(model.penalty).value
    case "intercept": .bool(model.hasIntercepts)
    case "tol": .number(model.tolerance)
    case "max_iterations": .number(Double(model.maximumIterations))
    default: nil
    }
  }

  func isEqual(to other: any LanguageObject) -> Bool {
    (other as? MultiTaskObject)?.model == model
  }
}

extension MultiTaskObject: Describable {
  var sentence: String { "The model \(summary), not fitted yet." }
}

// MARK: - Verbs

extension MultiTaskObject: TrainableObject {
  func fitted(_ request: TrainingRequest) throws -> Value {
    let start = try request.taskStart
    return FittedTasksObject(try model.fit(request.tasks(), from: start)).value
  }

  func training(_ request: TrainingRequest) throws -> Stepper {
    try request.checkNoTest(self)
    let start = try request.taskStart
    return Stepper(try model.training(on: request.tasks(), from: start))
  }

  func compared(_ request: ComparisonRequest) throws -> ChartObject {
    throw Failure(
      .unsupported, "\(request.function): models of tasks are compared once they are fitted",
      notes: ["compare({a: fit(model, train), …}, test) measures them on a test set"])
  }

  func validated(_ request: ComparisonRequest) throws -> ChartObject {
    try compared(request)
  }
}

extension TrainingRequest {
  /// The samples of all tasks.
  fileprivate func tasks() throws -> TaskDataset {
    try X.taskInputs(for: function).dataset(Y?.taskTargets(for: function), for: function)
  }

  /// The fitted model to begin from.
  fileprivate var taskStart: FittedMultiTask? {
    get throws {
      if case .none = start { return nil }
      if let model = FittedTasksObject.from(start)?.model { return model }
      throw Failure(
        .argument, "\(function): start must be a fitted multitask model, found \(start.described)",
        notes: ["start=fit(multitask(…), data) begins where that ended"])
    }
  }
}
