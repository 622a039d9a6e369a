/// A loss that a decision about a row's labels is to keep small on average.
///
/// F1 and Jaccard of two empty sets are 1 here: nothing was to be found, and nothing was.
package enum DecisionLoss: String, Sendable, CaseIterable {
  case zeroOne = "zero_one"
  case hamming, f1, jaccard

  /// The most labels among whose 2^C sets the best one for Jaccard is searched.
  package static let jaccardLimit = 10

  /// The loss of predicting set h where set y is true; both sizes and that of their intersection.
  func loss(_ both: Int, _ y: Int, _ h: Int, labelCount: Int) -> Double {
    switch self {
    case .zeroOne: both == y && both == h ? 0 : 1
    case .hamming: Double(y + h - 2 * both) / Double(labelCount)
    case .f1: y + h == 0 ? 0 : 1 - 2 * Double(both) / Double(y + h)
    case .jaccard: y + h == 0 ? 0 : 1 - Double(both) / Double(y + h - both)
    }
  }
}

extension LabelDistribution {
  /// The expected loss of an answer, given as its entries 0 and 1.
  package func risk(_ loss: DecisionLoss, of answer: [Double]) -> Double {
    let chosen = answer.reduce(0) { $0 + ($1 == 1 ? 1 : 0) }
    var risk = 0.0
    for s in probabilities.indices where probabilities[s] > 0 {
      var (both, size) = (0, 0)
      sets.forEachLabel(s) {
        size += 1
        if answer[$0] == 1 { both += 1 }
      }
      risk += probabilities[s] * loss.loss(both, size, Int(chosen), labelCount: labelCount)
    }
    return min(max(risk, 0), 1)
  }

  /// The Bayes decision: the label set whose expected loss is smallest, as its entries 0 and 1.
  ///
  /// 0/1: the most probable set. Hamming: every label with p(y_c = 1) ≥ ½. F1: from pairwise
  /// quantities. Jaccard: the best of all 2^C sets; of equals the one with the smaller code.
  package func decision(_ loss: DecisionLoss) -> [Double] {
    switch loss {
    case .zeroOne: sets.entries(mode)
    case .hamming: marginals.map { $0 >= 0.5 ? 1 : 0 }
    case .f1: fMaximiser
    case .jaccard: jaccardMaximiser
    }
  }

  /// The set of greatest expected F1, by the general F-measure maximiser.
  ///
  /// With `Δ_cs = P(y_c = 1, |y| = s)`, the best set of k labels has those with the largest
  /// `Σ_s 2 Δ_cs / (s + k)`, which sum to its expected F1; the empty set has `P(y = 0)`. Of equals
  /// the smaller set, and the smaller label. O(C²) numbers and O(C³) operations.
  ///
  /// W. Waegeman, K. Dembczyński, A. Jachnik, W. Cheng, E. Hüllermeier, *On the Bayes-Optimality of
  /// F-Measure Maximizers*, Journal of Machine Learning Research 15, 2014.
  private var fMaximiser: [Double] {
    let C = labelCount
    var joint = [Double](repeating: 0, count: C * (C + 1))
    var sizes = [Bool](repeating: false, count: C + 1)
    var empty = 0.0
    for s in probabilities.indices where probabilities[s] > 0 {
      let size = sets.size(s)
      if size == 0 { empty += probabilities[s] }
      sizes[size] = true
      sets.forEachLabel(s) { joint[$0 * (C + 1) + size] += probabilities[s] }
    }
    let occurring = (1...C).filter { sizes[$0] }
    var best: (expected: Double, labels: [Int]) = (empty, [])
    for k in 1...C {
      let scores = (0..<C).map { c in
        occurring.reduce(0.0) { $0 + 2 * joint[c * (C + 1) + $1] / Double($1 + k) }
      }
      let top = (0..<C).sorted { (scores[$1], $0) < (scores[$0], $1) }.prefix(k)
      let expected = top.reduce(0) { $0 + scores[$1] }
      if expected > best.expected { best = (expected, Array(top)) }
    }
    var answer = [Double](repeating: 0, count: C)
    for c in best.labels { answer[c] = 1 }
    return answer
  }

  /// The set of greatest expected Jaccard index among all 2^C, at most 2^10.
  ///
  /// For an answer of h labels, a set of y labels with k of them in common counts `k / (h + y − k)`;
  /// sizes and quotients stand in tables, so that each of the 4^C pairs costs two look-ups.
  private var jaccardMaximiser: [Double] {
    let C = labelCount
    let sizes = (0..<1 << C).map(\.nonzeroBitCount)
    let occurring = probabilities.indices.filter { probabilities[$0] > 0 }
    let codes = occurring.map { Int(sets.words[$0]) }
    let p = occurring.map { probabilities[$0] }
    var best: (expected: Double, code: Int) = (-1, 0)
    for h in 0..<1 << C {
      let quotients = LabelDistribution.jaccardQuotients(sizes[h], C)
      let expected = expectedQuotient(h, codes, p, sizes, quotients)
      if expected > best.expected { best = (expected, h) }
    }
    return (0..<C).map { Double(best.code >> $0 & 1) }
  }

  /// The Jaccard index by the size of a set (row) and what it has in common with h labels (column).
  private static func jaccardQuotients(_ h: Int, _ C: Int) -> [Double] {
    (0...C).flatMap { y in
      (0...C).map { k in
        h + y == 0 ? 1 : k <= min(h, y) ? Double(k) / Double(h + y - k) : 0
      }
    }
  }

  private func expectedQuotient(
    _ h: Int, _ codes: [Int], _ p: [Double], _ sizes: [Int], _ quotients: [Double]
  ) -> Double {
    let width = labelCount + 1
    return sizes.withUnsafeBufferPointer { sizes in
      quotients.withUnsafeBufferPointer { quotients in
        codes.withUnsafeBufferPointer { codes in
          p.withUnsafeBufferPointer { p in
            var expected = 0.0
            for i in codes.indices {
              let y = codes[i]
              expected += p[i] * quotients[sizes[y] * width + sizes[y & h]]
            }
            return expected
          }
        }
      }
    }
  }
}
