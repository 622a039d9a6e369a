internal import Diagnostics
internal import Tensors

extension HeadDataset {
  /// Data sets below each other, with the heads of all of them.
  ///
  /// Rows of a set that lacks a head have no target there (NaN), so that tasks with rows of their own
  /// are learned together. A head of one name is one head: of classes it gets as many as the set with
  /// most.
  ///
  /// - Parameters:
  ///   - sets: at least one, all with inputs of one shape.
  ///   - name: what the result is called; `nil` joins the names with " + ".
  /// - Returns: the rows of all sets, in their order.
  /// - Throws: `shape` when inputs differ; `argument` without sets, and for heads of one name that are
  ///   of different kinds; `limit` when the rows do not fit in memory.
  package static func merging(_ sets: [HeadDataset], name: String? = nil) throws -> HeadDataset {
    guard let first = sets.first else {
      throw Failure(.argument, "expected at least one data set, found none")
    }
    for set in sets where set.inputShape != first.inputShape {
      throw Failure(
        .shape,
        "expected inputs of one shape, found \(first.inputShape) in '\(first.name)' and "
          + "\(set.inputShape) in '\(set.name)'")
    }
    var kinds: [(name: String, kind: HeadKind)] = []
    for set in sets {
      for head in set.heads {
        if let place = kinds.firstIndex(where: { $0.name == head.name }) {
          kinds[place].kind = try joined(kinds[place].kind, head, of: set)
        } else {
          kinds.append((head.name, head.kind))
        }
      }
    }
    return try HeadDataset(
      name: name ?? sets.map(\.name).joined(separator: " + "),
      X: try Tensor.stackedRows(sets.map(\.X), width: first.X.columnCount),
      inputShape: first.inputShape, featureNames: first.featureNames,
      heads: try kinds.map { name, kind in
        try HeadTargets(name: name, kind: kind, values: targets(of: name, kind, in: sets))
      })
  }

  private static func joined(
    _ kind: HeadKind, _ head: HeadTargets, of set: HeadDataset
  ) throws -> HeadKind {
    if kind == head.kind { return kind }
    if case .classes(let one) = kind, case .classes(let other) = head.kind, head.width == 1 {
      return .classes(max(one, other))
    }
    throw Failure(
      .argument,
      "head '\(head.name)': expected \(kind.name) as in the data sets before, found "
        + "\(head.kind.name) in '\(set.name)'",
      notes: ["give heads that mean different things different names"])
  }

  /// The targets of a head, with NaN in the rows of sets that lack it.
  private static func targets(
    of name: String, _ kind: HeadKind, in sets: [HeadDataset]
  ) throws -> Tensor {
    let found = sets.map { set in set.heads.first { $0.name == name } }
    let width = found.compactMap { $0?.width }.max() ?? 1
    let isTable = found.contains { $0?.values.rank == 2 }
    let parts = try zip(sets, found).map { set, head in
      guard let head else {
        return try Tensor.full([set.rowCount, width], .nan)
      }
      guard head.width == width else {
        throw Failure(
          .shape,
          "head '\(name)': expected \(width) targets a row, found \(head.width) in '\(set.name)'",
          notes: ["class numbers and probabilities of classes cannot stand in one head"])
      }
      return try head.values.reshaped(Shape(set.rowCount, width))
    }
    let all = try Tensor.stackedRows(parts, width: width)
    return isTable ? all : try all.reshaped(Shape(all.rowCount))
  }
}
