/// All thresholds of one column of probabilities with what each brings.
struct ThresholdSearch {
  /// A threshold and its metric.
  struct Choice {
    var threshold: Double
    var value: Double
  }

  private let pairs: [(p: Double, isTrue: Bool)]
  private let metric: ThresholdMetric
  private let positives: Int

  init(_ pairs: [(p: Double, isTrue: Bool)], _ metric: ThresholdMetric) {
    self.pairs = pairs.sorted { $0.p > $1.p }
    self.metric = metric
    positives = pairs.count(where: \.isTrue)
  }

  /// The metric at a threshold.
  func value(at threshold: Double) -> Double {
    let taken = pairs.prefix { $0.p >= threshold }
    return metric.value(
      truePositives: taken.count(where: \.isTrue), predicted: taken.count, positives: positives,
      total: pairs.count)
  }

  /// The best threshold by the metric.
  var best: Choice {
    candidates.min { rank(-$0.value, $0) < rank(-$1.value, $1) }?.choice ?? fallback
  }

  /// The threshold with which the number of predicted labels is nearest to the true one.
  var matchingCount: Choice {
    candidates.min {
      rank(Double(abs($0.predicted - positives)), $0)
        < rank(Double(abs($1.predicted - positives)), $1)
    }?.choice ?? fallback
  }

  private var fallback: Choice { Choice(threshold: 0.5, value: value(at: 0.5)) }

  private struct Candidate {
    var threshold: Double
    var value: Double
    var predicted: Int
    var choice: Choice { Choice(threshold: threshold, value: value) }
  }

  private func rank(_ loss: Double, _ candidate: Candidate) -> (Double, Double, Double) {
    (loss, abs(candidate.threshold - 0.5), candidate.threshold)
  }

  /// From the highest threshold, which predicts nothing, to the lowest.
  private var candidates: [Candidate] {
    guard let top = pairs.first?.p else { return [] }
    var list: [Candidate] = []
    func add(_ threshold: Double, _ predicted: Int, _ right: Int) {
      let value = metric.value(
        truePositives: right, predicted: predicted, positives: positives, total: pairs.count)
      list.append(Candidate(threshold: threshold, value: value, predicted: predicted))
    }
    add(top < 1 ? ThresholdSearch.middle(top, 1) : .infinity, 0, 0)
    var right = 0
    for (i, pair) in pairs.enumerated() {
      if pair.isTrue { right += 1 }
      let next = i + 1 < pairs.count ? pairs[i + 1].p : 0
      if i + 1 == pairs.count {
        add(pair.p / 2, i + 1, right)
      } else if next < pair.p {
        add(ThresholdSearch.middle(next, pair.p), i + 1, right)
      }
    }
    return list
  }

  /// A number above `low` and at most `high`, midway when there is one between.
  private static func middle(_ low: Double, _ high: Double) -> Double {
    let middle = low + (high - low) / 2
    return middle > low ? middle : high
  }
}
