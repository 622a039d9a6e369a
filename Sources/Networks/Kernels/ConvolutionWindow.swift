/// The square windows of a convolution with stride 1 over an image, as columns of a matrix.
struct ConvolutionWindow: Sendable {
  let channels: Int
  let height: Int
  let width: Int
  let kernel: Int
  /// Rows of zeros above the image, and columns before it.
  let margin: Int
  let outputHeight: Int
  let outputWidth: Int

  /// - Throws: `shape` at `place` for a row of numbers, and for a window larger than the image.
  init(_ shape: [Int], kernel: Int, padding: Layer.Padding, at place: LayerPlace) throws {
    guard shape.count == 3 else {
      throw place.failure(
        "expected an image, found one row of \(shape.sizes)",
        notes: ["inputs=[channels, height, width] makes images of the rows"])
    }
    let (height, width) = (shape[1], shape[2])
    let fits = kernel > 0 && (padding == .same || kernel <= min(height, width))
    guard fits else {
      throw place.failure(
        "expected a kernel from 1 to \(min(height, width)), found \(kernel)")
    }
    channels = shape[0]
    self.height = height
    self.width = width
    self.kernel = kernel
    margin = padding == .same ? (kernel - 1) / 2 : 0
    outputHeight = padding == .same ? height : height - kernel + 1
    outputWidth = padding == .same ? width : width - kernel + 1
  }

  /// Numbers of one window.
  var taps: Int { channels * kernel * kernel }
  var outputPlaces: Int { outputHeight * outputWidth }
  /// Numbers of all windows of an image.
  var columnCount: Int { taps * outputPlaces }

  /// Writes taps × places: a row a tap, what it sees at every place, 0 outside the image.
  func unfold<S: NetworkScalar>(
    _ image: UnsafePointer<S>, into columns: UnsafeMutablePointer<S>
  ) {
    columns.update(repeating: 0, count: columnCount)
    forEachRun { tap, place, pixel, length in
      (columns + tap * outputPlaces + place).update(from: image + pixel, count: length)
    }
  }

  /// Adds what the windows hold back to the image.
  func fold<S: NetworkScalar>(
    _ columns: UnsafePointer<S>, addingTo image: UnsafeMutablePointer<S>
  ) {
    forEachRun { tap, place, pixel, length in
      let source = columns + tap * outputPlaces + place
      for i in 0..<length { image[pixel + i] += source[i] }
    }
  }

  /// Tells, for every tap and row of places, the places that see pixels: the first of both and how
  /// many.
  @inline(__always)
  private func forEachRun(
    _ body: (_ tap: Int, _ place: Int, _ pixel: Int, _ length: Int) -> Void
  ) {
    for tap in 0..<taps {
      let channel = tap / (kernel * kernel)
      let (down, across) = (tap / kernel % kernel - margin, tap % kernel - margin)
      let first = max(0, -across)
      let length = min(outputWidth, width - across) - first
      guard length > 0 else { continue }
      for row in max(0, -down)..<max(max(0, -down), min(outputHeight, height - down)) {
        body(
          tap, row * outputWidth + first,
          (channel * height + row + down) * width + first + across, length)
      }
    }
  }
}
