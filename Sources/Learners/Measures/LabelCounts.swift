package import Tensors

/// How often a 0/1 prediction met its truth: by sample, by label, or in all.
package struct LabelCounts: Sendable, Equatable {
  package var truePositives = 0
  package var falsePositives = 0
  package var falseNegatives = 0
  package var trueNegatives = 0

  package init() {}

  /// Takes note of one cell.
  package mutating func count(truth: Double, predicted: Double) {
    switch (truth == 1, predicted == 1) {
    case (true, true): truePositives += 1
    case (false, true): falsePositives += 1
    case (true, false): falseNegatives += 1
    case (false, false): trueNegatives += 1
    }
  }

  package static func + (left: LabelCounts, right: LabelCounts) -> LabelCounts {
    var sum = left
    sum.truePositives += right.truePositives
    sum.falsePositives += right.falsePositives
    sum.falseNegatives += right.falseNegatives
    sum.trueNegatives += right.trueNegatives
    return sum
  }

  /// Positives of the truth.
  package var support: Int { truePositives + falseNegatives }
  /// Positives of the prediction.
  package var predicted: Int { truePositives + falsePositives }
  /// Cells that differ.
  package var wrong: Int { falsePositives + falseNegatives }
  package var total: Int { truePositives + trueNegatives + wrong }
}

/// The counts of an n×C prediction by row and by column.
package struct LabelTally: Sendable {
  package let samples: [LabelCounts]
  package let labels: [LabelCounts]

  /// Counts the cells of two n×C matrices.
  ///
  /// - Throws: `shape` unless both have one shape with at least one cell; `data` for an entry that is
  ///   neither 0 nor 1, with its row and label.
  package init(truth: Tensor, predicted: Tensor) throws {
    try InputChecks.pair(truth, predicted)
    let (n, width) = (truth.rowCount, truth.columnCount)
    var samples = [LabelCounts](repeating: LabelCounts(), count: n)
    var labels = [LabelCounts](repeating: LabelCounts(), count: width)
    try truth.withElements { y in
      try predicted.withElements { p in
        for i in 0..<n {
          if i & 0xFFF == 0 { try Interrupt.check() }
          for c in 0..<width {
            samples[i].count(truth: y[i * width + c], predicted: p[i * width + c])
            labels[c].count(truth: y[i * width + c], predicted: p[i * width + c])
          }
        }
      }
    }
    self.samples = samples
    self.labels = labels
  }

  /// All cells together.
  package var overall: LabelCounts { labels.reduce(LabelCounts(), +) }
}
