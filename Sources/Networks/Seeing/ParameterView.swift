internal import Charts

/// The numbers of a parameter as a table: a line a row of it, a group after the other.
struct ParameterView {
  let parameter: GraphParameter
  private let numbers: [Double]

  init(_ parameter: GraphParameter, _ all: [Double]) {
    self.parameter = parameter
    numbers = Array(all[parameter.range])
  }

  var panel: Panel {
    let columns = parameter.shape.last ?? 1
    let rows = numbers.count / max(columns, 1)
    let shown = min(columns, 6)
    var table = Table(
      columns: [.init(StyledText("\(parameter.name) \(sizes(parameter.shape))"))]
        + (0..<shown).map { .init(StyledText("\($0)"), .decimal, leftOut: $0 < 2 ? nil : $0) })
    for r in 0..<min(rows, 14) {
      table.rows.append(
        [StyledText("\(r)", .dim)]
          + (0..<shown).map { StyledText(shortNumber(numbers[r * columns + $0])) })
    }
    var rest: [String] = []
    if rows > 14 { rest.append("\(rows - 14) more rows") }
    if columns > shown { rest.append("\(columns - shown) more columns") }
    guard !rest.isEmpty else { return .table(table) }
    return .stack([.table(table), .lines([StyledText("… \(rest.joined(separator: ", "))", .dim)])])
  }
}

/// `32×16`.
func sizes(_ shape: [Int]) -> String {
  shape.isEmpty ? "1" : shape.map(String.init).joined(separator: "×")
}

/// The first of some numbers in three digits each, and how many more there are.
func firstNumbers(_ values: some Collection<Double>, _ limit: Int) -> String {
  let shown = values.prefix(limit).map { shortNumber($0) }.joined(separator: " ")
  return values.count > limit ? shown + " …" : shown
}

extension GraphValue {
  /// `4 × 16` for groups side by side, `16` for one.
  var sizes: String {
    let own = shape.map(String.init).joined(separator: "×")
    return groups > 1 ? "\(groups) × \(own)" : own
  }
}
