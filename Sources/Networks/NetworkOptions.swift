/// How a network is trained.
package struct NetworkOptions: Sendable, Equatable {
  /// Which tasks a step learns.
  package enum Schedule: String, Sendable, CaseIterable {
    /// All of them: the weighted sum of their losses.
    case joint
    /// One after the other, a step each.
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
  /// How a program writes them.
  package var written = WrittenOptions()

  package init() {}
}

/// How the losses of tasks are put together.
package enum TaskWeighting: Sendable, Equatable {
  /// Σ w_t L_t; empty: all weights are 1.
  case fixed([Double])
}
