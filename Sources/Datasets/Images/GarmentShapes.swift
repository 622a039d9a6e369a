internal import Tensors

/// One garment on its way to the canvas: shapes around (0, 0), half a unit in each direction, shaded as
/// cloth.
struct GarmentDrawing {
  /// Where shapes come to stand.
  let placement: PixelPlacement
  /// The grey of the cloth.
  let grey: Double
  private let texture: Texture
  private let lightness: Double

  /// What the cloth is like.
  private enum Texture {
    case plain
    case rows(period: Double, depth: Double)
    case columns(period: Double, depth: Double)
    case squares(period: Double, depth: Double)
  }

  init(_ draws: inout RandomGenerator) {
    var placement = PixelPlacement()
    let size = draws.number(22.5, 26.5)
    placement.scale = PixelPoint(size * draws.number(0.9, 1.08), size)
    placement.turn = draws.around(0, 0.02)
    placement.slant = draws.around(0, 0.03)
    placement.centre = PixelPoint(draws.around(14, 0.7), draws.around(14, 0.7))
    placement.bendX = (draws.around(0, 0.3), draws.around(0, 0.3), draws.around(0, 0.3))
    placement.bendY = (draws.around(0, 0.3), draws.around(0, 0.3), 0)
    self.placement = placement
    grey = draws.number(0.35, 0.95)
    lightness = draws.around(0, 0.1)
    let (period, depth) = (draws.number(3, 7), draws.number(0.15, 0.5))
    switch draws.uniform() {
    case ..<0.6: texture = .plain
    case ..<0.75: texture = .rows(period: period, depth: depth)
    case ..<0.88: texture = .columns(period: period, depth: depth)
    default: texture = .squares(period: period, depth: depth)
    }
  }

  /// The grey of the cloth at a pixel, of a part that is lighter or darker by a factor.
  private func shade(_ column: Int, _ row: Int, _ factor: Double) -> Double {
    func isBand(_ place: Int, _ period: Double) -> Bool {
      let share = Double(place) / period
      return share - share.rounded(.down) < 0.5
    }
    var value = grey * factor * (1 + lightness * (Double(column) - 14) / 14)
    switch texture {
    case .plain: break
    case .rows(let period, let depth): if isBand(row, period) { value *= 1 - depth }
    case .columns(let period, let depth): if isBand(column, period) { value *= 1 - depth }
    case .squares(let period, let depth):
      if isBand(row, period) != isBand(column, period) { value *= 1 - depth }
    }
    return min(max(value, 0), 1)
  }

  // MARK: - Parts

  /// A closed shape of cloth.
  func cloth(_ shape: PixelPath, on canvas: inout PixelCanvas, factor: Double = 1) {
    canvas.fill([shape.placed(placement)]) { shade($0, $1, factor) }
  }

  /// A closed shape of one grey.
  func patch(
    _ shape: PixelPath, _ value: Double, opacity: Double = 1, on canvas: inout PixelCanvas
  ) {
    canvas.fill([shape.placed(placement)], value, opacity: opacity)
  }

  /// Lines of a thickness in pixels.
  func line(
    _ paths: [PixelPath], _ thickness: Double, _ value: Double, opacity: Double = 1,
    on canvas: inout PixelCanvas
  ) {
    canvas.stroke(
      paths.map { $0.placed(placement) }, thickness: thickness, value: value, opacity: opacity)
  }
}

/// A piece for the upper body: T-shirts, pullovers, dresses, coats and shirts differ in its sizes.
struct UpperGarment {
  var neck = 0.1
  var neckDepth = 0.05
  var shoulder = 0.24
  var chest = 0.24
  var waist = 0.23
  var hem = 0.25
  var bottom = 0.44
  /// 0: none.
  var sleeve = 0.2
  var sleeveWidth = 0.15
  /// How far sleeves stand away from the body, from 0 to 1.
  var spread = 0.5

  private static let top = -0.44

  func draw(_ drawing: GarmentDrawing, on canvas: inout PixelCanvas) {
    if sleeve > 0 {
      for side in [-1.0, 1.0] { drawing.cloth(sleevePath(side), on: &canvas, factor: 0.9) }
    }
    let top = Self.top
    drawing.cloth(
      .symmetric([
        PixelPoint(0, top + neckDepth), PixelPoint(neck * 0.7, top + neckDepth * 0.6),
        PixelPoint(neck, top), PixelPoint(shoulder, top + 0.06), PixelPoint(chest, top + 0.24),
        PixelPoint(waist, 0.08), PixelPoint(hem, bottom),
      ]), on: &canvas)
  }

  private func sleevePath(_ side: Double) -> PixelPath {
    let start = PixelPoint(shoulder - 0.03, Self.top + 0.05)
    let (dx, dy) = (0.25 + 0.45 * spread, 0.9 - 0.4 * spread)
    let length = (dx * dx + dy * dy).squareRoot()
    let (ux, uy) = (dx / length, dy / length)
    let end = PixelPoint(start.x + sleeve * ux, start.y + sleeve * uy)
    let wrist = sleeveWidth * (sleeve > 0.4 ? 0.65 : 0.95)
    let points = [
      start, end, PixelPoint(end.x - wrist * uy, end.y + wrist * ux),
      PixelPoint(chest - 0.04, Self.top + 0.05 + sleeveWidth * 1.3),
    ]
    return .lines(points.map { PixelPoint(side * $0.x, $0.y) }, isClosed: true)
  }
}
