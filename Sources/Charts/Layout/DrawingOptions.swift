/// How a description is drawn as text: width, colours and the characters to draw with.
package struct DrawingOptions: Sendable, Hashable {
  /// Which escape sequences the output may hold.
  package enum Color: Sendable, Hashable { case none, ansi16, ansi256, trueColor }

  /// Which characters curves and bars are made of.
  package enum GlyphSet: String, Sendable, Hashable, CaseIterable {
    /// Eight dots a cell, bars in eighths; for UTF-8 terminals.
    case braille
    /// Half blocks, which also the Linux console has.
    case block
    /// Bytes 32–126 only.
    case ascii
  }

  /// Cells of the longest line, kept within 20…100.
  package var width: Int { didSet { width = Self.clamped(width) } }
  /// Which escape sequences are allowed; none at all in a pipe.
  package var color: Color
  /// Which characters are allowed.
  package var glyphs: GlyphSet
  /// The colours to draw with.
  package var palette = Palette.okabe
  /// What the colours stand on.
  package var background: Palette.Background
  /// The escape sequences that the terminal is thought to know, for what asks for colour where none
  /// would be used.
  package var depth: Color
  /// Cells of an East Asian Ambiguous character: 1 or 2.
  package var ambiguous: Int { didSet { ambiguous = ambiguous == 2 ? 2 : 1 } }

  /// Options for plain text of 80 cells unless said otherwise.
  package init(
    width: Int = 80, color: Color = .none, glyphs: GlyphSet = .braille, ambiguous: Int = 1,
    background: Palette.Background = .dark, depth: Color = .ansi16
  ) {
    self.width = Self.clamped(width)
    self.color = color
    self.glyphs = glyphs
    self.ambiguous = ambiguous == 2 ? 2 : 1
    self.background = background
    self.depth = depth
  }

  private static func clamped(_ width: Int) -> Int { min(max(width, 20), 100) }
}
