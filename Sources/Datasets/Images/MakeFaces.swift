internal import Diagnostics
internal import Tensors

/// Drawn faces: 28×28 pixels from 0 to 1, and heads of three kinds.
///
/// `gender` is binary (1: a woman), `age` a number of decades from 1.8 to 8, `pose` one of five classes
/// from looking to the left of the image (0) to the right (4). The three leave their marks on the same
/// parts: hair tells of gender and age, eyes, brows and mouth are smaller or finer and move with the
/// head, so that what one head learns helps the others.
///
/// - Parameters:
///   - rows: how many, at least 1.
///   - seed: the same seed gives the same images on every machine; more rows leave the earlier ones as
///     they were.
///   - noise: the deviation of what is added to each pixel.
/// - Returns: n×784 inputs of shape [1, 28, 28] with three heads.
/// - Throws: `argument` for fewer rows or a noise that is none; `limit` when the images do not fit in
///   memory.
package func makeFaces(rows: Int, seed: Int, noise: Double = 0.05) throws -> HeadDataset {
  let rendering = try checkedRendering(.faces, rows: rows, seed: seed, noise: noise)
  var faces: [FaceTraits] = []
  faces.reserveCapacity(rows)
  for row in 0..<rows {
    if row & 0xFFF == 0 { try Interrupt.check() }
    var draws = rendering.generator(row, .content)
    faces.append(FaceTraits(&draws))
  }
  let traits = faces
  let X = try rendering.images { row, draws, canvas in
    FaceDrawing(traits[row], &draws).draw(on: &canvas)
  }
  return try HeadDataset(
    name: "made faces", X: X, inputShape: [1, PixelCanvas.side, PixelCanvas.side],
    heads: [
      HeadTargets(
        name: "gender", kind: .binary, values: Tensor(faces.map { $0.isFemale ? 1 : 0 })),
      HeadTargets(name: "age", kind: .regression, values: Tensor(faces.map(\.age))),
      HeadTargets(
        name: "pose", kind: .classes(5), values: Tensor(faces.map { Double($0.pose) })),
    ])
}
