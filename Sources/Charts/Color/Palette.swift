/// A choice of colours that stay apart under the common deficiencies of colour vision.
package enum Palette: String, Sendable, Hashable, CaseIterable {
  /// Okabe and Ito's colours (Color Universal Design, 2008); shades along cividis and PuOr.
  case okabe
  /// Everything along cividis, blue to yellow.
  case cividis
  /// Everything along PuOr, purple to orange.
  case puor
  /// No hue at all: dashes, marks, names and greys say the same.
  case mono

  /// What the colours stand on.
  package enum Background: Sendable, Hashable { case dark, light }

  /// The colour of the n-th series, beginning again after the last; `nil` for plain ink.
  func series(_ number: Int, on background: Background) -> PaletteColor? {
    let colors = series(on: background)
    guard !colors.isEmpty else { return nil }
    return colors[((number % colors.count) + colors.count) % colors.count]
  }

  /// The colours that series take in turn.
  ///
  /// On a light background there is no yellow and no orange,
  /// whose contrast to white is 1.3 and 2.3, and what contrasts most comes first.
  func series(on background: Background) -> [PaletteColor] {
    let isLight = background == .light
    switch self {
    case .okabe: return isLight ? Okabe.onLight : Okabe.onDark
    case .cividis:
      let shares = isLight ? [0, 0.5, 0.125, 0.625, 0.25] : [1, 0.25, 0.625, 0.375, 0.875]
      return shares.map(ColorRamp.cividis.color)
    case .puor:
      let shares = isLight ? [0, 1, 0.25] : [0.75, 0.25, 0.625, 0.375, 0.875]
      return shares.map(ColorRamp.puor.color)
    case .mono: return []
    }
  }

  /// The colour of a share between nothing (0) and full (1), which stands out most when full.
  func shade(_ share: Double, on background: Background) -> PaletteColor {
    sequential.color(at: background == .light ? 1 - share : share)
  }

  /// The colour of a share between the most negative (−1), 0 in the middle, and the most positive (1).
  func balance(_ share: Double) -> PaletteColor {
    switch self {
    case .okabe, .puor: ColorRamp.puor.color(at: (share + 1) / 2)
    case .cividis: ColorRamp.cividis.color(at: (share + 1) / 2)
    case .mono: ColorRamp.greys.color(at: 1 - abs(share))
    }
  }

  /// From the colour of the least to that of the greatest on a dark background.
  private var sequential: ColorRamp {
    switch self {
    case .okabe, .cividis, .puor: .cividis
    case .mono: .greys
    }
  }
}

/// Okabe and Ito's colours.
///
/// The indices among 256 are chosen for the distance between each other,
/// which is greater than that of the exact colours, not for nearness to those.
enum Okabe {
  static let sky = PaletteColor(red: 86, green: 180, blue: 233, index: 75, basic: 36)
  static let vermilion = PaletteColor(red: 213, green: 94, blue: 0, index: 130, basic: 31)
  static let green = PaletteColor(red: 0, green: 158, blue: 115, index: 72, basic: 32)
  static let purple = PaletteColor(red: 204, green: 121, blue: 167, index: 139, basic: 35)
  static let orange = PaletteColor(red: 230, green: 159, blue: 0, index: 178, basic: 33)
  static let blue = PaletteColor(red: 0, green: 114, blue: 178, index: 25, basic: 34)
  static let yellow = PaletteColor(red: 240, green: 228, blue: 66, index: 227, basic: 93)

  static let onDark = [sky, vermilion, green, purple, orange, blue, yellow]
  static let onLight = [blue, vermilion, green, purple, sky]
}
