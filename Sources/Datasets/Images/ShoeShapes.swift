internal import Tensors

/// Shoes seen from the side, the toe at the left.

/// A low shoe with a sole of another grey, and laces.
func drawSneaker(
  _ drawing: GarmentDrawing, _ draws: inout RandomGenerator, _ canvas: inout PixelCanvas
) {
  let (toe, collar) = (draws.number(0, 0.06), draws.number(-0.24, -0.12))
  let sole = draws.number(0.04, 0.09)
  let bottom = draws.number(0.14, 0.22)
  drawing.cloth(
    .curve(
      [
        PixelPoint(-0.48, bottom - 0.05), PixelPoint(-0.4, toe), PixelPoint(-0.12, -0.07),
        PixelPoint(0.08, collar - 0.03), PixelPoint(0.28, collar + 0.06),
        PixelPoint(0.46, collar - 0.02), PixelPoint(0.48, bottom - 0.03),
        PixelPoint(0.4, bottom), PixelPoint(-0.42, bottom),
      ], isClosed: true, parts: 4), on: &canvas)
  drawing.patch(
    .lines(
      [
        PixelPoint(-0.47, bottom - sole * 0.8), PixelPoint(0.48, bottom - sole),
        PixelPoint(0.47, bottom + 0.02), PixelPoint(-0.43, bottom + 0.02),
      ], isClosed: true), draws.number(0.1, 1), on: &canvas)
  let laces = Int(draws.integer(below: 4))
  let grey = draws.number(0, 1)
  for lace in 0..<laces {
    let x = -0.14 + 0.08 * Double(lace)
    drawing.line(
      [.lines([PixelPoint(x, -0.06 - 0.04 * Double(lace)), PixelPoint(x + 0.06, 0.04)])], 0.8,
      grey, on: &canvas)
  }
}

/// A shoe with a shaft, with or without a heel.
func drawBoot(
  _ drawing: GarmentDrawing, _ draws: inout RandomGenerator, _ canvas: inout PixelCanvas
) {
  let shaft = draws.number(-0.47, -0.26)
  let front = draws.number(-0.06, 0.1)
  let (toe, bottom) = (draws.number(0.06, 0.14), draws.number(0.24, 0.32))
  drawing.cloth(
    .curve(
      [
        PixelPoint(-0.47, bottom - 0.05), PixelPoint(-0.38, toe),
        PixelPoint(front - 0.1, -0.02), PixelPoint(front, -0.16), PixelPoint(front, shaft),
        PixelPoint(0.2, shaft - 0.02), PixelPoint(0.42, shaft), PixelPoint(0.43, -0.05),
        PixelPoint(0.46, bottom - 0.03), PixelPoint(0.4, bottom), PixelPoint(-0.42, bottom),
      ], isClosed: true, parts: 4), on: &canvas)
  let heel = draws.happens(0.6) ? draws.number(0.06, 0.16) : 0.03
  drawing.patch(
    .lines(
      [
        PixelPoint(draws.number(0.12, 0.3), bottom - 0.02), PixelPoint(0.45, bottom - 0.02),
        PixelPoint(0.45, bottom + heel), PixelPoint(0.3, bottom + heel),
      ], isClosed: true), drawing.grey * draws.number(0.3, 0.9), on: &canvas)
  if draws.happens(0.4) {
    drawing.line(
      [.lines([PixelPoint(front + 0.1, shaft), PixelPoint(front + 0.12, bottom - 0.1)])], 0.9,
      drawing.grey * 0.4, on: &canvas)
  }
}

/// A sole with straps over the foot, with or without a heel.
func drawSandal(
  _ drawing: GarmentDrawing, _ draws: inout RandomGenerator, _ canvas: inout PixelCanvas
) {
  let heel = draws.happens(0.45) ? draws.number(0.12, 0.34) : draws.number(0, 0.05)
  let bottom = 0.22
  let thickness = draws.number(0.04, 0.1)
  let back = bottom - heel
  drawing.cloth(
    .lines(
      [
        PixelPoint(-0.48, bottom - thickness), PixelPoint(-0.1, bottom - thickness),
        PixelPoint(0.2, (bottom + back) / 2 - thickness), PixelPoint(0.47, back - thickness),
        PixelPoint(0.47, back), PixelPoint(0.2, (bottom + back) / 2), PixelPoint(-0.1, bottom),
        PixelPoint(-0.46, bottom),
      ], isClosed: true), on: &canvas)
  if heel > 0.1 {
    let foot = draws.number(0.03, 0.14)
    drawing.cloth(
      .lines(
        [
          PixelPoint(0.3, back), PixelPoint(0.47, back), PixelPoint(0.46, bottom + 0.04),
          PixelPoint(0.46 - foot, bottom + 0.04),
        ], isClosed: true), on: &canvas, factor: 0.8)
  }
  let straps = 1 + Int(draws.integer(below: 4))
  let width = draws.number(1, 2.2)
  for strap in 0..<straps {
    let share = (Double(strap) + draws.number(0.2, 0.8)) / Double(straps)
    let x = -0.38 + 0.78 * share
    let ground = x < -0.1 ? bottom - thickness : bottom - heel * (x + 0.1) / 0.57 - thickness
    let height = draws.number(0.12, 0.2) + 0.14 * share
    let lean = draws.number(-0.02, 0.16)
    drawing.line(
      [
        .curve([
          PixelPoint(x - 0.04, ground), PixelPoint(x + lean, ground - height),
          PixelPoint(min(x + lean + 0.12, 0.47), ground - height * 0.6),
          PixelPoint(min(x + 0.16, 0.46), ground - 0.02),
        ])
      ], width, drawing.grey, on: &canvas)
  }
}
