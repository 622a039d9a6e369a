internal import Diagnostics
package import Tensors

/// A label set and the number of rows that have it.
package struct LabelSetCount: Sendable, Hashable {
  /// The positions of the labels that are 1, ascending.
  package let labels: [Int]
  /// How many rows have exactly these labels.
  package let count: Int
}

/// What is said about a data set's labels before anything is learned from them.
///
/// An unknown label (NaN) counts as absent; rows that have one are left out of the label sets.
/// Tsoumakas and Katakis, "Multi-label classification: an overview", International Journal of Data
/// Warehousing and Mining 3, 2007.
package struct LabelStatistics: Sendable {
  /// The number of rows with each label.
  package let counts: [Int]
  /// The mean number of labels a row.
  package let cardinality: Double
  /// The cardinality over the number of labels.
  package let density: Double
  /// The distinct label sets, most frequent first, then by their labels.
  package let labelSets: [LabelSetCount]
  /// The count of the most frequent label over each label's count; infinite for a label no row has.
  ///
  /// Charte, Rivera, del Jesus and Herrera, "Addressing imbalance in multilabel classification",
  /// Neurocomputing 163, 2015.
  package let imbalanceRatios: [Double]
  /// The number of unknown entries of `Y`.
  package let unknownCount: Int
}

extension Dataset {
  /// The number of missing entries of `X`.
  package var missingCount: Int {
    X.withElements { elements in
      var count = 0
      for value in elements where value.isNaN { count += 1 }
      return count
    }
  }

  /// Cardinality, density, label sets and imbalance.
  ///
  /// - Complexity: O(rows · labels).
  package func labelStatistics() throws -> LabelStatistics {
    let (rows, width) = (rowCount, labelCount)
    var counts = [Int](repeating: 0, count: width)
    var unknown = 0
    var sets: [[Int]: Int] = [:]
    try Y.withElements { elements in
      for row in 0..<rows {
        if row & 255 == 0 { try Interrupt.check() }
        var present: [Int] = []
        var isKnown = true
        for label in 0..<width {
          let value = elements[row * width + label]
          if value.isNaN {
            unknown += 1
            isKnown = false
          } else if value != 0 {
            present.append(label)
            counts[label] += 1
          }
        }
        if isKnown { sets[present, default: 0] += 1 }
      }
    }
    let total = Double(counts.reduce(0, +))
    let largest = Double(counts.max() ?? 0)
    return LabelStatistics(
      counts: counts, cardinality: rows == 0 ? 0 : total / Double(rows),
      density: rows == 0 || width == 0 ? 0 : total / Double(rows) / Double(width),
      labelSets: Dataset.sorted(sets),
      imbalanceRatios: counts.map { $0 == 0 ? .infinity : largest / Double($0) },
      unknownCount: unknown)
  }

  private static func sorted(_ sets: [[Int]: Int]) -> [LabelSetCount] {
    sets.map { LabelSetCount(labels: $0.key, count: $0.value) }
      .sorted {
        $0.count != $1.count
          ? $0.count > $1.count : $0.labels.lexicographicallyPrecedes($1.labels)
      }
  }

  /// How often two labels meet: C×C, entry (a, b) is the number of rows that have both, the
  /// diagonal each label's count.
  package func cooccurrence() throws -> Tensor {
    let (rows, width) = (rowCount, labelCount)
    try TensorMemory.check(Shape(width, width))
    var result = Tensor(repeating: 0, Shape(width, width))
    try result.withMutableElements { counts in
      try Y.withElements { elements in
        var present: [Int] = []
        for row in 0..<rows {
          if row & 255 == 0 { try Interrupt.check() }
          present.removeAll(keepingCapacity: true)
          for label in 0..<width {
            let value = elements[row * width + label]
            if value != 0, !value.isNaN { present.append(label) }
          }
          for a in present {
            for b in present { counts[a * width + b] += 1 }
          }
        }
      }
    }
    return result
  }
}
