internal import Charts
package import Datasets
internal import Diagnostics
package import Learners
package import Optimization
package import Stepping
package import Tensors

/// A way to learn many labels at once: hyper-parameters and base learner.
package protocol MultiLabelModel: Sendable {
  /// Training, one stage at a time.
  associatedtype Training: Steppable where Training.Output: FittedMultiLabel

  /// The call that makes it: `classifier_chain(logistic(C=1))`.
  var summary: String { get }

  /// The training run on a data set, before its first stage. Throws when data do not suit.
  func training(on data: Dataset) throws -> Training

  /// The same training run with a test set to look at on the way; what is learned is the same.
  /// Throws when the model's screens have no use for one.
  func training(on data: Dataset, test: Dataset?) throws -> Training
}

extension MultiLabelModel {
  package func training(on data: Dataset, test: Dataset?) throws -> Training {
    guard test == nil else {
      throw Failure(
        .unsupported, "the training of \(summary) does not look at a test set",
        notes: ["step(fitted, test) watches the fitted model predict"])
    }
    return try training(on: data)
  }

  /// Trains: the training run, run to its end.
  package func fit(_ data: Dataset) throws -> Training.Output {
    var run = try training(on: data)
    try run.finish()
    guard let output = run.output else { preconditionFailure("a finished run has an output") }
    return output
  }
}

/// A way to learn many labels with base learners.
package protocol Conversion: MultiLabelModel {
  var base: any Learner { get set }
}

/// A trained model whose prediction can be stepped through.
package protocol SteppedPredictor: FittedMultiLabel {
  /// The prediction run on the n×d inputs, before its first stage; with n×C true labels, the screens
  /// compare with them. Throws when inputs or labels do not suit.
  func predicting(_ X: DesignMatrix, truth: Tensor?) throws -> any Steppable
}

/// How the fit of one part of a model went.
package struct FitNote: Sendable {
  /// A label, a group, a class model.
  package let name: String
  package let report: SolverReport
  /// The value of a label that never changed in training.
  package let constant: Double?
  /// What a reader must know beyond that.
  package var remarks: [String] = []
}

/// A trained multi-label model.
package protocol FittedMultiLabel: Sendable {
  var summary: String { get }
  var labelNames: [String] { get }
  var featureNames: [String] { get }
  /// One entry a fitted part.
  var fits: [FitNote] { get }
  /// n×C, entries 0 or 1.
  func predict(_ X: DesignMatrix) throws -> Tensor
  /// n×C, p(y_c = 1).
  func probabilities(_ X: DesignMatrix) throws -> Tensor
  /// Whether `predict` gives the labels whose probability is at least ½, so that another threshold
  /// may stand for ½.
  var decidesByProbability: Bool { get }
  /// What else a reader of the fit must know.
  var remarks: [String] { get }
  /// What a reader of measures on a data set must know, such as that the model was tuned on it.
  func remarks(on data: Dataset) -> [String]
}

extension FittedMultiLabel {
  package var decidesByProbability: Bool { false }
  package var remarks: [String] { [] }
  package func remarks(on data: Dataset) -> [String] { [] }

  package var labelCount: Int { labelNames.count }
  package var featureCount: Int { featureNames.count }
  /// Whether every part reached its tolerance.
  package var converged: Bool { fits.allSatisfy { $0.report.converged } }

  /// What a reader of the fit must know: parts that did not converge, labels that are constants.
  package var notes: [String] {
    var notes: [String] = []
    for fit in fits where !fit.report.converged {
      notes.append("\(fit.name) did not converge: \(fit.report.shortfall)")
    }
    notes += fitRemarks
    for fit in fits {
      guard let constant = fit.constant else { continue }
      notes.append(
        "\(fit.name) was always \(shortNumber(constant)) in training; so is its prediction")
    }
    return notes + remarks
  }

  /// Remarks of the parts' fits; one that all parts make is made once.
  private var fitRemarks: [String] {
    let fits = fits
    guard let first = fits.first?.remarks else { return [] }
    guard fits.count == 1 || fits.contains(where: { $0.remarks != first }) else { return first }
    return fits.flatMap { fit in fit.remarks.map { "\(fit.name): \($0)" } }
  }
}

extension SolverReport {
  /// What a fit that did not converge fell short of.
  package var shortfall: String {
    method == .adam
      ? "after \(iterations) epochs the loss, \(shortNumber(loss + penalty)), was still falling"
      : "after \(iterations) iterations the gradient is \(shortNumber(gradient)) of its value at "
        + "the start"
  }

  /// How the fit went, in a few words.
  package var effort: String {
    switch method {
    case .direct: "no iterations"
    case .constant: "a constant"
    case .adam: "\(iterations) epochs"
    case .newton, .lbfgs, .proximalNewton: "\(iterations) \(method.rawValue)"
    }
  }
}
