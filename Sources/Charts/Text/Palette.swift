/// A colour in the three depths a terminal may have.
struct PaletteColor: Sendable {
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

/// Okabe and Ito's colours, which stay apart under the common colour-vision deficiencies (Color
/// Universal Design, 2008), in the order in which series take them.
let seriesColors = [
  PaletteColor(red: 86, green: 180, blue: 233, index: 75, basic: 36),
  PaletteColor(red: 213, green: 94, blue: 0, index: 130, basic: 31),
  PaletteColor(red: 0, green: 158, blue: 115, index: 72, basic: 32),
  PaletteColor(red: 204, green: 121, blue: 167, index: 139, basic: 35),
  PaletteColor(red: 230, green: 159, blue: 0, index: 178, basic: 33),
  PaletteColor(red: 0, green: 114, blue: 178, index: 25, basic: 34),
  PaletteColor(red: 240, green: 228, blue: 66, index: 227, basic: 93),
]

/// The colour of the n-th series, beginning again after the last.
func seriesColor(_ number: Int) -> PaletteColor {
  let count = seriesColors.count
  return seriesColors[((number % count) + count) % count]
}

/// A text between the escape sequences of its style; plain and blank text stays bare.
func colored(_ text: String, _ style: TextStyle, _ depth: DrawingOptions.Color) -> String {
  let code =
    switch style {
    case .plain: ""
    case .title, .emphasis: "1"
    case .dim: "2"
    case .good: seriesColors[2].foreground(depth)
    case .bad: seriesColors[1].foreground(depth)
    case .changed: "1;" + seriesColors[4].foreground(depth)
    case .series(let number): seriesColor(number).foreground(depth)
    case .shade(let share): shadeCode(share, isDiverging: false, depth)
    case .balance(let share): shadeCode((share + 1) / 2, isDiverging: true, depth)
    }
  guard !code.isEmpty, text.contains(where: { $0 != " " }) else { return text }
  return "\u{1B}[\(code)m\(text)\u{1B}[0m"
}

/// Indices among 256 colours along cividis (Nuñez, Anderton, Renslow 2018), dark to light.
private let sequentialShades = [17, 19, 60, 241, 244, 101, 143, 185, 220]

/// Indices among 256 colours along ColorBrewer's PuOr, purple to orange.
private let divergingShades = [54, 55, 103, 189, 255, 223, 215, 130, 94]

/// Stops of cividis between which true colours lie, dark to light.
let sequentialStops = ["00204d", "31446b", "666970", "958f78", "cbba69", "ffea46"]

/// Stops of PuOr between which true colours lie, purple to orange.
let divergingStops = ["542788", "998ec3", "d8daeb", "f7f7f7", "fee0b6", "f1a340", "b35806"]

/// The colour at a share 0…1 of the way along some stops, red, green and blue.
func blended(_ stops: [String], _ share: Double) -> (red: Int, green: Int, blue: Int) {
  let place = (share.isNaN ? 0 : min(max(share, 0), 1)) * Double(stops.count - 1)
  let first = min(whole(place), stops.count - 2)
  let rest = place - Double(first)
  let from = Int(stops[first], radix: 16) ?? 0
  let to = Int(stops[first + 1], radix: 16) ?? 0
  func part(_ shift: Int) -> Int {
    let (a, b) = (Double(from >> shift & 255), Double(to >> shift & 255))
    return whole((a + (b - a) * rest).rounded())
  }
  return (part(16), part(8), part(0))
}

private func shadeCode(_ share: Double, isDiverging: Bool, _ depth: DrawingOptions.Color) -> String
{
  guard share.isFinite else { return "" }
  let share = min(max(share, 0), 1)
  switch depth {
  case .none, .ansi16: return ""
  case .ansi256:
    let shades = isDiverging ? divergingShades : sequentialShades
    return "38;5;\(shades[whole((share * Double(shades.count - 1)).rounded())])"
  case .trueColor:
    let color = blended(isDiverging ? divergingStops : sequentialStops, share)
    return "38;2;\(color.red);\(color.green);\(color.blue)"
  }
}
