internal import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import Runtime
internal import Tensors

/// A confusion matrix as a table: counts shaded by their share of the row, recall and precision.
struct ConfusionChart {
  private let matrix: Tensor
  private let names: [String]

  /// More classes are no table that anybody reads.
  private static let maximumClasses = 40

  init(truth: Tensor, predicted: Tensor, names: [String]?) throws {
    matrix = try confusion(truth: truth, predicted: predicted)
    let K = matrix.rowCount
    guard K <= Self.maximumClasses else {
      throw Failure(
        .limit, "confusion_chart: expected at most \(Self.maximumClasses) classes, found \(K)",
        notes: ["confusion(truth, predicted) gives the counts, heat(…) shades them"])
    }
    guard names == nil || names?.count ?? 0 >= K else {
      throw Failure(
        .argument, "confusion_chart: expected names for \(K) classes, found \(names?.count ?? 0)")
    }
    self.names = names.map { Array($0.prefix(K)) } ?? (0..<K).map(String.init)
  }

  /// The chart of a K×K table at hand, with a name for each class.
  init(matrix: Tensor, names: [String]) {
    self.matrix = matrix
    self.names = names
  }

  private var hits: [Double] { names.indices.map { matrix[$0, $0] } }
  private var rowSums: [Double] {
    names.indices.map { i in names.indices.reduce(0) { $0 + matrix[i, $1] } }
  }
  private var columnSums: [Double] {
    names.indices.map { j in names.indices.reduce(0) { $0 + matrix[$1, j] } }
  }

  private static func shares(_ parts: [Double], _ wholes: [Double]) -> [Double] {
    zip(parts, wholes).map { $1 > 0 ? $0 / $1 : 0 }
  }

  var object: ChartObject {
    let all = rowSums.reduce(0, +)
    let right = hits.reduce(0, +)
    let accuracy = right / all
    return ChartObject(
      Chart(.table(table(all))),
      figures: [
        ("matrix", .tensor(matrix)), ("recall", Tensor(Self.shares(hits, rowSums)).value),
        ("precision", Tensor(Self.shares(hits, columnSums)).value), ("accuracy", .number(accuracy)),
      ],
      notes: [
        "accuracy \(shortNumber(right))/\(shortNumber(all)) = \(fixedText(accuracy)); "
          + "shade = share of the row"
      ])
  }

  private func table(_ all: Double) -> Table {
    let (rowSums, columnSums) = (rowSums, columnSums)
    let recall = Self.shares(hits, rowSums)
    let precision = Self.shares(hits, columnSums)
    // Many classes stand closer, so that they fit beside each other.
    let isWide = names.count > 8
    var table = Table(
      columns: [.init("true\\pred")] + names.map { .init(StyledText(shortened($0, 12)), .right) }
        + [.init("n", .right, leftOut: isWide ? 1 : nil), .init("recall", .right)])
    for i in names.indices {
      let cells = names.indices.map { j in
        let share = rowSums[i] > 0 ? matrix[i, j] / rowSums[i] : 0
        return StyledText.shade(share, in: 0...1, .shade(share))
          + StyledText((isWide ? "" : " ") + shortNumber(matrix[i, j]), i == j ? .emphasis : .plain)
      }
      table.rows.append(
        [StyledText(shortened(names[i], 16))] + cells
          + [StyledText(shortNumber(rowSums[i])), rate(recall[i], of: rowSums[i])])
    }
    table.rows.append(
      ["precision"] + names.indices.map { rate(precision[$0], of: columnSums[$0], isWide ? 2 : 3) }
        + [StyledText(shortNumber(all)), ""])
    table.rules = [names.count]
    return table
  }

  /// A share, or `0/0` where there is nothing to take it of.
  private func rate(_ share: Double, of count: Double, _ digits: Int = 3) -> StyledText {
    count > 0 ? StyledText(fixedText(share, digits)) : StyledText("0/0", .dim)
  }
}

/// The four counts of each label with their rates as a table.
struct CountChart {
  let table: CountTable
  let names: [String]

  /// Labels that are listed in full.
  private static let maximumLabels = 40

  func object(title: String?) -> ChartObject {
    func counts(_ value: (LabelCounts) -> Int) -> Value {
      Tensor(table.counts.map { Double(value($0)) }).value
    }
    func rates(_ value: (CountRate) -> Double) -> Value {
      Record(CountRate.allCases.map { ($0.rawValue, .number(value($0))) }).value
    }
    let figures: [(name: String, value: Value)] = [
      ("labels", names.value), ("tp", counts(\.truePositives)), ("fp", counts(\.falsePositives)),
      ("fn", counts(\.falseNegatives)), ("tn", counts(\.trueNegatives)),
    ]
    let undefined = table.undefined
    return ChartObject(
      Chart(.table(drawn), title: title),
      figures: figures
        + CountRate.allCases.map { ($0.rawValue, Tensor(table.values($0)).value) } + [
          ("micro", rates(table.micro)), ("macro", rates(table.macro)),
          ("undefined", .number(Double(undefined))),
        ],
      notes: undefined == 0
        ? []
        : [
          "* 0/0 in \(counted(undefined, "rate")), counted as "
            + "\(table.convention.name == "sklearn" ? "0" : table.convention.name)"
        ])
  }

  private var drawn: Table {
    var result = Table(
      columns: [.init("label")] + ["TP", "FP", "FN", "TN"].map { .init(StyledText($0), .right) }
        + CountRate.allCases.map {
          .init(StyledText($0 == .accuracy ? "acc" : $0.rawValue.uppercased()), .right)
        })
    for (name, counts) in zip(names, table.counts).prefix(Self.maximumLabels) {
      result.rows.append(row(StyledText(shortened(name, 14)), counts))
    }
    if names.count > Self.maximumLabels {
      result.rows.append([StyledText("… \(names.count - Self.maximumLabels) more", .dim)])
    }
    result.rules = [result.rows.count]
    result.rows.append(row("micro", table.overall))
    result.rows.append(
      ["macro", "", "", "", ""] + CountRate.allCases.map { StyledText(fixedText(table.macro($0))) })
    return result
  }

  private func row(_ name: StyledText, _ counts: LabelCounts) -> [StyledText] {
    let numbers = [
      counts.truePositives, counts.falsePositives, counts.falseNegatives, counts.trueNegatives,
    ]
    return [name] + numbers.map { StyledText("\($0)") }
      + CountRate.allCases.map { rate in
        let found = rate.value(counts, table.convention)
        return StyledText(fixedText(found.value) + (found.isUndefined ? "*" : ""))
      }
  }
}

extension StandardLibrary {
  /// A bar chart of how many rows of a data set have each label.
  static func frequencyChart(_ data: Dataset, _ sort: SortWord, _ title: String?) -> ChartObject {
    let counts = LabelSummary(data).frequencies.map(Double.init)
    let bars = Bars(names: data.labelNames, values: counts)
    var chart = Chart(.bar(bars), title: title ?? "rows per label")
    chart.order = sort.order
    return ChartObject(chart, figures: [("counts", Tensor(counts).value)])
  }
}
