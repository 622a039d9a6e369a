extension InlineFigure {
  /// The characters of the figure; always as wide as the figure says.
  func drawn(with glyphs: Glyphs) -> String {
    switch self {
    case .bar(let value, let low, let high, let width):
      let share = fraction(value, low, high)
      return drawBar(share, width: width, isZero: value == low, glyphs)
    case .signedBar(let value, let limit, let half):
      return drawSignedBar(value, limit: limit, half: half, glyphs)
    case .stack(let parts, let limit, let width):
      return drawStack(parts, limit: limit, width: width, glyphs)
    case .spark(let values, let low, let high):
      return values.prefix(100).map { level($0, low, high, glyphs) }.joined()
    case .shade(let value, let low, let high):
      guard !value.isNaN else { return glyphs.middleDot }
      let count = glyphs.shades.count
      return glyphs.shades[min(count - 1, whole(fraction(value, low, high) * Double(count)))]
    }
  }
}

/// Where a value lies between two limits, held within 0…1; 0 for what is no number.
func fraction(_ value: Double, _ low: Double, _ high: Double) -> Double {
  guard !value.isNaN, low < high else { return 0 }
  if value.isInfinite { return value > 0 ? 1 : 0 }
  let share = (value / 2 - low / 2) / (high / 2 - low / 2)
  return share.isNaN ? 0 : min(max(share, 0), 1)
}

/// A bar of the given share of `width` cells, filled up with blanks.
///
/// Lengths are rounded to the glyphs' parts of a cell; what is not zero shows at least one part.
func drawBar(_ share: Double, width: Int, isZero: Bool = false, _ glyphs: Glyphs) -> String {
  let width = min(max(width, 0), 400)
  let parts = glyphs.bar.count
  var length = whole((min(max(share, 0), 1) * Double(width * parts)).rounded())
  if length == 0, share > 0, !isZero { length = min(1, width) }
  let full = length / parts
  let rest = length % parts
  let bar =
    String(repeating: glyphs.bar[parts - 1], count: full)
    + (rest > 0 ? glyphs.bar[rest - 1] : "")
  return bar + blanks(width - full - (rest > 0 ? 1 : 0))
}

/// A bar that grows to the left of a centre: blanks first, then the bar.
func drawLeftBar(_ share: Double, width: Int, _ glyphs: Glyphs) -> String {
  let width = min(max(width, 0), 400)
  let parts = glyphs.barLeft.count
  let length = whole((min(max(share, 0), 1) * Double(width * parts)).rounded())
  if length == 0, share > 0, width > 0 { return blanks(width - 1) + glyphs.tinyLeft }
  let full = length / parts
  let rest = length % parts
  return blanks(width - full - (rest > 0 ? 1 : 0)) + (rest > 0 ? glyphs.barLeft[rest - 1] : "")
    + String(repeating: glyphs.barLeft[parts - 1], count: full)
}

private func drawSignedBar(_ value: Double, limit: Double, half: Int, _ glyphs: Glyphs) -> String {
  let half = min(max(half, 0), 100)
  let share = fraction(abs(value), 0, abs(limit))
  let left = value < 0 ? drawLeftBar(share, width: half, glyphs) : blanks(half)
  let right = value > 0 ? drawBar(share, width: half, glyphs) : blanks(half)
  return left + "|" + right
}

private func drawStack(
  _ parts: [Double], limit: Double, width: Int, _ glyphs: Glyphs
) -> String {
  let width = min(max(width, 0), 400)
  let lengths = parts.enumerated().map { part, value in
    (cells: fraction(value, 0, limit) * Double(width), part: part)
  }
  let cells = glyphs.rightward.stack(lengths, patterned: true).prefix(width)
  return cells.map(\.glyph).joined() + blanks(width - cells.count)
}

private func level(_ value: Double, _ low: Double, _ high: Double, _ glyphs: Glyphs) -> String {
  guard !value.isNaN else { return " " }
  guard value.isFinite else { return value > 0 ? "^" : "v" }
  guard low < high else { return glyphs.levels[glyphs.levels.count / 2] }
  let steps = Double(glyphs.levels.count - 1)
  return glyphs.levels[whole((fraction(value, low, high) * steps).rounded())]
}
