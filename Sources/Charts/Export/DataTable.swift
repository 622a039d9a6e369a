/// The data behind a drawing: named columns of texts and exact numbers.
package struct DataTable: Sendable, Equatable {
  /// A text, or a number that is written so exactly that reading gives it back.
  package enum Cell: Sendable, Equatable {
    case text(String)
    case number(Double)

    /// The cell as it stands in a file.
    package var text: String {
      switch self {
      case .text(let text): return text
      case .number(let value):
        let shortest = value.isFinite ? "\(value)" : fixed(value, 0)
        return shortest.hasSuffix(".0") ? String(shortest.dropLast(2)) : shortest
      }
    }
  }

  package var columns: [String]
  package var rows: [[Cell]] {
    didSet { rowCount = max(rowCount, rows.count) }
  }
  /// The rows there are, of which only the first may have been asked for.
  var rowCount: Int

  package init(_ columns: [String], _ rows: [[Cell]]) {
    self.columns = columns
    self.rows = rows
    rowCount = rows.count
  }

  /// Lines of cells with commas between them, by RFC 4180: what holds a comma, a quote or a line break
  /// stands in quotes.
  package var csv: String {
    var text = Self.line(columns)
    for row in rows { text += Self.line(row.map(\.text)) }
    return text
  }

  private static func line(_ cells: [String]) -> String {
    cells.map(quoted).joined(separator: ",") + "\n"
  }

  private static func quoted(_ cell: String) -> String {
    let special: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: "\""), 10, 13]
    guard cell.utf8.contains(where: { special.contains($0) }) else { return cell }
    var text = "\""
    for scalar in cell.unicodeScalars {
      if scalar == "\"" { text += "\"" }
      text.unicodeScalars.append(scalar)
    }
    return text + "\""
  }

  /// Rows and columns that a page shows.
  static let shownRows = 1000
  private static let shownColumns = 50

  /// What a page leaves out: `999000 more rows and 3 more columns`.
  var hidden: String? {
    let (more, wider) = (rowCount - Self.shownRows, columns.count - Self.shownColumns)
    let parts = [
      more > 0 ? counted(more, "more row") : nil, wider > 0 ? counted(wider, "more column") : nil,
    ].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: " and ")
  }

  /// The first rows and columns as a table of a page.
  var firstPart: Table {
    let first = rows.prefix(Self.shownRows).map { $0.prefix(Self.shownColumns) }
    let columns = columns.prefix(Self.shownColumns).enumerated().map { index, name in
      let isNumeric = first.contains { row in
        guard index < row.count, case .number = row[index] else { return false }
        return true
      }
      return Table.Column(StyledText(name), isNumeric ? .right : .left)
    }
    return Table(columns: columns, rows: first.map { $0.map { StyledText(Self.short($0)) } })
  }

  /// A cell as a reader wants it: numbers of six digits.
  private static func short(_ cell: Cell) -> String {
    if case .number(let value) = cell { return shortNumber(value, digits: 6) }
    return cell.text
  }
}
