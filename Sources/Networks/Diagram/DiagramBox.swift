/// A block as it is drawn: a frame with its title and lines in columns.
struct DiagramBox {
  let title: String
  let rows: [DiagramBlock.Row]

  /// A box; `share` groups have the parameters of a row together, and `isTall` gives functions behind a
  /// layer a line of their own.
  init(title: String, rows: [DiagramBlock.Row], share: Int = 1, isTall: Bool = false) {
    self.title = title
    self.rows = rows.flatMap { row in
      var first = row
      first.followers = []
      first.parameters = row.parameters.map { $0 / max(share, 1) }
      guard isTall else {
        first.label = ([row.label] + row.followers).joined(separator: ", ")
        return [first]
      }
      return [first] + row.followers.map { .init(label: $0) }
    }
  }

  /// The widths of what lines hold: labels, shapes, parameters.
  private var columns: (label: Int, shape: Int, count: Int) {
    (
      rows.map(\.label.count).max() ?? 0, rows.map(\.shape.count).max() ?? 0,
      rows.map { count($0).count }.max() ?? 0
    )
  }

  /// The cells that it takes when nothing is shortened.
  var width: Int {
    let (label, shape, count) = columns
    let tabular = label + (shape > 0 ? 2 + shape : 0) + (count > 0 ? 2 + count : 0)
    return max(tabular, title.count + 2) + 4
  }

  private func count(_ row: DiagramBlock.Row) -> String {
    row.parameters.map(thousands) ?? ""
  }

  /// The lines, each `width` cells wide; `height` lines stand between the edges, and a mark in the
  /// lower edge shows where the way goes on.
  func lines(width: Int, height: Int, isLast: Bool) -> [String] {
    let inner = max(width - 4, 4)
    let name = shortened(title, inner - 2)
    let top = "┌ \(name) " + String(repeating: "─", count: max(width - 4 - name.count, 0)) + "┐"
    var body = rows.map { "│ \(line($0, inner)) │" }
    while body.count < height { body.append("│\(String(repeating: " ", count: width - 2))│") }
    var bottom = Array("└" + String(repeating: "─", count: max(width - 2, 0)) + "┘")
    if !isLast, bottom.count > 2 { bottom[width / 2] = "┬" }
    return [top] + body + [String(bottom)]
  }

  private func line(_ row: DiagramBlock.Row, _ inner: Int) -> String {
    let (_, shapes, counts) = columns
    let right =
      (shapes > 0 && !(row.shape.isEmpty && row.parameters == nil)
        ? "  " + padded(row.shape, shapes, isRight: true) : "")
      + (counts > 0 && !(row.shape.isEmpty && row.parameters == nil)
        ? "  " + padded(count(row), counts, isRight: true) : "")
    let room = max(inner - right.count, 1)
    return padded(shortened(row.label, room), room, isRight: false) + right
  }
}

/// A text filled up with spaces.
func padded(_ text: String, _ width: Int, isRight: Bool) -> String {
  let space = String(repeating: " ", count: max(width - text.count, 0))
  return isRight ? space + text : text + space
}

/// A text of at most so many characters.
func shortened(_ text: String, _ length: Int) -> String {
  text.count <= length ? text : String(text.prefix(max(length - 1, 0))) + "…"
}

/// `1,234,567`.
package func thousands(_ value: Int) -> String {
  var digits = String(value.magnitude)
  var parts: [String] = []
  while digits.count > 3 {
    parts.insert(String(digits.suffix(3)), at: 0)
    digits = String(digits.dropLast(3))
  }
  return (value < 0 ? "-" : "") + ([digits] + parts).joined(separator: ",")
}
