internal import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import MultiLabel
internal import Runtime
internal import Stepping
internal import Tensors

/// How many of its most probable label sets the table of a joint distribution shows.
private let shownSets = 12

extension StandardLibrary {
  private static let fitted = Parameter<FittedArgument>("model", "a fitted model")
  private static let inputs = Parameter<Inputs>("X", "a data set, or an n×d matrix")
  private static let example =
    "X = [-2; -1; 1; 2]; Y = [0, 0; 0, 1; 1, 1; 1, 1]; m = "
    + "fit(classifier_chain(logistic()), X, Y); "

  /// Whole label sets: their probabilities, searches among them, decisions by them.
  static let chains: [Builtin] = [
    Builtin(
      "decisions", "Labels of each row as predict gives them, with what the answers are worth.",
      fitted, inputs, DecisionParameters.inference, DecisionParameters.width,
      DecisionParameters.samples, DecisionParameters.seed, DecisionParameters.threshold,
      DecisionParameters.loss,
      details:
        "A record: labels, n×C; risk, the expected loss of each row's answer under the model "
        + "(0/1 loss unless a loss is given; Hamming loss for marginals); loss, its name; nodes, how "
        + "many link evaluations each search took; probability, the joint probability of each "
        + "answer; note, what is exact and what sampled. " + DecisionParameters.explanation,
      examples: [
        Example(
          example + "d = decisions(m, [-3; 3], inference=\"beam\", width=2); "
            + "print(d.labels, d.nodes)", prints: "[0, 0; 1, 1] [3, 3]")
      ],
      body: { model, X, inference, width, samples, seed, threshold, loss in
        let request = DecisionRequest(
          inference: inference, width: width, samples: samples, seed: seed, threshold: threshold,
          loss: loss)
        return try decided(model, X.X, request)
      }),
    Builtin(
      "joint", "The label sets of one row with their probabilities, the most probable first.",
      fitted, Parameter<Inputs>("x", "one row: d numbers, a 1×d matrix or a data set of one row"),
      details:
        "For chains and binary relevance up to 15 labels, and for label powersets, whose sets "
        + "are their classes. The table shows the first \(shownSets); the fields sets (K×C), codes, "
        + "probabilities and cumulative hold them all.",
      examples: [
        Example(example + "print(joint(m, [3]).sets[0])", prints: "[1, 1]"),
        Example(example + "print(sum(joint(m, [3]).probabilities))", prints: "1"),
      ],
      body: { model, x in try jointTable(model, x.X) }),
    Builtin(
      "infer",
      "Inference of a chain on one row after another, to be stepped through: greedy, beam, exact, "
        + "label by label.", fitted, inputs,
      Parameter<Numbers?>("Y", "the n×C true labels, when they are known", default: .some(nil)),
      Parameter<Int>("width", "prefixes the beam keeps after each link", default: 2, .positive),
      Parameter<Int>("row", "the row to begin with", default: 0, .nonnegative),
      details:
        "In the shell, `:step infer(m, X)` opens it; `to row 5` goes on to a row, `set width "
        + "3` widens the beam.",
      examples: [
        Example(
          example + "s = infer(m, X); print(advance(s, 4).next)", prints: "row 1: greedy search")
      ],
      body: { model, X, Y, width, row in
        let model = try model.labelModel(for: "infer")
        guard let chain = model as? FittedChain ?? (model as? FittedBinaryRelevance)?.chain else {
          throw Failure(
            .argument, "infer: model must be a fitted chain",
            notes: ["other models decide in one stage"])
        }
        var truth = Y?.tensor.with(kind: .number)
        if case .data(let data) = X, truth == nil { truth = data.Y }
        return StepperObject(
          Stepper(try InferenceRun(chain, X.X, truth: truth, width: width, firstRow: row)))
      }),
    Builtin(
      "chain_ensemble",
      "Many chains over random orders, whose votes or probabilities are averaged.",
      Parameter<LearnerObject>("base", "the learner of each link, such as logistic(C=1)"),
      Parameter<Int>("m", "how many chains", default: 10, .positive),
      Parameter<OrderArgument>(
        "order", "\"random\", another one for each chain; or one order for all", default: .random,
        naming: [.labels]),
      Parameter<Bool>(
        "bagging", "whether each chain learns from n rows drawn with replacement", default: false),
      Parameter<VoteWord>(
        "vote",
        "soft: the mean of the probabilities that the links give on the chain's own "
          + "guesses; hard: the share of chains that predict the label", default: .soft),
      Parameter<Int>("seed", "draws orders, parents and rows", default: 0),
      Parameter<ParentsArgument>(
        "parents",
        "as for classifier_chain; \"random\" takes each earlier label with probability ½",
        default: .previous),
      Parameter<TrainOnArgument>(
        "train_on", "as for classifier_chain", default: TrainOnArgument(labels: .truth)),
      details: "A label is predicted where the mean is at least ½, so a tie counts as 1. Read, "
        + "Pfahringer, Holmes and Frank, Classifier Chains for Multi-label Classification, Machine "
        + "Learning 85, 2011.",
      examples: [
        Example(
          "print(chain_ensemble(logistic(), m=5, seed=1))",
          prints: "chain_ensemble(logistic(C=1), m=5, seed=1)"),
        Example(
          "X = [-2; -1; 1; 2]; Y = [0, 0; 0, 1; 1, 1; 1, 1]; "
            + "print(predict(fit(chain_ensemble(logistic(), m=3), X, Y), [-3; 3]))",
          prints: "[0, 0; 1, 1]"),
      ],
      body: { base, m, order, bagging, vote, seed, parents, trainOn in
        ModelObject(
          try ChainEnsemble(
            base.learner, count: m, order: order.order(seed: seed),
            parents: parents.parents(seed: seed, dependence: nil), trainOn: trainOn.labels,
            bagging: bagging, vote: vote.vote, seed: seed))
      }),
  ]

