package import Tensors

/// One layer of a trunk, an expert, a tower or an encoder, without its parameters.
package enum Layer: Sendable, Hashable {
  /// x W + b with this many outputs.
  case dense(Int)
  /// A convolution over an image, stride 1: this many channels, a square kernel.
  case convolution(channels: Int, kernel: Int, padding: Padding)
  /// The largest of each k×k square, which do not overlap.
  case maxPool(Int)
  /// An image as one row of numbers.
  case flatten
  /// While training, each number is 0 with this probability, and the others are scaled up.
  case dropout(Double)
  /// Each column (of images: channel) brought to mean 0 and deviation 1 over the batch, then scaled
  /// and shifted by learned numbers.
  case batchNorm
  /// A function of each number.
  case activation(UnaryOperation)

  /// What a convolution does at the edges of an image.
  package enum Padding: String, Sendable, CaseIterable {
    /// Zeros around it, so that the size stays.
    case same
    /// No zeros: the size shrinks by the kernel's less one.
    case valid
  }

  /// As a program writes it.
  package var name: String {
    switch self {
    case .dense(let count): "dense(\(count))"
    case .convolution(let channels, let kernel, let padding):
      "conv2d(\(channels), \(kernel), padding=\"\(padding.rawValue)\")"
    case .maxPool(let size): "max_pool(\(size))"
    case .flatten: "flatten()"
    case .dropout(let probability): "dropout(\(probability))"
    case .batchNorm: "batch_norm()"
    case .activation(let operation): "\(operation)"
    }
  }
}
