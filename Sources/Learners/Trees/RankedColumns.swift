internal import Diagnostics
internal import Tensors

/// A design seen through the order of its values: each column's distinct values, ascending, and the
/// rank of every element among them.
///
/// Trees split by order alone, so all nodes of all trees of a design read these small whole numbers.
/// A sparse design is written out, at four bytes an element.
struct RankedColumns: Sendable {
  let rowCount: Int
  let columnCount: Int
  /// Column by column, n ranks each.
  let ranks: [UInt32]
  /// The distinct values of each column.
  let values: [[Double]]

  /// Throws `limit` when the ranks do not fit in memory.
  init(_ X: DesignMatrix) throws {
    let (n, p) = (X.rowCount, X.columnCount)
    let (size, overflow) = n.multipliedReportingOverflow(by: p)
    try TensorMemory.check(
      count: overflow ? .max : size / 2 + 1, described: "ranks of \(n)×\(p) (trees write them out)")
    rowCount = n
    columnCount = p
    var ranks = [UInt32](repeating: 0, count: size)
    var sorted: [[Double]] = []
    try ranks.withUnsafeMutableBufferPointer { ranks in
      guard let ranks = ranks.baseAddress else {
        sorted = [[Double]](repeating: [], count: p)
        return
      }
      switch X {
      case .dense(let tensor):
        sorted = try inParallel(p) { j in
          try RankedColumns.rank(tensor, j, into: ranks + j * n)
        }
      case .sparse(let matrix):
        let columns = try matrix.transposed()
        sorted = try inParallel(p) { j in
          try RankedColumns.rank(columns, j, n, into: ranks + j * n)
        }
      }
    }
    self.ranks = ranks
    values = sorted
  }

  private static func rank(
    _ X: Tensor, _ j: Int, into ranks: UnsafeMutablePointer<UInt32>
  ) throws -> [Double] {
    let (n, p) = (X.rowCount, X.columnCount)
    let column = X.withElements { x in (0..<n).map { x[$0 * p + j] } }
    var distinct: [Double] = []
    for i in try sortedPositions(column, n) {
      if distinct.last != column[i] { distinct.append(column[i]) }
      ranks[i] = UInt32(distinct.count - 1)
    }
    return distinct
  }

  /// A row of the transposed matrix: zeros are one value among those of the entries.
  private static func rank(
    _ columns: SparseMatrix, _ j: Int, _ n: Int, into ranks: UnsafeMutablePointer<UInt32>
  ) throws -> [Double] {
    let entries = columns.entries(ofRow: j)
    let values = Array(columns.values[entries])
    var distinct = values.count < n ? Set(values).union([0]).sorted() : Set(values).sorted()
    if distinct.isEmpty { distinct = [0] }
    let places = Dictionary(
      uniqueKeysWithValues: distinct.enumerated().map { ($1, UInt32($0)) })
    let zero = places[0] ?? 0
    for i in 0..<n { ranks[i] = zero }
    for e in entries { ranks[Int(columns.columns[e])] = places[columns.values[e]] ?? 0 }
    return distinct
  }

  /// Halfway between the values of two neighbouring ranks; the lower one where rounding leaves no
  /// number between them.
  func threshold(_ column: Int, _ lower: Int, _ upper: Int) -> Double {
    let (a, b) = (values[column][lower], values[column][upper])
    let middle = a / 2 + b / 2
    return middle < b && middle >= a ? middle : a
  }
}
