/// How a chart wishes to be drawn, whatever the output is; what is left open follows the output.
package struct Look: Sendable, Hashable {
  /// Whether escape sequences are used.
  package enum Coloring: String, Sendable, Hashable, CaseIterable {
    /// Where the output is a terminal with colours.
    case auto
    /// Everywhere, in the colours that the terminal's name promises.
    case always
    case never
  }

  package var coloring = Coloring.auto
  /// The characters to draw with; `nil` takes those of the output.
  package var glyphs: DrawingOptions.GlyphSet?
  /// The colours; `nil` takes those of the output.
  package var palette: Palette?
  /// Cells of an East Asian Ambiguous character, 1 or 2; `nil` takes those of the output.
  package var ambiguous: Int?

  package init(
    coloring: Coloring = .auto, glyphs: DrawingOptions.GlyphSet? = nil, palette: Palette? = nil,
    ambiguous: Int? = nil
  ) {
    self.coloring = coloring
    self.glyphs = glyphs
    self.palette = palette
    self.ambiguous = ambiguous
  }

  /// The options of an output with what is wished.
  package func applied(to options: DrawingOptions) -> DrawingOptions {
    var result = options
    switch coloring {
    case .auto: break
    case .always: if result.color == .none { result.color = options.depth }
    case .never: result.color = .none
    }
    if let glyphs { result.glyphs = glyphs }
    if let palette { result.palette = palette }
    if let ambiguous { result.ambiguous = ambiguous }
    return result
  }
}
