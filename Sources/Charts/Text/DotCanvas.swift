/// A grid of cells that curves are drawn on, dot by dot.
///
/// A cell holds 2 × 4 dots of braille, 1 × 2 half blocks, or one mark, and shows the colour of the
/// series that has most dots in it.
struct DotCanvas {
  /// What the dots of a cell are drawn with.
  enum Mode { case braille, block, marks }

  let mode: Mode
  let columns: Int
  let rows: Int
  let seriesCount: Int
  /// The binary logarithms of the dots of a cell, across and down.
  private let shiftAcross: Int
  private let shiftDown: Int
  private var masks: [UInt8]
  private var counts: [UInt16]
  private var overlays: [Int: (text: String, style: TextStyle)] = [:]
  private var backdrops: [Int: (text: String, style: TextStyle)] = [:]

  static let marks = ["o", "+", "x", "*"]

  init(mode: Mode, columns: Int, rows: Int, seriesCount: Int) {
    self.mode = mode
    self.columns = max(1, columns)
    self.rows = max(1, rows)
    self.seriesCount = max(1, seriesCount)
    shiftAcross = mode == .braille ? 1 : 0
    shiftDown =
      switch mode {
      case .braille: 2
      case .block: 1
      case .marks: 0
      }
    masks = [UInt8](repeating: 0, count: self.columns * self.rows)
    counts = [UInt16](repeating: 0, count: masks.count * self.seriesCount)
  }

  /// Dots of a cell, across and down.
  var dotsAcross: Int { 1 << shiftAcross }
  var dotsDown: Int { 1 << shiftDown }
  var dotColumns: Int { columns << shiftAcross }
  var dotRows: Int { rows << shiftDown }

  /// Sets a dot; outside the canvas nothing happens.
  mutating func set(_ x: Int, _ y: Int, _ series: Int) {
    guard x >= 0, y >= 0, x < dotColumns, y < dotRows else { return }
    let cell = (y >> shiftDown) * columns + (x >> shiftAcross)
    let (row, column) = (y & (dotsDown - 1), x & (dotsAcross - 1))
    masks[cell] |= 1 << UInt8(truncatingIfNeeded: (row << shiftAcross) + column)
    let count = cell * seriesCount + (series < seriesCount ? series : series % seriesCount)
    if counts[count] < .max { counts[count] += 1 }
  }

  /// Puts a character over a cell: an arrow at the edge for what is infinite.
  mutating func put(_ text: String, column: Int, row: Int, _ style: TextStyle) {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return }
    overlays[row * columns + column] = (text, style)
  }

  /// Puts a character over a cell, or `shared` where another series has put one.
  mutating func put(_ text: String, orShared shared: String, column: Int, row: Int, _ series: Int) {
    let there = overlays[row * columns + column]
    let isShared = there.map { $0.style != .series(series) } ?? false
    put(isShared ? shared : text, column: column, row: row, isShared ? .plain : .series(series))
  }

  /// Puts a character behind the dots of a cell, or `second` where there is one already.
  mutating func putBehind(
    _ text: String, orSecond second: String? = nil, column: Int, row: Int, _ style: TextStyle
  ) {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return }
    let index = row * columns + column
    guard let there = backdrops[index] else { return backdrops[index] = (text, style) }
    if let second { backdrops[index] = (second, there.style) }
  }

  /// Whether neither a dot nor a character stands in a cell.
  func isFree(row: Int, column: Int) -> Bool {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return false }
    let index = row * columns + column
    return masks[index] == 0 && overlays[index] == nil
  }

  /// What stands in a cell; `nil` for an empty one.
  func cell(_ row: Int, _ column: Int) -> (text: String, style: TextStyle)? {
    let index = row * columns + column
    if let overlay = overlays[index] { return overlay }
    let mask = masks[index]
    guard mask != 0 else { return backdrops[index] }
    let present = counts[index * seriesCount..<(index + 1) * seriesCount]
    let owner = (present.indices.max { counts[$0] < counts[$1] } ?? 0) % seriesCount
    let style: TextStyle = .series(owner)
    switch mode {
    case .braille: return (brailleDots(mask), style)
    case .block: return (["▀", "▄", "█"][Int(mask) - 1], style)
    case .marks:
      let isShared = present.count { $0 > 0 } > 1
      return (isShared ? "#" : Self.marks[owner % Self.marks.count], isShared ? .plain : style)
    }
  }

  private func brailleDots(_ mask: UInt8) -> String {
    brailleTexts[Int(mask)]
  }
}

/// The braille character for each set of dots, whose bits run row by row.
private let brailleTexts: [String] = (0..<256).map { mask in
  let order: [UInt32] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
  let dots = (0..<8).reduce(UInt32(0x2800)) { value, bit in
    mask >> bit & 1 == 1 ? value | order[bit] : value
  }
  return Unicode.Scalar(dots).map { String(Character($0)) } ?? " "
}
