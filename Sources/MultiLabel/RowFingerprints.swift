package import Datasets
internal import Tensors

/// What the rows of a data set look like, so that they are known again elsewhere.
///
/// A row is its features other than 0 and its labels, as one 64-bit hash (Fowler, Noll and Vo's);
/// order, names and whether the set is sparse do not matter.
package struct RowFingerprints: Sendable, Equatable {
  private let hashes: Set<UInt64>

  package init(_ data: Dataset) {
    hashes = Set(RowFingerprints.hashes(data))
  }

  /// How many rows of another set are among these.
  package func shared(with data: Dataset) -> Int {
    RowFingerprints.hashes(data).count { hashes.contains($0) }
  }

  private static func hashes(_ data: Dataset) -> [UInt64] {
    var result = [UInt64](repeating: 0xcbf2_9ce4_8422_2325, count: data.rowCount)
    func mix(_ row: Int, _ column: Int, _ value: Double) {
      guard value != 0 else { return }
      for word in [UInt64(column), value.bitPattern] {
        for shift in stride(from: 0, to: 64, by: 8) {
          result[row] = (result[row] ^ (word >> UInt64(shift) & 0xFF)) &* 0x100_0000_01b3
        }
      }
    }
    let (n, d) = (data.rowCount, data.X.columnCount)
    switch data.X {
    case .dense(let tensor):
      tensor.withElements { x in
        for i in 0..<n { for j in 0..<d { mix(i, j, x[i * d + j]) } }
      }
    case .sparse(let matrix):
      for i in 0..<n {
        for entry in matrix.entries(ofRow: i) {
          mix(i, Int(matrix.columns[entry]), matrix.values[entry])
        }
      }
    }
    for i in 0..<n { for c in 0..<data.labelCount { mix(i, d + c, data.Y[i, c]) } }
    return result
  }
}
