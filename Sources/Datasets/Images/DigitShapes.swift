/// How digits are written: strokes in a box from (0, 0) at the top left to (1, 1), several ways for
/// some of them.
enum DigitShapes {
  /// A stroke through points, smooth or with corners.
  struct Stroke: Sendable {
    var points: [(Double, Double)]
    var isSmooth = true
    var isClosed = false

    /// The stroke around (0, 0).
    var path: PixelPath {
      let points = points.map { PixelPoint($0.0 - 0.5, $0.1 - 0.5) }
      return isSmooth
        ? .curve(points, isClosed: isClosed) : .lines(subdivided(points), isClosed: isClosed)
    }

    /// Lines in parts, so that they bend with the drawing.
    private func subdivided(_ points: [PixelPoint]) -> [PixelPoint] {
      var result = Array(points.prefix(1))
      for (a, b) in zip(points, points.dropFirst()) {
        for part in 1...4 {
          let t = Double(part) / 4
          result.append(PixelPoint(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)))
        }
      }
      return result
    }
  }

  private static func smooth(_ points: (Double, Double)...) -> Stroke { Stroke(points: points) }
  private static func loop(_ points: (Double, Double)...) -> Stroke {
    Stroke(points: points, isClosed: true)
  }
  private static func straight(_ points: (Double, Double)...) -> Stroke {
    Stroke(points: points, isSmooth: false)
  }

  /// The ways to write each digit.
  static let ways: [[[Stroke]]] = [
    [
      [
        loop(
          (0.5, 0), (0.22, 0.14), (0.1, 0.5), (0.22, 0.86), (0.5, 1), (0.78, 0.86), (0.9, 0.5),
          (0.78, 0.14))
      ],
      [
        loop(
          (0.55, 0), (0.3, 0.2), (0.22, 0.55), (0.3, 0.9), (0.5, 1), (0.7, 0.8), (0.78, 0.45),
          (0.7, 0.1))
      ],
    ],
    [
      [straight((0.5, 0), (0.5, 1))],
      [straight((0.28, 0.22), (0.52, 0), (0.52, 1))],
      [straight((0.3, 0.2), (0.52, 0), (0.52, 1)), straight((0.28, 1), (0.76, 1))],
    ],
    [
      [
        smooth(
          (0.14, 0.25), (0.28, 0.06), (0.54, 0), (0.8, 0.12), (0.82, 0.36), (0.6, 0.62),
          (0.36, 0.82), (0.12, 1)), straight((0.12, 1), (0.9, 1)),
      ],
      [
        smooth(
          (0.16, 0.2), (0.45, 0), (0.78, 0.15), (0.74, 0.45), (0.4, 0.82), (0.18, 0.95),
          (0.2, 0.76), (0.42, 0.8), (0.65, 0.98), (0.92, 0.9))
      ],
    ],
    [
      [
        smooth((0.14, 0.12), (0.45, 0), (0.78, 0.12), (0.76, 0.36), (0.42, 0.47)),
        smooth((0.42, 0.47), (0.84, 0.58), (0.88, 0.82), (0.5, 1), (0.12, 0.88)),
      ],
      [
        straight((0.15, 0), (0.82, 0), (0.45, 0.4)),
        smooth((0.45, 0.4), (0.82, 0.5), (0.88, 0.78), (0.52, 1), (0.12, 0.9)),
      ],
    ],
    [
      [straight((0.64, 0), (0.1, 0.66), (0.95, 0.66)), straight((0.68, 0.3), (0.68, 1))],
      [straight((0.66, 1), (0.66, 0), (0.1, 0.66), (0.95, 0.66))],
      [smooth((0.2, 0), (0.14, 0.35), (0.3, 0.52), (0.8, 0.48)), straight((0.8, 0), (0.72, 1))],
    ],
    [
      [
        straight((0.84, 0), (0.26, 0), (0.2, 0.45)),
        smooth((0.2, 0.45), (0.5, 0.36), (0.82, 0.5), (0.85, 0.78), (0.5, 1), (0.12, 0.9)),
      ],
      [
        smooth(
          (0.88, 0.02), (0.4, 0.04), (0.26, 0.34), (0.56, 0.42), (0.78, 0.62), (0.7, 0.9),
          (0.4, 1), (0.12, 0.94))
      ],
    ],
    [
      [
        smooth(
          (0.72, 0), (0.42, 0.14), (0.2, 0.45), (0.16, 0.76), (0.36, 1), (0.7, 0.95), (0.84, 0.72),
          (0.66, 0.52), (0.36, 0.55), (0.17, 0.74))
      ],
      [
        smooth(
          (0.5, 0), (0.26, 0.4), (0.22, 0.8), (0.46, 1), (0.76, 0.86), (0.72, 0.6), (0.48, 0.56),
          (0.24, 0.8))
      ],
    ],
    [
      [straight((0.1, 0), (0.9, 0), (0.42, 1))],
      [straight((0.1, 0), (0.9, 0), (0.42, 1)), straight((0.32, 0.5), (0.8, 0.5))],
      [smooth((0.12, 0.14), (0.3, 0.02), (0.86, 0.04), (0.66, 0.42), (0.46, 1))],
    ],
    [
      [
        loop(
          (0.5, 0.47), (0.2, 0.3), (0.26, 0.08), (0.5, 0), (0.74, 0.08), (0.8, 0.3), (0.5, 0.47),
          (0.15, 0.68), (0.22, 0.92), (0.5, 1), (0.78, 0.92), (0.85, 0.68))
      ],
      [
        loop(
          (0.78, 0.1), (0.45, 0), (0.24, 0.2), (0.5, 0.45), (0.76, 0.7), (0.6, 0.98), (0.32, 0.95),
          (0.28, 0.7), (0.56, 0.45))
      ],
    ],
    [
      [
        loop((0.8, 0.28), (0.62, 0.04), (0.34, 0.05), (0.18, 0.28), (0.36, 0.5), (0.64, 0.48)),
        smooth((0.8, 0.26), (0.78, 0.6), (0.62, 1)),
      ],
      [
        loop((0.8, 0.28), (0.62, 0.04), (0.34, 0.05), (0.18, 0.28), (0.36, 0.5), (0.64, 0.48)),
        smooth((0.8, 0.26), (0.84, 0.68), (0.62, 0.96), (0.24, 0.95)),
      ],
    ],
  ]
}
