/// Draws a chart as text: lines of at most `options.width` cells joined by newlines.
package func text(_ chart: Chart, _ options: DrawingOptions = DrawingOptions()) -> String {
  let drawer = TextDrawer(chart.look.applied(to: options))
  return drawer.finished(drawer.block(chart))
}

/// Draws a table as text, decimal points lined up.
package func text(_ table: Table, _ options: DrawingOptions = DrawingOptions()) -> String {
  let drawer = TextDrawer(options)
  return drawer.finished(drawer.block(table))
}

/// Draws a screen as text: title and position, panels, why, footer.
package func text(_ screen: Screen, _ options: DrawingOptions = DrawingOptions()) -> String {
  let drawer = TextDrawer(options)
  return drawer.finished(drawer.block(screen))
}

/// Draws a panel as text.
package func text(_ panel: Panel, _ options: DrawingOptions = DrawingOptions()) -> String {
  let drawer = TextDrawer(options)
  return drawer.finished(drawer.block(panel))
}

/// Draws one line of styled text, cut to the width.
package func text(_ line: StyledText, _ options: DrawingOptions = DrawingOptions()) -> String {
  let drawer = TextDrawer(options)
  return drawer.finished([drawer.prepared(line)])
}

/// Turns descriptions into blocks of lines, and blocks into one string.
///
/// Every drawer works on prepared texts and frame characters that suit the options; this type's
/// `finished` is the only place where lines are cut, trimmed and coloured.
struct TextDrawer: Sendable {
  var options: DrawingOptions
  let glyphs: Glyphs

  init(_ options: DrawingOptions) {
    self.options = options
    glyphs = Glyphs(options)
  }

  /// A drawer of the same characters for a narrower place, which may be below 20 cells.
  func narrowed(to width: Int) -> TextDrawer {
    var drawer = self
    drawer.room = max(1, min(width, self.width))
    return drawer
  }

  /// The cells there are; a panel's share of them when narrowed.
  var width: Int { room ?? options.width }
  private var room: Int?

  func prepared(_ text: StyledText) -> StyledText { text.prepared(options, glyphs) }

  func prepared(_ text: String) -> String { cleaned(text, options, glyphs) }

  func measure(_ text: String) -> Int { cellWidth(text, ambiguous: options.ambiguous) }

  /// The lines as one string: cut to the width, without trailing blanks, coloured if wanted.
  func finished(_ block: Block) -> String {
    block.map { line in
      let cut = line.cut(to: width, options).trimmed
      guard options.color != .none else { return cut.runs.map(\.text).joined() }
      return cut.runs.map { colored($0.text, $0.style, options) }.joined()
    }.joined(separator: "\n")
  }
}

extension StyledText {
  /// The text without blanks at its end.
  fileprivate var trimmed: StyledText {
    var result = self
    while let last = result.runs.last {
      var text = Substring(last.text)
      while text.last == " " { text.removeLast() }
      result.runs.removeLast()
      guard text.isEmpty else {
        result.runs.append(Run(text: String(text), style: last.style, figure: nil))
        break
      }
    }
    return result
  }
}
