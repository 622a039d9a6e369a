internal import Charts
internal import Datasets
internal import Diagnostics
internal import MultiLabel
internal import Runtime
internal import Tensors

extension PowersetScope: Choice {}
extension Voting.Kind: Choice {}

extension StandardLibrary {
  private static let base = Parameter<LearnerObject>(
    "base", "the learner of each problem of several classes, such as logistic(C=1)")

  /// Label sets as classes, and groups of labels with their votes.
  static let powersets: [Builtin] = [
    Builtin(
      "label_powerset", "One model whose classes are the label sets that occur.", base,
      Parameter<PowersetScope>(
        "classes", "which label sets are classes: those of the training set, or all 2^C (C ≤ 12)",
        default: .observed),
      Parameter<Int>(
        "prune", "drop label sets seen fewer than so many times", default: 0, .nonnegative),
      details:
        "Predicts the most probable label set, which is the decision that 0/1 loss asks for. A "
        + "class that never occurs has probability 0, unless its learner smooths labels. Rows of a "
        + "dropped set come back under its largest frequent subsets, once for each (Read, Pfahringer "
        + "and Holmes, Multi-label Classification Using Ensembles of Pruned Sets, 2008).",
      examples: [
        Example("print(label_powerset(logistic()))", prints: "label_powerset(logistic(C=1))"),
        Example(
          "X = [1; 2; 3; 4; 5]; Y = [1, 0; 1, 0; 0, 1; 0, 1; 1, 1]; "
            + "print(fit(label_powerset(logistic(), prune=2), X, Y).classes)",
          prints: "[1, 0; 0, 1]"),
      ],
      body: { base, classes, prune in
        ModelObject(try LabelPowerset(base.learner, classes: classes, prune: prune))
      }),
    Builtin(
      "rakel", "A label powerset over each of several groups of labels, and their vote.", base,
      Parameter<Int>("k", "the labels of a group", default: 3, .positive),
      Parameter<Int?>(
        "m", "how many groups; none: twice the labels, or as many as there are",
        default: .some(nil), Constraint("a whole number > 0 or none") { $0.map { $0 > 0 } ?? true }),
      Parameter<Bool>(
        "overlap", "true: different groups drawn at random; false: the labels in random order, cut",
        default: true),
      Parameter<GroupsArgument>(
        "groups", "groups of your own: lists of label positions or names", default: .drawn),
      Parameter<Int>("seed", "draws the groups", default: 0),
      Parameter<Voting.Kind>(
        "vote", "what is averaged: hard bits, or soft probabilities", default: .hard),
      Parameter<Double>(
        "threshold", "the mean vote from which on a label is present", default: 0.5, .share),
      Parameter<Int>(
        "ties", "1: a mean vote at the threshold counts as present; 0: it does not", default: 1,
        Constraint("0 or 1") { $0 == 0 || $0 == 1 }),
      details: "Tsoumakas, Katakis and Vlahavas, Random k-Labelsets for Multilabel Classification, "
        + "2011: RAkELo with overlap, RAkELd without. Every label is in a group: samples that leave "
        + "one out are drawn anew.",
      examples: [
        Example(
          "print(rakel(logistic(), k=2, m=3))", prints: "rakel(logistic(C=1), k=2, m=3)"),
        Example(
          "d = make_labels(rows=40, labels=3, seed=1); "
            + "m = fit(rakel(logistic(), groups=[[0, 1], [1, 2]]), d); print(m.groups)",
          prints: "[[0, 1], [1, 2]]"),
      ],
      body: { base, k, m, overlap, groups, seed, vote, threshold, ties in
        ModelObject(
          try GroupedPowerset(
            base.learner, size: k,
            grouping: groups.grouping(m: m, overlap: overlap, seed: seed),
            voting: Voting(vote, threshold: threshold, admitsTies: ties == 1)))
      }),
    Builtin(
      "powerset_table",
      "The label sets of a data set as classes: which occur, how often, how rare.",
      Parameter<DatasetObject>("data", "a data set"),
      Parameter<DatasetObject?>(
        "test", "a test set, whose never-seen label sets bound subset accuracy",
        default: .some(nil)),
      details:
        "Its fields: sets, codes, counts, observed, possible, coverage, seen_once, and with a "
        + "test set unseen (rows) and ceiling.",
      examples: [
        Example(
          "t = powerset_table(make_labels(rows=40, labels=3, seed=1)); "
            + "print(t.possible, len(t.counts) == t.observed, sum(t.counts))", prints: "8 true 40")
      ],
      body: { data, test in try powersetTable(data.data, test?.data) }),
    Builtin(
      "to_powerset", "The code of each row's label set, 0 to 2^C - 1: bit c is label c.",
      Parameter<Numbers>("Y", "n×C labels, 0 or 1"),
      examples: [Example("to_powerset([1, 0; 0, 1; 1, 1])", prints: "tensor 3\n  1  2  3")],
      body: { Y in try toPowerset(Y.tensor) }),
    Builtin(
      "from_powerset", "The n×C labels that codes of label sets stand for.",
      Parameter<Numbers>("codes", "n codes from 0 to 2^C - 1"),
      Parameter<Int>("C", "the number of labels", .positive),
      examples: [Example("print(from_powerset([1, 2, 3], 2))", prints: "[1, 0; 0, 1; 1, 1]")],
      body: { codes, C in try fromPowerset(codes.tensor, labelCount: C) }),
  ]

