internal import Networks
internal import Runtime

extension Layer.Padding: Choice {}

extension StandardLibrary {
  /// Widths that a layer can have.
  static let layerWidth = Constraint<Int>("a whole number from 1 to 100,000") {
    (1...100_000).contains($0)
  }
  private static let squareSize = Constraint<Int>("a whole number from 1 to 255") {
    (1...255).contains($0)
  }
  private static let dropShare = Constraint<Double>("at least 0 and less than 1") {
    $0 >= 0 && $0 < 1
  }

  /// What trunks, experts and towers are made of.
  static let layers: [Builtin] = [
    Builtin(
      "dense", "The layer x W + b: every output is a weighted sum of all inputs.",
      Parameter<Int>("n", "how many outputs", layerWidth),
      details:
        "Weights and b begin uniform between -1/√d and 1/√d for d inputs. In lists of layers "
        + "an element-wise function stands by its name: [dense(64), relu, dense(8), tanh].",
      examples: [
        Example("print([dense(64), relu])", prints: "[dense(64), <function relu(x)>]"),
        Example(
          "dense(0)", fails: "dense: n must be a whole number from 1 to 100,000, found the number 0"
        ),
      ],
      body: { n in LayerObject(.dense(n)) }),
    Builtin(
      "conv2d", "The layer that slides k×k kernels over an image, stride 1.",
      Parameter<Int>(
        "channels", "how many kernels, each of which makes a channel",
        Constraint("a whole number from 1 to 10,000") { (1...10_000).contains($0) }),
      Parameter<Int>("k", "height and width of a kernel", squareSize),
      Parameter<Layer.Padding>(
        "padding",
        "same: zeros around the image, whose size stays; valid: none, it shrinks by k − 1",
        default: .same),
      details: "Inputs are images: inputs=[channels, height, width]. LeCun, Bottou, Bengio and "
        + "Haffner, Gradient-Based Learning Applied to Document Recognition, Proc. IEEE 86, 1998.",
      examples: [
        Example("print(conv2d(8, 3))", prints: "conv2d(8, 3, padding=\"same\")")
      ],
      body: { channels, k, padding in
        LayerObject(.convolution(channels: channels, kernel: k, padding: padding))
      }),
    Builtin(
      "max_pool", "The layer that keeps the largest number of each k×k square of an image.",
      Parameter<Int>("k", "height and width of a square", squareSize),
      details: "Squares do not overlap; rows and columns that fill none are left out.",
      examples: [Example("print(max_pool(2))", prints: "max_pool(2)")],
      body: { k in LayerObject(.maxPool(k)) }),
    Builtin(
      "dropout", "The layer that sets each number to 0 with a probability, while training.",
      Parameter<Double>("p", "the probability, at least 0 and less than 1", dropShare),
      details: "The others are divided by 1 − p. Predictions go through it unchanged. Srivastava, "
        + "Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout: A Simple Way to Prevent Neural "
        + "Networks from Overfitting, JMLR 15, 2014.",
      examples: [
        Example("print(dropout(0.25))", prints: "dropout(0.25)"),
        Example(
          "dropout(1)", fails: "dropout: p must be at least 0 and less than 1, found the number 1"),
      ],
      body: { p in LayerObject(.dropout(p)) }),
    Builtin(
      "batch_norm",
      "The layer that brings each column, of images each channel, to mean 0 and deviation 1.",
      details:
        "While training over the rows of a step, in predictions by running means; then it is "
        + "scaled and shifted by learned numbers. Ioffe and Szegedy, Batch Normalization: "
        + "Accelerating Deep Network Training by Reducing Internal Covariate Shift, ICML 2015.",
      examples: [Example("print([dense(8), batch_norm()])", prints: "[dense(8), batch_norm()]")],
      body: { LayerObject(.batchNorm) }),
  ]
}
