internal import Charts
internal import Datasets
internal import Tensors

/// What the shell shows of a data set: its size, how often each label occurs, how many a row has,
/// and which labels go together.
struct DatasetDisplay {
  private let data: Dataset
  private let labels: LabelSummary

  /// Labels that are listed; of more, the most frequent.
  private static let maximumLabels = 8

  init(_ data: Dataset) {
    self.data = data
    labels = LabelSummary(data)
  }

  private var frequencies: [Int] { labels.frequencies }

  var panels: [Panel] {
    var panels: [Panel] = [.lines([heading])]
    if data.labelCount > 0 { panels.append(.table(labelTable)) }
    panels.append(.lines(facts))
    return panels
  }

  private var heading: StyledText {
    let names = data.featureNames
    let list =
      names.count <= 4
      ? names.joined(separator: ", ")
      : "\(names[0]), \(names[1]), … \(names[names.count - 1])"
    let features = counted(data.featureCount, "feature")
    return StyledText("data set ", .dim) + StyledText(shortened(data.name, 24), .title)
      + StyledText(
        ": \(counted(data.rowCount, "row")), \(features) (\(shortened(list, 32)))"
          + (data.isSparse ? ", sparse" : ""))
  }

  private var labelTable: Table {
    let order = listed
    var table = Table(columns: [
      .init(StyledText(counted(data.labelCount, "label"))), .init("rows", .right),
      .init("share", .decimal), .init(""),
    ])
    for c in order {
      let share = Double(frequencies[c]) / Double(max(data.rowCount, 1))
      table.rows.append([
        StyledText(shortened(data.labelNames[c], 28), .emphasis), StyledText("\(frequencies[c])"),
        StyledText(fixedText(share)), .bar(share, width: 30, .series(0)),
      ])
    }
    if order.count < data.labelCount {
      let rest = frequencies.indices.filter { !order.contains($0) }.map { frequencies[$0] }
      table.rows.append([
        StyledText("… \(rest.count) rarer", .dim), StyledText("≤ \(rest.max() ?? 0)", .dim),
      ])
    }
    return table
  }

  /// The labels to list, in their own order when all of them are.
  private var listed: [Int] {
    let all = Array(frequencies.indices)
    guard all.count > Self.maximumLabels else { return all }
    return Array(
      all.sorted { (frequencies[$1], $0) < (frequencies[$0], $1) }
        .prefix(Self.maximumLabels - 1))
  }

  // MARK: - Facts

  private var facts: [StyledText] {
    var lines: [StyledText] = []
    if data.labelCount > 0, data.rowCount > 0 {
      let sets = labels.sets
      let once = sets.count { $0.count == 1 }
      lines.append(
        fact(
          "labels a row",
          "\(fixedText(labels.cardinality, 2)) on average, density "
            + fixedText(labels.cardinality / Double(data.labelCount))))
      lines.append(
        fact(
          "label sets",
          "\(sets.count)\(possible), \(once) seen once, most often \(mostFrequent(sets))"))
      lines += companions
    }
    lines.append(fact("missing", missing))
    return lines
  }

  private func fact(_ name: String, _ text: String) -> StyledText {
    StyledText(name + String(repeating: " ", count: max(1, 14 - name.count)), .dim)
      + StyledText(text)
  }

  private var possible: String {
    data.labelCount < 14 ? " of \(1 << data.labelCount)" : ""
  }

  private func mostFrequent(_ sets: [(labels: [Int], count: Int)]) -> String {
    guard let first = sets.first else { return "-" }
    let names = first.labels.map { squeezed(data.labelNames[$0], 11) }
    let text = names.isEmpty ? "none" : fitting(names, separator: " + ", within: 26)
    return "\(text) (\(first.count))"
  }

  private var missing: String {
    let inputs = data.missingCount
    let labels = data.missingLabelCount
    switch (inputs, labels) {
    case (0, 0): return "nothing"
    case (_, 0): return "\(counted(inputs, "entry", "entries")) of X"
    case (0, _): return "\(counted(labels, "entry", "entries")) of Y"
    default: return "\(counted(inputs, "entry", "entries")) of X, \(labels) of Y"
    }
  }

  // MARK: - Labels that meet

  /// Pairs of labels that meet more often, and less often, than independent ones would.
  private var companions: [StyledText] {
    guard data.labelCount > 1, data.labelCount <= 1000, let pairs = correlations else { return [] }
    let together = pairs.filter { $0.value >= 0.1 }.prefix(3)
    let apart = pairs.reversed().filter { $0.value <= -0.1 }.prefix(together.isEmpty ? 3 : 2)
    var lines: [StyledText] = []
    if !together.isEmpty { lines.append(fact("go together", text(together))) }
    if !apart.isEmpty { lines.append(fact("keep apart", text(apart))) }
    if lines.isEmpty { lines.append(fact("go together", "none, all |correlations| are below 0.1")) }
    return lines
  }

  private func text(_ pairs: some Collection<(a: Int, b: Int, value: Double)>) -> String {
    let parts = pairs.map {
      "\(squeezed(data.labelNames[$0.a], 11)) + \(squeezed(data.labelNames[$0.b], 11)) "
        + signed($0.value, 2)
    }
    var text = parts.first ?? ""
    for part in parts.dropFirst() where text.count + 2 + part.count <= 64 { text += ", " + part }
    return text
  }

  /// The correlation φ of every two labels, greatest first.
  private var correlations: [(a: Int, b: Int, value: Double)]? {
    guard let together = try? labels.cooccurrence() else { return nil }
    let n = Double(data.rowCount)
    var pairs: [(a: Int, b: Int, value: Double)] = []
    for a in 0..<data.labelCount {
      for b in a + 1..<data.labelCount {
        let (p, q) = (Double(frequencies[a]), Double(frequencies[b]))
        let spread = (p * (n - p) * q * (n - q)).squareRoot()
        if spread > 0 { pairs.append((a, b, (n * together[a, b] - p * q) / spread)) }
      }
    }
    return pairs.sorted { ($1.value, $0.a, $0.b) < ($0.value, $1.a, $1.b) }
  }
}
