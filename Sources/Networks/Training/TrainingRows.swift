package import Datasets
internal import Diagnostics

/// The rows of a training: those that are learned, how much each counts, those that are only looked at.
package struct TrainingRows: Sendable {
  package var data: HeadDataset
  package var weights: SampleWeights
  /// Another data set for losses and measures after every epoch, with targets for the same heads.
  package var validation: HeadDataset?

  package init(
    _ data: HeadDataset, weights: SampleWeights = .equal, validation: HeadDataset? = nil
  ) {
    self.data = data
    self.weights = weights
    self.validation = validation
  }

  static var widthFailure: Failure {
    Failure(
      .shape, "validation: expected targets of the same widths as those that are learned",
      notes: ["class numbers in one and probabilities in the other do not go together"])
  }

  static func sharingFailure(
    _ weighting: TaskWeighting, _ architecture: String, isFrozen: Bool
  ) -> Failure {
    Failure(
      .argument,
      "\(weighting.name) compares gradients on parameters that all tasks share, "
        + (isFrozen ? "but all of them are frozen" : "\(architecture) has none"),
      notes: ["weights=\"uncertainty\" and \"dwa\" compare losses instead"])
  }
}
