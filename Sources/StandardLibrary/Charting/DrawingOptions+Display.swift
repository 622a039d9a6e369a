package import Charts
package import Runtime

extension DrawingOptions {
  /// Options that draw what the shell may show: its width, colours and glyphs.
  package init(_ display: DisplayOptions) {
    let glyphs: GlyphSet =
      switch display.glyphs {
      case .braille: .braille
      case .block: .block
      case .ascii: .ascii
      }
    self.init(
      width: display.width, color: Color(display.color), glyphs: glyphs,
      ambiguous: display.ambiguous, background: display.isLight ? .light : .dark,
      depth: Color(display.depth))
  }
}

extension DrawingOptions.Color {
  fileprivate init(_ color: DisplayOptions.Color) {
    self =
      switch color {
      case .none: .none
      case .ansi16: .ansi16
      case .ansi256: .ansi256
      case .trueColor: .trueColor
      }
  }
}
