/// What a piece of text means to the reader; the drawer chooses colour, weight or nothing at all.
package enum TextStyle: Sendable, Hashable {
  case plain, title, emphasis, dim, good, bad, changed
  /// The colour of the n-th series or label of a chart.
  case series(Int)
  /// The colour of a shade between nothing (0) and full (1).
  case shade(Double)
  /// The colour of a shade between the most negative (−1) and the most positive (1).
  case balance(Double)
}

/// A small picture that stands in a line of text or in a table cell, as wide as it says.
package enum InlineFigure: Sendable, Hashable {
  /// A bar from the left edge: `value` between `from` and `to`, on `width` cells.
  case bar(value: Double, from: Double, to: Double, width: Int)
  /// A bar that leaves a centre line to the left or right, on `2 · half + 1` cells.
  case signedBar(value: Double, limit: Double, half: Int)
  /// Bars end to end from the left edge, `limit` on `width` cells, told apart by their patterns.
  case stack([Double], limit: Double, width: Int)
  /// One cell for each value, as high as the value.
  case spark([Double], from: Double, to: Double)
  /// A cell shaded between nothing and full.
  case shade(value: Double, from: Double, to: Double)
}

/// Text in runs of one style each; a string literal is one plain run.
package struct StyledText: Sendable, Hashable, ExpressibleByStringInterpolation {
  /// A run of one style: characters, or a figure that is drawn when the characters to use are known.
  package struct Run: Sendable, Hashable {
    /// The characters; empty when there is a figure.
    package var text: String
    /// What they mean.
    package var style: TextStyle
    /// When set, is drawn instead of `text`.
    package var figure: InlineFigure?
  }

  /// The pieces from left to right.
  package var runs: [Run]

  package init(_ text: String, _ style: TextStyle = .plain) {
    runs = text.isEmpty ? [] : [Run(text: text, style: style, figure: nil)]
  }

  /// A text that is one inline figure.
  package init(_ figure: InlineFigure, _ style: TextStyle = .plain) {
    runs = [Run(text: "", style: style, figure: figure)]
  }

  package init(stringLiteral value: String) { self.init(value) }

  /// The characters without their styles; figures are drawn with blocks.
  package var plain: String {
    runs.map { run in
      run.figure.map { $0.drawn(with: Glyphs(DrawingOptions())) } ?? run.text
    }.joined()
  }

  package static func + (left: StyledText, right: StyledText) -> StyledText {
    var sum = left
    sum.runs += right.runs
    return sum
  }
}

extension StyledText {
  /// A bar of `width` cells for a value between the limits, in eighths of a cell.
  ///
  /// A value that is neither 0 nor invisible always shows at least the thinnest bar.
  package static func bar(
    _ value: Double, in limits: ClosedRange<Double> = 0...1, width: Int = 10,
    _ style: TextStyle = .plain
  ) -> StyledText {
    StyledText(
      .bar(value: value, from: limits.lowerBound, to: limits.upperBound, width: width), style)
  }

  /// A bar of either sign around a centre line: `▐█████|     ` for −1.8 of ±2.
  ///
  /// `half` is the number of cells on each side; the whole figure takes `2 · half + 1`.
  package static func signedBar(
    _ value: Double, limit: Double = 1, half: Int = 6, _ style: TextStyle = .plain
  ) -> StyledText {
    StyledText(.signedBar(value: value, limit: limit, half: half), style)
  }

  /// One small column for each value: `▂▃▅▇`; limits default to the values' own.
  package static func spark(
    _ values: [Double], in limits: ClosedRange<Double>? = nil, _ style: TextStyle = .plain
  ) -> StyledText {
    let finite = values.filter(\.isFinite)
    let low = limits?.lowerBound ?? finite.min() ?? 0
    let high = limits?.upperBound ?? finite.max() ?? 1
    return StyledText(.spark(values, from: low, to: high), style)
  }

  /// One cell of ` ░▒▓█` for a value between the limits.
  package static func shade(
    _ value: Double, in limits: ClosedRange<Double> = 0...1, _ style: TextStyle = .plain
  ) -> StyledText {
    StyledText(.shade(value: value, from: limits.lowerBound, to: limits.upperBound), style)
  }
}