  private static func decided(
    _ model: FittedArgument, _ X: DesignMatrix, _ request: DecisionRequest
  ) throws -> Record {
    let fitted = try model.trained(for: "decisions")
    guard let model = (fitted as? FittedObject)?.model else {
      throw Failure(
        .argument, "decisions: model must be a fitted model of labels, found \(fitted.kind)")
    }
    let found = try request.decisions(model, X, for: "decisions")
    return Record([
      ("labels", .tensor(found.labels)), ("risk", Tensor(found.risk).value),
      ("loss", .text(found.loss.rawValue)), ("nodes", vector(found.nodes)),
      ("probability", Tensor(found.probability).value), ("note", .text(found.note)),
    ])
  }

  private static func jointTable(_ model: FittedArgument, _ x: DesignMatrix) throws -> ChartObject {
    guard let model = try model.labelModel(for: "joint") as? any JointModel else {
      throw Failure(
        .unsupported, "joint: model must give label sets their probabilities",
        notes: ["chains, binary relevance and label powersets do"])
    }
    let row = try oneRow(x, for: "joint")
    guard model is FittedPowerset || model.labelCount <= FittedChain.exactLimit else {
      throw Failure(
        .limit,
        "joint: expected at most \(FittedChain.exactLimit) labels, whose 2^C sets can be listed, "
          + "found \(model.labelCount)",
        notes: [
          "decisions(model, x, inference=\"beam\") finds a most probable set and its probability"
        ]
      )
    }
    let rows = try model.mapJoint(row, samples: 1, seed: 0) { $0 }
    return rows.first.map { JointDisplay(distribution: $0, labels: model.labelNames).chart }
      ?? ChartObject(Chart(.table(Table(columns: []))))
  }

  /// The row as a 1×d matrix; throws when there are more or fewer.
  static func oneRow(_ x: DesignMatrix, for function: String) throws -> DesignMatrix {
    var row = x
    if case .dense(let vector) = x, vector.rank == 1 {
      row = .dense(try vector.reshaped(Shape(1, vector.count)))
    }
    guard row.shape.rank == 2, row.rowCount == 1 else {
      throw Failure(
        .shape, "\(function): expected one row, found \(x.value.described)",
        notes: ["X[i] is row i of a matrix, data[i:i+1] that of a data set"])
    }
    return row
  }
}

/// How the chains of an ensemble are averaged.
enum VoteWord: String, Choice {
  case soft, hard

  var vote: ChainEnsemble.Vote { self == .soft ? .soft : .hard }
}

/// The distribution of one row's label sets as the shell shows it.
struct JointDisplay {
  let distribution: LabelDistribution
  let labels: [String]

  var chart: ChartObject {
    let ranking = distribution.ranking
    let p = ranking.map { distribution.probabilities[$0] }
    var total = 0.0
    let cumulative = p.map { probability -> Double in
      total += probability
      return min(total, 1)
    }
    let codes = ranking.map { Double(distribution.sets.code($0)) }
    return ChartObject(
      Chart(.table(table(ranking, p, cumulative))),
      figures: [
        ("sets", .tensor(distribution.sets.matrix(ranking))), ("codes", Tensor(codes).value),
        ("probabilities", Tensor(p).value), ("cumulative", Tensor(cumulative).value),
        ("labels", labels.value),
      ])
  }

  private func table(_ ranking: [Int], _ p: [Double], _ cumulative: [Double]) -> Table {
    let hasDigits = labels.count <= 20
    var table = Table(columns: [.init("code", .right)])
    if hasDigits { table.columns.append(.init("set")) }
    table.columns += [
      .init("labels"), .init("P", .decimal), .init(""), .init("cumulative", .decimal),
    ]
    for (place, set) in ranking.prefix(shownSets).enumerated() {
      let entries = distribution.sets.entries(set)
      let names = labels.indices.filter { entries[$0] == 1 }.map { labels[$0] }
      var row = [StyledText("\(distribution.sets.code(set))")]
      if hasDigits { row.append(StyledText(entries.map { $0 == 1 ? "1" : "0" }.joined())) }
      row += [
        StyledText(names.isEmpty ? "(none)" : shortened(names.joined(separator: " + "), 30)),
        StyledText(fixedText(p[place], 4)), .bar(p[place], width: 10),
        StyledText(fixedText(cumulative[place], 4)),
      ]
      table.rows.append(row)
    }
    if ranking.count > shownSets {
      var row = [StyledText](repeating: "", count: table.columns.count)
      row[hasDigits ? 2 : 1] = StyledText("… \(ranking.count - shownSets) more sets", .dim)
      table.rows.append(row)
    }
    return table
  }
}
