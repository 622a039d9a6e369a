import Datasets
import Tensors

extension Dataset {
  /// The rows of a range, as a set of its own.
  func part(_ range: Range<Int>) throws -> Dataset { try rows(Array(range)) }
}

/// Labels written as digits, a string a row.
func labelMatrix(_ rows: [String]) -> Tensor {
  Tensor(
    rows.flatMap { $0.map { $0 == "1" ? 1.0 : 0 } }, Shape(rows.count, rows.first?.count ?? 0))
}
