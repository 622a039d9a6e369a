internal import Glibc

/// Turns K logarithms of unnormalised probabilities into probabilities, in place.
///
/// At least one is finite; −∞ becomes 0.
func normalise(_ z: UnsafeMutablePointer<Double>, _ K: Int) {
  var top = -Double.infinity
  for k in 0..<K { top = max(top, z[k]) }
  var sum = 0.0
  for k in 0..<K {
    z[k] = exp(z[k] - top)
    sum += z[k]
  }
  for k in 0..<K { z[k] /= sum }
}

/// How a naive Bayes model weighs one class against another: terms that add up to the log odds.
struct LogOdds {
  let favoured: Int
  let other: Int
  let prior: Double
  /// What each input adds.
  let terms: [Double]

  /// The sum and its terms, the largest first.
  func lines(_ row: [Double], _ names: ModelNames, probability: Double) -> [String] {
    let order = terms.indices.sorted { (abs(terms[$0]), $1) > (abs(terms[$1]), $0) }
    let shown = order.prefix(4).map {
      "\(signed(terms[$0])) \(clipped(names.input($0), 16))"
    }
    let rest = order.dropFirst(4).reduce(0) { $0 + terms[$1] }
    let total = terms.reduce(prior, +)
    let versus =
      "log odds of \(names.name(ofClass: favoured)) against \(names.name(ofClass: other))"
    return [
      "\(versus): \(signed(prior)) prior \(shown.joined(separator: " "))"
        + (order.count > 4 ? " \(signed(rest)) from \(order.count - 4) more" : "")
        + " = \(signed(total)); P = \(share(probability))"
    ]
  }

  /// The two classes that a row is about: 1 against 0, or of several the likeliest two.
  static func pair(_ ranking: [(class: Int, probability: Double)]) -> (Int, Int, Double) {
    guard ranking.count > 2 else {
      return (1, 0, ranking.first { $0.class == 1 }?.probability ?? 0)
    }
    return (ranking[0].class, ranking[1].class, ranking[0].probability)
  }
}
