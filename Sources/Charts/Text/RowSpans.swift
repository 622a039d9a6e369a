/// Vertical bars on a grid, united: each costs the same however long it is.
struct RowSpans {
  private let rows: Int
  /// For each column where bars begin and where they have ended, row by row.
  private var changes: [Int32]

  init(columns: Int, rows: Int) {
    self.rows = max(rows, 0)
    changes = [Int32](repeating: 0, count: max(columns, 0) * (self.rows + 1))
  }

  /// Adds a bar between two rows of the grid; outside its columns nothing happens.
  mutating func add(_ column: Int, _ top: Int, _ bottom: Int) {
    guard column >= 0, column < changes.count / (rows + 1), top <= bottom else { return }
    changes[column * (rows + 1) + top] &+= 1
    changes[column * (rows + 1) + bottom + 1] &-= 1
  }

  /// Calls `visit` with each cell that a bar covers.
  func forEach(_ visit: (_ column: Int, _ row: Int) -> Void) {
    for column in 0..<changes.count / (rows + 1) {
      var depth: Int32 = 0
      for row in 0..<rows {
        depth &+= changes[column * (rows + 1) + row]
        if depth > 0 { visit(column, row) }
      }
    }
  }
}
