internal import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import Optimization
internal import Stepping
internal import Tensors

// What runs say of models whose log odds are not linear in the inputs: a tree's rules, neighbours'
// votes, the largest terms of a naive Bayes model.

extension LinkTraining {
  private func modelNames(_ c: Int) -> ModelNames {
    ModelNames(inputs: inputNames(c), label: name(c))
  }

  /// The current model in a few lines, when it is one that explains itself.
  func outline(limit: Int) -> [StyledText]? {
    guard let (c, model) = stage, let explained = model as? any ExplainedBinary else { return nil }
    return explained.outline(modelNames(c), limit: limit).map { StyledText($0) }
  }

  /// How the current model answers a training row, row 0 unless another is asked for.
  func explanation(_ topic: String) throws -> [StyledText] {
    guard let (c, model) = stage, let explained = model as? any ExplainedBinary else { return [] }
    guard let i = topic.isEmpty ? 0 : rowNumber(topic) else {
      throw Failure(
        .value, "expected a training row to explain, such as 'row 12', found '\(topic)'",
        notes: ["the model of '\(name(c))' has no coefficients: it answers row by row"])
    }
    guard i < plan.data.rowCount else {
      throw Failure(.index, "expected a row from 0 to \(plan.data.rowCount - 1), found \(i)")
    }
    let row = try plan.trainingInputs(c).rows([i]).dense().elements
    let lines = try explained.explanation(of: row, modelNames(c))
    return lines.enumerated().map { StyledText($0 == 0 ? "row \(i): \($1)" : $1) }
  }
}

extension ChainPrediction {
  /// How a link that explains itself came to its answer, in one line; `nil` for other links.
  func explanation(_ c: Int, _ row: Int, _ results: Results) -> StyledText? {
    guard let model = chain.links[c] as? any ExplainedBinary else { return nil }
    let names = ModelNames(
      inputs: chain.featureNames + chain.parents[c].map { chain.labelNames[$0] },
      label: chain.labelNames[c])
    let lines = try? model.explanation(of: linkInputs(c, row, results), names)
    return lines.map { StyledText("\(chain.labelNames[c]): " + $0.joined(separator: "; ")) }
  }
}

extension PowersetTraining {
  /// What the class model learned: its objective, or what it says of itself.
  func modelLine(_ model: any FittedClassifier) -> StyledText {
    let report = model.report
    guard let explained = model as? any ExplainedClassifier else {
      return StyledText(
        " objective \(fixed(report.objective)) = loss \(fixed(report.loss)) + penalty "
          + fixed(report.penalty))
    }
    let classes = (0..<model.classCount).map { "c\($0)" }
    return StyledText(
      " \(explained.headline(ModelNames(inputs: data.featureNames, classes: classes)))")
  }
}
