internal import Charts
internal import Diagnostics
internal import Learners
internal import MultiLabel
internal import Runtime
internal import Tensors

/// Reads trees from nested values, and from the label sets that a model gives one row.
struct TreeReader {
  let digits: Int

  /// More labels make a tree that nobody reads.
  private static let maximumLabels = 6

  func tree(_ x: Value, _ row: DesignMatrix?) throws -> NameTree {
    if case .object = x { return try outcomes(x, row) }
    guard row == nil else {
      throw Failure(
        .argument, "tree: a row needs a fitted model before it, found \(x.described)",
        notes: ["tree(fitted, X[0]) draws the label sets of the first row"])
    }
    guard Record.from(x) != nil || isList(x) else {
      throw Failure(
        .argument, "tree: x must be a record, a list or a fitted model, found \(x.described)",
        notes: ["tree({a: 1, b: {c: 2}}) draws names below names"])
    }
    let roots = children(of: x)
    guard !roots.isEmpty else {
      throw Failure(.argument, "tree: x must hold at least one name, found \(x.described)")
    }
    return NameTree(roots)
  }

  private func isList(_ value: Value) -> Bool {
    if case .list = value { return true }
    return false
  }

  // MARK: - Nested values

  private func children(of value: Value) -> [NameTree.Node] {
    switch value {
    case .record(let box):
      return zip(box.record.names, box.record.values).map { node($0, $1) }
    case .list(let box):
      // A list that begins with a string is a name with what hangs below it.
      return box.elements.enumerated().map { index, element in
        guard case .list(let inner) = element, let name = inner.elements.first.flatMap(String.from)
        else { return isNested(element) ? node("\(index)", element) : node("", element) }
        return NameTree.Node(name, children: inner.elements.dropFirst().map { leaf($0) })
      }
    default: return []
    }
  }

  /// What hangs below the name at the head of a list.
  private func leaf(_ value: Value) -> NameTree.Node {
    if case .list(let inner) = value, let name = inner.elements.first.flatMap(String.from) {
      return NameTree.Node(name, children: inner.elements.dropFirst().map { leaf($0) })
    }
    return isNested(value) ? NameTree.Node("", children: children(of: value)) : node("", value)
  }

  private func node(_ name: String, _ value: Value) -> NameTree.Node {
    guard !isNested(value) else { return NameTree.Node(name, children: children(of: value)) }
    if case .number(let number) = value {
      return NameTree.Node(name, value: plainNumber(number, digits: digits))
    }
    return NameTree.Node(name, value: squeezed(String.from(value) ?? value.printed, 40))
  }

  private func isNested(_ value: Value) -> Bool { Record.from(value) != nil || isList(value) }

  // MARK: - Label sets of one row

  private func outcomes(_ x: Value, _ row: DesignMatrix?) throws -> NameTree {
    guard let model = FittedObject.from(x)?.model, let joint = model as? any JointModel else {
      throw Failure(
        .argument,
        "tree: x must be a record, a list or a fitted model of labels, found \(x.described)",
        notes: ["chains, binary relevance and label powersets give label sets probabilities"])
    }
    guard let row else {
      throw Failure(
        .argument, "tree: a model needs a row of features beside it",
        notes: ["tree(fitted, X[0]) draws the label sets of the first row"])
    }
    let count = joint.labelCount
    guard count <= Self.maximumLabels else {
      throw Failure(
        .limit, "tree: expected at most \(Self.maximumLabels) labels, found \(count)",
        notes: ["joint(fitted, x) lists the most probable of many label sets"])
    }
    let one = try StandardLibrary.oneRow(row, for: "tree")
    guard let found = try joint.mapJoint(one, samples: 1, seed: 0, { $0 }).first else {
      return NameTree([])
    }
    let order = (model as? FittedChain)?.order ?? Array(0..<count)
    return OutcomeTree(distribution: found, order: order, names: joint.labelNames).tree
  }
}

/// The label sets of one row as a tree: a label a level, with its probability given those before.
struct OutcomeTree {
  private let sets: [(labels: [Double], p: Double)]
  private let order: [Int]
  private let names: [String]

  init(distribution: LabelDistribution, order: [Int], names: [String]) {
    (self.order, self.names) = (order, names)
    let ranking = Array(distribution.probabilities.indices)
    let matrix = distribution.sets.matrix(ranking)
    let width = names.count
    sets = ranking.map { index in
      (
        labels: (0..<width).map { matrix[flat: index * width + $0] },
        p: distribution.probabilities[index]
      )
    }
  }

  var tree: NameTree {
    let best = sets.map(\.p).max() ?? 0
    let headings = order.enumerated().map { level, label in
      level == 0 ? names[label] : "\(names[label]) given \(level == 1 ? names[order[0]] : "them")"
    }
    return NameTree(nodes(sets, 0, best), headings: headings + ["joint"])
  }

  private func nodes(
    _ sets: [(labels: [Double], p: Double)], _ level: Int, _ best: Double
  ) -> [NameTree.Node] {
    guard level < order.count else { return [] }
    let all = sets.reduce(0) { $0 + $1.p }
    return [1.0, 0].compactMap { value in
      let part = sets.filter { $0.labels[order[level]] == value }
      guard !part.isEmpty else { return nil }
      let joint = part.reduce(0) { $0 + $1.p }
      let isLast = level == order.count - 1
      let mark = isLast && joint == best ? "  most probable" : ""
      return NameTree.Node(
        value == 1 ? "1" : "0", value: fixedText(all > 0 ? joint / all : 0),
        note: isLast ? fixedText(joint, 4) + mark : "", children: nodes(part, level + 1, best))
    }
  }
}
