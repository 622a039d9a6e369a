/// A point of a drawing: x to the right, y downwards.
struct PixelPoint: Sendable {
  var x: Double
  var y: Double

  init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
}

/// Points that are joined by straight lines.
///
/// Everything that is drawn becomes one, by sums and products alone: so drawings are the same on every
/// machine.
struct PixelPath: Sendable {
  var points: [PixelPoint]
  var isClosed = false

  /// Straight lines from point to point.
  static func lines(_ points: [PixelPoint], isClosed: Bool = false) -> PixelPath {
    PixelPath(points: points, isClosed: isClosed)
  }

  /// A smooth curve through points.
  ///
  /// Catmull and Rom, "A class of local interpolating splines", Computer Aided Geometric Design, 1974.
  ///
  /// - Parameters:
  ///   - through: at least two points.
  ///   - isClosed: whether the last is joined with the first.
  ///   - parts: straight lines between two of them.
  /// - Returns: the lines.
  static func curve(
    _ through: [PixelPoint], isClosed: Bool = false, parts: Int = 6
  ) -> PixelPath {
    let n = through.count
    guard n > 1 else { return PixelPath(points: through, isClosed: isClosed) }
    func point(_ i: Int) -> PixelPoint {
      isClosed ? through[(i + n) % n] : through[min(max(i, 0), n - 1)]
    }
    var points = [through[0]]
    for i in 0..<(isClosed ? n : n - 1) {
      let (a, b, c, d) = (point(i - 1), point(i), point(i + 1), point(i + 2))
      for part in 1...parts {
        let t = Double(part) / Double(parts)
        points.append(
          PixelPoint(spline(a.x, b.x, c.x, d.x, t), spline(a.y, b.y, c.y, d.y, t)))
      }
    }
    return PixelPath(points: points, isClosed: isClosed)
  }

  private static func spline(
    _ a: Double, _ b: Double, _ c: Double, _ d: Double, _ t: Double
  ) -> Double {
    let slope = (c - a) + t * (2 * a - 5 * b + 4 * c - d) + t * t * (3 * b - a - 3 * c + d)
    return b + 0.5 * t * slope
  }

  /// An ellipse, as eight points and the curve through them.
  static func ellipse(_ centre: PixelPoint, _ rx: Double, _ ry: Double) -> PixelPath {
    let half = 0.7071067811865476
    let circle = [
      (1.0, 0.0), (half, half), (0, 1), (-half, half), (-1, 0), (-half, -half), (0, -1),
      (half, -half),
    ]
    return .curve(
      circle.map { PixelPoint(centre.x + rx * $0.0, centre.y + ry * $0.1) }, isClosed: true,
      parts: 4)
  }

  /// Both halves of a shape that is the same left and right of x = 0.
  ///
  /// - Parameter half: the right half from top to bottom.
  /// - Returns: the closed path.
  static func symmetric(_ half: [PixelPoint]) -> PixelPath {
    PixelPath(
      points: half + half.reversed().map { PixelPoint(-$0.x, $0.y) }, isClosed: true)
  }

  /// The path with every point moved.
  func placed(_ placement: PixelPlacement) -> PixelPath {
    PixelPath(points: points.map(placement.point), isClosed: isClosed)
  }
}

/// Where a drawing stands on its image: a turn, a slant, a size, a shift, and a bend of its own.
struct PixelPlacement: Sendable {
  /// Where the middle of the drawing, (0, 0), comes to stand.
  var centre = PixelPoint(14, 14)
  /// Pixels of a unit to the right and downwards.
  var scale = PixelPoint(20, 20)
  /// How far the top leans to the right, of its height.
  var slant = 0.0
  /// The tangent of half of the turn, clockwise.
  var turn = 0.0
  /// The weights of xy, x² and y² in either direction, in pixels.
  var bendX = (0.0, 0.0, 0.0)
  var bendY = (0.0, 0.0, 0.0)

  func point(_ p: PixelPoint) -> PixelPoint {
    let (xy, xx, yy) = (4 * p.x * p.y, 4 * p.x * p.x, 4 * p.y * p.y)
    let x = scale.x * (p.x - slant * p.y) + bendX.0 * xy + bendX.1 * xx + bendX.2 * yy
    let y = scale.y * p.y + bendY.0 * xy + bendY.1 * xx + bendY.2 * yy
    let length = 1 + turn * turn
    let (cosine, sine) = ((1 - turn * turn) / length, 2 * turn / length)
    return PixelPoint(centre.x + cosine * x - sine * y, centre.y + sine * x + cosine * y)
  }
}
