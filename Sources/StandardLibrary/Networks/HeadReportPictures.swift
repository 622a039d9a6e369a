internal import Charts
internal import Learners
internal import Runtime
internal import Tensors

extension HeadReportObject: Plottable {
  /// The matrix and the rates of a head with classes or labels; else what it measures as bars.
  var pictures: [String] {
    (report.confusion == nil ? [] : ["confusion"]) + (report.counts == nil ? [] : ["rates"])
      + ["measures"]
  }

  func picture(_ name: String) throws -> ChartObject {
    if name == "confusion", let confusion = report.confusion {
      let names = (0..<confusion.rowCount).map(String.init)
      return ConfusionChart(matrix: confusion, names: names).object()
    }
    if name == "rates", let counts = report.counts {
      return CountChart(table: counts, names: counts.counts.indices.map(String.init))
        .object(title: "rates of \(report.name)")
    }
    let measures = report.measures.filter(\.value.isFinite)
    return ChartObject(
      .bar(measures.map(\.name), measures.map(\.value), title: "measures of \(report.name)"),
      figures: measures.map { ($0.name, .number($0.value)) })
  }
}

extension HeadEvaluationObject: Plottable {
  /// Each head by its name.
  var pictures: [String] { evaluation.reports.map(\.name) }

  func picture(_ name: String) throws -> ChartObject {
    guard let report = evaluation[name] else { return ChartObject(.bar([], [])) }
    let object = HeadReportObject(report)
    return try object.picture(object.pictures.first ?? "measures")
  }
}
