internal import Charts
internal import Datasets
internal import Tensors

/// What the shell shows of a data set of heads: its size, what each head is to predict, and the first
/// images where inputs are some.
struct HeadDatasetDisplay {
  private let data: HeadDataset
  private let width: Int

  /// Heads that are listed; of more, the first and the last.
  private static let maximumHeads = 12

  init(_ data: HeadDataset, width: Int) {
    self.data = data
    self.width = width
  }

  var panels: [Panel] {
    var panels: [Panel] = [.lines([heading])]
    if !data.heads.isEmpty { panels.append(.table(table)) }
    panels.append(.lines([StyledText("missing  ", .dim) + StyledText(missing)]))
    if data.isImages, data.rowCount > 0, data.heads.count <= 4 {
      panels.append(.lines(ImageStrip(firstOf: data, within: width).lines))
    }
    return panels
  }

  private var heading: StyledText {
    StyledText("data set ", .dim) + StyledText(shortened(data.name, 24), .title)
      + StyledText(": \(counted(data.rowCount, "row")), \(data.inputText)\(featureList)")
  }

  private var featureList: String {
    let names = data.featureNames
    guard !data.isImages, !names.isEmpty else { return "" }
    let list =
      names.count <= 4
      ? names.joined(separator: ", ")
      : "\(names[0]), \(names[1]), … \(names[names.count - 1])"
    return " (\(shortened(list, 32)))"
  }

  // MARK: - Heads

  private var table: Table {
    var table = Table(columns: [
      .init("head"), .init("kind", leftOut: 1), .init("rows", .right), .init("targets"),
    ])
    let count = data.heads.count
    let isWhole = count <= Self.maximumHeads
    let shown = isWhole ? Array(0..<count) : Array(0..<Self.maximumHeads - 2) + [count - 1]
    for h in shown {
      if !isWhole, h == count - 1 {
        table.rows.append([StyledText("… \(count - shown.count) more", .dim)])
      }
      let head = data.heads[h]
      table.rows.append([
        StyledText(shortened(head.name, 16), .emphasis), StyledText(head.kind.name),
        StyledText("\(head.knownCount)"), targets(head),
      ])
    }
    return table
  }

  private func targets(_ head: HeadTargets) -> StyledText {
    let counts = head.classCounts
    switch head.kind {
    case .regression:
      let figures = head.figures
      guard figures.known > 0 else { return StyledText("-", .dim) }
      return StyledText(
        "mean \(shortNumber(figures.mean)), deviation \(shortNumber(figures.deviation)), from "
          + "\(shortNumber(figures.least)) to \(shortNumber(figures.greatest))")
    case .binary:
      let share = Double(counts[1]) / Double(max(counts[0] + counts[1], 1))
      return StyledText("share of 1 \(fixedText(share)) ") + .bar(share, width: 15, .series(0))
    case .multilabel:
      let cardinality = Double(counts.reduce(0, +)) / Double(max(head.knownCount, 1))
      return StyledText("\(fixedText(cardinality, 2)) labels a row ") + spark(counts)
    case .classes:
      guard let most = counts.indices.max(by: { counts[$0] < counts[$1] }),
        let least = counts.indices.min(by: { counts[$0] < counts[$1] })
      else { return StyledText("-", .dim) }
      guard counts[least] < counts[most] else {
        return spark(counts) + StyledText(" \(counts[least]) of each class")
      }
      return spark(counts)
        + StyledText(" \(counts[least]) of class \(least) to \(counts[most]) of class \(most)")
    }
  }

  /// A column for each class, as high as it is frequent.
  private func spark(_ counts: [Int]) -> StyledText {
    guard counts.count <= 20 else { return StyledText("") }
    return .spark(
      counts.map(Double.init), in: 0...Double(max(counts.max() ?? 1, 1)), .series(0))
  }

  private var missing: String {
    let inputs = data.missingCount
    let lacking = data.heads.map { (name: $0.name, count: data.rowCount - $0.knownCount) }
      .filter { $0.count > 0 }.map { "\($0.count) of \($0.name)" }
    var parts: [String] = []
    if inputs > 0 { parts.append("\(counted(inputs, "entry", "entries")) of X") }
    if !lacking.isEmpty {
      parts.append("targets: " + fitting(lacking, separator: ", ", within: 48))
    }
    return parts.isEmpty ? "nothing" : parts.joined(separator: "; ")
  }
}
