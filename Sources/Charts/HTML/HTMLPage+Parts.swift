extension HTMLPage {
  /// A text of any number of lines as it stands between tags or in the quotes of an attribute.
  package static func escaped(_ text: String) -> String {
    text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
      .map { markup(String($0)) }
      .joined(separator: "\n")
  }

  /// A text in cells of one width that keeps its lines; what is too wide scrolls.
  package static func preformatted(_ text: String) -> String { pre(escaped(text)) }

  /// Lines of styled text with the meaning of their colours.
  package static func preformatted(_ lines: [StyledText]) -> String {
    pre(lines.map(spans).joined(separator: "\n"))
  }

  // A reader without a mouse reaches what scrolls by the tabulator; a first line break is dropped
  // by the browser, so one of its own stands before the text.
  private static func pre(_ markup: String) -> String { "<pre tabindex=\"0\">\n\(markup)</pre>" }

  private static func spans(_ line: StyledText) -> String {
    let drawer = TextDrawer(DrawingOptions())
    return drawer.prepared(line).runs.map { run in
      let text = markup(run.text)
      return run.style.className.map { "<span class=\"\($0)\">\(text)</span>" } ?? text
    }.joined()
  }

  /// A drawing of `svg`, with a sentence below it.
  package static func figure(_ picture: String, caption: String? = nil) -> String {
    let below = caption.map { "<figcaption>\(escaped($0))</figcaption>\n" } ?? ""
    return "<figure tabindex=\"0\">\n\(picture)\(below)</figure>"
  }

  /// Two drawings of one thing, for windows of at least 46 rem and for narrower ones.
  package static func fitting(_ wide: String, _ narrow: String) -> String {
    wide == narrow
      ? wide : "<div class=\"wide\">\(wide)</div>\n<div class=\"narrow\">\(narrow)</div>"
  }

  /// Rows and columns, numbers to the right.
  package static func table(_ table: Table) -> String {
    func row(_ tag: String, _ cells: [StyledText]) -> String {
      let parts = zip(table.columns, cells).map { column, cell in
        let isNumber = column.alignment == .decimal || column.alignment == .right
        return "<\(tag)\(isNumber ? " class=\"number\"" : "")>\(spans(cell))</\(tag)>"
      }
      return "<tr>\(parts.joined())</tr>"
    }
    let head = "<thead>\(row("th", table.columns.map(\.title)))</thead>"
    let body = table.rows.map { row("td", $0) }.joined(separator: "\n")
    let caption = table.title.map { "<caption>\(escaped($0))</caption>\n" } ?? ""
    return "<table tabindex=\"0\">\n\(caption)\(head)\n<tbody>\n\(body)\n</tbody>\n</table>"
  }
}

extension TextStyle {
  /// The class of the page's style; `nil` for plain text.
  fileprivate var className: String? {
    switch self {
    case .title: "title"
    case .emphasis: "strong"
    case .dim: "dim"
    case .good: "good"
    case .bad: "bad"
    case .changed: "changed"
    case .series(let number):
      "s\((number % HTMLPage.seriesCount + HTMLPage.seriesCount) % HTMLPage.seriesCount)"
    case .plain, .shade, .balance: nil
    }
  }
}
