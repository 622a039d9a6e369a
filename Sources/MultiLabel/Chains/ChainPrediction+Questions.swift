package import Charts
internal import Diagnostics
internal import Learners
package import Stepping
internal import Tensors

extension ChainPrediction {
  package var topics: StepTopics { topics(place) }

  /// What may be asked about a row after some of its links.
  func topics(_ place: Place?) -> StepTopics {
    guard let place, place.links > 0 else {
      return StepTopics(show: ["order"], settings: ["threshold=0.4"])
    }
    let labels = chain.labelNames
    return StepTopics(
      why: labels, show: ["order", "row \(place.row)"] + (truth == nil ? [] : ["all"]),
      whatIf: labels.map { "\($0)=1" }
        + chain.featureNames.indices.filter { !labels.contains(chain.featureNames[$0]) }
        .map { "\(chain.featureNames[$0])=\(fixed(X[place.row, $0]))" },
      settings: ["threshold=0.4"] + labels.map { "\($0)=1" })
  }

  package func show(_ topic: String) throws -> Panel {
    if topic == "order" {
      return .lines([
        StyledText(chain.order.map { chain.labelNames[$0] }.joined(separator: " ──► "))
      ])
    }
    if topic == "all" || topic == "errors" {
      guard let propagation = results?.propagation else {
        throw Failure(
          .value,
          truth == nil
            ? "expected true labels to compare with, found none"
            : "expected a prediction to compare, found the run before its first step")
      }
      return .table(propagation.table(limit: 20))
    }
    if let row = rowNumber(topic) {
      guard row < X.rowCount else {
        throw Failure(.index, "expected a row from 0 to \(X.rowCount - 1), found \(row)")
      }
      guard let results else {
        throw Failure(.value, "expected a prediction to show, found the run before its first step")
      }
      return .table(linkTable(Place(row: row, links: chain.labelCount), results, rows: 20))
    }
    throw Failure(.value, "expected 'order', 'all' or 'row N', found '\(topic)'")
  }

  // MARK: - What if

  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    try whatIf(change, value, place)
  }

  /// The row predicted again with the guess of one label replaced, or a feature.
  func whatIf(_ change: String, _ value: Double, _ place: Place?) throws -> Screen {
    guard let place, let results else {
      throw Failure(.value, "expected a row to change, found the run before its first step")
    }
    guard value.isFinite else {
      throw Failure(.value, "expected a finite number, found \(value)")
    }
    if !chain.labelNames.contains(change),
      let feature = chain.featureNames.firstIndex(of: change)
    {
      var x = inputs(of: place.row)
      x[feature] = value
      let (p, guesses) = try predictRow(x, set)
      return branch("\(change) = \(fixed(value))", place, results, p, guesses, label: nil)
    }
    guard let label = chain.labelNames.firstIndex(of: change) else { throw unknownChange(change) }
    guard value == 0 || value == 1 else {
      throw Failure(.value, "expected 0 or 1 for a label, found \(value)")
    }
    let fixedLabels = set.merging([label: value]) { $1 }
    let (p, guesses) = try predictRow(inputs(of: place.row), fixedLabels, asIn: place.row)
    return branch("\(change) = \(fixed(value, 0))", place, results, p, guesses, label: label)
  }

  private func unknownChange(_ name: String) -> Failure {
    let known = chain.labelNames + chain.featureNames
    let near = nearNames(to: name, among: known)
    return Failure(
      .name, "expected a label or a feature to change, found '\(name)'",
      notes: [
        near.isEmpty
          ? "known: \(known.prefix(12).joined(separator: ", "))\(known.count > 12 ? ", …" : "")"
          : "did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))?"
      ])
  }

  /// The row as it is beside the row as it would be.
  private func branch(
    _ change: String, _ place: Place, _ results: Results, _ p: [Double], _ guesses: [Double],
    label: Int?
  ) -> Screen {
    var table = Table(columns: [
      .init("link"), .init("P(1)", .decimal), .init("guess", .right), .init("→", leftOut: 2),
      .init("P(1)", .decimal), .init("guess", .right),
    ])
    if truth != nil { table.columns.append(.init("true", .right, leftOut: 1)) }
    let changed = chain.order.filter { guesses[$0] != results.guesses[place.row, $0] }
    for c in shownLinks(changed, label) {
      let (before, was) = (results.guesses[place.row, c], results.own[place.row, c])
      var row: [StyledText] = [
        StyledText(cut(chain.labelNames[c], 24), c == label ? .emphasis : .plain),
        StyledText(fixed(was)), StyledText(fixed(before, 0)), "→",
        c == label
          ? StyledText("set", .dim) : StyledText(fixed(p[c]), p[c] == was ? .plain : .changed),
        StyledText(fixed(guesses[c], 0), guesses[c] == before ? .plain : .changed),
      ]
      if let truth { row.append(StyledText(fixed(truth[place.row, c], 0))) }
      table.rows.append(row)
    }
    let flips = changed.count { $0 != label }
    return Screen(
      title: "CHAIN what-if | row \(place.row) with \(change)",
      position: "the run is unchanged", panels: [.table(table)],
      why: [
        StyledText("\(counted(flips, label == nil ? "label" : "other label")) changed by it")
      ], next: nextStage)
  }

  /// At most 16 links: all, or the changed ones and as many others as there is room for.
  private func shownLinks(_ changed: [Int], _ label: Int?) -> [Int] {
    guard chain.order.count > 16 else { return chain.order }
    let first = ([label].compactMap { $0 } + changed).prefix(16)
    let rest = chain.order.filter { !first.contains($0) }.prefix(16 - min(16, first.count))
    let kept = Set(first + rest)
    return chain.order.filter { kept.contains($0) }
  }
}
