/// A screen as a page of its own: its text of 80 columns with the meaning of its colours.
///
/// The same screen gives the same bytes; the page needs no other file.
package func html(_ screen: Screen) -> String {
  HTMLPage(title: screen.title, body: HTMLPage.preformatted(pageLines(screen))).text
}

/// A screen as an SVG picture: its text of 80 columns, each character in a cell of its own size.
package func svg(_ screen: Screen) -> String {
  let lines = pageLines(screen)
  let (cell, height) = (8.0, 18.0)
  let (wide, high) = (number(80 * cell + 32), number(height * Double(lines.count) + 24))
  let size = "width=\"\(wide)\" height=\"\(high)\" viewBox=\"0 0 \(wide) \(high)\""
  var body: [String] = []
  for (row, line) in lines.enumerated() {
    let y = number(24 + height * Double(row))
    var column = 0
    for run in line.runs {
      let width = cellWidth(run.text)
      if run.text.contains(where: { $0 != " " }) {
        body.append(
          "<text x=\"\(number(16 + cell * Double(column)))\" y=\"\(y)\" "
            + "textLength=\"\(number(cell * Double(width)))\"\(run.style.attributes)>"
            + "\(markup(run.text))</text>")
      }
      column += width
    }
  }
  return """
    <svg xmlns="http://www.w3.org/2000/svg" \(size) role="img" font-family="monospace" \
    font-size="13" xml:space="preserve" fill="#222222">
    <title>\(markup(screen.title))</title>
    <rect width="100%" height="100%" fill="#ffffff"/>
    \(body.joined(separator: "\n"))
    </svg>

    """
}

/// The lines of a screen, cut to the page's 80 columns.
private func pageLines(_ screen: Screen) -> [StyledText] {
  let drawer = TextDrawer(DrawingOptions())
  return drawer.block(screen).map { $0.cut(to: drawer.width, drawer.options) }
}

extension TextStyle {
  /// How a text of the style looks in a picture.
  fileprivate var attributes: String {
    switch self {
    case .title, .emphasis: " font-weight=\"bold\""
    case .dim: " fill=\"#666666\""
    case .good: " fill=\"#007a53\""
    case .bad: " fill=\"#b33c00\""
    case .changed: " fill=\"#0060a0\" font-weight=\"bold\""
    case .plain, .series, .shade, .balance: ""
    }
  }
}
