internal import Tensors

/// How gradients become steps.
///
/// The formulas, with their order and their treatment of the first step, are those of PyTorch's
/// `torch.optim`.
package struct Optimizer: Sendable, Equatable {
  package enum Method: String, Sendable, CaseIterable {
    /// u ← μ u + g, w ← w − η u; with Nesterov's look ahead w ← w − η (g + μ u).
    ///
    /// I. Sutskever, J. Martens, G. Dahl, G. Hinton, *On the Importance of Initialization and Momentum
    /// in Deep Learning*, ICML 2013.
    case sgd
    /// m ← β₁ m + (1−β₁) g, v ← β₂ v + (1−β₂) g², w ← w − η m̂ / (√v̂ + ε), where m̂ and v̂ are
    /// freed of their start at 0.
    ///
    /// D. P. Kingma, J. Ba, *Adam: A Method for Stochastic Optimization*, ICLR 2015.
    case adam
    /// The same, but weights decay beside the step instead of within the gradient.
    ///
    /// I. Loshchilov, F. Hutter, *Decoupled Weight Decay Regularization*, ICLR 2019.
    case adamw
  }

  package var method = Method.adam
  /// η.
  package var learningRate = 1e-3
  /// μ of `sgd`.
  package var momentum = 0.0
  /// Whether `sgd` with momentum looks ahead.
  package var isNesterov = false
  package var beta1 = 0.9
  package var beta2 = 0.999
  package var epsilon = 1e-8
  /// λ: λ w is added to the gradient, or, with `adamw`, η λ w taken off the weight.
  package var weightDecay = 0.0
  package var clipping = GradientClipping()
  package var schedule = LearningRateSchedule.constant

  package init() {}

  /// How many numbers it keeps beside each parameter.
  package var slotCount: Int {
    switch method {
    case .sgd: momentum == 0 ? 0 : 1
    case .adam, .adamw: 2
    }
  }

  /// Moves the parameters along their gradient, which is clipped first.
  ///
  /// - Parameters:
  ///   - state: the parameters and after them the slots, `count` numbers each.
  ///   - gradient: of the loss by each of them.
  ///   - count: how many there are.
  ///   - number: the step's number, from 1; what thawed late counts the steps since, as PyTorch does.
  ///   - time: the epochs that are done, for the schedule.
  ///   - duration: how many epochs there will be.
  ///   - ranges: the parameters that move, the others being frozen; all of them unless told.
  package func step<S: NetworkScalar>(
    _ state: UnsafeMutablePointer<S>, _ gradient: UnsafeMutablePointer<S>, count: Int, number: Int,
    time: Double = 0, of duration: Double = 1, ranges: [MovingRange]? = nil
  ) {
    clipping.apply(to: gradient, count: count, ranges: ranges)
    let rate = learningRate * schedule.factor(at: time, of: duration)
    forEachRange(ranges, count) { part in
      let range = part.range
      let (w, g) = (state + range.lowerBound, gradient + range.lowerBound)
      let step = OptimizerStep(
        w: w, gradient: g, slots: w + count, apart: count, count: range.count)
      switch method {
      case .sgd: step.descend(rate, self)
      case .adam, .adamw: step.adapt(rate, self, number: max(number - part.since, 1))
      }
    }
  }
}

/// A step of some parameters that stand side by side.
private struct OptimizerStep<S: NetworkScalar> {
  let w: UnsafeMutablePointer<S>
  let gradient: UnsafePointer<S>
  /// What the first slot holds of the first of them.
  let slots: UnsafeMutablePointer<S>
  /// The distance from one slot to the next.
  let apart: Int
  let count: Int

  func descend(_ rate: Double, _ optimizer: Optimizer) {
    let (w, g, u) = (w, gradient, slots)
    let (rate, decay, momentum) = (S(rate), S(optimizer.weightDecay), S(optimizer.momentum))
    if momentum == 0 {
      for i in 0..<count { w[i] -= rate * (g[i] + decay * w[i]) }
    } else if optimizer.isNesterov {
      for i in 0..<count {
        let slope = g[i] + decay * w[i]
        u[i] = momentum * u[i] + slope
        w[i] -= rate * (slope + momentum * u[i])
      }
    } else {
      for i in 0..<count {
        u[i] = momentum * u[i] + (g[i] + decay * w[i])
        w[i] -= rate * u[i]
      }
    }
  }

  func adapt(_ rate: Double, _ optimizer: Optimizer, number: Int) {
    let isDecoupled = optimizer.method == .adamw
    let step = AdamStep(
      beta1: optimizer.beta1, beta2: optimizer.beta2, epsilon: optimizer.epsilon,
      decay: isDecoupled ? 0 : optimizer.weightDecay,
      kept: isDecoupled ? 1 - rate * optimizer.weightDecay : 1,
      length: rate / (1 - power(optimizer.beta1, number)),
      correction: 1 / (1 - power(optimizer.beta2, number)).squareRoot())
    S.move(step, w, gradient, slots, slots + apart, count: count)
  }
}
