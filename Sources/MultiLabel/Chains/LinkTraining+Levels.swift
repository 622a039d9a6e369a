internal import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import Optimization
package import Stepping
internal import Tensors

extension LinkTraining {
  package var runName: String { "\(heading) train" }

  package var crumb: String { current.map { "\(noun) \(name($0))" } ?? "start" }

  /// The iterations in which the current link was fitted.
  package func inner() throws -> (any Steppable)? {
    guard let (c, model) = stage else { return nil }
    return SolverRun(name: "\(noun) \(name(c))", report: model.report)
  }

  package var topics: StepTopics {
    if isAtStructure {
      return StepTopics(why: plan.data.labelNames, show: ["pairs", "edges"])
    }
    var topics = StepTopics(show: ["rows", "row 0", "formula"])
    guard let (c, model) = stage else { return topics }
    guard let linear = model.linear else { return topics }
    let inputs = zip(inputNames(c), linear.weights)
    topics.why = inputNames(c) + ["bias"]
    topics.show.insert("coef", at: 0)
    topics.whatIf = inputs.map { "\($0)=\(fixed($1 / 2))" } + ["bias=0"]
    topics.settings = topics.whatIf
    return topics
  }

  /// `set x1=0.5`: the run with another coefficient in the current link, or another bias.
  ///
  /// Later links stay as they are: they were trained on the true labels.
  package func setting(_ name: String, to value: String) throws -> LinkTraining {
    guard let (c, model) = stage else {
      throw Failure(
        .value,
        "expected a \(noun) whose coefficients can be set, found the run before its first "
          + "step")
    }
    guard let linear = model.linear else {
      throw Failure(.value, "expected a \(noun) with coefficients, found none at this step")
    }
    guard let number = Double(value), number.isFinite else {
      throw Failure(.value, "expected a number for the coefficient \(name), found '\(value)'")
    }
    let fitted = (model as? EditedLink)?.fitted ?? model
    return replacing(c, by: EditedLink(fitted, try changed(linear, name, number, c)))
  }

  /// A link's score with one coefficient, or the bias, replaced.
  func changed(
    _ linear: LinearScore, _ name: String, _ value: Double, _ c: Int
  ) throws
    -> LinearScore
  {
    var changed = linear
    let names = inputNames(c)
    if let j = names.firstIndex(of: name) {
      changed.weights[j] = value
    } else if name == "bias" {
      changed.intercept = value
    } else {
      throw unknown(name, names + ["bias"])
    }
    return changed
  }
}

/// A link whose coefficients were changed by hand after it was fitted.
struct EditedLink: FittedBinary {
  let fitted: any FittedBinary
  let linear: LinearScore?

  init(_ fitted: any FittedBinary, _ score: LinearScore) {
    self.fitted = fitted
    linear = score
  }

  var featureCount: Int { fitted.featureCount }
  /// That of the fit, before the change.
  var report: SolverReport { fitted.report }
  var constant: Double? { nil }

  func probabilities(_ X: DesignMatrix) throws -> [Double] {
    try InputChecks.width(X, expected: featureCount)
    guard let linear else { return try fitted.probabilities(X) }
    let weights = Tensor(linear.weights, Shape(1, featureCount))
    return try X.scores(weights: weights, intercepts: [linear.intercept]).elements.map(sigmoid)
  }
}
