internal import Diagnostics
internal import Tensors

/// Written digits drawn by strokes: 28×28 pixels from 0 to 1, and a head of ten classes.
///
/// Each is written in one of several ways with a pen of 1 to 3 pixels, turned, slanted, scaled, shifted
/// and bent at random; noise is added to each pixel.
///
/// - Parameters:
///   - rows: how many, at least 1.
///   - seed: the same seed gives the same images on every machine; more rows leave the earlier ones as
///     they were.
///   - noise: its deviation.
/// - Returns: n×784 inputs of shape [1, 28, 28] with the head `digit`.
/// - Throws: `argument` for fewer rows or a noise that is none; `limit` when the images do not fit in
///   memory.
package func makeDigits(rows: Int, seed: Int, noise: Double = 0.1) throws -> HeadDataset {
  let rendering = try checkedRendering(.digits, rows: rows, seed: seed, noise: noise)
  var digits = [Int](repeating: 0, count: rows)
  for row in digits.indices {
    if row & 0xFFF == 0 { try Interrupt.check() }
    var draws = rendering.generator(row, .content)
    digits[row] = Int(draws.integer(below: 10))
  }
  let classes = digits
  let X = try rendering.images { row, draws, canvas in
    drawDigit(classes[row], &draws, &canvas)
  }
  return try HeadDataset(
    name: "made digits", X: X, inputShape: [1, PixelCanvas.side, PixelCanvas.side],
    heads: [
      HeadTargets(name: "digit", kind: .classes(10), values: Tensor(digits.map(Double.init)))
    ])
}

private func drawDigit(
  _ digit: Int, _ draws: inout RandomGenerator, _ canvas: inout PixelCanvas
) {
  let ways = DigitShapes.ways[digit]
  let strokes = ways[Int(draws.integer(below: UInt64(ways.count)))]
  var placement = PixelPlacement()
  placement.scale = PixelPoint(draws.number(9.5, 15), draws.number(15.5, 20))
  placement.slant = draws.around(0.12, 0.16)
  placement.turn = draws.around(0, 0.07)
  placement.centre = PixelPoint(draws.around(14, 0.9), draws.around(14, 0.9))
  placement.bendX = (draws.around(0, 0.8), draws.around(0, 0.8), draws.around(0, 0.8))
  placement.bendY = (draws.around(0, 0.8), draws.around(0, 0.8), draws.around(0, 0.8))
  let paths = strokes.map { $0.path.placed(placement) }
  canvas.stroke(paths, thickness: draws.number(1, 3), value: draws.number(0.75, 1))
}

/// The way to draw so many rows.
///
/// - Throws: `argument` for fewer rows than 1 or a noise that is none; `limit`.
func checkedRendering(
  _ subject: ImageRendering.Subject, rows: Int, seed: Int, noise: Double
) throws -> ImageRendering {
  guard rows > 0 else { throw Failure(.argument, "expected at least one row, found \(rows)") }
  guard noise >= 0, noise <= 10 else {
    throw Failure(.argument, "expected a noise from 0 to 10, found \(noise)")
  }
  try TensorMemory.check(Shape(rows, PixelCanvas.side * PixelCanvas.side))
  return ImageRendering(subject, rows: rows, seed: seed, noise: noise)
}
