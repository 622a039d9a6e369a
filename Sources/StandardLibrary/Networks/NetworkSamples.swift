internal import Datasets
internal import Diagnostics
internal import Networks
internal import Runtime
internal import Tensors

/// Reads inputs and targets as a network needs them.
struct NetworkSamples {
  let network: Network
  /// The verb, for errors.
  let function: String

  init(_ network: Network, for function: String) {
    self.network = network
    self.function = function
  }

  // MARK: - Inputs

  /// The rows of X, n×d; images are laid out row by row.
  func inputs(_ value: Value, named name: String = "X") throws -> Tensor {
    guard let X = (try? DesignMatrix.from(value)?.dense())?.with(kind: .number) ?? images(value)
    else {
      throw Failure(
        .argument,
        "\(function): \(name) must be a matrix with a row a sample, found "
          + value.described)
    }
    return try checked(try rows(X), named: name)
  }

  /// A tensor of more than two axes.
  private func images(_ value: Value) -> Tensor? {
    guard let tensor = Numbers.from(value)?.tensor, tensor.rank >= 1 else { return nil }
    return tensor.with(kind: .number)
  }

  /// n×c×h×w and n×h×w as n×(c·h·w).
  private func rows(_ X: Tensor) throws -> Tensor {
    let sizes = network.inputShape
    let shape = (0..<X.rank).map { X.shape[$0] }
    guard sizes.count == 3, X.rank > 2,
      shape.dropFirst() == sizes[...] || sizes[0] == 1 && shape.dropFirst() == sizes[1...]
    else { return X }
    return try X.reshaped(Shape(X.rowCount, network.inputCount))
  }

  private func checked(_ X: Tensor, named name: String) throws -> Tensor {
    guard X.rank == 2, X.columnCount == network.inputCount else {
      let sizes = network.inputShape.map(String.init).joined(separator: "×")
      let expected =
        network.inputShape.count == 1
        ? "\(network.inputCount) columns, the inputs of the network"
        : "\(network.inputCount) columns, the \(sizes) numbers of an image"
      throw Failure(
        .shape, "\(function): expected \(name) with \(expected), found \(X.value.described)",
        notes: X.rank == 1 ? ["reshape(X, -1, 1) makes one column of it"] : [])
    }
    if let position = X.withElements({ x in x.firstIndex { !$0.isFinite } }) {
      let (row, column) = (position / X.columnCount, position % X.columnCount)
      throw Failure(
        .data,
        "\(function): expected finite numbers in \(name), found "
          + "\(Value.number(X[flat: position]).literal) in row \(row), column \(column)")
    }
    return X
  }

  // MARK: - Inputs with targets

  /// The samples with the targets of every head.
  func dataset(_ X: Value, _ Y: Value?) throws -> HeadDataset {
    let X = try inputs(X)
    guard let Y else {
      throw Failure(
        .argument, "\(function): inputs X need their targets",
        notes: ["write \(function)(net, X, \(network.targetsExample))"])
    }
    return try HeadDataset(
      name: "data", X: X, inputShape: network.inputShape,
      heads: try NetworkTargets(network, for: function).heads(Y, rows: X.rowCount))
  }
}

extension Network {
  /// `{click: y, buy: y}`, for notes.
  var targetsExample: String {
    let shown = heads.prefix(3).map { "\($0.name): …" }.joined(separator: ", ")
    return "{\(shown)\(heads.count > 3 ? ", …" : "")}"
  }
}
