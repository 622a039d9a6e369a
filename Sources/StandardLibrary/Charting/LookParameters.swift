internal import Charts
internal import Runtime

/// Whether a chart uses colours.
private enum ColorWord: String, Choice {
  case auto, always, never
}

/// What a chart is drawn with.
private enum GlyphWord: String, Choice {
  case auto, braille, block, ascii
}

/// The colours of a chart.
private enum PaletteWord: String, Choice {
  case okabe, cividis, puor, mono
}

extension ChartOption {
  private static let color = Parameter<ColorWord>(
    "color", "whether colours are used: where the terminal has them, everywhere or never",
    default: .auto)
  private static let glyphs = Parameter<GlyphWord>(
    "glyphs", "what it is drawn with; auto: what the terminal can show", default: .auto)
  private static let palette = Parameter<PaletteWord>(
    "palette", "its colours; mono: none, in pictures greys", default: .okabe)
  private static let ambiguous = Parameter<Int?>(
    "ambiguous", "cells of characters such as × in the terminal; none: as it is set up",
    default: .some(nil), Constraint("1 or 2") { $0.map { (1...2).contains($0) } ?? true })

  /// How a chart looks, whatever it shows: options of every builtin that makes one.
  static let look = [
    ChartOption(color) { $0.look.coloring = Look.Coloring(rawValue: $1.rawValue) ?? .auto },
    ChartOption(glyphs) { $0.look.glyphs = DrawingOptions.GlyphSet(rawValue: $1.rawValue) },
    ChartOption(palette) { $0.look.palette = Palette(rawValue: $1.rawValue) },
    ChartOption(ambiguous) { $0.look.ambiguous = $1 },
  ]
}

extension Builtin {
  /// The builtin with the options of a look, when it makes a chart.
  var withLook: Builtin {
    let options = ChartOption.look
    let names = options.map(\.info.name)
    guard resultType == ChartObject.typeName,
      !parameters.contains(where: { names.contains($0.name) })
    else { return self }
    let own = parameters.count
    return Builtin(
      name, summary, parameters: parameters + options.map(\.info), resultType: resultType,
      details: details, examples: examples,
      with: { [self] interpreter, arguments in
        let value = try call(interpreter, Array(arguments.prefix(own)))
        guard var chart = ChartObject.from(value) else { return value }
        for (option, argument) in zip(options, arguments.dropFirst(own)) {
          if let argument { try option.apply(argument, to: &chart, of: name) }
        }
        return chart.value
      })
  }
}
