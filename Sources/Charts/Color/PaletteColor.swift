/// A colour in the three depths a terminal may have.
struct PaletteColor: Sendable, Hashable {
  let red: Int
  let green: Int
  let blue: Int
  /// The index among 256.
  let index: Int
  /// The foreground code among 16.
  let basic: Int

  /// The colour as SVG writes it.
  var hex: String {
    "#"
      + [red, green, blue].map { part in
        let digits = String(part, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }.joined()
  }

  func foreground(_ depth: DrawingOptions.Color) -> String {
    switch depth {
    case .none: ""
    case .ansi16: String(basic)
    case .ansi256: "38;5;\(index)"
    case .trueColor: "38;2;\(red);\(green);\(blue)"
    }
  }
}

/// Colours that go over into each other.
struct ColorRamp: Sendable {
  /// Hexadecimal colours between which true colours lie, at equal distances.
  let stops: [String]
  /// Indices among 256 from one end to the other.
  let indices: [Int]
  /// Foreground codes among 16 from one end to the other.
  let basics: [Int]

  /// The colour at a share of the way from the first to the last; what lies beyond takes the end.
  func color(at share: Double) -> PaletteColor {
    let share = share.isNaN ? 0 : min(max(share, 0), 1)
    let (red, green, blue) = blended(stops, share)
    func nearest(_ codes: [Int]) -> Int {
      codes.isEmpty ? 0 : codes[whole((share * Double(codes.count - 1)).rounded())]
    }
    return PaletteColor(
      red: red, green: green, blue: blue, index: nearest(indices), basic: nearest(basics))
  }

  /// Cividis, dark to light, which looks the same to all kinds of colour vision (Nuñez, Anderton,
  /// Renslow, "Optimizing colormaps with consideration for color vision deficiency", 2018).
  static let cividis = ColorRamp(
    stops: ["00204d", "31446b", "666970", "958f78", "cbba69", "ffea46"],
    indices: [17, 19, 60, 241, 244, 101, 143, 185, 220], basics: [34, 34, 36, 37, 33])

  /// ColorBrewer's PuOr, purple to orange, with white between them.
  static let puor = ColorRamp(
    stops: ["542788", "998ec3", "d8daeb", "f7f7f7", "fee0b6", "f1a340", "b35806"],
    indices: [54, 55, 103, 189, 255, 223, 215, 130, 94], basics: [35, 35, 37, 33, 33])

  /// Greys, dark to light.
  static let greys = ColorRamp(
    stops: ["222222", "f7f7f7"], indices: [235, 238, 241, 244, 247, 250, 253],
    basics: [90, 37, 37, 97])
}

/// The colour at a share 0…1 of the way along some stops, red, green and blue.
func blended(_ stops: [String], _ share: Double) -> (red: Int, green: Int, blue: Int) {
  let place = (share.isNaN ? 0 : min(max(share, 0), 1)) * Double(stops.count - 1)
  let first = max(min(whole(place), stops.count - 2), 0)
  let rest = place - Double(first)
  let from = Int(stops[first], radix: 16) ?? 0
  let to = Int(stops[min(first + 1, stops.count - 1)], radix: 16) ?? 0
  func part(_ shift: Int) -> Int {
    let (a, b) = (Double(from >> shift & 255), Double(to >> shift & 255))
    return whole((a + (b - a) * rest).rounded())
  }
  return (part(16), part(8), part(0))
}
