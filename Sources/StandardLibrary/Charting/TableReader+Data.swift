internal import Charts
internal import Runtime
internal import Tensors

extension TableReader {
  /// All rows of what `table` reads, with exact numbers, for a file.
  static func data(_ x: Value, headings: [String]) -> DataTable {
    var data = DataTable(headings, [])
    switch x {
    case .record(let box):
      let columns = box.record.values.map { value -> [Value] in
        if value.scalar != nil || String.from(value) != nil { return [value] }
        return (try? StandardLibrary.parts(of: value, for: "table", "a column")) ?? [value]
      }
      let count = columns.map(\.count).min() ?? 0
      data.rows = (0..<count).map { row in columns.map { cell($0[row]) } }
    case .list(let box) where box.elements.contains { Record.from($0) != nil }:
      let rows = box.elements.compactMap { Record.from($0) }
      var fields: [String] = []
      var known: Set<String> = []
      for row in rows {
        for name in row.names where known.insert(name).inserted { fields.append(name) }
      }
      data.rows = rows.map { row in fields.map { row[$0].map(cell) ?? .text("") } }
    default:
      guard let tensor = Numbers.from(x)?.tensor, tensor.rank == 1 || tensor.rank == 2 else {
        return data
      }
      let width = tensor.columnCount
      data.rows = (0..<tensor.rowCount).map { row in
        (0..<width).map { .number(tensor[flat: row * width + $0]) }
      }
    }
    return data
  }

  private static func cell(_ value: Value) -> DataTable.Cell {
    if case .number(let number) = value { return .number(number) }
    return .text(value.printed)
  }
}
