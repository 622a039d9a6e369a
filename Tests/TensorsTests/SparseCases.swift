@testable import Tensors

extension CaseGenerator {
  /// A random dense matrix of which about a share is not 0, rows and columns without entries
  /// among them.
  mutating func mostlyZeros(_ rows: Int, _ columns: Int, share: Double = 0.3) -> Tensor {
    let emptyRow = rows > 2 ? Int.random(in: 0..<rows, using: &self) : -1
    let emptyColumn = columns > 2 ? Int.random(in: 0..<columns, using: &self) : -1
    var elements: [Double] = []
    for i in 0..<rows {
      for j in 0..<columns {
        let isEntry = Double.random(in: 0..<1, using: &self) < share
        let value = Double(Int.random(in: -4...4, using: &self))
        elements.append(isEntry && i != emptyRow && j != emptyColumn ? value : 0)
      }
    }
    return Tensor(elements, Shape(rows, columns))
  }
}

/// Sizes that properties are checked on: empty ones, single rows and columns, and larger ones.
let sparseSizes = [(0, 0), (0, 3), (3, 0), (1, 1), (1, 7), (7, 1), (5, 4), (12, 9), (40, 33)]

/// Whether the storage keeps the rules of the type.
func keepsRules(_ x: SparseMatrix) -> Bool {
  let copy = try? SparseMatrix(
    rowStarts: x.rowStarts, columns: x.columns, values: x.values, columnCount: x.columnCount,
    kind: x.kind)
  return copy != nil
}

/// Whether a sparse matrix keeps its rules and has the elements of a dense one, NaN for NaN.
func agrees(_ x: SparseMatrix, _ dense: Tensor) -> Bool {
  guard keepsRules(x), x.shape == dense.shape, x.kind == dense.kind,
    let own = try? x.dense()
  else { return false }
  return same(own.elements, dense.elements)
}
