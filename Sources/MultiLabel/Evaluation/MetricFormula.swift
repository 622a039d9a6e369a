internal import Learners

/// A measure as the metrics screen works it out, in the order of the screen.
enum MetricFormula: Int, CaseIterable {
  case subset, hamming, microPrecision, microRecall, microF1, macroF1, exampleF1, jaccard

  var name: String {
    switch self {
    case .subset: "subset 0/1 loss"
    case .hamming: "Hamming loss"
    case .microPrecision: "micro precision"
    case .microRecall: "micro recall"
    case .microF1: "micro F1"
    case .macroF1: "macro F1"
    case .exampleF1: "example F1"
    case .jaccard: "Jaccard"
    }
  }

  /// The name in the record of all measures.
  var key: String {
    switch self {
    case .subset: "zero_one"
    case .hamming: "hamming"
    case .microPrecision: "precision_micro"
    case .microRecall: "recall_micro"
    case .microF1: "f1_micro"
    case .macroF1: "f1_macro"
    case .exampleF1: "f1_samples"
    case .jaccard: "jaccard_samples"
    }
  }

  var formula: String {
    switch self {
    case .subset: "rows with an error / rows"
    case .hamming: "wrong cells/(rows×labels)"
    case .microPrecision: "TP/(TP+FP)"
    case .microRecall: "TP/(TP+FN)"
    case .microF1: "2TP/(2TP+FP+FN)"
    case .macroF1: "mean over labels"
    case .exampleF1: "mean over rows"
    case .jaccard: "mean of ∩/∪ over rows"
    }
  }

  /// The formula with its numbers.
  func numbers(_ tally: LabelTally, _ convention: UndefinedConvention) -> String {
    let all = tally.overall
    let (tp, fp, fn) = (all.truePositives, all.falsePositives, all.falseNegatives)
    let (n, width) = (tally.samples.count, tally.labels.count)
    switch self {
    case .subset: return "\(tally.samples.count { $0.wrong > 0 })/\(n)"
    case .hamming: return "\(all.wrong)/(\(n)×\(width))"
    case .microPrecision: return "\(tp)/(\(tp)+\(fp))"
    case .microRecall: return "\(tp)/(\(tp)+\(fn))"
    case .microF1: return "\(2 * tp)/(\(2 * tp)+\(fp)+\(fn))"
    case .macroF1: return mean(tally.labels.map { score(.f1, $0, convention) })
    case .exampleF1: return mean(tally.samples.map { score(.f1, $0, convention) })
    case .jaccard: return mean(tally.samples.map { ratio($0, convention) })
    }
  }

  /// The greatest number of characters that a mean's terms take.
  private static let room = 18

  /// `(1+3×.667)/4`: equal neighbours once, and as many terms as there is room for.
  private func mean(_ terms: [String]) -> String {
    var runs: [(text: String, count: Int)] = []
    for term in terms {
      if runs.last?.text == term { runs[runs.count - 1].count += 1 } else { runs.append((term, 1)) }
      if runs.count > 12 { break }
    }
    let parts = runs.map { $0.count == 1 ? $0.text : "\($0.count)×\($0.text)" }
    let end = ")/\(terms.count)"
    let whole = "(" + parts.joined(separator: "+") + end
    if whole.count <= Self.room { return whole }
    var text = "("
    for part in parts where text.count + part.count + 2 + end.count <= Self.room {
      text += part + "+"
    }
    return text + "…" + end
  }

  private func ratio(_ counts: LabelCounts, _ convention: UndefinedConvention) -> String {
    let (top, bottom) = SetScore.jaccard.fraction(counts)
    if bottom == 0 { return score(.jaccard, counts, convention) }
    return top == bottom ? "1" : top == 0 ? "0" : "\(top)/\(bottom)"
  }

  private func score(
    _ score: SetScore, _ counts: LabelCounts, _ convention: UndefinedConvention
  ) -> String {
    short(score.value(counts, convention).value)
  }
}

/// A number without what it can do without: `1`, `.667`, `.5`.
func short(_ value: Double) -> String {
  var text = fixed(value)
  guard text.contains(".") else { return text }
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return text.hasPrefix("0.") ? String(text.dropFirst()) : text
}