  private static func powersetTable(_ data: Dataset, _ test: Dataset?) throws -> ScreenObject {
    let space = try LabelSpace(data, test: test)
    let classes = space.classes
    let order = classes.byFrequency
    let codes = order.compactMap { classes.sets[$0].code }
    let possible = Double(sign: .plus, exponent: min(classes.labelCount, 1023), significand: 1)
    var figures: [(name: String, value: Value)] = [
      (
        "sets",
        .tensor(
          Tensor(
            order.flatMap { classes.sets[$0].entries }, Shape(order.count, classes.labelCount)))
      ),
      ("codes", codes.count == order.count ? vector(codes) : .none),
      ("counts", vector(order.map { classes.rows[$0].count })),
      ("observed", .number(Double(classes.observed))), ("possible", .number(possible)),
      ("coverage", .number(classes.coverage)), ("seen_once", .number(Double(classes.seenOnce))),
    ]
    if let ceiling = space.ceiling {
      figures.append(("unseen", .number(Double(space.unseen.count))))
      figures.append(("ceiling", .number(ceiling)))
    }
    return ScreenObject(.report(space.screen(title: data.name)), figures: figures)
  }
}

/// Groups of labels given as lists of positions or of names, or to be drawn.
enum GroupsArgument: ValueConvertible, Sendable {
  case drawn
  case positions([[Int]])
  case names([[String]])

  static var typeName: String { "list of lists of label positions or names, or none" }

  static func from(_ value: Value) -> GroupsArgument? {
    if case .none = value { return .drawn }
    if let positions = [[Int]].from(value) { return .positions(positions) }
    return [[String]].from(value).map { .names($0) }
  }

  var value: Value {
    switch self {
    case .drawn: .none
    case .positions(let groups): groups.value
    case .names(let groups): groups.value
    }
  }

  /// How groups come about, given the other options; throws where they contradict each other.
  func grouping(m: Int?, overlap: Bool, seed: Int) throws -> LabelGrouping {
    switch self {
    case .drawn:
      guard m == nil || overlap else {
        throw Failure(
          .argument, "rakel: m= counts groups that overlap, found overlap=false beside it",
          notes: ["without overlap there are C/k groups; leave out m"])
      }
      return overlap ? .overlapping(count: m, seed: seed) : .disjoint(seed: seed)
    case .positions(let groups):
      try checkAlone(m, groups.count)
      return .positions(groups)
    case .names(let groups):
      try checkAlone(m, groups.count)
      return .names(groups)
    }
  }

  private func checkAlone(_ m: Int?, _ count: Int) throws {
    guard let m, m != count else { return }
    throw Failure(
      .argument, "rakel: groups= gives \(counted(count, "group")), found m=\(m) beside it",
      notes: ["leave out m"])
  }
}
