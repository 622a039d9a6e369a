internal import Tensors

/// Whom a drawn face shows, and what follows from it by chance.
struct FaceTraits: Sendable {
  /// Whether the face is a woman's.
  let isFemale: Bool
  /// Decades, from 1.8 to 8.
  let age: Double
  /// From 0, looking far to the left of the image, to 4, far to the right.
  let pose: Int

  init(_ draws: inout RandomGenerator) {
    isFemale = draws.happens(0.5)
    age = draws.number(1.8, 8)
    pose = Int(draws.integer(below: 5))
  }

  /// How far a sign of age has come, from 0 to 1, by chance earlier or later.
  func progress(
    from start: Double, to end: Double, spread: Double, _ draws: inout RandomGenerator
  ) -> Double {
    min(max((age - start) / (end - start) + draws.around(0, spread), 0), 1)
  }
}

/// A face in pixels around its middle, made from traits.
struct FaceDrawing {
  private let isFemale: Bool
  private let width: Double
  private let height: Double
  private let jaw: Double
  private let skin: Double
  private let hair: Double
  private let hairline: Double
  private let hasLongHair: Bool
  private let beard: Double
  private let eyes: Double
  private let brows: Double
  private let lips: Double
  private let wrinkles: Double
  private let folds: Double
  /// −1, to the left, to 1.
  private let yaw: Double
  private let placement: PixelPlacement
  private let background: Double
  private let light: Double

  init(_ traits: FaceTraits, _ draws: inout RandomGenerator) {
    let isFemale = traits.isFemale
    self.isFemale = isFemale
    width = draws.around(isFemale ? 6.9 : 7.4, 0.4)
    height = draws.around(9.4, 0.45)
    jaw = draws.around(isFemale ? 0.64 : 0.78, 0.07)
    skin = draws.number(0.6, 0.85)
    let grey = traits.progress(from: 3.2, to: 7.2, spread: 0.16, &draws)
    let young = draws.number(0.03, 0.4)
    hair = young + grey * (0.95 - young)
    let recess = traits.progress(from: 2.5, to: 8, spread: 0.2, &draws)
    hairline = draws.around(0.52, 0.06) + (isFemale ? 0 : 0.3 * recess)
    hasLongHair = draws.happens(isFemale ? 0.8 - 0.04 * traits.age : 0.1)
    beard = !isFemale && draws.happens(0.45) ? draws.number(0.2, 0.7) : 0
    eyes = draws.around(isFemale ? 1.05 : 0.9, 0.08) - 0.03 * traits.age
    brows = draws.around(isFemale ? 0.6 : 1.2, 0.16)
    lips = draws.around(isFemale ? 1.4 : 0.8, 0.18) - 0.03 * traits.age
    wrinkles = traits.progress(from: 3, to: 8, spread: 0.12, &draws)
    folds = traits.progress(from: 2.5, to: 7.5, spread: 0.12, &draws)
    yaw = min(max((Double(traits.pose) - 2) / 2 + draws.around(0, 0.1), -1.2), 1.2)
    var placement = PixelPlacement()
    let size = draws.around(1, 0.05)
    placement.scale = PixelPoint(size, size)
    placement.turn = draws.around(0, 0.03)
    placement.centre = PixelPoint(draws.around(14, 0.8), draws.around(14.3, 0.8))
    self.placement = placement
    background = draws.number(0.05, 0.45)
    light = draws.around(0, 0.12)
  }

  // MARK: - Drawing

  func draw(on canvas: inout PixelCanvas) {
    let background = background
    canvas.change { _, _, _ in background }
    drawHead(&canvas)
    drawFeatures(&canvas)
    drawAge(&canvas)
    let light = light
    canvas.change { column, _, value in value * (1 + light * (Double(column) - 13.5) / 14) }
  }

  /// How far what lies in front of the face has moved.
  private var shift: Double { 3.2 * yaw }

  private func fill(
    _ path: PixelPath, _ value: Double, opacity: Double = 1, _ canvas: inout PixelCanvas
  ) {
    canvas.fill([path.placed(placement)], value, opacity: opacity)
  }

  private func stroke(
    _ points: [(Double, Double)], _ thickness: Double, _ value: Double, opacity: Double = 1,
    _ canvas: inout PixelCanvas
  ) {
    let path = PixelPath.curve(points.map { PixelPoint($0.0, $0.1) }, parts: 4)
    canvas.stroke(
      [path.placed(placement)], thickness: thickness, value: value, opacity: opacity)
  }

