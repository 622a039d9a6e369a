package import Charts
package import Runtime

extension DrawingOptions {
  /// Options that draw what the shell may show: its width, colours and glyphs.
  package init(_ display: DisplayOptions) {
    let color: Color =
      switch display.color {
      case .none: .none
      case .ansi16: .ansi16
      case .ansi256: .ansi256
      case .trueColor: .trueColor
      }
    let glyphs: GlyphSet =
      switch display.glyphs {
      case .braille: .braille
      case .block: .block
      case .ascii: .ascii
      }
    self.init(width: display.width, color: color, glyphs: glyphs)
  }
}
