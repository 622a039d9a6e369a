internal import Diagnostics
internal import Learners
internal import MultiLabel
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let base = Parameter<LearnerObject>(
    "base", "the learner of each yes-or-no question, such as logistic(C=1)")

  /// The ways to learn many labels.
  static let models: [Builtin] = [
    Builtin(
      "label_graph", "A graph of labels in which each label may look at its parents.",
      Parameter<String>("text", "arrows from parents to children: \"a -> b, a -> c\""),
      details: "a -> b -> c stands for two arrows; a name alone is a label without any. Cycles are "
        + "an error.",
      examples: [
        Example(
          "print(label_graph(\"sky -> clouds -> rain\"))",
          prints: "label_graph(\"sky -> clouds, clouds -> rain\")")
      ],
      body: { text in LabelGraphObject(try LabelGraph(text)) }),
    Builtin(
      "binary_relevance", "One yes-or-no model a label, as if labels knew nothing of each other.",
      base, details: "p(y|x) is the product of the p(y_c|x).",
      examples: [
        Example("print(binary_relevance(logistic()))", prints: "binary_relevance(logistic(C=1))")
      ],
      body: { base in ModelObject(BinaryRelevance(base.learner)) }),
    Builtin(
      "classifier_chain", "A chain of yes-or-no models, each of which sees earlier labels, too.",
      base,
      Parameter<OrderArgument>(
        "order",
        "label positions or names in the order of the links, or \"random\"; none: as the "
          + "data have them, parents first", default: .natural, naming: [.labels]),
      Parameter<ParentsArgument>(
        "parents",
        "a label graph; a list with the parent positions of each label; \"tree\", the maximum "
          + "spanning tree of mutual information; \"dependence\", labels that depend on each "
          + "other given the inputs; \"random\"; none: all earlier labels", default: .previous),
      Parameter<TrainOnArgument>(
        "train_on",
        "what links see of their parents in training: \"truth\"; \"predicted\", by chains that "
          + "never saw the row; or the share of rows, 0 to 1, that takes predicted ones",
        default: TrainOnArgument(labels: .truth)),
      Parameter<Int>("seed", "draws a random order, random parents and the folds", default: 0),
      Parameter<Double?>(
        "dependence",
        "for parents=\"dependence\": from which correlation of residuals on labels are joined; "
          + "none: 3/√n", default: .some(nil),
        Constraint("a number between 0 and 1") { $0.map { $0 >= 0 && $0 <= 1 } ?? true }),
      details: "Read, Pfahringer, Holmes and Frank, Classifier Chains for Multi-label "
        + "Classification, Machine Learning 85, 2011. In prediction links see the chain's own "
        + "guesses of their parents. Found parents are shown by dag(fitted) and step.",
      examples: [
        Example(
          "print(classifier_chain(logistic(), parents=label_graph(\"a -> b\")))",
          prints: "classifier_chain(logistic(C=1), parents=label_graph(\"a -> b\"))"),
        Example(
          "X = [-2; -1; 1; 2]; Y = [0, 0; 0, 1; 1, 1; 1, 1]; "
            + "print(fit(classifier_chain(logistic(), parents=\"tree\"), X, Y).parents)",
          prints: "[[], [0]]"),
      ],
      body: { base, order, parents, trainOn, seed, dependence in
        ModelObject(
          try ClassifierChain(
            base.learner, order: order.order(seed: seed),
            parents: try parents.parents(seed: seed, dependence: dependence),
            trainOn: trainOn.labels, seed: seed))
      }),
  ]
}

/// An order of labels: positions, names, `"random"`, or the data set's own.
enum OrderArgument: ValueConvertible, Sendable {
  case natural
  case positions([Int])
  case names([String])
  case random

  static var typeName: String { "list of label positions or names, \"random\" or none" }
  static var choices: [String] { ["random"] }

  static func from(_ value: Value) -> OrderArgument? {
    switch value {
    case .none: return .natural
    case .string(let box): return box.text == "random" ? .random : nil
    default:
      if let names = [String].from(value) { return names.isEmpty ? nil : .names(names) }
      return [Int].from(value).map { .positions($0) }
    }
  }

  var value: Value {
    switch self {
    case .natural: .none
    case .positions(let list): list.value
    case .names(let names): names.value
    case .random: .text("random")
    }
  }

  func order(seed: Int) -> ChainOrder {
    switch self {
    case .natural: .natural
    case .positions(let list): .positions(list)
    case .names(let names): .names(names)
    case .random: .random(seed: seed)
    }
  }
}

/// Parents of labels: a graph, its text, lists of positions, a way to find them, or all earlier
/// labels.
enum ParentsArgument: ValueConvertible, Sendable {
  case previous
  case graph(LabelGraph)
  case text(String)
  case positions([[Int]])

  static var typeName: String {
    "label graph, list of lists of positions, \"tree\", \"dependence\", \"random\" or none"
  }
  static var choices: [String] { ["tree", "dependence", "random"] }

  static func from(_ value: Value) -> ParentsArgument? {
    switch value {
    case .none: return .previous
    case .string(let box): return .text(box.text)
    case .list(let box):
      let lists = box.elements.compactMap { [Int].from($0) }
      return lists.count == box.elements.count ? .positions(lists) : nil
    case .tensor(let tensor) where tensor.rank == 2:
      return [[Int]].from(value).map { .positions($0) }
    default: return LabelGraphObject.from(value).map { .graph($0.graph) }
    }
  }

  var value: Value {
    switch self {
    case .previous: .none
    case .graph(let graph): LabelGraphObject(graph).value
    case .text(let text): .text(text)
    case .positions(let lists): lists.value
    }
  }

  /// Throws for a text that is no label graph, and for a threshold that nothing would use.
  func parents(seed: Int, dependence: Double?) throws -> ChainParents {
    if case .text("dependence") = self { return .dependence(threshold: dependence) }
    guard dependence == nil else {
      throw Failure(
        .argument, "dependence: a threshold belongs to parents=\"dependence\"")
    }
    switch self {
    case .previous: return .previous
    case .graph(let graph): return .graph(graph)
    case .text("tree"): return .tree
    case .text("random"): return .random(seed: seed)
    case .text(let text): return .graph(try LabelGraph(text))
    case .positions(let lists): return .positions(lists)
    }
  }
}

/// What links see of their parents in training: a word, or a share of predicted ones.
struct TrainOnArgument: ValueConvertible, Sendable {
  let labels: ParentLabels

  static var typeName: String { "\"truth\", \"predicted\" or number between 0 and 1" }
  static var choices: [String] { ["truth", "predicted"] }

  static func from(_ value: Value) -> TrainOnArgument? {
    switch value {
    case .string(let box) where box.text == "truth": TrainOnArgument(labels: .truth)
    case .string(let box) where box.text == "predicted":
      TrainOnArgument(labels: .predicted(share: 1))
    case .number(let share) where share >= 0 && share <= 1:
      TrainOnArgument(labels: .predicted(share: share))
    default: nil
    }
  }

  var value: Value {
    switch labels {
    case .truth: .text("truth")
    case .predicted(let share): share == 1 ? .text("predicted") : .number(share)
    }
  }
}
