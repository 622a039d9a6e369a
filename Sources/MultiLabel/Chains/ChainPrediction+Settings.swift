internal import Diagnostics
internal import Learners
internal import Stepping
internal import Tensors

extension ChainPrediction {
  /// `set sky=1` fixes a guess of the current row, `set threshold=0.4` changes when a guess is 1,
  /// from the current row on; the rows before stay as they are.
  package func setting(_ name: String, to value: String) throws -> ChainPrediction {
    let number = Double(value)
    if name == "threshold" {
      guard let number, number > 0, number < 1 else {
        throw Failure(.value, "expected a threshold between 0 and 1, found '\(value)'")
      }
      return try withThreshold(number)
    }
    let bare = name.hasPrefix("guess ") ? String(name.dropFirst(6)) : name
    guard let label = chain.labelNames.firstIndex(of: bare) else { throw unknownSetting(name) }
    guard let place else {
      throw Failure(
        .value, "expected a row whose guesses can be set, found the run before its first row")
    }
    guard let number, number == 0 || number == 1 else {
      throw Failure(.value, "expected 0 or 1 for the guess of \(bare), found '\(value)'")
    }
    var changed = self
    changed.set[label] = number
    try changed.predictAgain(place.row)
    return changed
  }

  private func unknownSetting(_ name: String) -> Failure {
    let known = ["threshold"] + chain.labelNames
    let near = nearNames(to: name, among: known)
    return Failure(
      .name, "expected threshold or a label to set, found '\(name)'",
      notes: [
        near.isEmpty
          ? "known: \(known.prefix(12).joined(separator: ", "))\(known.count > 12 ? ", …" : "")"
          : "did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))?"
      ])
  }

  private func withThreshold(_ threshold: Double) throws -> ChainPrediction {
    var changed = self
    changed.threshold = threshold
    guard let place, let results else { return changed }
    let own = try probabilities(threshold: threshold)
    let width = chain.labelCount
    changed.unchanged = unchanged ?? results
    changed.results?.own = joined(results.own, own, from: place.row * width)
    changed.results?.guesses = joined(
      results.guesses, hardened(own, threshold: threshold), from: place.row * width)
    if let told = results.told, let before = results.toldGuesses {
      changed.results?.toldGuesses = joined(
        before, hardened(told, threshold: threshold), from: place.row * width)
    }
    try changed.predictAgain(place.row)
    return changed
  }

  /// The first elements of one tensor, the others of another.
  private func joined(_ before: Tensor, _ after: Tensor, from start: Int) -> Tensor {
    var table = before
    table.withMutableElements { out in
      after.withElements { new in
        for i in start..<max(start, out.count) { out[i] = new[i] }
      }
    }
    return table
  }

  /// Works what was set into a row of the results.
  private mutating func predictAgain(_ row: Int) throws {
    guard var new = results else { return }
    if unchanged == nil { unchanged = new }
    let (p, guesses) = try predictRow(inputs(of: row), set, asIn: row)
    let width = chain.labelCount
    for c in 0..<width {
      new.own[row, c] = p[c]
      new.guesses[row, c] = guesses[c]
    }
    new.compare(chain, truth)
    results = new
  }

  /// The features of a row.
  func inputs(of row: Int) -> [Double] { (0..<chain.featureCount).map { X[row, $0] } }

  /// One row through all links, some of its guesses fixed.
  ///
  /// A link that sees the features and guesses of a row of the run keeps the run's figure, so that
  /// no last bit makes it look changed.
  func predictRow(
    _ x: [Double], _ fixed: [Int: Double], asIn row: Int? = nil
  ) throws -> (probabilities: [Double], guesses: [Double]) {
    var p = [Double](repeating: 0, count: chain.labelCount)
    var guesses = p
    for c in chain.order {
      let parents = chain.parents[c]
      if let row, let results, parents.allSatisfy({ guesses[$0] == results.guesses[row, $0] }) {
        p[c] = results.own[row, c]
      } else {
        let inputs = x + parents.map { guesses[$0] }
        p[c] = try chain.links[c].probabilities(.dense(Tensor(inputs, Shape(1, inputs.count))))[0]
      }
      guesses[c] = fixed[c] ?? (p[c] >= threshold ? 1 : 0)
    }
    return (p, guesses)
  }

  /// P(1) of all links on all rows where a guess is 1 from a threshold on, n×C.
  func probabilities(threshold: Double) throws -> Tensor {
    let (n, width) = (X.rowCount, chain.labelCount)
    var table = Tensor(repeating: 0, Shape(n, width))
    var guesses = table
    for c in chain.order {
      try Interrupt.check()
      let parents = chain.parents[c]
      let inputs = parents.isEmpty ? X : try X.appending(selectColumns(guesses, parents))
      let column = try chain.links[c].probabilities(inputs)
      for i in 0..<n {
        table[i, c] = column[i]
        guesses[i, c] = column[i] >= threshold ? 1 : 0
      }
    }
    return table
  }
}
