package import Charts
internal import Diagnostics
internal import Learners
internal import Stepping
internal import Tensors

extension ChainPrediction {
  package func why(_ topic: String) throws -> [StyledText] { try why(topic, place) }

  /// The story of a row, or the score of one of its links.
  func why(_ topic: String, _ place: Place?) throws -> [StyledText] {
    guard let place, let results, place.links > 0 else {
      throw Failure(.value, "expected a link to explain, found the run before its first step")
    }
    let current = chain.order[place.links - 1]
    if topic.isEmpty { return story(place, results) + [contributions(current, place.row, results)] }
    let name = topic.hasPrefix("link ") ? String(topic.dropFirst(5)) : topic
    let label = try labelPosition(name, chain.labelNames)
    return [contributions(label, place.row, results)] + slip(label, place.row, results)
  }

  /// Whether a link is wrong by itself or was misled.
  private func slip(_ c: Int, _ row: Int, _ results: Results) -> [StyledText] {
    guard let truth, let told = results.told, let toldGuesses = results.toldGuesses,
      results.guesses[row, c] != truth[row, c]
    else { return [] }
    let isMisled = toldGuesses[row, c] == truth[row, c]
    return [
      StyledText(
        isMisled
          ? "with its true parents P would be \(fixed(told[row, c])) and the guess right: misled"
          : "with its true parents P would be \(fixed(told[row, c])): wrong by itself")
    ]
  }

  /// How the wrong guesses of a row came about.
  func story(_ place: Place, _ results: Results) -> [StyledText] {
    let seen = Array(chain.order.prefix(place.links))
    guard let current = seen.last else { return [] }
    guard let truth, let toldGuesses = results.toldGuesses else {
      return [contributions(current, place.row, results)]
    }
    let wrong = seen.filter { results.guesses[place.row, $0] != truth[place.row, $0] }
    guard let first = wrong.first else {
      return ["every link so far is right, so each later one saw the true labels of its parents"]
    }
    let slips = wrong.count { toldGuesses[place.row, $0] != truth[place.row, $0] }
    let margin = abs(results.own[place.row, first] - threshold)
    let effects = consequences(seen, place.row, results, truth)
    let tail =
      "\(counted(slips, "slip")), \(counted(wrong.count, "wrong label"))"
    let head = "\(cut(chain.labelNames[first], 14)) missed by \(fixed(margin))"
    guard !effects.isEmpty else { return [StyledText("\(head): \(tail)")] }
    return [StyledText("\(head); \(effects): \(tail)")]
  }

  /// What each wrong guess added to the scores of later links that are linear.
  private func consequences(
    _ seen: [Int], _ row: Int, _ results: Results, _ truth: Tensor
  ) -> String {
    var parts: [String] = []
    for parent in seen {
      let error = results.guesses[row, parent] - truth[row, parent]
      guard error != 0 else { continue }
      let effects = seen.compactMap { c -> String? in
        guard let j = chain.parents[c].firstIndex(of: parent), let linear = chain.links[c].linear
        else { return nil }
        let weight = linear.weights[chain.featureCount + j]
        return "\(signed(weight * error)) to the \(cut(chain.labelNames[c], 14)) score"
      }
      guard !effects.isEmpty else { continue }
      parts.append(
        "\(cut(chain.labelNames[parent], 14))'s miss added \(joined(effects, limit: 2))")
    }
    return joined(parts, limit: 2, separator: "; ")
  }

  private func joined(_ parts: [String], limit: Int, separator: String = ", ") -> String {
    parts.prefix(limit).joined(separator: separator) + (parts.count > limit ? ", …" : "")
  }

  // MARK: - The terms of a score

  /// One term of a link's score.
  struct Term {
    let name: String
    let coefficient: Double
    let input: Double
    var value: Double { coefficient * input }
  }

  /// The terms of a linear link's score, the largest first; `nil` when it has none.
  func terms(_ c: Int, _ row: Int, _ results: Results) -> [Term]? {
    guard let linear = chain.links[c].linear else { return nil }
    let inputs = linkInputs(c, row, results)
    let names = chain.featureNames + chain.parents[c].map { chain.labelNames[$0] }
    let terms = linear.weights.indices.map {
      Term(name: names[$0], coefficient: linear.weights[$0], input: inputs[$0])
    }
    return terms.indices.sorted { (abs(terms[$0].value), $1) > (abs(terms[$1].value), $0) }
      .map { terms[$0] }
  }

  /// The terms of a link's score in a line.
  func contributions(_ c: Int, _ row: Int, _ results: Results) -> StyledText {
    let p = results.own[row, c]
    if let lines = explanation(c, row, results) { return lines }
    guard let linear = chain.links[c].linear, let terms = terms(c, row, results) else {
      return StyledText(
        "P(\(chain.labelNames[c])) = \(fixed(p)): the label never changed in training")
    }
    let shown = terms.prefix(4).map { "\(signed($0.value)) \($0.name)" }
    let rest = terms.dropFirst(4).reduce(0) { $0 + $1.value }
    let score = linear.score(linkInputs(c, row, results))
    return StyledText(
      "\(chain.labelNames[c]): bias \(signed(linear.intercept)) \(shown.joined(separator: " "))"
        + (terms.count > 4 ? " \(signed(rest)) from \(terms.count - 4) others" : "")
        + " = \(signed(score)), P = 1/(1 + e^\(fixed(-score))) = \(fixed(p))")
  }

  func linkInputs(_ c: Int, _ row: Int, _ results: Results) -> [Double] {
    inputs(of: row) + chain.parents[c].map { results.guesses[row, $0] }
  }
}
