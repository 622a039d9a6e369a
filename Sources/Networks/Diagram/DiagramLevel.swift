/// Boxes that stand side by side in a diagram.
struct DiagramLevel {
  /// A box, the blocks whose ends lead into it, and where it is drawn.
  struct Place {
    var box: DiagramBox
    let block: Int
    /// The task whose column it is, when the block is drawn once a task.
    let task: Int?
    var width = 0
    var x = 0

    var center: Int { x + width / 2 }
  }

  var places: [Place]
  /// Whether the boxes are drawn below each other, as they do not fit side by side.
  var isStacked = false

  private static let gap = 1

  /// The cells that the boxes take side by side.
  var naturalWidth: Int {
    places.reduce(0) { $0 + $1.box.width } + Self.gap * max(places.count - 1, 0)
  }

  /// Gives each box its width and place in the middle of so many cells.
  mutating func arrange(within width: Int, columnWidth: Int?) {
    for p in places.indices {
      places[p].width = min(columnWidth ?? places[p].box.width, width)
      // A box alone stands exactly in the middle.
      if places.count == 1, (width - places[p].width) % 2 == 1 { places[p].width += 1 }
    }
    guard !isStacked else {
      for p in places.indices { places[p].x = (width - places[p].width) / 2 }
      return
    }
    let total = places.reduce(0) { $0 + $1.width } + Self.gap * max(places.count - 1, 0)
    var x = max((width - total) / 2, 0)
    for p in places.indices {
      places[p].x = x
      x += places[p].width + Self.gap
    }
  }

  /// Puts a box that stands alone below a column, as far as there is room.
  mutating func moveOnly(to center: Int, within width: Int) {
    guard places.count == 1 else { return }
    let own = places[0].width
    places[0].x = max(min(center - own / 2, width - own), 0)
  }

  /// The lines of the boxes.
  func lines(isLast: Bool) -> [String] {
    if isStacked {
      return places.flatMap { place in
        place.box.lines(width: place.width, height: 0, isLast: true)
          .map { String(repeating: " ", count: place.x) + $0 }
      }
    }
    let height = places.map(\.box.rows.count).max() ?? 0
    let drawn = places.map { $0.box.lines(width: $0.width, height: height, isLast: isLast) }
    return (0..<height + 2).map { row in
      var line = ""
      for (place, lines) in zip(places, drawn) {
        line = padded(line, place.x, isRight: false) + lines[row]
      }
      return line
    }
  }
}

/// The lines that lead from the boxes of one level to those of the next.
struct DiagramConnector {
  /// Columns from which lines come and to which they go, by connection.
  private let pairs: [(from: Int, to: Int)]

  init(_ pairs: [(from: Int, to: Int)]) { self.pairs = pairs }

  /// One line of strokes.
  var line: String {
    let width = (pairs.flatMap { [$0.from, $0.to] }.max() ?? -1) + 1
    var strokes = [Int](repeating: 0, count: width)
    for (from, to) in pairs {
      strokes[from] |= Self.up
      strokes[to] |= Self.down
      let (low, high) = (min(from, to), max(from, to))
      for x in low..<high {
        strokes[x] |= Self.right
        strokes[x + 1] |= Self.left
      }
    }
    return String(strokes.map { Self.glyphs[$0] })
  }

  private static let (up, down, left, right) = (1, 2, 4, 8)
  /// By the directions in which a stroke goes.
  private static let glyphs: [Character] = Array(" │││─┘┐┤─└┌├─┴┬┼")
}
