/// What an iterative fit has to say about itself.
package struct SolverReport: Sendable, Equatable {
  /// How the optimum was sought.
  package enum Method: String, Sendable {
    /// Second derivatives, one linear system an iteration.
    case newton = "Newton"
    /// Limited-memory BFGS.
    case lbfgs = "L-BFGS"
    /// Second derivatives of the loss, a penalty with corners beside them.
    case proximalNewton = "proximal Newton"
    /// Nothing to seek: the answer is a constant.
    case constant = "constant"
    /// A formula, counting or looking up: no iterations.
    case direct = "direct"
    /// Gradient descent on small batches, each step scaled by moments of earlier gradients.
    case adam = "Adam"
  }

  /// What one iteration arrived at.
  package struct Iteration: Sendable, Equatable {
    package var loss: Double
    package var penalty: Double
    /// The gradient's largest entry relative to its value at the start.
    package var gradient: Double
    /// The length of the step, as a multiple of the proposed one.
    package var step: Double

    package init(loss: Double, penalty: Double, gradient: Double, step: Double) {
      self.loss = loss
      self.penalty = penalty
      self.gradient = gradient
      self.step = step
    }

    /// The minimised sum of both terms.
    package var objective: Double { loss + penalty }
  }

  package var method: Method
  package var iterations: Int
  /// Loss term, already multiplied by C.
  package var loss: Double
  /// Penalty term, such as ½‖w‖².
  package var penalty: Double
  /// The gradient's largest entry relative to its value at the start.
  package var gradient: Double
  package var converged: Bool
  /// The start and then every iteration, as the fit went through them.
  package var trace: [Iteration] = []
  /// What a reader must know beyond the figures, a sentence each.
  package var remarks: [String] = []

  package init(
    method: Method, iterations: Int = 0, loss: Double = 0, penalty: Double = 0,
    gradient: Double = 0, converged: Bool = true
  ) {
    self.method = method
    self.iterations = iterations
    self.loss = loss
    self.penalty = penalty
    self.gradient = gradient
    self.converged = converged
  }

  /// The minimised sum of both terms.
  package var objective: Double { loss + penalty }
}

/// When an iterative fit stops.
package struct SolverOptions: Sendable, Equatable {
  /// Stop when the gradient's largest entry is at most this share of its value at the start.
  package var tolerance: Double
  package var maximumIterations: Int
  /// The pairs of steps and gradient changes that L-BFGS remembers.
  package var memory: Int
  /// Whether small blocks may use second derivatives.
  package var allowsNewton: Bool

  package init(
    tolerance: Double = 1e-6, maximumIterations: Int = 1000, memory: Int = 10,
    allowsNewton: Bool = true
  ) {
    self.allowsNewton = allowsNewton
    self.tolerance = tolerance
    self.maximumIterations = maximumIterations
    self.memory = memory
  }
}
