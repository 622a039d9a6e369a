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
          + value.described, .notAMatrix, facts: ["found": value.described])
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

  /// How a vector becomes inputs: one row of all of them, or a row an element.
  private func reshapeAdvice(_ X: Tensor) -> String {
    X.count == network.inputCount
      ? "a single sample is a 1×d matrix: reshape(x, 1, -1)"
      : "reshape(X, -1, 1) makes one column of it"
  }

  private func checked(_ X: Tensor, named name: String) throws -> Tensor {
    guard X.rank == 2, X.columnCount == network.inputCount else {
      let sizes = network.inputShape.map(String.init).joined(separator: "×")
      let expected =
        network.inputShape.count == 1
        ? "\(counted(network.inputCount, "column")), the inputs of the network"
        : "\(counted(network.inputCount, "column")), the \(sizes) numbers of an image"
      throw Failure(
        .shape, "\(function): expected \(name) with \(expected), found \(X.value.described)",
        notes: X.rank == 1 ? [reshapeAdvice(X)] : [])
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

  // MARK: - Inputs of heads

  /// The rows that are predicted: one matrix for all heads, or rows of each head's own.
  func rows(_ value: Value) throws -> PredictedRows {
    if let data = DatasetObject.from(value)?.data {
      return .shared(try checked(data.X.dense(), named: "X"))
    }
    if let data = HeadDatasetObject.from(value)?.data {
      return .shared(try checked(data.X, named: "X"))
    }
    if let data = TaskDatasetObject.from(value)?.data {
      if data.isShared, let first = data.tasks.first {
        return .shared(try checked(first.X, named: "X"))
      }
      let names = try matched(data.taskNames, "task")
      return .own(
        try zip(network.heads.indices, names).map { head, t in
          (head, try checked(data.tasks[t].X, named: "X of task '\(data.tasks[t].name)'"))
        })
    }
    if let own = try designs(value) { return .own(own) }
    return .shared(try inputs(value))
  }

  /// A matrix a head: a record by head, or a list in their order.
  private func designs(_ value: Value) throws -> [(head: Int, X: Tensor)]? {
    switch value {
    case .record(let box):
      return try zip(box.record.names, box.record.values).map { name, value in
        guard let head = network.heads.firstIndex(where: { $0.name == name }) else {
          throw Failure.noHead(name, of: network, "\(function): X has rows for")
        }
        return (head, try inputs(value, named: "X of head '\(name)'"))
      }
    case .list(let box) where box.elements.allSatisfy({ ($0.tensorRank ?? 0) >= 2 }):
      return try designs(box.elements)
    case .tensor(let tensor) where tensor.rank == 3 && network.inputShape.count == 1:
      // A list of matrices of one shape is a tensor.
      return try [Tensor].from(value).map { try designs($0.map { .tensor($0) }) }
    default:
      return nil
    }
  }

  private func designs(_ values: [Value]) throws -> [(head: Int, X: Tensor)] {
    guard values.count == network.heads.count else {
      throw Failure(
        .shape,
        "\(function): expected one matrix, or one for each of "
          + "\(counted(network.heads.count, "head")), found "
          + counted(values.count, "matrix", "matrices"))
    }
    return try zip(network.heads.indices, values).map { head, value in
      (head, try inputs(value, named: "X of head '\(network.heads[head].name)'"))
    }
  }

  /// The position of each head among names of tasks or labels; where no name is a head's, as many as
  /// there are heads are taken in their order.
  private func matched(_ names: [String], _ noun: String) throws -> [Int] {
    let heads = network.heads
    let found = heads.map { head in names.firstIndex(of: head.name) }
    if found.allSatisfy({ $0 == nil }), names.count == heads.count {
      return Array(names.indices)
    }
    return try zip(heads, found).map { head, position in
      if let position { return position }
      throw Failure(
        .argument,
        "\(function): the data set has no \(noun) for head '\(head.name)', it has "
          + quotedList(names),
        notes: nearNames(to: head.name, among: names, limit: 1).map { "did you mean '\($0)'?" })
    }
  }

  // MARK: - Inputs with targets

  /// The samples with the targets of every head.
  ///
  /// - Parameters:
  ///   - X: a data set, a matrix, or a matrix a head.
  ///   - Y: nothing beside a data set; else targets by head.
  ///   - allowsMore: whether there may be targets for heads that the network does not have.
  /// - Returns: the rows, their targets in the order of the heads, all checked.
  /// - Throws: `argument`, `shape`, `data` naming head and row.
  func dataset(_ X: Value, _ Y: Value?, allowsMore: Bool = false) throws -> HeadDataset {
    if let data = AnyDataset.from(X) {
      guard Y == nil else {
        throw Failure(
          .argument, "\(function): a data set has targets of its own, found others beside it",
          notes: ["write \(function)(net, data) or \(function)(net, X, {…})"])
      }
      return try checked(try dataset(data))
    }
    let targets = NetworkTargets(network, for: function, allowsMore: allowsMore)
    guard let Y else {
      throw Failure(
        .argument, "\(function): inputs X need their targets",
        notes: [
          "write \(function)(\(function == "resume" ? "path" : "net"), X, \(network.targetsExample))"
        ])
    }
    if let own = try designs(X) { return try checked(stacked(own, targets.own(Y, own))) }
    let X = try inputs(X)
    return try checked(
      HeadDataset(
        name: "data", X: X, inputShape: network.inputShape,
        heads: try targets.heads(Y, rows: X.rowCount)))
  }

  /// The heads of a data set of any form.
  private func dataset(_ data: AnyDataset) throws -> HeadDataset {
    switch data {
    case .heads(let data): return try selected(data, "head", mustName: true)
    case .tasks(let data): return try selected(try HeadDataset(data), "task", mustName: false)
    case .labels(let table):
      let heads = network.heads
      if heads.count == 1, case .multilabel(let count) = heads[0].kind, count == table.labelCount {
        return try HeadDataset(table, together: heads[0].name)
      }
      return try selected(try HeadDataset(table), "label", mustName: false)
    }
  }

  private func selected(
    _ data: HeadDataset, _ noun: String, mustName: Bool
  ) throws -> HeadDataset {
    let names = data.heads.map(\.name)
    if mustName, let missing = network.heads.first(where: { !names.contains($0.name) }) {
      throw Failure(
        .argument,
        "\(function): the data set has no head '\(missing.name)', it has \(quotedList(names))",
        notes: nearNames(to: missing.name, among: names, limit: 1).map { "did you mean '\($0)'?" })
    }
    var result = data
    let positions = try matched(names, noun)
    result.heads = zip(network.heads, positions).map { head, position in
      HeadTargets(name: head.name, kind: head.kind, values: data.heads[position].values)
    }
    return result
  }

  private func checked(_ data: HeadDataset) throws -> HeadDataset {
    _ = try checked(data.X, named: "X")
    for (head, targets) in zip(network.heads, data.heads) {
      do {
        _ = try TargetChecks(head, targets.values, rows: data.rowCount).checked()
      } catch let failure as Failure {
        throw failure.beginning(with: "\(function): ")
      }
    }
    return data
  }

  /// Rows of each head's own below each other; each counts for its head alone.
  private func stacked(
    _ own: [(head: Int, X: Tensor)], _ targets: [Tensor]
  ) throws -> HeadDataset {
    let rows = own.reduce(0) { $0 + $1.X.rowCount }
    var start = 0
    var heads: [HeadTargets] = []
    for (place, y) in zip(own, targets) {
      let head = network.heads[place.head]
      let width = y.rank == 2 ? y.columnCount : 1
      var values = [Double](repeating: .nan, count: rows * width)
      values.replaceSubrange(start * width..<start * width + y.count, with: y.elements)
      let shape = y.rank == 2 ? Shape(rows, width) : Shape(rows)
      heads.append(HeadTargets(name: head.name, kind: head.kind, values: Tensor(values, shape)))
      start += place.X.rowCount
    }
    return try HeadDataset(
      name: "data", X: try Tensor.concat(own.map(\.X)), inputShape: network.inputShape,
      heads: heads)
  }
}

/// The rows that heads predict.
enum PredictedRows {
  /// All heads the same rows.
  case shared(Tensor)
  /// Heads with rows of their own, in the order they were given.
  case own([(head: Int, X: Tensor)])
}

extension Network {
  /// `{click: y, buy: y}`, for notes.
  var targetsExample: String {
    let shown = heads.prefix(3).map { "\($0.name): …" }.joined(separator: ", ")
    return "{\(shown)\(heads.count > 3 ? ", …" : "")}"
  }
}

extension Value {
  /// The number of axes of what can be read as a tensor.
  fileprivate var tensorRank: Int? {
    (try? DesignMatrix.from(self)?.dense())?.rank ?? Numbers.from(self)?.tensor.rank
  }
}
