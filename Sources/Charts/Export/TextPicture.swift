/// Lines of styled text of at most 80 cells as a document of its own: a page or a picture.
///
/// Equal lines give equal bytes; neither needs another file.
package struct TextPicture: Sendable {
  package var title: String
  package var lines: [StyledText]

  package init(title: String, lines: [StyledText]) {
    self.title = title
    let drawer = TextDrawer(DrawingOptions())
    self.lines = lines.map { drawer.prepared($0).cut(to: drawer.width, drawer.options) }
  }

  /// A screen as it stands in a terminal.
  package init(_ screen: Screen) {
    self.init(title: screen.title, lines: TextDrawer(DrawingOptions()).block(screen))
  }

  /// Panels below each other.
  package init(title: String, panels: [Panel]) {
    let drawer = TextDrawer(DrawingOptions())
    self.init(title: title, lines: panels.flatMap { drawer.block($0) })
  }

  /// A page that holds the lines with the meaning of their colours.
  package var html: String {
    HTMLPage(title: title, body: HTMLPage.preformatted(lines)).text
  }

  /// A picture that holds the lines, each character in a cell of its own size.
  package var svg: String {
    let (cell, height) = (8.0, 18.0)
    let (wide, high) = (number(80 * cell + 32), number(height * Double(lines.count) + 24))
    let size = "width=\"\(wide)\" height=\"\(high)\" viewBox=\"0 0 \(wide) \(high)\""
    let body = lines.enumerated().flatMap { row, line in
      elements(line, y: 24 + height * Double(row), cell: cell)
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" \(size) role="img" font-family="monospace" \
      font-size="13" fill="\(SVGCanvas.ink)">
      <title>\(markup(title))</title>
      <desc>\(markup(lines.map(\.plain).joined(separator: " ")))</desc>
      <rect width="100%" height="100%" fill="#ffffff"/>
      \(body.joined(separator: "\n"))
      </svg>

      """
  }

  /// A text for each word: blanks within one would be drawn as a single one.
  private func elements(_ line: StyledText, y: Double, cell: Double) -> [String] {
    var column = 0
    var elements: [String] = []
    for run in line.runs {
      for word in run.text.split(separator: " ", omittingEmptySubsequences: false) {
        let width = cellWidth(String(word))
        if width > 0 {
          elements.append(
            "<text x=\"\(number(16 + cell * Double(column)))\" y=\"\(number(y))\" "
              + "textLength=\"\(number(cell * Double(width)))\" "
              + "lengthAdjust=\"spacingAndGlyphs\"\(run.style.attributes)>"
              + "\(markup(String(word)))</text>")
        }
        column += width + 1
      }
      column -= 1
    }
    return elements
  }
}

/// A screen as a page of its own: its text of 80 columns with the meaning of its colours.
package func html(_ screen: Screen) -> String { TextPicture(screen).html }

/// A screen as an SVG picture: its text of 80 columns.
package func svg(_ screen: Screen) -> String { TextPicture(screen).svg }

extension TextStyle {
  /// How a text of the style looks on the white of a picture.
  fileprivate var attributes: String {
    switch self {
    case .title, .emphasis: " font-weight=\"bold\""
    case .dim: " fill=\"#5c5c5c\""
    case .good: " fill=\"#007a53\""
    case .bad: " fill=\"#b33c00\""
    case .changed: " fill=\"#0060a0\" font-weight=\"bold\""
    case .series(let number):
      Palette.okabe.series(number, on: .light).map { " fill=\"\($0.hex)\"" } ?? ""
    case .plain, .shade, .balance: ""
    }
  }
}
