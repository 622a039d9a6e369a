/// A matrix of doubles (or bools) that stores only its entries other than 0, row by row (CSR).
///
/// Row i holds the entries at `rowStarts[i] ..< rowStarts[i + 1]` of `columns` and `values`. Always
/// true, and kept by every operation: the columns of a row ascend strictly, no stored value is 0,
/// and stored values of bools are 1. NaN and infinities are entries like others. A copy shares the
/// storage. Entries that are not stored take no part in products: 0 · NaN counts as 0 there.
package struct SparseMatrix: Sendable, Equatable {
  /// n, the number of rows.
  package let rowCount: Int
  /// d, the number of columns.
  package let columnCount: Int
  /// What the entries mean.
  package let kind: ElementKind
  /// n + 1 ascending positions: where each row begins, and behind the last one the number of entries.
  package let rowStarts: [Int]
  /// The column of each entry.
  package let columns: [Int32]
  /// The value of each entry.
  package let values: [Double]

  /// The largest number of rows, and of columns.
  package static let maximumSize = Int(Int32.max)

  /// Storage that is known to keep the rules.
  init(
    unchecked rowStarts: [Int], _ columns: [Int32], _ values: [Double], columnCount: Int,
    kind: ElementKind
  ) {
    rowCount = rowStarts.count - 1
    self.columnCount = columnCount
    self.kind = kind
    self.rowStarts = rowStarts
    self.columns = columns
    self.values = values
  }

  /// Storage made elsewhere.
  ///
  /// - Throws: `value` where it breaks a rule of the type, `limit` for too many columns.
  package init(
    rowStarts: [Int], columns: [Int32], values: [Double], columnCount: Int,
    kind: ElementKind = .number
  ) throws {
    try SparseMatrix.checkSizes(max(rowStarts.count - 1, 0), columnCount)
    func check(_ isTrue: Bool, _ rule: String) throws {
      if !isTrue { throw TensorError(.value, "expected \(rule) in sparse storage") }
    }
    try check(columns.count == values.count, "a column for each value")
    try check(
      rowStarts.first == 0 && rowStarts.last == values.count, "rows from 0 to the last entry")
    try check(zip(rowStarts, rowStarts.dropFirst()).allSatisfy(<=), "ascending row starts")
    for i in 0..<rowStarts.count - 1 {
      var last: Int32 = -1
      for column in columns[rowStarts[i]..<rowStarts[i + 1]] {
        try check(column > last && column < columnCount, "ascending columns below \(columnCount)")
        last = column
      }
    }
    try check(values.allSatisfy { $0 != 0 && (kind == .number || $0 == 1) }, "entries other than 0")
    self.init(unchecked: rowStarts, columns, values, columnCount: columnCount, kind: kind)
  }

  /// A matrix without entries.
  ///
  /// - Throws: `shape` for negative sizes, `limit` for sizes that are too large.
  package static func empty(
    _ rowCount: Int, _ columnCount: Int, kind: ElementKind = .number
  ) throws -> SparseMatrix {
    try checkSizes(rowCount, columnCount)
    return SparseMatrix(
      unchecked: Array(repeating: 0, count: rowCount + 1), [], [], columnCount: columnCount,
      kind: kind)
  }

  /// n×d.
  package var shape: Shape { Shape(rowCount, columnCount) }
  /// The number of stored entries.
  package var entryCount: Int { values.count }
  /// Whether the entries are bools.
  package var isBool: Bool { kind == .bool }
  /// The share of the entries that are stored; 0 for a matrix without elements.
  package var density: Double {
    entryCount == 0 ? 0 : Double(entryCount) / Double(rowCount) / Double(columnCount)
  }

  /// The positions of a row's entries in `columns` and `values`.
  package func entries(ofRow row: Int) -> Range<Int> { rowStarts[row]..<rowStarts[row + 1] }

  /// The element at a place inside the matrix; O(log of the row's entries).
  package subscript(row: Int, column: Int) -> Double {
    var (low, high) = (rowStarts[row], rowStarts[row + 1])
    while low < high {
      let middle = (low + high) / 2
      if columns[middle] < column { low = middle + 1 } else { high = middle }
    }
    return low < rowStarts[row + 1] && columns[low] == column ? values[low] : 0
  }

  /// Read access to the storage; the pointers must not outlive the call.
  package func withEntries<R>(_ body: (SparseEntries) throws -> R) rethrows -> R {
    try rowStarts.withUnsafeBufferPointer { starts in
      try columns.withUnsafeBufferPointer { columns in
        try values.withUnsafeBufferPointer { values in
          try body(SparseEntries(starts: starts, columns: columns, values: values))
        }
      }
    }
  }

  /// Throws when a matrix of this size cannot be.
  static func checkSizes(_ rows: Int, _ columns: Int, entries: Int = 0) throws {
    if let negative = [rows, columns].first(where: { $0 < 0 }) {
      throw TensorError(.shape, "sizes must be 0 or more, found \(negative)")
    }
    guard max(rows, columns) <= maximumSize else {
      throw TensorError(
        .limit,
        "a sparse matrix has at most \(maximumSize) rows and columns, found \(rows)×\(columns)")
    }
    // An entry takes a double and half of one for its column.
    let (size, overflow) = entries.multipliedReportingOverflow(by: 2)
    try TensorMemory.check(
      count: overflow ? .max : size / 4 * 3 + rows + 1,
      described: "\(rows)×\(columns) with \(entries) entries")
  }
}

/// The storage of a sparse matrix as memory, for loops over its entries.
package struct SparseEntries {
  package let starts: UnsafeBufferPointer<Int>
  package let columns: UnsafeBufferPointer<Int32>
  package let values: UnsafeBufferPointer<Double>
}

/// Makes a sparse matrix row by row.
package struct SparseBuilder {
  private var starts = [0]
  private var columns: [Int32] = []
  private var values: [Double] = []
  private var polled = 0

  package init(rows: Int = 0, entries: Int = 0) {
    starts.reserveCapacity(rows + 1)
    columns.reserveCapacity(entries)
    values.reserveCapacity(entries)
  }

  /// The number of rows that are complete.
  package var rowCount: Int { starts.count - 1 }

  /// Adds an entry behind those of the row; columns ascend, and a value of 0 is left out.
  @inline(__always)
  package mutating func append(_ column: Int32, _ value: Double) {
    guard value != 0 else { return }
    columns.append(column)
    values.append(value)
  }

  /// Completes the row.
  ///
  /// - Throws: when a stop was requested, which it looks at now and then.
  package mutating func endRow() throws {
    starts.append(values.count)
    guard values.count + starts.count - polled > 1 << 15 else { return }
    polled = values.count + starts.count
    try Interrupt.check()
    try TensorMemory.check(
      count: values.count, described: "\(starts.count) rows with \(values.count) entries")
  }

  /// The matrix of the rows that are complete.
  package consuming func matrix(columnCount: Int, kind: ElementKind = .number) -> SparseMatrix {
    SparseMatrix(unchecked: starts, columns, values, columnCount: columnCount, kind: kind)
  }
}
