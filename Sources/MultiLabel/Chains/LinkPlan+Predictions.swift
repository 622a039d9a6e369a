internal import Datasets
internal import Learners
internal import Tensors

extension LinkPlan {
  /// Fits a link on predicted parents and predicts its label out of fold for the links to come.
  ///
  /// A row's prediction comes from a model that was trained without the row, on the predictions that
  /// earlier links made in the same way; links must be fitted in order. The link itself is fitted on
  /// all rows.
  ///
  /// R. Senge, J. J. del Coz, E. Hüllermeier, *Rectifying Classifier Chains for Multi-Label
  /// Classification*, LWA 2013, there called nested stacking.
  mutating func fitOnPredictions(_ c: Int) throws -> any FittedBinary {
    let inputs = try trainingInputs(c)
    let targets = data.label(c)
    let model = try base.fitBinary(
      inputs, [BinaryTask(name: data.labelNames[c], targets: targets)])[0]
    guard parents.contains(where: { $0.contains(c) }) else { return model }
    let folds = try RowFolds(rowCount: data.rowCount, seed: seed)
    let asPredicted = try self.inputs(c, outOfFold)
    for fold in 0..<folds.count {
      try Interrupt.check()
      let (inside, outside) = folds.rows(fold)
      let task = BinaryTask(name: data.labelNames[c], targets: outside.map { targets[$0] })
      let other = try base.fitBinary(inputs.rows(outside), [task])[0]
      for (i, p) in zip(inside, try other.probabilities(asPredicted.rows(inside))) {
        outOfFold[i, c] = p >= 0.5 ? 1 : 0
      }
    }
    for i in rowsOnPredictions { parentLabels[i, c] = outOfFold[i, c] }
    return model
  }

  /// The rows on which links see predicted parents.
  private var rowsOnPredictions: [Int] {
    guard case .predicted(let share) = trainOn else { return [] }
    let n = data.rowCount
    // Another seed than that of the folds, so that the rows are spread over all of them.
    let drawn = shuffledPositions(n, seed: seed &+ 0x5EED)
    return Array(drawn.prefix(Int((share * Double(n)).rounded())))
  }
}
