internal import Charts
internal import Datasets
internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  /// Figures of a data set's labels.
  static let dataStatistics: [Builtin] = [
    Builtin(
      "statistics", "Figures of a data set's labels: cardinality, density, label sets, imbalance.",
      Parameter<DatasetObject>("data", "a data set"),
      details: "cardinality: the mean number of labels a row; density: that over the number of "
        + "labels; label_sets: how many distinct ones; diversity: that over the rows; imbalance: "
        + "how much rarer each label is than the most frequent one (Charte and others, 2015), "
        + "mean_imbalance its mean without labels that never occur, imbalance_variation its "
        + "standard deviation over its mean; cooccurrence(data) counts pairs.",
      examples: [
        Example(
          "d = make_label_sets(rows=60, labels=3, seed=2); s = statistics(d); "
            + "print(s.cardinality == mean(sum(d.Y, axis=1)), len(s.imbalance))",
          prints: "true 3")
      ],
      body: { data in DataStatistics(data.data).object })
  ]
}

/// The figures behind `statistics(data)` and how they are shown.
private struct DataStatistics {
  private let data: Dataset
  private let sets: [LabelSetCount]
  private let frequencies: [Int]
  private let imbalance: [Double]

  /// Labels that are listed; of more, the rarest and the most frequent.
  private static let maximumLabels = 12

  init(_ data: Dataset) {
    self.data = data
    sets = data.labelSets
    frequencies = data.labelFrequencies
    imbalance = data.imbalanceRatios
  }

  private var known: [Double] { imbalance.filter(\.isFinite) }
  private var meanImbalance: Double {
    known.isEmpty ? .nan : known.reduce(0, +) / Double(known.count)
  }
  /// The sample standard deviation of the imbalance over its mean, as Charte and others define it.
  private var variation: Double {
    guard known.count > 1 else { return known.isEmpty ? .nan : 0 }
    let squares = known.reduce(0) { $0 + ($1 - meanImbalance) * ($1 - meanImbalance) }
    return (squares / Double(known.count - 1)).squareRoot() / meanImbalance
  }
  private var once: Int { sets.count { $0.count == 1 } }
  private var diversity: Double { Double(sets.count) / Double(max(data.rowCount, 1)) }
  private var unlabelled: Int { sets.first { $0.labels.isEmpty }?.count ?? 0 }

  private var figures: [(name: String, value: Value)] {
    let numbers: [(String, Double)] = [
      ("rows", Double(data.rowCount)), ("features", Double(data.featureCount)),
      ("labels", Double(data.labelCount)), ("cardinality", data.labelCardinality),
      ("density", data.labelDensity), ("label_sets", Double(sets.count)),
      ("seen_once", Double(once)), ("diversity", diversity), ("unlabelled", Double(unlabelled)),
      ("mean_imbalance", meanImbalance), ("imbalance_variation", variation),
      ("missing", Double(data.missingCount)), ("missing_labels", Double(data.missingLabelCount)),
    ]
    return numbers.map { ($0.0, .number($0.1)) } + [
      ("frequencies", Tensor(frequencies.map(Double.init)).value),
      ("imbalance", Tensor(imbalance).value),
    ]
  }

  var object: ScreenObject {
    let screen = Screen(
      title: "statistics of \(shortened(data.name, 40))", position: "",
      panels: [.table(facts), .table(labels)])
    return ScreenObject(.report(screen), figures: figures)
  }

  private var facts: Table {
    let n = data.rowCount
    var table = Table(columns: [.init(""), .init("", .decimal), .init("")])
    func add(_ name: String, _ value: String, _ remark: String) {
      table.rows.append([StyledText(name), StyledText(value, .emphasis), StyledText(remark, .dim)])
    }
    add(
      "rows", "\(n)", "\(counted(data.featureCount, "feature"))\(data.isSparse ? ", sparse" : "")")
    add("cardinality", fixedText(data.labelCardinality, 4), "labels a row on average")
    add("density", fixedText(data.labelDensity, 4), "cardinality / \(data.labelCount) labels")
    add("label sets", "\(sets.count)", "distinct; \(once) seen once, most often \(commonest)")
    add("diversity", fixedText(diversity, 4), "label sets / rows")
    add("unlabelled", "\(unlabelled)", "rows without any label")
    add(
      "imbalance", fixedText(meanImbalance, 4),
      "mean over labels; variation \(fixedText(variation, 4))")
    add(
      "missing", "\(data.missingCount)", "entries of X; \(data.missingLabelCount) of Y")
    return table
  }

  private var commonest: String {
    guard let first = sets.first else { return "-" }
    let names = first.labels.map { shortened(data.labelNames[$0], 12) }
    let text = names.isEmpty ? "none" : fitting(names, separator: " + ", within: 26)
    return "\(text) (\(first.count))"
  }

  private var labels: Table {
    var table = Table(columns: [
      .init("label"), .init("rows", .right), .init("share", .decimal), .init("imbalance", .decimal),
      .init(""),
    ])
    let order = frequencies.indices.sorted {
      (frequencies[$1], $0) < (frequencies[$0], $1)
    }
    let isWhole = order.count <= Self.maximumLabels
    let half = Self.maximumLabels / 2
    let shown = isWhole ? order[...] : order.prefix(half) + order.suffix(half)
    for (place, c) in shown.enumerated() {
      if !isWhole, place == half {
        table.rows.append([StyledText("… \(order.count - 2 * half) more", .dim)])
      }
      let share = Double(frequencies[c]) / Double(max(data.rowCount, 1))
      table.rows.append([
        StyledText(shortened(data.labelNames[c], 24)), StyledText("\(frequencies[c])"),
        StyledText(fixedText(share)),
        imbalance[c].isFinite
          ? StyledText(fixedText(imbalance[c], 2)) : StyledText("never", .bad),
        .bar(share, width: 20, .series(0)),
      ])
    }
    return table
  }
}
