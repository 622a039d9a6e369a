internal import Glibc

/// How the learning rate changes over training: a factor that it is multiplied with.
///
/// Time is counted in epochs and goes on within them: after half of the first epoch's steps it is 0.5.
package enum LearningRateSchedule: Sendable, Equatable {
  /// Always 1.
  case constant
  /// factor^⌊t / every⌋.
  case steps(every: Double, factor: Double)
  /// factorᵗ.
  case exponential(factor: Double)
  /// From 1 to `floor` along half a cosine, `floor + (1 − floor) (1 + cos(π t / T)) / 2`, over T epochs
  /// or, unless told, over all of them.
  ///
  /// I. Loshchilov, F. Hutter, *SGDR: Stochastic Gradient Descent with Warm Restarts*, ICLR 2017,
  /// without restarts.
  case cosine(over: Double?, floor: Double)
  /// In a straight line from `start` to 1 over some epochs; then as another schedule whose time
  /// begins there.
  indirect case warmUp(over: Double, from: Double, then: LearningRateSchedule)
  /// Up along half a cosine from 1/`division` to 1 during the share `rise` of T epochs, then down along
  /// another to 1/(`division` · 10⁴); over all epochs unless told.
  ///
  /// L. N. Smith, N. Topin, *Super-Convergence: Very Fast Training of Neural Networks Using Large
  /// Learning Rates*, 2019.
  case oneCycle(over: Double?, rise: Double, division: Double)

  /// The factor at a time, in a training that lasts `duration` epochs.
  package func factor(at time: Double, of duration: Double) -> Double {
    switch self {
    case .constant: return 1
    case .steps(let every, let factor):
      return pow(factor, every > 0 ? (time / every).rounded(.down) : 0)
    case .exponential(let factor): return pow(factor, time)
    case .cosine(let length, let floor):
      return Self.bend(from: 1, to: floor, Self.share(time, of: length ?? duration))
    case .warmUp(let length, let start, let next):
      if time < length { return start + (1 - start) * time / length }
      return next.factor(at: time - length, of: max(duration - length, 0))
    case .oneCycle(let length, let rise, let division):
      let share = Self.share(time, of: length ?? duration)
      if share < rise { return Self.bend(from: 1 / division, to: 1, share / rise) }
      return Self.bend(from: 1, to: 1e-4 / division, Self.share(share - rise, of: 1 - rise))
    }
  }

  /// How much of a length is over, from 0 to 1.
  private static func share(_ time: Double, of length: Double) -> Double {
    length > 0 ? min(max(time / length, 0), 1) : 1
  }

  /// Half a cosine between two numbers.
  private static func bend(from first: Double, to last: Double, _ share: Double) -> Double {
    last + (first - last) * (1 + cos(.pi * share)) / 2
  }
}
