internal import Charts
internal import Diagnostics
internal import Runtime
internal import Tensors

/// Reads tables from records of columns, lists of records and matrices.
struct TableReader {
  let digits: Int

  /// The longest table drawn in full.
  private static let maximumRows = 60
  private static let edgeRows = 20

  func table(_ x: Value, names: [String]?) throws -> Table {
    var table = try wholeTable(x, names: names)
    let count = table.rows.count
    if count > Self.maximumRows {
      let gap = [StyledText("… \(count - 2 * Self.edgeRows) more", .dim)]
      table.rows =
        table.rows.prefix(Self.edgeRows) + [gap] + table.rows.suffix(Self.edgeRows)
    }
    let headings = table.columns.map(\.title.plain)
    table.data = { Self.data(x, headings: headings) }
    return table
  }

  private func wholeTable(_ x: Value, names: [String]?) throws -> Table {
    switch x {
    case .record(let box): return try columns(box.record, names)
    case .list(let box) where box.elements.contains { Record.from($0) != nil }:
      return try records(box.elements, names)
    default:
      guard let tensor = Numbers.from(x)?.tensor, tensor.rank == 1 || tensor.rank == 2 else {
        throw Failure(
          .argument,
          "table: x must be a record of columns, a list of records or a matrix, found "
            + x.described)
      }
      return try matrix(tensor, names)
    }
  }

  private func headings(_ names: [String], _ given: [String]?) throws -> [StyledText] {
    guard let given else { return names.map { StyledText($0) } }
    guard given.count == names.count else {
      throw Failure(
        .argument, "table: names must name \(names.count) columns, found \(given.count)")
    }
    return given.map { StyledText($0) }
  }

  private func columns(_ record: Record, _ names: [String]?) throws -> Table {
    let columns = try zip(record.names, record.values).map { name, value -> [Value] in
      if value.scalar != nil || String.from(value) != nil || LiteralCell.isCell(value) {
        return [value]
      }
      return try StandardLibrary.parts(of: value, for: "table", "the column \(name)")
    }
    let count = columns.first?.count ?? 0
    for (name, column) in zip(record.names, columns) where column.count != count {
      throw Failure(
        .shape,
        "table: columns must be equally long, found \(count) in \(record.names[0]) and "
          + "\(column.count) in \(name)")
    }
    return Table(
      columns: zip(try headings(record.names, names), columns).map { heading, cells in
        .init(heading, alignment(of: cells))
      },
      rows: (0..<count).map { row in columns.map { cell($0[row]) } })
  }

  private func records(_ elements: [Value], _ names: [String]?) throws -> Table {
    let rows = try elements.map { element -> Record in
      guard let record = Record.from(element) else {
        throw Failure(.argument, "table: each row must be a record, found \(element.described)")
      }
      return record
    }
    var fields: [String] = []
    var known: Set<String> = []
    for row in rows {
      for name in row.names where known.insert(name).inserted { fields.append(name) }
    }
    return Table(
      columns: zip(try headings(fields, names), fields).map { heading, field in
        .init(heading, alignment(of: rows.compactMap { $0[field] }))
      },
      rows: rows.map { row in fields.map { row[$0].map(cell) ?? "" } })
  }

  private func matrix(_ tensor: Tensor, _ names: [String]?) throws -> Table {
    let width = tensor.columnCount
    guard width <= 1000 else {
      throw Failure(.limit, "table: expected at most 1000 columns, found \(width)")
    }
    // Rows that will not be drawn are not made into text either.
    let rows = (0..<tensor.rowCount).map { i -> [StyledText] in
      if tensor.rowCount > Self.maximumRows, i >= Self.edgeRows,
        i < tensor.rowCount - Self.edgeRows
      {
        return []
      }
      return (0..<width).map { cell(.number(tensor[flat: i * width + $0])) }
    }
    return Table(
      columns: try headings((0..<width).map(String.init), names).map { .init($0, .decimal) },
      rows: rows)
  }

  private func alignment(of cells: [Value]) -> Table.Alignment {
    cells.allSatisfy { $0.scalar != nil } ? .decimal : .left
  }

  private func cell(_ value: Value) -> StyledText {
    guard case .number(let number) = value else { return StyledText(value.printed) }
    return StyledText(plainNumber(number, digits: digits))
  }
}

/// Which values stand in one cell of a table.
private enum LiteralCell {
  static func isCell(_ value: Value) -> Bool {
    switch value {
    case .none, .function, .object: true
    default: false
    }
  }
}
