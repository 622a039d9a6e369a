internal import Tensors

/// One pass over the rows: loss and gradient of many blocks at points of their own.
///
/// Rows go through in tiles whose scores, residuals and share of the gradient are worked out while
/// they are in the cache; nothing of the size n×K is kept.
struct LinearPass {
  /// A block and where its columns stand among the packed ones.
  struct Part {
    let loss: LinearProblem.Loss
    let first: Int
  }

  let design: LinearDesign
  let parts: [Part]
  /// All columns of all parts.
  let columns: Int

  init(_ design: LinearDesign, _ losses: [LinearProblem.Loss]) {
    self.design = design
    var parts: [Part] = []
    var first = 0
    for loss in losses {
      parts.append(Part(loss: loss, first: first))
      first += loss.columnCount
    }
    self.parts = parts
    columns = first
  }

  /// Rows of a tile: few enough for its scores to stay in the second cache.
  var tile: Int { min(512, max(32, (1 << 17) / max(columns, 1) & ~7)) }

  /// The rows in stretches whose sums are formed apart, so that threads share them: a number that
  /// depends on sizes alone.
  private var stretches: [Range<Int>] {
    let size = max(columns * design.parameterCount, 1)
    let useful = design.rowCount * size >> 23
    let count = max(1, min(8, useful, (1 << 22) / size))
    let tiles = (design.rowCount + tile - 1) / tile
    return (0..<count).map {
      let bounds = [tiles * $0 / count, tiles * ($0 + 1) / count]
      return min(bounds[0] * tile, design.rowCount)..<min(bounds[1] * tile, design.rowCount)
    }
  }

  /// Writes the gradients `R X` (columns×p) at the points (columns×p); returns the loss a part.
  ///
  /// Points of which only the intercepts differ from 0 (`areIntercepts`) need no product for scores.
  func evaluate(
    _ points: Doubles, areIntercepts: Bool = false, gradients: MutableDoubles
  ) throws -> [Double] {
    let stretches = stretches
    return try design.withRows { rows in
      let products = TileProducts(
        rows, points, columns: columns, areIntercepts: areIntercepts)
      let sums = stretches.map { _ in TileGradients(rows, columns: columns) }
      let losses = Buffer(stretches.count * parts.count)
      try Parallel.run(stretches.count) { s in
        try visit(stretches[s], products) { start, count, z, scratch in
          for (index, part) in parts.enumerated() {
            losses.pointer[s * parts.count + index] += part.loss.evaluate(
              z + part.first * count, start: start, count: count, scratch: scratch)
          }
          try sums[s].add(z, start: start, count: count)
        }
      }
      sums[0].write(into: gradients)
      for sum in sums.dropFirst() { sum.add(to: gradients) }
      return parts.indices.map { index in
        stretches.indices.reduce(0) { $0 + losses.pointer[$1 * parts.count + index] }
      }
    }
  }

  /// Calls the body with the scores (columns×count) of one tile after another.
  func visit(
    _ range: Range<Int>, _ products: TileProducts,
    _ body: (_ start: Int, _ count: Int, _ z: MutableDoubles, _ scratch: MutableDoubles) throws ->
      Void
  ) throws {
    let scores = Buffer(columns * tile)
    let scratch = Buffer(2 * tile)
    for start in stride(from: range.lowerBound, to: range.upperBound, by: tile) {
      try Interrupt.check()
      let count = min(tile, range.upperBound - start)
      try products.scores(start: start, count: count, into: scores.pointer)
      try body(start, count, scores.pointer, scratch.pointer)
    }
  }
}
