internal import Charts
internal import Glibc

/// The mean cross entropy of probabilities with targets from 0 to 1; with targets 0 and 1 the log loss.
///
/// Probabilities are kept 2⁻⁵² away from 0 and 1, as in `logLoss`.
func crossEntropy(_ targets: [Double], _ probabilities: [Double]) -> Double {
  let terms = zip(targets, probabilities).map { y, raw in
    let p = min(max(raw, Double.ulpOfOne), 1 - Double.ulpOfOne)
    return -((y > 0 ? y * log(p) : 0) + (y < 1 ? (1 - y) * log(1 - p) : 0))
  }
  return mean(terms)
}

/// A label's value: 0 and 1 as they are, what lies between with two digits.
func labelValue(_ y: Double) -> String { fixed(y, y == y.rounded() ? 0 : 2) }
