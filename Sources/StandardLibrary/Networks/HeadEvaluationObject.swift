internal import Charts
internal import Datasets
internal import Learners
internal import Runtime
internal import Tensors

/// How well each head is predicted, as a value of the language: a table, with the report of each head
/// as a field of the head's name.
struct HeadEvaluationObject: RecordReadable, ValueConvertible {
  static let typeName = "evaluation"

  let evaluation: HeadEvaluation

  init(_ evaluation: HeadEvaluation) { self.evaluation = evaluation }

  var typeName: String { Self.typeName }
  var summary: String {
    "<evaluation of \(counted(evaluation.reports.count, "head")): \(fitting(parts, separator: ", ", within: 60))>"
  }
  var described: String { "an evaluation" }
  var fieldNames: [String] { evaluation.reports.map(\.name) }

  /// What stands for each head in one line.
  private var parts: [String] {
    evaluation.reports.compactMap { report in
      report.usual.first.map { "\(report.name) \($0.name) \(fixedText($0.value))" }
    }
  }

  var record: Record {
    Record(evaluation.reports.map { ($0.name, HeadReportObject($0).value) })
  }

  func field(_ name: String) throws -> Value? {
    evaluation[name].map { HeadReportObject($0).value }
  }

  func display(_ options: DisplayOptions) -> String {
    Charts.text(.table(table), DrawingOptions(options))
  }

  private var table: Table {
    var table = Table(columns: [
      .init("head"), .init("kind", leftOut: 1), .init("rows", .right), .init("measures"),
    ])
    for report in evaluation.reports {
      var text = StyledText("")
      for (place, measure) in report.usual.enumerated() {
        text =
          text + StyledText((place > 0 ? "  " : "") + measure.name + " ", .dim)
          + StyledText(fixedText(measure.value), place == 0 ? .emphasis : .plain)
      }
      table.rows.append([
        StyledText(shortened(report.name, 16)), StyledText(report.kind.name),
        StyledText("\(report.rowCount)"), text,
      ])
    }
    return table
  }

  func isEqual(to other: any LanguageObject) -> Bool {
    guard let other = other as? HeadEvaluationObject else { return false }
    let (a, b) = (evaluation.reports, other.evaluation.reports)
    return a.count == b.count && zip(a, b).allSatisfy { HeadReportObject($0).isSame(as: $1) }
  }
}

extension HeadEvaluationObject: Describable {
  var sentence: String { "Evaluation of \(fitting(parts, separator: ", ", within: 200))." }
}

/// How well one head is predicted: its measures as fields, and a confusion matrix and the rates of its
/// classes or labels where it has some.
struct HeadReportObject: RecordReadable, ValueConvertible {
  static let typeName = "head report"

  let report: HeadReport

  init(_ report: HeadReport) { self.report = report }

  var typeName: String { Self.typeName }
  var described: String { "a head report" }
  var summary: String {
    let measures = report.usual.prefix(3).map { "\($0.name) \(fixedText($0.value))" }
    return "<\(report.name): \(measures.joined(separator: ", "))>"
  }

  private static let rates: [CountRate] = [.tpr, .tnr, .ppv, .npv, .fpr]

  var fieldNames: [String] {
    ["rows"] + report.measures.map(\.name) + (report.confusion == nil ? [] : ["confusion"])
      + (report.counts == nil ? [] : ["counts", "rates"])
  }

  var record: Record {
    Record(fieldNames.compactMap { name in field(name).map { (name, $0) } })
  }

  func field(_ name: String) -> Value? {
    switch name {
    case "rows": return .number(Double(report.rowCount))
    case "confusion": return report.confusion.map { .tensor($0) }
    case "counts": return report.counts.map(Self.counts)
    case "rates": return report.counts.map(Self.rateRecord)
    default: return report[name].map { .number($0) }
    }
  }

  private static func counts(_ table: CountTable) -> Value {
    func vector(_ value: (LabelCounts) -> Int) -> Value {
      Tensor(table.counts.map { Double(value($0)) }).value
    }
    return .flatRecord([
      ("tp", vector(\.truePositives)), ("fp", vector(\.falsePositives)),
      ("fn", vector(\.falseNegatives)), ("tn", vector(\.trueNegatives)),
    ])
  }

  private static func rateRecord(_ table: CountTable) -> Value {
    .flatRecord(rates.map { ($0.rawValue, Tensor(table.values($0)).value) })
  }

  func display(_ options: DisplayOptions) -> String {
    let drawing = DrawingOptions(options)
    var parts = [Charts.text(.lines([heading]), drawing)]
    if let confusion = report.confusion, confusion.rowCount <= 12 {
      let names = (0..<confusion.rowCount).map(String.init)
      parts.append(ConfusionChart(matrix: confusion, names: names).object().display(options))
    }
    if let counts = report.counts, counts.counts.count <= 40 {
      let chart = CountChart(table: counts, names: counts.counts.indices.map(String.init))
      parts.append(chart.object(title: nil).display(options))
    }
    return parts.joined(separator: "\n")
  }

  private var heading: StyledText {
    let measures = report.usual.map { "\($0.name) \(fixedText($0.value))" }
    return StyledText(report.name, .title)
      + StyledText(", \(report.kind.name), \(counted(report.rowCount, "row")): ", .dim)
      + StyledText(measures.joined(separator: ", "))
  }

  func isSame(as other: HeadReport) -> Bool {
    let same: (Double, Double) -> Bool = { $0 == $1 || $0.isNaN && $1.isNaN }
    return report.name == other.name && report.kind == other.kind
      && report.rowCount == other.rowCount
      && report.measures.map(\.name) == other.measures.map(\.name)
      && zip(report.measures, other.measures).allSatisfy { same($0.value, $1.value) }
      && report.counts?.counts == other.counts?.counts
  }

  func isEqual(to other: any LanguageObject) -> Bool {
    (other as? HeadReportObject).map { isSame(as: $0.report) } ?? false
  }
}

extension HeadReportObject: Describable {
  var sentence: String { "\(heading.plain)." }
}
