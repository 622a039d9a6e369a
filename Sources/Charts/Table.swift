/// Rows and columns of text and numbers, aligned by decimal point when drawn.
package struct Table: Sendable {
  /// Where a column's cells stand.
  package enum Alignment: Sendable { case left, right, center, decimal }

  /// A column's heading and alignment.
  package struct Column: Sendable {
    package var title: StyledText
    package var alignment: Alignment
    /// When set, the column is left out where the width does not suffice, high numbers first.
    package var leftOut: Int?

    package init(_ title: StyledText, _ alignment: Alignment = .left, leftOut: Int? = nil) {
      self.title = title
      self.alignment = alignment
      self.leftOut = leftOut
    }
  }

  /// Columns of one kind, some of which may not be shown.
  package struct Parts: Sendable {
    /// What they are called, as `tasks`.
    package var name: String
    /// The columns of the table that are some of them, the first ones.
    package var columns: Range<Int>
    /// How many there are, in the table or not.
    package var count: Int

    package init(_ name: String, _ columns: Range<Int>, of count: Int) {
      (self.name, self.columns, self.count) = (name, columns, count)
    }
  }

  package var title: String?
  /// Columns of which a line below the table says how many are shown, where it is not all of them.
  package var parts: Parts?
  package var columns: [Column]
  package var rows: [[StyledText]]
  /// Indices of rows that are preceded by a rule.
  package var rules: Set<Int> = []
  /// All the data in exact numbers, where the cells are rounded or rows are left out; made when a file
  /// asks for them.
  package var data: (@Sendable () -> DataTable)?

  package init(title: String? = nil, columns: [Column], rows: [[StyledText]] = []) {
    self.title = title
    self.columns = columns
    self.rows = rows
  }
}
