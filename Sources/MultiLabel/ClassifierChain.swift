package import Datasets
internal import Diagnostics
package import Learners
internal import Tensors

/// In which order the links of a chain stand.
package enum ChainOrder: Sendable, Equatable {
  /// As the data set has its labels; where parents are given, parents first.
  case natural
  /// Label positions from 0.
  case positions([Int])
  case names([String])
  /// A permutation drawn from a seed.
  case random(seed: Int)
}

/// Which labels a link looks at.
package enum ChainParents: Sendable, Equatable {
  /// All labels before it in the order.
  case previous
  case graph(LabelGraph)
  /// One list of label positions a label.
  case positions([[Int]])
}

/// A chain of yes-or-no models: `p(y|x) = Π_c p(y_c | x, pa(y_c))`.
///
/// A link's inputs are the features followed by its parents' 0/1 values, unscaled: the true ones in
/// training, the chain's own hard predictions (p ≥ ½ is 1) in greedy prediction.
///
/// J. Read, B. Pfahringer, G. Holmes, E. Frank, *Classifier Chains for Multi-label Classification*,
/// Machine Learning 85, 2011.
package struct ClassifierChain: Conversion {
  package var base: any Learner
  package let order: ChainOrder
  package let parents: ChainParents

  /// Throws unless links are to be trained on the truth.
  package init(
    _ base: any Learner, order: ChainOrder = .natural, parents: ChainParents = .previous,
    trainOn: String = "truth"
  ) throws {
    guard trainOn == "truth" else {
      throw Failure(
        .unsupported, "expected train_on=\"truth\", found \"\(trainOn)\"",
        notes: ["links learn from the true labels of their parents"])
    }
    self.base = base
    self.order = order
    self.parents = parents
  }

  package var summary: String {
    var options = ""
    switch order {
    case .natural: break
    case .positions(let list):
      options += ", order=[\(list.map(String.init).joined(separator: ", "))]"
    case .names(let names): options += ", order=[\(names.joined(separator: ", "))]"
    case .random(let seed): options += ", order=\"random\", seed=\(seed)"
    }
    if case .graph(let graph) = parents { options += ", parents=label_graph(\"\(graph)\")" }
    if case .positions(let lists) = parents { options += ", parents=\(lists)" }
    return "classifier_chain(\(base.summary)\(options))"
  }

  package func training(on data: Dataset) throws -> LinkTraining<FittedChain> {
    let plan = try plan(data)
    let summary = summary
    return try LinkTraining(plan, heading: "CHAIN", noun: "link") { plan, models in
      FittedChain(
        summary: summary, labelNames: plan.data.labelNames,
        featureNames: plan.data.featureNames, order: plan.order, parents: plan.parents,
        links: models)
    }
  }

  /// Order and parents for a data set's labels; throws when they do not go together.
  package func plan(_ data: Dataset) throws -> LinkPlan {
    let names = data.labelNames
    let given = try givenParents(names)
    let order = try resolvedOrder(names, given)
    var parents = given ?? Array(repeating: [], count: names.count)
    if given == nil {
      for (place, c) in order.enumerated() { parents[c] = Array(order[..<place]) }
    }
    try checkParentsFirst(names, order, parents)
    return LinkPlan(data: data, base: base, order: order, parents: parents)
  }

  private func givenParents(_ names: [String]) throws -> [[Int]]? {
    switch parents {
    case .previous: return nil
    case .graph(let graph): return try graph.parents(labels: names)
    case .positions(let lists):
      guard lists.count == names.count else {
        throw Failure(
          .shape,
          "expected a list of parents for each of \(names.count) labels, found \(lists.count)")
      }
      for parent in lists.joined() { try checkPosition(parent, names.count) }
      var unique: [[Int]] = []
      for list in lists {
        var kept: [Int] = []
        for parent in list where !kept.contains(parent) { kept.append(parent) }
        unique.append(kept)
      }
      return unique
    }
  }

  private func resolvedOrder(_ names: [String], _ parents: [[Int]]?) throws -> [Int] {
    switch order {
    case .natural:
      guard let parents else { return Array(names.indices) }
      return try topologicalOrder(names: names, parents: parents)
    case .positions(let list): return try checkedOrder(list, names)
    case .names(let list): return try checkedOrder(list.map { try labelPosition($0, names) }, names)
    case .random(let seed): return try randomOrder(names, parents, seed)
    }
  }

  /// A random permutation; with given parents, a random one that has parents first.
  private func randomOrder(_ names: [String], _ parents: [[Int]]?, _ seed: Int) throws -> [Int] {
    let drawn = shuffledPositions(names.count, seed: seed)
    guard let parents else { return drawn }
    var place = drawn
    for (position, c) in drawn.enumerated() { place[c] = position }
    let moved = try topologicalOrder(
      names: drawn.map { names[$0] }, parents: drawn.map { c in parents[c].map { place[$0] } })
    return moved.map { drawn[$0] }
  }

  private func checkedOrder(_ list: [Int], _ names: [String]) throws -> [Int] {
    for position in list { try checkPosition(position, names.count) }
    let missing = names.indices.filter { !list.contains($0) }
    let twice = names.indices.filter { c in list.count { $0 == c } > 1 }
    guard missing.isEmpty, twice.isEmpty else {
      let place = (missing.first ?? twice.first).map { names[$0] } ?? ""
      throw Failure(
        .value,
        "expected an order that has each of \(names.count) labels once, found "
          + (missing.isEmpty ? "'\(place)' more than once" : "'\(place)' left out"))
    }
    return list
  }

  private func checkPosition(_ position: Int, _ count: Int) throws {
    guard position >= 0, position < count else {
      throw Failure(
        .index, "expected label positions from 0 to \(count - 1), found \(position)")
    }
  }

  private func checkParentsFirst(_ names: [String], _ order: [Int], _ parents: [[Int]]) throws {
    var seen: Set<Int> = []
    for c in order {
      if let late = parents[c].first(where: { !seen.contains($0) }) {
        // A cycle is the deeper mistake, and is named as such.
        _ = try topologicalOrder(names: names, parents: parents)
        throw Failure(
          .value,
          "expected parents before their children in the order, found '\(names[c])' before its "
            + "parent '\(names[late])'",
          notes: ["without order=, parents are put first"])
      }
      seen.insert(c)
    }
  }
}
