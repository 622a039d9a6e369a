internal import Tensors

/// How the images of a convolution lie in memory while it is computed.
///
/// An input plane has the zeros around it: H' rows of W' numbers, W' being the `stride`. Output places
/// are numbered with the same stride, p = row·W' + column, so that output p reads the input at
/// p + ky·W' + kx; the kernel's width less one places at the end of an output row mean nothing.
/// Gradients by outputs lie in planes with the same stride, 0 in those places and before each plane, so
/// that the gradient by an input is the same sum with the kernel turned around.
struct ConvolutionGeometry: Sendable {
  /// Of one image: those of the groups' inputs.
  let channels: Int
  let height: Int
  let width: Int
  /// Channels of the output.
  let outputs: Int
  /// k: the kernel is k×k.
  let kernel: Int
  /// Rows and columns of zeros before and after the image.
  let before: Int
  let after: Int

  init(channels: Int, height: Int, width: Int, outputs: Int, kernel: Int, padding: Layer.Padding) {
    self.channels = channels
    self.height = height
    self.width = width
    self.outputs = outputs
    self.kernel = kernel
    before = padding == .same ? (kernel - 1) / 2 : 0
    after = padding == .same ? kernel - 1 - before : 0
  }

  /// W'.
  var stride: Int { before + width + after }
  var paddedHeight: Int { before + height + after }
  var outputHeight: Int { paddedHeight - kernel + 1 }
  var outputWidth: Int { stride - kernel + 1 }

  /// Products of one output: channels·k².
  var terms: Int { channels * kernel * kernel }
  /// The sums of the way back: one a weight, one for the intercept, filled up.
  var sums: Int { (terms + 1).roundedUp(to: PlaneLayout.terms) }
  /// Tiles of output planes, and of input planes.
  var outputTiles: Int { outputs.roundedUp(to: PlaneLayout.tile) / PlaneLayout.tile }
  var inputTiles: Int { channels.roundedUp(to: PlaneLayout.tile) / PlaneLayout.tile }

  /// Places of an output plane.
  var length: Int { (outputHeight * stride).roundedUp(to: PlaneLayout.step) }
  /// Places of a plane of the gradient by the input, which begins at its first pixel.
  var inputLength: Int { (height * stride).roundedUp(to: PlaneLayout.step) }

  var plane: Int { paddedHeight * stride }
  /// Where the image's pixels begin in a padded plane.
  var corner: Int { before * stride + before }
  /// A plane of ones after the input planes: what it is multiplied with is the intercept.
  var ones: Int { (channels * plane).roundedUp(to: 16) }
  /// Numbers of one padded image with its ones; loops may read a step beyond.
  var inputStep: Int { (ones + length + kernel + PlaneLayout.step).roundedUp(to: 16) }

  /// Zeros before a plane of gradients.
  var front: Int { ((kernel - 1) * (stride + 1)).roundedUp(to: 16) }
  /// Numbers from one plane of gradients to the next.
  var gradientPlane: Int { front + length }
  /// Numbers of one image's gradients; loops may read two steps beyond.
  var gradientStep: Int {
    outputTiles * PlaneLayout.tile * gradientPlane + front + 2 * PlaneLayout.step
  }

  /// Where term t of an output reads, then where the intercept's ones are, filled up.
  var forwardOffsets: [Int] {
    let taps = (0..<channels).flatMap { c in
      (0..<kernel * kernel).map { c * plane + $0 / kernel * stride + $0 % kernel }
    }
    return taps + [Int](repeating: ones, count: sums - terms)
  }

  /// Where term (output, ky, kx) of the gradient by an input reads.
  var backwardOffsets: [Int] {
    (0..<outputs).flatMap { o in
      (0..<kernel * kernel).map {
        o * gradientPlane + front + corner - $0 / kernel * stride - $0 % kernel
      }
    }
  }

  /// Puts an image into its padded planes, of which the zeros are left as they are.
  func pad<S: NetworkScalar>(_ image: UnsafePointer<S>, into planes: UnsafeMutablePointer<S>) {
    for c in 0..<channels {
      let (from, to) = (image + c * height * width, planes + c * plane + corner)
      for i in 0..<height { (to + i * stride).update(from: from + i * width, count: width) }
    }
  }
}

extension Int {
  /// The next multiple.
  func roundedUp(to step: Int) -> Int { (self + step - 1) / step * step }
}
