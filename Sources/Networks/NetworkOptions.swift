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
  /// Layers that rest, all the time or at first.
  package var freezing = Freezing()
  /// What parameters begin with that another training left.
  package var start: WarmStart?

  package init() {}
}

/// How the losses of tasks are put together.
package enum TaskWeighting: Sendable, Equatable {
  /// Σ w_t L_t; empty: all weights are 1.
  case fixed([Double])
}

/// How gradients become steps.
package struct Optimizer: Sendable, Equatable {
  package enum Method: String, Sendable, CaseIterable {
    case adam
  }

  package var method = Method.adam
  package var learningRate = 1e-3
  package var beta1 = 0.9
  package var beta2 = 0.999
  package var epsilon = 1e-8

  package init() {}

  /// How many numbers it keeps beside each parameter.
  var slotCount: Int { 2 }

  /// Moves the parameters.
  ///
  /// `state` holds the parameters and after them the slots.
  ///
  /// D. P. Kingma, J. Ba, *Adam: A Method for Stochastic Optimization*, ICLR 2015.
  func step<S: NetworkScalar>(
    _ state: UnsafeMutablePointer<S>, _ gradient: UnsafePointer<S>, count: Int, number: Int,
    ranges: [Range<Int>]? = nil
  ) {
    let (w, m, v) = (state, state + count, state + 2 * count)
    let (b1, b2) = (S(beta1), S(beta2))
    let first = 1 - power(beta1, number)
    let second = (1 - power(beta2, number)).squareRoot()
    let rate = S(learningRate / first)
    let floor = S(epsilon)
    let correction = S(1 / second)
    for range in ranges ?? [0..<count] {
      for i in range {
        let g = gradient[i]
        m[i] = b1 * m[i] + (1 - b1) * g
        v[i] = b2 * v[i] + (1 - b2) * g * g
        w[i] -= rate * m[i] / (v[i].squareRoot() * correction + floor)
      }
    }
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}
