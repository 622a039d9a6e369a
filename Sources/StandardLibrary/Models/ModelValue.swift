internal import Datasets
internal import Diagnostics
internal import Runtime
internal import Stepping

/// A model as the verbs see it, fitted or not.
///
/// The verbs know no kind of model: `fit`, `predict`, `step` and their kin hand what they were given
/// to the model, which reads its data, options and targets in its own way. A new kind conforms to
/// ``TrainableObject`` and ``FittedValue`` in files of its own; nothing else has to know of it.
protocol ModelValue: LanguageObject {
  /// The table of several models on one data set; asked of the first one.
  ///
  /// - Throws: when the others are of another kind.
  func compared(_ request: ComparisonRequest) throws -> ChartObject
}

/// A model or learner that is not fitted yet.
protocol TrainableObject: ModelValue {
  /// Whether `fit` and `step` may be given the options of networks.
  var takesNetworkOptions: Bool { get }
  /// What training makes of it: a fitted model.
  func fitted(_ request: TrainingRequest) throws -> Value
  /// The same training, to be stepped through.
  func training(_ request: TrainingRequest) throws -> Stepper
  /// The same model whose labels are told less surely; ε > 0.
  func smoothed(_ epsilon: Double, for function: String) throws -> any TrainableObject
  /// Its measures over the folds of a cross-validation.
  func validated(_ request: ComparisonRequest) throws -> ChartObject
}

/// A trained model.
protocol FittedValue: ModelValue {
  /// What it is among fitted models, for errors: `a learner fitted alone`.
  var kind: String { get }
  /// What it predicts for new inputs.
  func predicted(_ request: PredictionRequest) throws -> Value
  /// The probabilities behind its predictions.
  func probabilities(of X: Samples) throws -> Value
  /// Its measures on a data set.
  func evaluated(_ request: EvaluationRequest) throws -> Value
  /// Its prediction, to be stepped through.
  func predicting(_ request: TrainingRequest) throws -> Stepper
}

extension TrainableObject {
  var takesNetworkOptions: Bool { false }

  func smoothed(_ epsilon: Double, for function: String) throws -> any TrainableObject {
    throw Failure(
      .argument, "\(function): \(summary) has no base learner whose labels could be smoothed",
      notes: ["smoothing works where a learner answers each question: binary_relevance(…), …"])
  }
}

extension Value {
  /// The value as a model, fitted or not.
  var model: (any ModelValue)? {
    if case .object(let box) = self { return box.object as? any ModelValue }
    return nil
  }

  /// The value as a model that is not fitted yet.
  var trainable: (any TrainableObject)? { model as? any TrainableObject }
}

extension LanguageObject {
  /// The object as a value of the language.
  var boxed: Value { .object(ObjectBox(self)) }
}
