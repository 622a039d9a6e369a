/// A small grey image that shapes are drawn on, 0 black to 1 white, with soft edges.
struct PixelCanvas {
  static let side = 28

  /// Row by row from the top.
  private(set) var pixels: [Double]
  /// How much of each pixel the shape at hand covers.
  private var coverage: [Double]
  private var crossings: [(x: Double, winding: Int)] = []

  init() {
    pixels = [Double](repeating: 0, count: Self.side * Self.side)
    coverage = pixels
  }

  /// Makes all pixels black.
  mutating func clear() {
    for i in pixels.indices { pixels[i] = 0 }
  }

  /// Changes each pixel by a function of its column and row.
  mutating func change(_ body: (Int, Int, Double) -> Double) {
    for i in pixels.indices { pixels[i] = body(i % Self.side, i / Self.side, pixels[i]) }
  }

  // MARK: - Shapes

  /// Draws along paths with a round pen.
  ///
  /// - Parameters:
  ///   - paths: in pixels.
  ///   - thickness: of the pen, in pixels.
  ///   - value: the grey it leaves.
  ///   - opacity: how much of what was there it hides.
  mutating func stroke(
    _ paths: [PixelPath], thickness: Double, value: Double, opacity: Double = 1
  ) {
    for i in coverage.indices { coverage[i] = 0 }
    for path in paths {
      let points = path.isClosed ? path.points + path.points.prefix(1) : path.points
      for (a, b) in zip(points, points.dropFirst()) { cover(from: a, to: b, thickness / 2 + 0.5) }
    }
    blend(opacity) { _, _ in value }
  }

  /// The cover of a line: full within the pen, falling to nothing over one pixel at its edge.
  private mutating func cover(from a: PixelPoint, to b: PixelPoint, _ reach: Double) {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let square = dx * dx + dy * dy
    let rows = Self.range(min(a.y, b.y) - reach, max(a.y, b.y) + reach)
    let columns = Self.range(min(a.x, b.x) - reach, max(a.x, b.x) + reach)
    for row in rows {
      for column in columns {
        let (px, py) = (Double(column) + 0.5 - a.x, Double(row) + 0.5 - a.y)
        let along = square > 0 ? min(max((px * dx + py * dy) / square, 0), 1) : 0
        let (ex, ey) = (px - along * dx, py - along * dy)
        let cover = min(max(reach - (ex * ex + ey * ey).squareRoot(), 0), 1)
        let i = row * Self.side + column
        if cover > coverage[i] { coverage[i] = cover }
      }
    }
  }

  /// Fills closed paths; where they overlap they are filled once.
  ///
  /// - Parameters:
  ///   - paths: in pixels.
  ///   - opacity: how much of what was there is hidden.
  ///   - value: the grey at a column and a row.
  mutating func fill(
    _ paths: [PixelPath], opacity: Double = 1, value: (Int, Int) -> Double
  ) {
    for i in coverage.indices { coverage[i] = 0 }
    for line in 0..<Self.side * Self.lines {
      findCrossings(paths, y: (Double(line) + 0.5) / Double(Self.lines))
      var winding = 0
      for (left, right) in zip(crossings, crossings.dropFirst()) {
        winding += left.winding
        if winding != 0 { cover(row: line / Self.lines, from: left.x, to: right.x) }
      }
    }
    blend(opacity, value)
  }

  /// Fills closed paths with one grey.
  mutating func fill(_ paths: [PixelPath], _ value: Double, opacity: Double = 1) {
    fill(paths, opacity: opacity) { _, _ in value }
  }

  /// Lines that a row of pixels is divided into.
  private static let lines = 4

  private mutating func findCrossings(_ paths: [PixelPath], y: Double) {
    crossings.removeAll(keepingCapacity: true)
    for path in paths {
      guard var a = path.points.last else { continue }
      for b in path.points {
        if (a.y <= y) != (b.y <= y) {
          let x = a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x)
          crossings.append((x, b.y > a.y ? 1 : -1))
        }
        a = b
      }
    }
    crossings.sort { $0.x < $1.x }
  }

  private mutating func cover(row: Int, from left: Double, to right: Double) {
    for column in Self.range(left, right) {
      let width = min(right, Double(column + 1)) - max(left, Double(column))
      if width > 0 { coverage[row * Self.side + column] += width / Double(Self.lines) }
    }
  }

  /// The pixels between two places, within the image.
  private static func range(_ low: Double, _ high: Double) -> Range<Int> {
    let first = Int(min(max(low.rounded(.down), 0), Double(side)))
    let last = Int(min(max(high.rounded(.up), 0), Double(side)))
    return first..<max(first, last)
  }

  private mutating func blend(_ opacity: Double, _ value: (Int, Int) -> Double) {
    for i in pixels.indices where coverage[i] > 0 {
      let new = value(i % Self.side, i / Self.side)
      pixels[i] += (new - pixels[i]) * min(coverage[i], 1) * opacity
    }
  }
}
