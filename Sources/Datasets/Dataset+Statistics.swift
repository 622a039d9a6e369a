internal import Diagnostics
package import Tensors

/// A set of labels with the number of samples that have exactly it.
package struct LabelSetCount: Sendable, Hashable {
  /// Positions of the labels, ascending.
  package let labels: [Int]
  /// How many samples have these labels and no others.
  package let count: Int

  /// A label set with its count.
  package init(labels: [Int], count: Int) {
    self.labels = labels
    self.count = count
  }
}

extension Dataset {
  /// The mean number of labels of a sample, (1/n) Σ_i |y_i|; unknown labels count as absent.
  package var labelCardinality: Double {
    rowCount == 0 ? .nan : Double(labelFrequencies.reduce(0, +)) / Double(rowCount)
  }

  /// The cardinality as a share of the labels, (1/C) · cardinality.
  package var labelDensity: Double {
    labelCount == 0 ? .nan : labelCardinality / Double(labelCount)
  }

  /// How many samples have each label.
  package var labelFrequencies: [Int] {
    let labels = labelCount
    var counts = [Int](repeating: 0, count: labels)
    forEachRow { row in for c in 0..<labels where row[c] == 1 { counts[c] += 1 } }
    return counts
  }

  /// The distinct label sets, the most frequent first, ties in the order of appearance.
  package var labelSets: [LabelSetCount] {
    var position: [[Int]: Int] = [:]
    var found: [(labels: [Int], count: Int)] = []
    let labels = labelCount
    forEachRow { row in
      let set = (0..<labels).filter { row[$0] == 1 }
      if let known = position[set] {
        found[known].count += 1
      } else {
        position[set] = found.count
        found.append((set, 1))
      }
    }
    return found.enumerated()
      .sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
      .map { LabelSetCount(labels: $0.element.labels, count: $0.element.count) }
  }

  /// How much rarer each label is than the most frequent one, max_k n_k / n_c; infinite for a label
  /// that no sample has.
  ///
  /// Charte, Rivera, del Jesus and Herrera, "Addressing imbalance in multilabel classification",
  /// Neurocomputing 163, 2015 (their IRLbl).
  package var imbalanceRatios: [Double] {
    let counts = labelFrequencies
    let largest = Double(counts.max() ?? 0)
    return counts.map { $0 == 0 ? .infinity : largest / Double($0) }
  }

  /// C×C: how many samples have both labels; the diagonal holds each label's own count.
  ///
  /// - Throws: `limit` when the labels are too many.
  /// - Complexity: O(n · C + Σ_i |y_i|²).
  package func cooccurrence() throws -> Tensor {
    let labels = labelCount
    try TensorMemory.check(Shape(labels, labels))
    var result = Tensor(repeating: 0, Shape(labels, labels))
    try result.withMutableElements { counts in
      try Y.withElements { y in
        var present: [Int] = []
        for i in 0..<rowCount {
          if i & 0x3F == 0 { try Interrupt.check() }
          present.removeAll(keepingCapacity: true)
          for c in 0..<labels where y[i * labels + c] == 1 { present.append(c) }
          for a in present { for b in present { counts[a * labels + b] += 1 } }
        }
      }
    }
    return result
  }

  /// Whether all known labels are 0 or 1.
  package var hasBinaryLabels: Bool {
    Y.withElements { $0.allSatisfy { $0 == 0 || $0 == 1 || $0.isNaN } }
  }

  /// The number of missing entries of X.
  package var missingCount: Int { X.withStored { $0.count(where: \.isNaN) } }

  /// The number of unknown entries of Y.
  package var missingLabelCount: Int { Y.withElements { $0.count(where: \.isNaN) } }

  private func forEachRow(_ body: (UnsafeBufferPointer<Double>) -> Void) {
    let labels = labelCount
    Y.withElements { y in
      for i in 0..<rowCount {
        body(UnsafeBufferPointer(rebasing: y[i * labels..<(i + 1) * labels]))
      }
    }
  }
}
