package import Datasets
internal import Charts
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
  /// The maximum spanning tree of the training labels' mutual information.
  case tree
  /// Earlier labels on which a label depends given the inputs: `LabelStructure.dependence`.
  case dependence(threshold: Double?)
  /// Each earlier label with probability ½, drawn from a seed.
  case random(seed: Int)

  /// The option as it is written, or nothing for all earlier labels.
  var summary: String {
    switch self {
    case .previous: ""
    case .graph(let graph): ", parents=label_graph(\"\(graph)\")"
    case .positions(let lists): ", parents=\(lists)"
    case .tree: ", parents=\"tree\""
    case .dependence(let threshold):
      ", parents=\"dependence\"" + (threshold.map { ", dependence=\(shortNumber($0))" } ?? "")
    case .random: ", parents=\"random\""
    }
  }
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
  package let trainOn: ParentLabels
  /// Deals out the folds of predictions out of fold.
  package let seed: Int

  /// - Parameters:
  ///   - base: learns the links.
  ///   - order: of the links; a tree's root is the first of a random one.
  ///   - parents: which labels each link looks at.
  ///   - trainOn: what links see of their parents in training; a share is between 0 and 1.
  ///   - seed: draws the folds where predictions out of fold are made.
  /// - Throws: `value` for another share.
  package init(
    _ base: any Learner, order: ChainOrder = .natural, parents: ChainParents = .previous,
    trainOn: ParentLabels = .truth, seed: Int = 0
  ) throws {
    if case .predicted(let share) = trainOn, !(share >= 0 && share <= 1) {
      throw Failure(
        .value, "expected a share of predicted parents between 0 and 1, found \(share)")
    }
    self.base = base
    self.order = order
    self.parents = parents
    self.trainOn = trainOn == .predicted(share: 0) ? .truth : trainOn
    self.seed = seed
  }

  package var summary: String {
    var options = ""
    var seeded = false
    switch order {
    case .natural: break
    case .positions(let list):
      options += ", order=[\(list.map(String.init).joined(separator: ", "))]"
    case .names(let names): options += ", order=\(names)"
    case .random(let seed):
      options += ", order=\"random\", seed=\(seed)"
      seeded = true
    }
    options += parents.summary
    if let trained = trainOn.summary { options += ", train_on=\(trained)" }
    if seed != 0, !seeded { options += ", seed=\(seed)" }
    return "classifier_chain(\(base.summary)\(options))"
  }

  package func training(on data: Dataset) throws -> LinkTraining<FittedChain> {
    let first = isStructureLearned ? barePlan(data) : try plan(data)
    let summary = summary
    let search: @Sendable () throws -> LinkPlan = { try plan(data) }
    return try LinkTraining(
      first, heading: "CHAIN", noun: "link", search: isStructureLearned ? search : nil
    ) { plan, models in
      FittedChain(
        summary: summary, labelNames: plan.data.labelNames,
        featureNames: plan.data.featureNames, order: plan.order, parents: plan.parents,
        links: models, structure: plan.structure)
    }
  }

  private var isStructureLearned: Bool {
    switch parents {
    case .tree, .dependence: true
    case .previous, .graph, .positions, .random: false
    }
  }

  /// The plan before parents are found.
  private func barePlan(_ data: Dataset) -> LinkPlan {
    LinkPlan(
      data: data, base: base, order: Array(0..<data.labelCount),
      parents: Array(repeating: [], count: data.labelCount), trainOn: trainOn, seed: seed)
  }

  /// Order and parents for a data set's labels; throws when they do not go together.
  ///
  /// Parents that come from the labels themselves are found here.
  package func plan(_ data: Dataset) throws -> LinkPlan {
    let names = data.labelNames
    var structure: LabelStructure?
    var given = try givenParents(names)
    if given == nil { structure = try learnedStructure(data) }
    given = given ?? structure?.parents
    let order =
      try structure?.isTree == false
      ? resolvedOrder(names, nil) : resolvedOrder(names, given)
    var parents = given ?? Array(repeating: [], count: names.count)
    if given == nil {
      for (place, c) in order.enumerated() { parents[c] = earlier(order[..<place], c) }
    }
    try checkParentsFirst(names, order, parents)
    return LinkPlan(
      data: data, base: base, order: order, parents: parents, structure: structure,
      trainOn: trainOn, seed: seed)
  }

  /// All labels before one, or, where parents are random, about half of them.
  private func earlier(_ labels: ArraySlice<Int>, _ c: Int) -> [Int] {
    guard case .random(let seed) = parents else { return Array(labels) }
    var generator = RandomGenerator(
      seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(c) + 1)
    return labels.filter { _ in generator.uniform() < 0.5 }
  }

  private func learnedStructure(_ data: Dataset) throws -> LabelStructure? {
    guard isStructureLearned else { return nil }
    try data.checkTraining()
    let order = try resolvedOrder(data.labelNames, nil)
    guard case .dependence(let threshold) = parents else {
      return try .tree(data.Y, root: order[0])
    }
    return try .dependence(data, base, order: order, threshold: threshold, seed: seed)
  }

  private func givenParents(_ names: [String]) throws -> [[Int]]? {
    switch parents {
    case .previous, .tree, .dependence, .random: return nil
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
