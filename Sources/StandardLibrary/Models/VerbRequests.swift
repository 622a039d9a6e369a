internal import Datasets
internal import Diagnostics
internal import Learners
internal import MultiLabel
internal import Runtime
internal import Tensors

/// What a verb is given to learn or predict from; the model at hand reads it.
struct Samples: ValueConvertible, Sendable {
  let value: Value

  static var typeName: String { "data set, matrix or list of matrices" }

  static func from(_ value: Value) -> Samples? { Samples(value: value) }

  /// A data set or one matrix, as models of labels take it.
  func inputs(for function: String) throws -> Inputs {
    guard let inputs = Inputs.from(value) else {
      throw Failure(
        .argument, "\(function): X must be a \(Inputs.typeName), found \(value.described)",
        notes: value.misfitNotes)
    }
    return inputs
  }

  /// Everything that several tasks are learned from.
  func taskInputs(for function: String) throws -> TaskInputs {
    if let inputs = TaskInputs.from(value) { return inputs }
    if let misfit = TaskInputs.misfit(in: value) {
      throw Failure(
        .argument,
        "\(function): element \(misfit.position) of X must be a \(misfit.expected), found "
          + misfit.found.described)
    }
    throw Failure(
      .argument, "\(function): X must be a \(TaskInputs.typeName), found \(value.described)",
      notes: Tensor.from(value)?.rank == 1 ? ["reshape(X, -1, 1) makes one column of it"] : [])
  }
}

/// What a verb is told to be true of the samples; the model at hand reads it.
struct Targets: ValueConvertible, Sendable {
  let value: Value

  static var typeName: String { "tensor or list of vectors" }

  static func from(_ value: Value) -> Targets? {
    if case .none = value { return nil }
    return Targets(value: value)
  }

  /// Numbers of one shape, as models of labels take them.
  func numbers(for function: String) throws -> Numbers {
    guard let numbers = Numbers.from(value) else {
      throw Failure(
        .argument, "\(function): Y must be a \(Numbers.typeName) or none, found \(value.described)")
    }
    return numbers
  }

  /// The targets of several tasks.
  func taskTargets(for function: String) throws -> TaskTargets {
    if let targets = TaskTargets.from(value) { return targets }
    if let misfit = TaskTargets.misfit(in: value) {
      throw Failure(
        .argument,
        "\(function): element \(misfit.position) of Y must be a \(misfit.expected), found "
          + misfit.found.described)
    }
    throw Failure(
      .argument,
      "\(function): Y must be a \(TaskTargets.typeName) or none, found \(value.described)")
  }
}

extension Value {
  /// What an error adds where the value is not what is needed.
  fileprivate var misfitNotes: [String] {
    if case .object(let box) = self { return box.object.misfitNotes }
    return []
  }
}

/// What `fit` and `step` are asked.
struct TrainingRequest: Sendable {
  /// The verb, for errors.
  let function: String
  let X: Samples
  let Y: Targets?
  /// A fitted model to begin from.
  var start: Value = .none
  /// A test set to look at on the way.
  var test: Dataset?
  /// Options that only some kinds of models take.
  var options = GivenOptions()
  /// Where files are read and written.
  var files: FileAccess?
  /// Where a training that was stopped is kept for `resume`.
  var services: SessionServices?

  var inputs: Inputs { get throws { try X.inputs(for: function) } }
  var labels: Numbers? { get throws { try Y?.numbers(for: function) } }

  /// The samples with their labels; `names` are those of labels given beside a matrix.
  func dataset(labels names: [String]? = nil) throws -> Dataset {
    try inputs.dataset(labels, for: function, labels: names)
  }

  /// Throws when there is a start, of which the model makes nothing.
  func checkNoStart(_ model: any LanguageObject) throws {
    if case .none = start { return }
    throw Failure(
      .argument, "\(function): \(model.summary) always begins anew, found start=",
      notes: ["start= is for models whose weights are sought in steps: multitask(…), networks"])
  }

  /// Throws when there is a test set, at which the model does not look.
  func checkNoTest(_ model: any LanguageObject) throws {
    guard let test else { return }
    throw Failure(
      .argument,
      "step: test= goes with the training of a label powerset, found it beside "
        + "\(model.boxed.described)",
      notes: ["step(fitted, \(test.name)) watches a fitted model predict"])
  }
}

/// What `predict` is asked.
struct PredictionRequest: Sendable {
  let X: Samples
  let decisions: DecisionRequest
  /// True labels that the links of a chain are told.
  let parents: Numbers?
}

/// What `evaluate` is asked.
struct EvaluationRequest: Sendable {
  let X: Samples
  let Y: Targets?
  let convention: UndefinedConvention
  let isRanked: Bool
}

/// What `compare` and `cross_validate` are asked.
struct ComparisonRequest: Sendable {
  /// The verb, for errors.
  let function: String
  let models: [(name: String, value: Value)]
  let X: Samples
  let Y: Targets?
  /// How models that are not fitted yet are cross-validated, and what 0/0 counts as.
  let options: CrossValidationOptions
  /// The rows of the table; `nil`: the usual ones.
  let measures: [String]?
  /// How networks that are not fitted yet are trained.
  var training = GivenOptions()

  /// The samples with their labels.
  func dataset() throws -> Dataset {
    try X.inputs(for: function).dataset(Y?.numbers(for: function), for: function)
  }
}
