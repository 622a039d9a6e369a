internal import Datasets
internal import Diagnostics

/// A trunk that is to be learned without targets, and behind it a decoder that makes the inputs again.
///
/// The decoder has the trunk's dense layers in reverse, each with the function that followed the layer
/// it mirrors, and at its end a dense layer without a function to the inputs. Convolutions, pooling,
/// dropout and batch normalisation are not mirrored: behind an image stands a dense decoder.
///
/// G. E. Hinton, R. R. Salakhutdinov, *Reducing the Dimensionality of Data with Neural Networks*,
/// Science 313, 2006.
package struct Autoencoder: Architecture {
  package static let name = "autoencoder"

  /// What the stack is called in the network that it is for: `trunk`.
  package let stack: String
  package let trunk: [Layer]
  /// d.
  package let inputCount: Int

  package init(stack: String, trunk: [Layer], inputCount: Int) {
    self.stack = stack
    self.trunk = trunk
    self.inputCount = inputCount
  }

  package var options: [(name: String, value: String)] { [(stack, trunk.source)] }

  /// The layers behind the trunk.
  package var decoder: [Layer] {
    var blocks: [[Layer]] = []
    var function: [Layer] = []
    for layer in trunk.reversed() {
      switch layer {
      case .activation: function = [layer]
      case .dense: blocks.append([layer] + function)
      default: break
      }
      if layer.hasKernel { function = [] }
    }
    // The trunk's last dense layer made what is decoded.
    return blocks.dropFirst().flatMap { $0 } + [.dense(inputCount)]
  }

  package func build(_ builder: inout GraphBuilder, heads: [Head]) throws {
    var value = try builder.layers(trunk, of: builder.input, name: stack, owner: .shared)
    if builder.value(value).shape.count > 1 {
      value = try builder.layers([.flatten], of: value, name: "code", owner: .shared)
    }
    let inputs = try builder.layers(decoder, of: value, name: "decoder", owner: .shared)
    for head in heads { builder.output(head, scores: inputs) }
  }
}
