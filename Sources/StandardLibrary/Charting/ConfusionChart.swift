internal import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import Runtime
internal import Tensors

/// A confusion matrix with a name for each class.
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

  func object(title: String? = nil, width: Int? = nil) -> ChartObject {
    let drawn = Confusion(names: names, counts: matrix.elements)
    func shares(_ rates: [Double?]) -> Value { Tensor(rates.map { $0 ?? 0 }).value }
    return ChartObject(
      Chart(.confusion(drawn), title: title), width: width,
      figures: [
        ("matrix", .tensor(matrix)), ("recall", shares(drawn.recall)),
        ("precision", shares(drawn.precision)), ("accuracy", .number(drawn.accuracy ?? .nan)),
      ])
  }
}

/// The four counts of each label with their rates as a table.
struct CountChart {
  let table: CountTable
  let names: [String]

  func object(title: String?, width: Int? = nil) -> ChartObject {
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
      Chart(.outcomes(drawn), title: title), width: width,
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

  private var drawn: LabelOutcomes {
    LabelOutcomes(
      rateNames: CountRate.allCases.map { $0 == .accuracy ? "acc" : $0.rawValue.uppercased() },
      labels: zip(names, table.counts).map { row($0, $1) }, micro: row("micro", table.overall),
      macro: CountRate.allCases.map { fixedText(table.macro($0)) })
  }

  private func row(_ name: String, _ counts: LabelCounts) -> LabelOutcomes.Row {
    LabelOutcomes.Row(
      name, truePositives: counts.truePositives, falsePositives: counts.falsePositives,
      falseNegatives: counts.falseNegatives, trueNegatives: counts.trueNegatives,
      rates: CountRate.allCases.map { rate in
        let found = rate.value(counts, table.convention)
        return fixedText(found.value) + (found.isUndefined ? "*" : "")
      })
  }
}

extension StandardLibrary {
  /// A bar chart of how many rows of a data set have each label.
  static func frequencyChart(
    _ data: Dataset, _ sort: SortWord, _ title: String?, _ width: Int? = nil
  ) -> ChartObject {
    let counts = LabelSummary(data).frequencies.map(Double.init)
    let bars = Bars(names: data.labelNames, values: counts)
    var chart = Chart(.bar(bars), title: title ?? "rows per label")
    chart.order = sort.order
    return ChartObject(chart, width: width, figures: [("counts", Tensor(counts).value)])
  }
}
