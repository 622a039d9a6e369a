internal import Glibc

/// Scores turned into probabilities by a sigmoid: `p = 1/(1 + e^−(A·score + B))`.
///
/// J. Platt, *Probabilistic Outputs for Support Vector Machines and Comparisons to Regularized
/// Likelihood Methods*, Advances in Large Margin Classifiers, 1999, whose A and B have the other sign.
package struct PlattScaling: Sendable, Equatable {
  /// A.
  package let slope: Double
  /// B.
  package let offset: Double

  /// Fits A and B to scores and targets from 0 to 1.
  ///
  /// Minimises the cross entropy with the targets (N₊ + 1)/(N₊ + 2) for yes and 1/(N₋ + 2) for no, a
  /// target y between them taking its share of both; N₊ = Σ y, N₋ = Σ (1 − y). Newton's method with
  /// backtracking, as in H.-T. Lin, C.-J. Lin, R. C. Weng, *A Note on Platt's Probabilistic Outputs for
  /// Support Vector Machines*, Machine Learning 68, 2007, carried on until no entry of the gradient
  /// exceeds 1e-9 of its value at the start.
  package init(scores: [Double], targets: [Double]) {
    let yes = targets.reduce(0, +)
    let no = Double(targets.count) - yes
    let (high, low) = ((yes + 1) / (yes + 2), 1 / (no + 2))
    let goals = targets.map { $0 * high + (1 - $0) * low }
    var place = (slope: 0.0, offset: log((yes + 1) / (no + 1)))
    var value = Self.crossEntropy(scores, goals, place.slope, place.offset)
    var start = 0.0
    for round in 0..<100 {
      let derivatives = Derivatives(scores, goals, place.slope, place.offset)
      let steepness = max(abs(derivatives.slope), abs(derivatives.offset))
      if round == 0 { start = steepness }
      guard steepness > 1e-9 * start, let step = derivatives.newtonStep else { break }
      let descent = derivatives.slope * step.slope + derivatives.offset * step.offset
      var length = 1.0
      var moved = false
      while length >= 1e-10, !moved {
        let next = (place.slope + length * step.slope, place.offset + length * step.offset)
        let found = Self.crossEntropy(scores, goals, next.0, next.1)
        if found < value + 1e-4 * length * descent {
          (place.slope, place.offset, value, moved) = (next.0, next.1, found, true)
        }
        length /= 2
      }
      if !moved { break }
    }
    (slope, offset) = place
  }

  /// P(1) of a score.
  package func probability(_ score: Double) -> Double { sigmoid(slope * score + offset) }

  private static func crossEntropy(
    _ scores: [Double], _ goals: [Double], _ slope: Double, _ offset: Double
  ) -> Double {
    var sum = 0.0
    for (score, goal) in zip(scores, goals) {
      let z = slope * score + offset
      sum += max(z, 0) - goal * z + log1p(exp(-abs(z)))
    }
    return sum
  }

  /// First and second derivatives of the cross entropy in A and B.
  private struct Derivatives {
    var slope = 0.0
    var offset = 0.0
    private var slopes = 1e-12
    private var mixed = 0.0
    private var offsets = 1e-12

    init(_ scores: [Double], _ goals: [Double], _ a: Double, _ b: Double) {
      for (score, goal) in zip(scores, goals) {
        let p = sigmoid(a * score + b)
        let weight = p * (1 - p)
        slope += (p - goal) * score
        offset += p - goal
        slopes += weight * score * score
        mixed += weight * score
        offsets += weight
      }
    }

    /// The way to the minimum of the quadratic that has these derivatives.
    var newtonStep: (slope: Double, offset: Double)? {
      let determinant = slopes * offsets - mixed * mixed
      guard determinant > 0, determinant.isFinite else { return nil }
      return (
        (mixed * offset - offsets * slope) / determinant,
        (mixed * slope - slopes * offset) / determinant
      )
    }
  }
}
