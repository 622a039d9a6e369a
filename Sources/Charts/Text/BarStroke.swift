/// The glyphs of bars in one direction: away from zero along the cells of a line or a column.
///
/// Block characters fill a cell from the left or from below. A bar that grows the other way ends
/// in the few characters that fill a cell from its far side; where none of them is as long as it
/// should be, the cell next to zero takes the rest, so that the whole is exact in either direction.
struct BarStroke {
  /// From one part to a full cell, filled from the left or from below.
  let fills: [String]
  /// What fills the near side of a bar's last cell, and how many parts of it; `nil` for bars that
  /// grow as the glyphs do.
  let tips: [Glyphs.Tip]?
  /// What full cells of the n-th part of a stack are made of.
  let patterns: [String]

  /// Parts of a cell.
  var resolution: Int { fills.count }

  /// The parts that a length in cells takes: what is not zero shows at least one.
  func parts(of cells: Double) -> Int {
    guard cells > 0 else { return 0 }
    return max(1, whole((cells * Double(resolution)).rounded()))
  }

  /// The cells of a bar of so many parts, from zero outwards.
  func cells(_ length: Int) -> [String] {
    let full = resolution
    guard length > 0, full > 0 else { return [] }
    guard let tips else {
      let rest = length % full
      return [String](repeating: fills[full - 1], count: length / full)
        + (rest > 0 ? [fills[rest - 1]] : [])
    }
    if length <= full {
      return [tips.first { $0.parts == length }?.glyph ?? fills[length - 1]]
    }
    var best = (root: 0, tip: Glyphs.Tip(glyph: fills[full - 1], parts: full))
    for tip in tips where length > tip.parts {
      let rest = (length - tip.parts) % full
      let root = rest == 0 ? full : rest
      if root > best.root { best = (root, tip) }
    }
    let between = (length - best.tip.parts - best.root) / full
    return [fills[max(best.root, 1) - 1]]
      + [String](repeating: fills[full - 1], count: max(0, between)) + [best.tip.glyph]
  }

  /// The cells of a stack of lengths in cells, from zero outwards, each with the number of its part.
  ///
  /// The whole is exact to a part of a cell; where one part ends and the next begins is rounded to
  /// whole cells. Where `patterned`, full cells show by their characters to which part they belong.
  func stack(
    _ lengths: [(cells: Double, part: Int)], patterned: Bool
  ) -> [(glyph: String, part: Int)] {
    let drawn = cells(parts(of: lengths.reduce(0) { $0 + $1.cells }))
    var ends: [(end: Int, part: Int)] = []
    var sum = 0.0
    for length in lengths where length.cells > 0 {
      sum += length.cells
      ends.append((whole(sum.rounded()), length.part))
    }
    return drawn.enumerated().map { place, glyph in
      let part = ends.first { place < $0.end }?.part ?? ends.last?.part ?? 0
      let isFull = glyph == fills[resolution - 1]
      return (isFull && patterned ? pattern(part) : glyph, part)
    }
  }

  /// What full cells of the n-th part are made of.
  func pattern(_ part: Int) -> String { patterns[max(0, part) % patterns.count] }
}

extension Glyphs {
  /// A character that fills the near side of a cell in which a bar ends that grows left or down.
  struct Tip: Sendable {
    let glyph: String
    let parts: Int
  }

  var rightward: BarStroke { BarStroke(fills: bar, tips: nil, patterns: patterns) }
  var leftward: BarStroke { BarStroke(fills: bar, tips: leftTips, patterns: patterns) }
  var upward: BarStroke { BarStroke(fills: levels, tips: nil, patterns: patterns) }
  var downward: BarStroke { BarStroke(fills: levels, tips: downTips, patterns: patterns) }

  private var isPlain: Bool { bar.last != "█" }

  private var patterns: [String] {
    isPlain ? ["#", "=", "%", ".", "x", "o", "+", "-"] : ["█", "▒", "▓", "░", "x", "o", "+", "-"]
  }

  private var leftTips: [Tip] {
    if isPlain { return bar.enumerated().map { Tip(glyph: $1, parts: $0 + 1) } }
    if bar.count < 8 { return [Tip(glyph: "▐", parts: 1), Tip(glyph: "█", parts: 2)] }
    return [Tip(glyph: "▕", parts: 1), Tip(glyph: "▐", parts: 4), Tip(glyph: "█", parts: 8)]
  }

  private var downTips: [Tip] {
    let full = levels.count
    if isPlain {
      return [
        Tip(glyph: "'", parts: 1), Tip(glyph: "\"", parts: 2), Tip(glyph: "=", parts: 4),
        Tip(glyph: "#", parts: full),
      ]
    }
    if full < 8 { return [Tip(glyph: "▀", parts: 2), Tip(glyph: "█", parts: full)] }
    return [Tip(glyph: "▔", parts: 1), Tip(glyph: "▀", parts: 4), Tip(glyph: "█", parts: 8)]
  }
}
