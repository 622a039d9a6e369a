/// What a piece of text means to the reader; the drawer chooses colour, weight or nothing at all.
package enum TextStyle: Sendable, Hashable {
  case plain, title, emphasis, dim, good, bad, changed
  /// The colour of the n-th series or label of a chart.
  case series(Int)
}

/// Text in runs of one style each; a string literal is one plain run.
package struct StyledText: Sendable, Hashable, ExpressibleByStringInterpolation {
  /// A run of one style.
  package struct Run: Sendable, Hashable {
    package var text: String
    package var style: TextStyle
  }

  package var runs: [Run]

  package init(_ text: String, _ style: TextStyle = .plain) {
    runs = text.isEmpty ? [] : [Run(text: text, style: style)]
  }

  package init(stringLiteral value: String) { self.init(value) }

  /// The characters without their styles.
  package var plain: String { runs.map(\.text).joined() }

  package static func + (left: StyledText, right: StyledText) -> StyledText {
    var sum = left
    sum.runs += right.runs
    return sum
  }
}
