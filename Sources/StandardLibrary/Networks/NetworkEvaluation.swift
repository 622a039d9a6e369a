internal import Datasets
internal import Learners
internal import Networks
internal import Runtime
internal import Tensors

extension HeadEvaluation {
  /// How well each head of a fitted network predicts the rows that have a target of its.
  ///
  /// - Throws: `data` naming the head for targets that do not suit it, or when it has none.
  init(
    _ model: FittedNetwork, _ data: HeadDataset, convention: UndefinedConvention, isRanked: Bool
  ) throws {
    let names = model.network.heads.map(\.name)
    let outputs = try zip(model.network.graph.heads, model.scores(data.X)).map { output, scores in
      try output.probabilities(of: scores) ?? scores.flattened()
    }
    try self.init(
      data, outputs: zip(names, outputs).map { (name: $0, output: $1) }, convention: convention,
      isRanked: isRanked)
  }

  /// All measures, a record of records by head.
  var record: Record {
    Record(
      reports.map { report in
        (report.name, .flatRecord(report.measures.map { ($0.name, .number($0.value)) }))
      })
  }
}
