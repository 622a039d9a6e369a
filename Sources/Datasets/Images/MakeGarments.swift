internal import Diagnostics
internal import Tensors

/// The garments of `makeGarments`, by class number.
package let garmentNames = [
  "T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag",
  "ankle boot",
]

/// Drawn garments: 28×28 pixels from 0 to 1, and a head of the ten classes of Fashion-MNIST.
///
/// Sizes, greys and cloths are drawn at random; T-shirts and shirts, and pullovers, coats and shirts
/// overlap in theirs, so that they are mistaken for each other as the photographs are. Classes: Xiao,
/// Rasul and Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning
/// Algorithms", 2017.
///
/// - Parameters:
///   - rows: how many, at least 1.
///   - seed: the same seed gives the same images on every machine; more rows leave the earlier ones as
///     they were.
///   - noise: the deviation of what is added to each pixel.
/// - Returns: n×784 inputs of shape [1, 28, 28] with the head `garment`.
/// - Throws: `argument` for fewer rows or a noise that is none; `limit` when the images do not fit in
///   memory.
package func makeGarments(rows: Int, seed: Int, noise: Double = 0.05) throws -> HeadDataset {
  let rendering = try checkedRendering(.garments, rows: rows, seed: seed, noise: noise)
  var garments = [Int](repeating: 0, count: rows)
  for row in garments.indices {
    if row & 0xFFF == 0 { try Interrupt.check() }
    var draws = rendering.generator(row, .content)
    garments[row] = Int(draws.integer(below: 10))
  }
  let classes = garments
  let X = try rendering.images { row, draws, canvas in
    drawGarment(classes[row], &draws, &canvas)
  }
  return try HeadDataset(
    name: "made garments", X: X, inputShape: [1, PixelCanvas.side, PixelCanvas.side],
    heads: [
      HeadTargets(name: "garment", kind: .classes(10), values: Tensor(garments.map(Double.init)))
    ])
}

private func drawGarment(
  _ garment: Int, _ draws: inout RandomGenerator, _ canvas: inout PixelCanvas
) {
  let drawing = GarmentDrawing(&draws)
  switch garment {
  case 1: drawTrouser(drawing, &draws, &canvas)
  case 5: drawSandal(drawing, &draws, &canvas)
  case 7: drawSneaker(drawing, &draws, &canvas)
  case 8: drawBag(drawing, &draws, &canvas)
  case 9: drawBoot(drawing, &draws, &canvas)
  default: drawUpper(garment, drawing, &draws, &canvas)
  }
}

// MARK: - Upper body

private func drawUpper(
  _ garment: Int, _ drawing: GarmentDrawing, _ draws: inout RandomGenerator,
  _ canvas: inout PixelCanvas
) {
  var upper = UpperGarment()
  upper.neck = draws.number(0.07, 0.13)
  upper.neckDepth = draws.number(0.02, 0.12)
  upper.shoulder = draws.number(0.2, 0.27)
  upper.chest = draws.number(0.19, 0.26)
  upper.waist = upper.chest * draws.number(0.9, 1.05)
  upper.hem = upper.chest * draws.number(0.95, 1.15)
  upper.spread = draws.number(0.1, 0.8)
  upper.sleeveWidth = draws.number(0.12, 0.17)
  switch garment {
  case 0:
    upper.sleeve = draws.number(0.12, 0.27)
    upper.bottom = draws.number(0.36, 0.48)
  case 2:
    upper.sleeve = draws.number(0.58, 0.82)
    upper.bottom = draws.number(0.34, 0.46)
  case 3:
    upper.shoulder = draws.number(0.1, 0.18)
    upper.chest = draws.number(0.1, 0.17)
    upper.waist = upper.chest * draws.number(0.75, 1)
    upper.hem = upper.waist * draws.number(1.1, 2.3)
    upper.bottom = draws.number(0.44, 0.49)
    upper.sleeve = draws.happens(0.5) ? 0 : draws.number(0.1, 0.6)
  case 4:
    upper.sleeve = draws.number(0.62, 0.86)
    upper.bottom = draws.number(0.42, 0.49)
    upper.hem = upper.chest * draws.number(1, 1.3)
  default:
    upper.sleeve = draws.happens(0.4) ? draws.number(0.16, 0.32) : draws.number(0.55, 0.8)
    upper.bottom = draws.number(0.36, 0.48)
  }
  upper.draw(drawing, on: &canvas)
  if garment == 4 { drawOpening(upper, drawing, &draws, &canvas, collar: draws.happens(0.7)) }
  if garment == 6 { drawButtons(upper, drawing, &draws, &canvas) }
}

