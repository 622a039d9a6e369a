package import Datasets
internal import Diagnostics

/// A way of sharing: how heads are reached from the inputs.
///
/// Every way of sharing is a value with its own file; it builds a ``Graph`` and is done. Training,
/// prediction, stepping and checkpoints know graphs only.
package protocol Architecture: Sendable {
  /// The builtin that makes it: `hard_sharing`.
  static var name: String { get }
  /// The builtin that makes this very one, where the type has several.
  var builtin: String { get }
  /// Its options as a program writes them: `trunk=[dense(64), relu]`.
  var options: [(name: String, value: String)] { get }
  /// Adds everything between the inputs and the scores of the heads.
  ///
  /// - Throws: `shape` or `argument` naming the layer that does not fit.
  func build(_ builder: inout GraphBuilder, heads: [Head]) throws
  /// Refuses targets that contradict what its heads mean together.
  ///
  /// - Throws: `data` naming the first such row.
  func check(_ data: HeadDataset, heads: [Head]) throws
}

extension Architecture {
  package var builtin: String { Self.name }
  package func check(_ data: HeadDataset, heads: [Head]) throws {}
}

/// A network that is not trained yet: inputs, a way of sharing, heads.
package struct Network: Sendable {
  /// `[d]`, or channels, height and width of an image.
  package let inputShape: [Int]
  package let heads: [Head]
  package let architecture: any Architecture
  /// What it compiles to.
  package let graph: Graph

  /// - Throws: `argument` for no inputs, no heads or heads of one name; what the architecture says
  ///   about a layer that does not fit.
  package init(
    inputShape: [Int], heads: [Head], architecture: any Architecture
  ) throws {
    let name = architecture.builtin
    guard [1, 3].contains(inputShape.count), inputShape.allSatisfy({ $0 > 0 }) else {
      throw Failure(
        .argument,
        "\(name): inputs must be a width, or [channels, height, width], found \(inputShape)")
    }
    guard !heads.isEmpty else {
      throw Failure(
        .argument, "\(name): a network needs at least one head",
        notes: ["heads={y: regression()} is one"])
    }
    self.inputShape = inputShape
    self.heads = heads
    self.architecture = architecture
    var builder = try GraphBuilder(inputShape: inputShape)
    try architecture.build(&builder, heads: heads)
    graph = try builder.finished(heads: heads)
  }

  /// d, the numbers of a row.
  package var inputCount: Int { inputShape.reduce(1, *) }

  /// The call that makes it.
  package var summary: String {
    let inputs = inputShape.count == 1 ? "\(inputShape[0])" : "\(inputShape)"
    let heads = heads.map { "\($0.name): \($0.kind.name)" }.joined(separator: ", ")
    let options = architecture.options.map { "\($0.name)=\($0.value)" }
    return "\(architecture.builtin)("
      + (["inputs=\(inputs)"] + options + ["heads={\(heads)}"]).joined(separator: ", ") + ")"
  }
}

extension Network: Equatable {
  /// Networks made by the same call are the same.
  package static func == (left: Network, right: Network) -> Bool { left.summary == right.summary }
}
