/// How a network is trained.
package struct NetworkOptions: Sendable, Equatable {
  /// Which tasks a step learns.
  package enum Schedule: String, Sendable, CaseIterable {
    /// All of them: the weighted sum of their losses.
    case joint
    /// One after the other, a step each: batches go to the tasks in turn.
    case alternate
  }

  /// The numbers that a network is computed with.
  package enum Precision: String, Sendable, CaseIterable {
    case double, single
  }

  package var epochs = 20
  /// Rows of a step.
  package var batch = 32
  package var optimizer = Optimizer()
  package var schedule = Schedule.joint
  package var weighting = TaskWeighting.fixed([])
  /// ε of label smoothing.
  package var smoothing = 0.0
  package var seed = 0
  package var precision = Precision.double
  /// The share of rows that is held out, drawn from the seed; 0: none.
  package var validationShare = 0.0
  /// Epochs without a lower loss after which training ends with the best one's parameters.
  package var patience: Int?
  /// σ of the normal noise that is added to inputs while training.
  package var noise = 0.0
  /// Noisy copies of the inputs that vote in predictions; 1: the inputs themselves.
  package var copies = 1
  /// Layers that rest, all the time or at first.
  package var freezing = Freezing()
  /// What parameters begin with that another training left.
  package var start: WarmStart?
  /// How a program writes them.
  package var written = WrittenOptions()

  package init() {}
}
