internal import Tensors

/// Draws images row by row, each from random numbers of its own: more rows leave the earlier ones as
/// they were.
struct ImageRendering {
  /// What is drawn; each draws its own random numbers from a seed.
  enum Subject: UInt64 { case digits, garments, faces }

  let subject: Subject
  let rows: Int
  let seed: UInt64
  /// The deviation of what is added to each pixel.
  let noise: Double

  /// Streams of one row: what it shows, how it is drawn, and its noise.
  enum Purpose: UInt64 { case content, drawing, noise }

  init(_ subject: Subject, rows: Int, seed: Int, noise: Double) {
    self.subject = subject
    self.rows = rows
    self.seed = UInt64(bitPattern: Int64(seed))
    self.noise = noise
  }

  /// The random numbers of a row.
  func generator(_ row: Int, _ purpose: Purpose) -> RandomGenerator {
    RandomGenerator(
      seed: seed, stream: subject.rawValue << 60 | UInt64(row) << 2 | purpose.rawValue)
  }

  /// n×784 pixels from 0 to 1, multiples of 1/255 as those of stored images are.
  ///
  /// - Parameter draw: draws the row with the given number.
  /// - Returns: a row an image.
  /// - Throws: `limit` when the images do not fit in memory.
  func images(
    _ draw: @Sendable (Int, inout RandomGenerator, inout PixelCanvas) -> Void
  ) throws -> Tensor {
    let size = PixelCanvas.side * PixelCanvas.side
    let shape = Shape(rows, size)
    return try Tensor(shape) { target in
      try Parallel.forEachBlock(of: 32, in: rows, isLarge: rows >= 128) { start, count in
        var canvas = PixelCanvas()
        for row in start..<start + count {
          canvas.clear()
          var generator = generator(row, .drawing)
          draw(row, &generator, &canvas)
          addNoise(row, canvas.pixels, target + row * size)
        }
      }
    }
  }

  private func addNoise(
    _ row: Int, _ pixels: [Double], _ target: UnsafeMutablePointer<Double>
  ) {
    var draws = generator(row, .noise)
    for (i, pixel) in pixels.enumerated() {
      let noisy = noise > 0 ? pixel + noise * draws.normal() : pixel
      target[i] = (min(max(noisy, 0), 1) * 255).rounded() / 255
    }
  }
}

extension RandomGenerator {
  /// A number in [low, high).
  mutating func number(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

  /// A normal number, held within three deviations.
  mutating func around(_ mean: Double, _ deviation: Double) -> Double {
    mean + deviation * min(max(normal(), -3), 3)
  }

  /// Whether something of a probability happens.
  mutating func happens(_ probability: Double) -> Bool { uniform() < probability }
}
