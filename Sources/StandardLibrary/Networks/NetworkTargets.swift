internal import Datasets
internal import Diagnostics
internal import Networks
internal import Runtime
internal import Tensors

/// Reads the targets of a network's heads: a record by head, a matrix with a column a head, or for
/// one head what it alone learns.
struct NetworkTargets {
  let network: Network
  /// The verb, for errors.
  let function: String
  /// Whether there may be targets for heads that the network does not have.
  let allowsMore: Bool

  init(_ network: Network, for function: String, allowsMore: Bool = false) {
    self.network = network
    self.function = function
    self.allowsMore = allowsMore
  }

  /// The targets of every head, in order.
  ///
  /// - Throws: `argument` for heads that are missing or unknown; `shape` for another number of rows.
  func heads(_ value: Value, rows: Int) throws -> [HeadTargets] {
    if case .record(let box) = value {
      try checkNames(box.record.names)
      return try network.heads.map { head in
        try targets(head, box.record[head.name] ?? .none, rows: rows)
      }
    }
    if let head = network.heads.first, network.heads.count == 1 {
      return [try targets(head, value, rows: rows)]
    }
    return try columns(value, rows: rows)
  }

  /// Whether there are targets for every head, and for nothing else.
  func checkNames(_ names: [String]) throws {
    let heads = network.heads.map(\.name)
    if !allowsMore, let unknown = names.first(where: { !heads.contains($0) }) {
      throw Failure.noHead(unknown, of: network, "\(function): targets are given for")
    }
    if let missing = heads.first(where: { !names.contains($0) }) {
      throw Failure(
        .argument,
        "\(function): head '\(missing)' has no targets, they are given for \(quotedList(names))",
        notes: ["nan marks single targets that are missing: their rows do not count for the head"])
    }
  }

  /// The targets of one head as it needs them, a row of X each.
  func targets(_ head: Head, _ value: Value, rows: Int) throws -> HeadTargets {
    guard let tensor = Numbers.from(value)?.tensor else {
      throw Failure(
        .argument,
        "\(function): head '\(head.name)' needs a tensor of targets, found \(value.described)")
    }
    let isColumn = tensor.rank == 2 && tensor.columnCount == 1
    let values = try isColumn ? tensor.flattened() : tensor
    guard values.rank >= 1, values.rank <= 2, values.rowCount == rows else {
      throw Failure(
        .shape,
        "\(function): head '\(head.name)' needs a target for each of \(counted(rows, "row")) of X, "
          + "found \(tensor.value.described)")
    }
    return HeadTargets(name: head.name, kind: head.kind, values: values.with(kind: .number))
  }

  /// The targets of heads with rows of their own, in the order of the rows: a record by head, or a
  /// list in the order of the heads.
  ///
  /// - Throws: `argument`, `shape` naming the head.
  func own(_ value: Value, _ rows: [(head: Int, X: Tensor)]) throws -> [Tensor] {
    let covered = Set(rows.map(\.head))
    if let missing = network.heads.indices.first(where: { !covered.contains($0) }) {
      throw Failure(
        .argument, "\(function): X has no rows for head '\(network.heads[missing].name)'")
    }
    let values: [Value]
    switch value {
    case .record(let box):
      try checkNames(box.record.names)
      values = rows.map { box.record[network.heads[$0.head].name] ?? .none }
    case .list(let box) where box.elements.count == network.heads.count:
      values = rows.map { box.elements[$0.head] }
    case .tensor(let table) where table.rank >= 2 && table.rowCount == network.heads.count:
      // A list of vectors of one length is a tensor.
      let parts = [Tensor].from(value) ?? []
      values = rows.map { .tensor(parts[$0.head]) }
    default:
      throw Failure(
        .argument,
        "\(function): heads with rows of their own need targets as a record by head, or a list of "
          + "\(network.heads.count), found \(value.described)")
    }
    return try zip(rows, values).map { place, value in
      try targets(network.heads[place.head], value, rows: place.X.rowCount).values
    }
  }

  /// A matrix whose columns are the targets of heads that take one number each.
  private func columns(_ value: Value, rows: Int) throws -> [HeadTargets] {
    let count = network.heads.count
    guard let Y = Numbers.from(value)?.tensor, Y.rank == 2, Y.columnCount == count else {
      throw Failure(
        .shape,
        "\(function): expected targets as a record by head or a matrix with \(count) columns, a "
          + "column a head, found \(value.described)",
        notes: ["write \(function)(net, X, \(network.targetsExample))"])
    }
    if let head = network.heads.first(where: { $0.kind.isMultilabel }) {
      throw Failure(
        .shape,
        "\(function): head '\(head.name)' is \(head.kind.name), to which a column of a matrix is "
          + "too little", notes: ["write \(function)(net, X, \(network.targetsExample))"])
    }
    guard Y.rowCount == rows else {
      throw Failure(
        .shape,
        "\(function): expected a row of targets for each of \(counted(rows, "row")) of X, found "
          + Y.value.described)
    }
    return Y.withElements { y in
      network.heads.enumerated().map { h, head in
        HeadTargets(
          name: head.name, kind: head.kind,
          values: Tensor((0..<rows).map { y[$0 * count + h] }))
      }
    }
  }
}
