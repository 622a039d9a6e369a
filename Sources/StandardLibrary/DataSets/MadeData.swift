internal import Datasets
internal import Diagnostics
internal import MultiLabel
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let rows = Parameter<Int>("rows", "how many rows", default: 200, .nonnegative)
  private static let features = Parameter<Int>(
    "features", "how many features", default: 2, .nonnegative)
  private static let names = Parameter<LabelNames?>(
    "labels", "how many labels, or their names", default: .some(nil))
  private static let seed = Parameter<Int>(
    "seed", "the same seed gives the same rows everywhere", default: 0)

  /// Data sets that Tandem makes or takes apart itself.
  static let madeData: [Builtin] = [
    Builtin(
      "make_labels", "A made-up data set whose labels depend on each other along a graph.", rows,
      features, names,
      Parameter<GraphSource?>(
        "graph", "which labels depend on which: \"a -> b, a -> c\" or a label graph",
        default: .some(nil)),
      seed,
      details: "Features are standard normal. A label is 1 with probability σ(3 u·x + 6 Σ s), u a "
        + "random unit vector and s = ±½ for each parent. Without labels= they are the graph's.",
      examples: [
        Example(
          "d = make_labels(rows=50, features=3, graph=\"sky -> clouds\"); print(d)",
          prints: "<data set made labels: 50 rows, 3 features, 2 labels>"),
        Example("len(make_labels(rows=20, labels=4).labels)", prints: "4"),
      ],
      body: { rows, features, names, graph, seed in
        let graph = try graph?.labelGraph()
        let labels = names?.names ?? graph?.names ?? LabelNames.numbered(3)
        let parents =
          try graph?.parents(labels: labels) ?? Array(repeating: [], count: labels.count)
        return DatasetObject(
          try makeLabels(
            rows: rows, features: features, labels: labels, parents: parents, seed: seed))
      }),
    Builtin(
      "make_label_sets", "A made-up data set with a chosen number of labels a row on average.",
      rows, features, names,
      Parameter<Double>(
        "cardinality", "the mean number of labels a row", default: 1, .nonnegative),
      seed,
      examples: [
        Example(
          "print(make_label_sets(rows=30, labels=[\"a\", \"b\", \"c\"]).labels)",
          prints: "[\"a\", \"b\", \"c\"]")
      ],
      body: { rows, features, names, cardinality, seed in
        DatasetObject(
          try makeLabelSets(
            rows: rows, features: features, labels: names?.names ?? LabelNames.numbered(3),
            cardinality: cardinality, seed: seed))
      }),
    Builtin(
      "split_data",
      "Two parts of a data set, drawn at random: train, test = split_data(data, 0.7).",
      Parameter<AnyDataset>("data", "a data set"),
      Parameter<Double>("share", "the share of the rows in the first part", default: 0.7, .share),
      seed,
      details:
        "In each part the rows keep their order. Tasks are divided one by one, round(share · n) "
        + "rows each, so that every task has rows in both parts; tasks on one design at the same rows.",
      examples: [
        Example(
          "train, test = split_data(make_labels(rows=50), 0.8, seed=1); "
            + "print(shape(train.X), shape(test.Y))", prints: "[40, 2] [10, 3]"),
        Example(
          "train, test = split_data(make_tasks(tasks=2, rows=[10, 40]), 0.8); "
            + "print(train.rows, test.rows)", prints: "[8, 32] [2, 8]"),
      ],
      body: { data, share, seed in try data.split(share: share, seed: seed) }),
  ]
}

/// Labels to be made: their names, or how many.
struct LabelNames: ValueConvertible, Sendable {
  let names: [String]

  /// More labels than this are a slip of the pen.
  private static let maximumCount = 10_000

  static var typeName: String { "count from 1 to 10000 or list of names" }

  static func numbered(_ count: Int) -> [String] { (0..<count).map { "y\($0)" } }

  static func from(_ value: Value) -> LabelNames? {
    if let count = Int.from(value) {
      return (1...maximumCount).contains(count) ? LabelNames(names: numbered(count)) : nil
    }
    guard let names = [String].from(value), !names.isEmpty, Set(names).count == names.count else {
      return nil
    }
    return LabelNames(names: names)
  }

  var value: Value { names.value }
}
