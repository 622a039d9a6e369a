internal import Datasets
internal import MultiLabel
internal import Tensors

/// What is said about a data set's labels before anything is learned from them; an unknown label
/// counts as absent.
struct LabelSummary {
  /// The labels with 0 in place of what is unknown.
  private let Y: Tensor
  /// How many rows have each label.
  let frequencies: [Int]

  init(_ data: Dataset) {
    var known = data.Y.with(kind: .number)
    known.withMutableElements { y in
      for i in y.indices where y[i] != 1 { y[i] = 0 }
    }
    Y = known
    let width = data.labelCount
    var counts = [Int](repeating: 0, count: width)
    known.withElements { y in
      for i in y.indices where y[i] == 1 { counts[i % width] += 1 }
    }
    frequencies = counts
  }

  /// The mean number of labels a row.
  var cardinality: Double {
    Y.rowCount == 0 ? 0 : Double(frequencies.reduce(0, +)) / Double(Y.rowCount)
  }

  /// The distinct label sets, the most frequent first, then by their codes.
  var sets: [(labels: [Int], count: Int)] {
    var counts: [LabelSet: Int] = [:]
    for set in LabelSet.rows(of: Y) { counts[set, default: 0] += 1 }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { set, count in
      ((0..<set.labelCount).filter { set.contains($0) }, count)
    }
  }

  /// C×C: how many rows have both labels; the diagonal holds each label's own count.
  func cooccurrence() throws -> Tensor { try matmul(Y.transposed(), Y) }
}
