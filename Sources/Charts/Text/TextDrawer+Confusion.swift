extension TextDrawer {
  /// Counts shaded by their share of the row, with recall at the right and precision below.
  func confusion(_ chart: Chart, _ matrix: Confusion) -> Block {
    guard !matrix.names.isEmpty else { return emptyFrame(chart) }
    return heading(chart, note: nil) + block(matrix.table)
      + StyledText(matrix.accuracyText).wrapped(to: width, options)
      + StyledText("shade = share of the row", .dim).wrapped(to: width, options)
  }
}

extension Confusion {
  /// Classes whose columns stand apart; more stand closer, so that they fit beside each other.
  private static let roomyClasses = 8

  /// The matrix as a table: `░ 12` is a count with the shade of its share of the row.
  fileprivate var table: Table {
    let isWide = names.count > Self.roomyClasses
    let widths = names.indices.map { column in
      names.indices.map { shortNumber(self[$0, column]).count }.max() ?? 1
    }
    let all = rowSums.reduce(0, +)
    let size = (rowSums + [all]).map { shortNumber($0).count }.max() ?? 1
    var table = Table(
      columns: [.init("true\\pred")]
        + names.map { .init(StyledText(truncated($0, to: 12)), .right) }
        + [
          .init(StyledText("│ \(blanks(size - 1))n"), .right, leftOut: isWide ? 1 : nil),
          .init("recall", .right),
        ])
    func total(_ value: Double) -> StyledText {
      let text = shortNumber(value)
      return StyledText("│ " + blanks(size - text.count) + text)
    }
    for row in names.indices {
      let cells = names.indices.map { column -> StyledText in
        let share = rowSums[row] > 0 ? self[row, column] / rowSums[row] : 0
        let number = shortNumber(self[row, column])
        // What is not 0 has at least the lightest shade.
        return StyledText.shade(share > 0 ? max(share, 0.2) : 0, in: 0...1, .shade(share))
          + StyledText((isWide ? "" : " ") + blanks(widths[column] - number.count))
          + StyledText(number, row == column ? .emphasis : .plain)
      }
      table.rows.append(
        [StyledText(truncated(names[row], to: 16))] + cells
          + [total(rowSums[row]), rate(recall[row], digits: 3)])
    }
    table.rows.append(
      ["precision"] + precision.map { rate($0, digits: isWide ? 2 : 3, short: true) }
        + [total(all), ""])
    return table
  }

  /// A share, `.926` where room is short, or `0/0` where there is nothing to take it of.
  private func rate(_ share: Double?, digits: Int, short: Bool = false) -> StyledText {
    guard let share else { return StyledText("0/0", .dim) }
    let text = fixed(share, digits)
    return StyledText(short && text.hasPrefix("0.") ? String(text.dropFirst()) : text)
  }
}