/// The dark edge along which a coat opens, with lapels.
private func drawOpening(
  _ upper: UpperGarment, _ drawing: GarmentDrawing, _ draws: inout RandomGenerator,
  _ canvas: inout PixelCanvas, collar: Bool
) {
  let opacity = draws.number(0.35, 0.95)
  let middle = draws.around(0, 0.015)
  let start = -0.44 + upper.neckDepth
  drawing.line(
    [.lines([PixelPoint(middle, start), PixelPoint(middle, upper.bottom)])],
    draws.number(0.8, 1.6), 0.05, opacity: opacity, on: &canvas)
  guard collar else { return }
  let depth = draws.number(0.12, 0.3)
  drawing.patch(
    .lines(
      [
        PixelPoint(-upper.neck, -0.44), PixelPoint(upper.neck, -0.44),
        PixelPoint(middle, -0.44 + depth),
      ], isClosed: true), 0.08, opacity: opacity, on: &canvas)
}

/// A shirt's collar and the line of its buttons.
private func drawButtons(
  _ upper: UpperGarment, _ drawing: GarmentDrawing, _ draws: inout RandomGenerator,
  _ canvas: inout PixelCanvas
) {
  let opacity = draws.number(0, 0.6)
  drawing.line(
    [.lines([PixelPoint(0, -0.4), PixelPoint(0, upper.bottom)])], 0.8, 0.1, opacity: opacity,
    on: &canvas)
  guard draws.happens(0.75) else { return }
  let light = min(1, drawing.grey * 1.3)
  for side in [-1.0, 1.0] {
    drawing.patch(
      .lines(
        [
          PixelPoint(0, -0.38), PixelPoint(side * upper.neck, -0.46),
          PixelPoint(side * upper.neck * 1.2, -0.34),
        ], isClosed: true), light, on: &canvas)
  }
}

// MARK: - Trousers and bags

private func drawTrouser(
  _ drawing: GarmentDrawing, _ draws: inout RandomGenerator, _ canvas: inout PixelCanvas
) {
  let (waist, hip) = (draws.number(0.13, 0.19), draws.number(0.16, 0.22))
  let (outer, inner) = (draws.number(0.15, 0.26), draws.number(0.02, 0.1))
  let (crotch, bottom) = (draws.number(-0.2, 0), draws.number(0.4, 0.49))
  for side in [-1.0, 1.0] {
    let points = [
      PixelPoint(0, -0.47), PixelPoint(waist, -0.47), PixelPoint(hip, -0.22),
      PixelPoint(max(outer, inner + 0.07), bottom), PixelPoint(inner, bottom),
      PixelPoint(0, crotch),
    ]
    drawing.cloth(
      .lines(points.map { PixelPoint(side * $0.x, $0.y) }, isClosed: true), on: &canvas)
  }
}

private func drawBag(
  _ drawing: GarmentDrawing, _ draws: inout RandomGenerator, _ canvas: inout PixelCanvas
) {
  let (top, bottom) = (draws.number(-0.25, 0.02), draws.number(0.3, 0.45))
  let wide = draws.number(0.32, 0.49)
  let narrow = wide * draws.number(0.75, 1.05)
  let handle = narrow * draws.number(0.35, 0.8)
  let height = draws.number(0.1, 0.4)
  if draws.happens(0.85) {
    drawing.line(
      [
        .curve([
          PixelPoint(-handle, top), PixelPoint(-handle * 0.8, top - height * 0.8),
          PixelPoint(0, top - height), PixelPoint(handle * 0.8, top - height * 0.8),
          PixelPoint(handle, top),
        ])
      ], draws.number(1, 2.4), drawing.grey * 0.9, on: &canvas)
  }
  drawing.cloth(
    .symmetric([
      PixelPoint(0, top), PixelPoint(narrow, top), PixelPoint(wide, bottom), PixelPoint(0, bottom),
    ]), on: &canvas)
  guard draws.happens(0.6) else { return }
  let flap = top + (bottom - top) * draws.number(0.25, 0.6)
  drawing.line(
    [.curve([PixelPoint(-narrow, top), PixelPoint(0, flap), PixelPoint(narrow, top)])], 1,
    drawing.grey * 0.4, on: &canvas)
}
