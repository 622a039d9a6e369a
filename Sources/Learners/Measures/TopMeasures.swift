internal import Diagnostics
internal import Glibc
package import Tensors

/// A measure of the k labels with the highest scores.
package enum TopMeasure: String, Sendable, CaseIterable {
  /// The share of true labels among the k.
  case precision
  /// The gain of true labels, less the further down, over the greatest possible.
  case ndcg
  /// Precision that weighs each true label by how rarely it is known, over the greatest possible.
  case psp
}

/// P@k, nDCG@k or PSP@k of n×C scores, the definitions of the extreme classification repository.
///
/// With `l_1 … l_k` the labels with the highest scores of a row, equal scores in the order of the
/// labels: `P@k = (1/k) Σ_j y_{l_j}`; `DCG@k = Σ_j y_{l_j} / log₂(j + 1)`, divided by its greatest
/// value `Σ_{j ≤ min(k, |y|)} 1 / log₂(j + 1)`; `PSP@k = (1/k) Σ_j y_{l_j} / p_{l_j}`, the sum over
/// all rows divided by that of the best possible choices. P and nDCG are means over the rows; a row
/// without true labels counts 0.
///
/// Jain, Prabhu and Varma, "Extreme Multi-label Loss Functions for Recommendation, Tagging, Ranking
/// & Other Missing Label Applications", KDD 2016.
///
/// - Parameters:
///   - measure: P, nDCG or PSP.
///   - truth: n×C, entries 0 or 1.
///   - scores: n×C.
///   - k: 1 … C.
///   - propensities: `p_l` of each label, for PSP.
/// - Returns: a number from 0 to 1.
/// - Throws: `value` for another k; `shape` and `data` as `RankingMeasures`.
/// - Complexity: O(n · C) for small k.
package func topMeasure(
  _ measure: TopMeasure, truth: Tensor, scores: Tensor, k: Int, propensities: [Double] = []
) throws -> Double {
  try InputChecks.scored(truth, scores)
  let (n, width) = (truth.rowCount, truth.columnCount)
  guard (1...width).contains(k) else {
    throw Failure(
      .value, "expected k from 1 to the \(width) labels, found \(k)",
      notes: ["a measure of the k highest scores needs k labels"])
  }
  if measure == .psp { try checkPropensities(propensities, labels: width) }
  var (gained, possible) = (0.0, 0.0)
  try truth.withElements { y in
    try scores.withElements { s in
      for i in 0..<n {
        if i & 0xFF == 0 { try Interrupt.check() }
        let truth = UnsafeBufferPointer(rebasing: y[i * width..<(i + 1) * width])
        let top = highest(k, UnsafeBufferPointer(rebasing: s[i * width..<(i + 1) * width]))
        let hits = top.map { truth[$0] == 1 }
        switch measure {
        case .precision:
          gained += Double(hits.count { $0 }) / Double(k)
          possible += 1
        case .ndcg:
          gained += normalizedGain(hits, relevant: truth.count { $0 == 1 })
          possible += 1
        case .psp:
          gained += zip(top, hits).reduce(0) { $0 + ($1.1 ? 1 / propensities[$1.0] : 0) }
          let best = truth.indices.compactMap { truth[$0] == 1 ? 1 / propensities[$0] : nil }
          possible += best.sorted(by: >).prefix(k).reduce(0, +)
        }
      }
    }
  }
  return possible > 0 ? gained / possible : 0
}

/// DCG over its greatest value.
private func normalizedGain(_ hits: [Bool], relevant: Int) -> Double {
  guard relevant > 0 else { return 0 }
  func gain(_ places: some Sequence<Int>) -> Double {
    places.reduce(0) { $0 + 1 / log2(Double($1) + 2) }
  }
  return gain(hits.indices.filter { hits[$0] }) / gain(0..<min(relevant, hits.count))
}

/// The positions of the k highest scores, the highest first, equal ones in their order.
private func highest(_ k: Int, _ scores: UnsafeBufferPointer<Double>) -> [Int] {
  if k > 32 {
    return Array(scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }.prefix(k))
  }
  var top: [Int] = []
  top.reserveCapacity(k + 1)
  for c in scores.indices {
    if top.count == k, scores[c] <= scores[top[k - 1]] { continue }
    let place = top.firstIndex { scores[$0] < scores[c] } ?? top.count
    top.insert(c, at: place)
    if top.count > k { top.removeLast() }
  }
  return top
}

private func checkPropensities(_ propensities: [Double], labels: Int) throws {
  guard propensities.count == labels else {
    throw Failure(
      .shape, "expected a propensity for each of \(labels) labels, found \(propensities.count)")
  }
  if let bad = propensities.firstIndex(where: { !($0 > 0 && $0 <= 1) }) {
    throw Failure(
      .value,
      "expected propensities above 0 and up to 1, found \(InputChecks.shown(propensities[bad])) of label \(bad)"
    )
  }
}

/// The propensity of each label, the estimated chance that it is known where it is true:
/// `p_l = 1 / (1 + c (N_l + B)^−A)` with `c = (ln N − 1)(B + 1)^A`, N rows of which N_l have label l.
///
/// With fewer than three rows c is negative; it then counts as 0 and all propensities are 1.
///
/// Jain, Prabhu and Varma, KDD 2016. A = 0.55 and B = 1.5 fit most data sets.
///
/// - Parameters:
///   - labels: N×C training labels, entries 0 or 1.
///   - a: A, at least 0.
///   - b: B, greater than −1.
/// - Returns: a number in (0, 1] for each label.
/// - Throws: `data` for other labels, with row and label.
package func propensities(of labels: Tensor, a: Double = 0.55, b: Double = 1.5) throws -> [Double] {
  guard labels.rank == 2, labels.count > 0 else { throw InputChecks.shapes(labels, labels) }
  try InputChecks.bits(labels)
  let width = labels.columnCount
  var counts = [Double](repeating: 0, count: width)
  labels.withElements { y in for k in y.indices { counts[k % width] += y[k] } }
  let c = max(0, (log(Double(labels.rowCount)) - 1) * pow(b + 1, a))
  return counts.map { 1 / (1 + c * pow($0 + b, -a)) }
}
