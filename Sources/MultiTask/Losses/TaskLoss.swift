internal import Glibc

/// What a wrong prediction costs; summed over the samples of all tasks, without a factor.
package enum TaskLoss: String, Sendable, CaseIterable {
  /// (y − f)², for numbers.
  case squared
  /// log(1 + exp(−s f)) with s = 2y − 1, for targets 0 and 1.
  case logistic

  /// The loss of one sample: target y, score f.
  package func value(_ y: Double, _ f: Double) -> Double {
    switch self {
    case .squared: (y - f) * (y - f)
    case .logistic:
      // log(1 + exp(−m)) without overflow; m = s f.
      {
        let m = (2 * y - 1) * f
        return max(0, -m) + log1p(exp(-abs(m)))
      }()
    }
  }

  /// Its derivative by the score.
  package func derivative(_ y: Double, _ f: Double) -> Double {
    switch self {
    case .squared: 2 * (f - y)
    case .logistic: 1 / (1 + exp(-f)) - y
    }
  }

  /// The largest second derivative by the score: 2, or ¼.
  package var curvature: Double { self == .squared ? 2 : 0.25 }
}