  private func drawHead(_ canvas: inout PixelCanvas) {
    let (w, h) = (width, height)
    fill(.lines(box(-2.6, 6, 2.6, 16), isClosed: true), skin * 0.8, &canvas)
    if hasLongHair {
      fill(.ellipse(PixelPoint(-0.15 * shift, 1.5), w + 1.6, h + 1.5), hair, &canvas)
      fill(.lines(box(-w - 1.2, 1, w + 1.2, 12.5), isClosed: true), hair, &canvas)
      fill(.lines(box(-2.4, 7, 2.4, 14), isClosed: true), skin * 0.8, &canvas)
    } else {
      fill(.ellipse(PixelPoint(-0.15 * shift, -1.2), w + 0.7, h), hair, &canvas)
    }
    let s = 0.5 * shift
    let face = PixelPath.curve(
      [
        (0.0, -hairline * h), (0.66 * w, -0.8 * hairline * h), (0.96 * w, -0.1 * h),
        (0.9 * w, 0.3 * h), (jaw * w, 0.68 * h), (0, h), (-jaw * w, 0.68 * h), (-0.9 * w, 0.3 * h),
        (-0.96 * w, -0.1 * h), (-0.66 * w, -0.8 * hairline * h),
      ].map { PixelPoint($0.0 + s, $0.1) }, isClosed: true, parts: 4)
    fill(face, skin, &canvas)
    if beard > 0 {
      let chin = PixelPath.curve(
        [
          (-0.85 * w, 0.35 * h), (-0.3 * w, 0.42 * h), (0.3 * w, 0.42 * h), (0.85 * w, 0.35 * h),
          (jaw * w, 0.68 * h), (0, h), (-jaw * w, 0.68 * h),
        ].map { PixelPoint($0.0 + s, $0.1) }, isClosed: true, parts: 4)
      fill(chin, hair, opacity: beard, &canvas)
    }
  }

  private func box(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) -> [PixelPoint] {
    [PixelPoint(x0, y0), PixelPoint(x1, y0), PixelPoint(x1, y1), PixelPoint(x0, y1)]
  }

  private func drawFeatures(_ canvas: inout PixelCanvas) {
    let spacing = 3.2 * (1 - 0.18 * yaw * yaw)
    for side in [-1.0, 1.0] {
      let x = shift + side * spacing
      let near = 1 - 0.25 * max(0, side * yaw)
      fill(.ellipse(PixelPoint(x, -1), eyes * 1.35 * near, eyes * 0.8), 0.95, &canvas)
      fill(.ellipse(PixelPoint(x + 0.3 * yaw, -1), eyes * 0.75, eyes * 0.8), 0.03, &canvas)
      stroke(
        [(x - 1.6 * near, -2.9), (x, -3.3), (x + 1.6 * near, -2.9)], brows, hair * 0.6, &canvas)
    }
    let nose = 1.35 * shift
    stroke([(shift, -0.6), (nose + 0.5 * yaw, 2.1), (nose - 0.6, 2.5)], 0.8, skin * 0.62, &canvas)
    stroke(
      [(shift - 2.2, 5.1), (shift, 5.3), (shift + 2.2, 5.1)], max(lips, 0.3),
      isFemale ? 0.22 : 0.3, &canvas)
  }

  /// Lines of the forehead, beside the nose and under the eyes.
  private func drawAge(_ canvas: inout PixelCanvas) {
    let dark = skin * 0.45
    let middle = 0.7 * shift
    for line in 0..<2 {
      let y = -4.6 - 1.3 * Double(line)
      stroke(
        [(middle - 3, y + 0.2), (middle, y), (middle + 3, y + 0.2)], 0.6, dark,
        opacity: 0.7 * wrinkles, &canvas)
    }
    for side in [-1.0, 1.0] {
      let x = shift + side * 1.9
      stroke([(x, 2.4), (x + side * 1, 4.6)], 0.7, dark, opacity: 0.75 * folds, &canvas)
      stroke(
        [(x + side * 0.3, 0.4), (x + side * 2.2, 0.5)], 0.6, dark, opacity: 0.6 * folds, &canvas)
    }
  }
}
