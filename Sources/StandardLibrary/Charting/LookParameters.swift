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

/// The options that say how a chart looks, whatever it shows.
private enum LookParameters {
  static let color = Parameter<ColorWord>(
    "color", "whether colours are used: where the terminal has them, everywhere or never",
    default: .auto)
  static let glyphs = Parameter<GlyphWord>(
    "glyphs", "what it is drawn with; auto: what the terminal can show", default: .auto)
  static let palette = Parameter<PaletteWord>(
    "palette", "its colours; mono: none, in pictures greys", default: .okabe)
  static let ambiguous = Parameter<Int?>(
    "ambiguous", "cells of characters such as × in the terminal; none: as it is set up",
    default: .some(nil), Constraint("1 or 2") { $0.map { (1...2).contains($0) } ?? true })

  static let all = [
    ParameterInfo(color), ParameterInfo(glyphs), ParameterInfo(palette), ParameterInfo(ambiguous),
  ]
}

extension Builtin {
  /// The builtin with the options of a look, when it makes a chart.
  var withLook: Builtin {
    guard resultType == ChartObject.typeName,
      !parameters.contains(where: { LookParameters.all.map(\.name).contains($0.name) })
    else { return self }
    let own = parameters.count
    let reader = Builtin(
      name, "", LookParameters.color, LookParameters.glyphs, LookParameters.palette,
      LookParameters.ambiguous,
      body: { color, glyphs, palette, ambiguous in
        LookObject(
          look: Look(
            coloring: Look.Coloring(rawValue: color.rawValue) ?? .auto,
            glyphs: DrawingOptions.GlyphSet(rawValue: glyphs.rawValue),
            palette: Palette(rawValue: palette.rawValue), ambiguous: ambiguous))
      })
    return Builtin(
      name, summary, parameters: parameters + LookParameters.all, resultType: resultType,
      details: details, examples: examples,
      with: { interpreter, arguments in
        let look = try reader.call(interpreter, Array(arguments.dropFirst(own)))
        let chart = try self.call(interpreter, Array(arguments.prefix(own)))
        guard let drawn = ChartObject.from(chart), let look = LookObject.from(look)?.look else {
          return chart
        }
        return drawn.with(look).value
      })
  }
}

/// The options of a look on their way from the arguments to the chart.
private struct LookObject: LanguageObject, ValueConvertible {
  static let typeName = "look"
  let look: Look
  var typeName: String { Self.typeName }
}
