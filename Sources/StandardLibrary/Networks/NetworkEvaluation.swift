internal import Datasets
internal import Diagnostics
internal import Networks
internal import Learners
internal import Runtime
internal import Tensors

/// How well each head of a fitted network predicts.
struct NetworkEvaluation {
  /// The measures of each head, in order.
  let heads: [(name: String, measures: [(name: String, value: Double)])]

  /// Measures all heads on the rows that have a target of theirs.
  ///
  /// - Throws: `data` naming the head for targets that do not suit it, or when it has none.
  init(
    _ model: FittedNetwork, _ data: HeadDataset, convention: UndefinedConvention,
    isRanked: Bool
  ) throws {
    let scores = try model.scores(data.X)
    heads = try zip(zip(model.network.graph.heads, scores), data.heads).map { pair, targets in
      let name = targets.name
      do {
        try Interrupt.check()
        let measures = try HeadMeasures(
          pair.0, scores: pair.1, targets: targets.values, convention: convention,
          isRanked: isRanked)
        return (name, try measures.entries)
      } catch let failure as Failure {
        throw Failure(failure.kind, "head '\(name)': \(failure.message)", notes: failure.notes)
      }
    }
  }

  /// A record of records.
  var record: Record {
    Record(
      heads.map { name, measures in
        (name, .flatRecord(measures.map { ($0.name, .number($0.value)) }))
      })
  }

  /// One measure of one head; `nil` when it has none of that name.
  func value(_ head: String, _ measure: String) -> Double? {
    heads.first { $0.name == head }?.measures.first { $0.name == measure }?.value
  }
}
