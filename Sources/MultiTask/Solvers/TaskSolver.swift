package import Tensors

/// What a solver stands at: weights, and what they cost.
package struct TaskIterate: Sendable {
  /// Iterations done so far; 0 at the start.
  package var iteration = 0
  /// W as the sum of these matrices: one, two for the dirty model.
  package var parts: [TaskWeights]
  /// b, one a task.
  package var intercepts: [Double]
  /// What the iteration made `parts` of; `nil` at the start.
  ///
  /// For a proximal step this is the point that the gradient step reached, for a linear system the
  /// tasks' weights alone.
  package var before: [TaskWeights]?
  /// η, the length of the gradient step; 0 where there is none.
  package var step = 0.0
  /// The loss, summed over all samples.
  package var loss: Double
  /// The value of each of the penalty's terms.
  package var penalties: [Double]
  /// What the tolerance is compared with: the relative duality gap, the gradient's share of that at
  /// weights of 0, or the residual of a linear system.
  package var accuracy = Double.infinity
  /// Θ, k×d with orthonormal rows: the shared structure of the alternating `aso`; `nil` elsewhere.
  package var structure: Tensor?
  /// What happened on the way, in a few words each: `momentum restarted`, `step halved twice`.
  package var events: [String] = []
  /// Why no minimum exists, a sentence a reason, each naming a task; empty where there is one.
  package var remarks: [String] = []

  /// W, the sum of the parts.
  package var W: TaskWeights {
    guard let first = parts.first else { return TaskWeights(taskCount: 0, featureCount: 0) }
    return parts.dropFirst().reduce(first, +)
  }

  /// The minimised sum of loss and penalties.
  package var objective: Double { penalties.reduce(loss, +) }
}

/// Why a solver ended.
package enum StopReason: String, Sendable {
  /// A linear system was solved: nothing is left to iterate.
  case exact = "the linear system is solved"
  case gap = "the relative duality gap is below tol"
  case gradient = "the gradient's norm relative to its start is below tol"
  /// At the optimum as far as double precision tells it from its neighbours.
  case settled = "the objective falls no further in double precision"
  case limit = "max_iterations were done"
  /// The linear system is too ill-conditioned for double precision.
  case rounding = "rounding errors keep the residual above tol"
  /// Classes that a plane separates, and no term that holds the weights back.
  case separable = "the classes can be separated: without a penalty the weights grow for ever"
  /// Nothing moves any more in double precision, and the optimum is not known to be near.
  case stalled = "the search came to rest before tol was met: standardize the features"
  /// Samples of one class, which an intercept follows for ever.
  case oneClass = "no intercept is best for a task of one class"

  /// Whether an optimum was reached.
  package var isConverged: Bool {
    switch self {
    case .exact, .gap, .gradient, .settled: true
    case .stalled, .limit, .rounding, .separable, .oneClass: false
    }
  }
}

/// The search for the weights of a regularised multi-task problem, one visible stage at a time.
package protocol TaskSolver: Sendable {
  /// How the optimum is sought: `accelerated proximal gradient`.
  var method: String { get }
  /// What `accuracy` measures: `relative duality gap`.
  var measure: String { get }
  /// Where the search stands.
  var iterate: TaskIterate { get }
  /// The name of the next stage; `nil` at the end.
  var nextStage: String? { get }
  /// Why it ended; `nil` while it has not.
  var stop: StopReason? { get }
  /// Performs the next iteration; `false`, changing nothing, at the end.
  mutating func advance() throws -> Bool
  /// The search for the optimum under another penalty, from where this one stands.
  ///
  /// - Throws: when the penalty cannot be sought this way.
  func changing(_ penalty: Penalty) throws -> any TaskSolver
}
