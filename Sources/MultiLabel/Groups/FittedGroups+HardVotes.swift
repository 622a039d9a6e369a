internal import Learners
internal import Tensors

extension FittedGroups {
  /// Mean hard votes, n×C, from one product for the scores of all groups; `nil` unless inputs are
  /// dense and every group decides by linear scores.
  func hardMeans(_ X: DesignMatrix) throws -> Tensor? {
    try InputChecks.width(X, expected: featureCount)
    guard case .dense(let inputs) = X else { return nil }
    var parts: [(weights: Tensor, intercepts: [Double])] = []
    for group in groups {
      guard let scores = group.model.classScores else { return nil }
      parts.append(scores)
    }
    let n = X.rowCount
    let found = try LargestScores(parts, featureCount: featureCount).numbers(inputs)
    var sums = Tensor(repeating: 0, Shape(n, labelCount))
    for (g, group) in groups.enumerated() {
      try Interrupt.check()
      let numbers = try completed(found[g * n..<(g + 1) * n], X, group.model.predict)
      group.add(numbers, to: &sums)
    }
    divideByVoters(&sums)
    return sums
  }

  /// Turns sums of votes on each label into means.
  private func divideByVoters(_ sums: inout Tensor) {
    let width = labelCount
    var voters = [Double](repeating: 0, count: width)
    for group in groups { for c in group.labels { voters[c] += 1 } }
    sums.withMutableElements { sum in
      for start in stride(from: 0, to: sum.count, by: max(width, 1)) {
        for c in 0..<width { sum[start + c] /= max(voters[c], 1) }
      }
    }
  }
}

extension LabelGroup {
  /// Adds the labels of each row's class to an n×C table.
  fileprivate func add(_ numbers: [Int], to sums: inout Tensor) {
    let (width, size) = (sums.columnCount, labels.count)
    let entries = classes.sets.flatMap(\.entries)
    sums.withMutableElements { sum in
      entries.withUnsafeBufferPointer { entries in
        labels.withUnsafeBufferPointer { labels in
          for (i, k) in numbers.enumerated() {
            for j in 0..<size { sum[i * width + labels[j]] += entries[k * size + j] }
          }
        }
      }
    }
  }
}
