internal import Diagnostics
internal import Learners
internal import MultiLabel
internal import Runtime
internal import Tensors

/// How a chain searches for the labels of a row.
enum Inference: String, Choice { case greedy, exhaustive, beam, montecarlo, marginals }

/// Which loss a decision is to keep small on average.
enum LossWord: String, Choice {
  case zero_one, hamming, f1, jaccard

  var loss: DecisionLoss {
    switch self {
    case .zero_one: .zeroOne
    case .hamming: .hamming
    case .f1: .f1
    case .jaccard: .jaccard
    }
  }
}

/// The parameters by which decisions are asked for, with what they mean.
enum DecisionParameters {
  static let inference = Parameter<Inference>(
    "inference",
    "greedy: the model's own decision; exhaustive: the most probable of all 2^C label sets; beam: of "
      + "those a beam finds; montecarlo: of those sampled; marginals: each label by its probability",
    default: .greedy)
  static let width = Parameter<Int?>(
    "width", "for beam: prefixes kept after each link; none: 10", default: .some(nil),
    Constraint("a whole number > 0") { $0.map { $0 > 0 } ?? true })
  static let samples = Parameter<Int?>(
    "samples", "label sets drawn a row, where some are; none: 1000", default: .some(nil),
    Constraint("a whole number > 0") { $0.map { $0 > 0 } ?? true })
  static let seed = Parameter<Int?>(
    "seed", "what label sets are drawn from; none: 0", default: .some(nil))
  static let threshold = Parameter<Numbers>(
    "threshold",
    "the probability from which on a label counts as present: a number, or one for each label",
    default: Numbers(tensor: Tensor(scalar: 0.5)))
  static let loss = Parameter<LossWord?>(
    "loss",
    "the Bayes decision for a loss instead of a search: zero_one, hamming, f1, jaccard",
    default: .some(nil))

  static let explanation =
    "Exhaustive search takes up to 20 labels, marginals, f1 and hamming are exact up to 15 and "
    + "sampled beyond, jaccard takes up to 10. At p = ½, and of equally probable label sets, the "
    + "one with the first label of the chain is chosen; beam with width=1 is greedy, with width = "
    + "2^C exhaustive. F1 and Jaccard of two empty sets are 1. F1: Waegeman, Dembczyński, Jachnik, "
    + "Cheng and Hüllermeier, On the Bayes-Optimality of F-Measure Maximizers, JMLR 15, 2014."
}

/// What a call of predict or decisions asks for.
struct DecisionRequest {
  let inference: Inference
  let width: Int?
  let samples: Int?
  let seed: Int?
  let threshold: Numbers
  let loss: LossWord?

  /// Whether every option is left out.
  var isPlain: Bool { !isSearch && isHalf }

  /// Whether an option is given that searches among label sets or weighs them.
  var isSearch: Bool {
    inference != .greedy || width != nil || samples != nil || seed != nil || loss != nil
  }

  private var isHalf: Bool { threshold.tensor.count == 1 && threshold.tensor[flat: 0] == 0.5 }

  /// The labels of each row, n×C.
  func labels(_ model: any FittedMultiLabel, _ X: DesignMatrix) throws -> Tensor {
    try checkCombination("predict")
    let thresholds = try thresholds(model.labelNames)
    if loss == nil, inference == .greedy, width == nil {
      if isHalf { return try model.predict(X) }
      guard model.decidesByProbability else { throw needsMarginals }
      return hardened(try model.probabilities(X), thresholds: thresholds)
    }
    if inference == .marginals, !(model is FittedChain), loss == nil {
      return hardened(try model.probabilities(X), thresholds: thresholds)
    }
    return try decisions(model, X, for: "predict").labels
  }

  /// The labels of each row with their risk, visited nodes and probability.
  func decisions(
    _ model: any FittedMultiLabel, _ X: DesignMatrix, for function: String
  ) throws -> LabelDecisions {
    try checkCombination(function)
    let thresholds = try thresholds(model.labelNames)
    if let loss {
      guard let joint = model as? any JointModel else {
        throw Failure(
          .unsupported,
          "\(function): a loss is weighed against the joint distribution of the labels, which "
            + "\(model.summary) does not give",
          notes: ["chains, binary relevance and label powersets give one"])
      }
      return try joint.decide(X, for: loss.loss, samples: samples ?? 1000, seed: seed ?? 0)
    }
    guard let chain = model as? FittedChain ?? (model as? FittedBinaryRelevance)?.chain else {
      throw Failure(
        .unsupported,
        "\(function): inference=\"\(inference.rawValue)\" searches along the links of a chain, found "
          + model.summary, notes: ["loss=\"zero_one\" asks for the most probable label set"])
    }
    guard isHalf || inference == .marginals else { throw needsMarginals }
    return try chain.decide(X, search, thresholds: thresholds)
  }

  private var search: ChainInference {
    let (samples, seed) = (samples ?? 1000, seed ?? 0)
    return switch inference {
    case .greedy: .greedy
    case .exhaustive: .exhaustive
    case .beam: .beam(width: width ?? 10)
    case .montecarlo: .monteCarlo(samples: samples, seed: seed)
    case .marginals: .marginals(samples: samples, seed: seed)
    }
  }

  /// One threshold, or one a label; throws for another number of them, and outside 0 … 1.
  func thresholds(_ labels: [String]) throws -> [Double] {
    let list = threshold.tensor.elements
    guard threshold.tensor.rank <= 1, list.count == 1 || list.count == labels.count else {
      throw Failure(
        .shape,
        "threshold: expected a number, or one for each of \(labels.count) labels, found "
          + threshold.tensor.value.described)
    }
    if let c = list.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
      let place = list.count == 1 ? "" : " for label '\(labels[c])'"
      throw Failure(
        .argument, "threshold: expected numbers between 0 and 1, found \(list[c])\(place)")
    }
    return list
  }

  private var needsMarginals: Failure {
    Failure(
      .argument, "a threshold other than 0.5 needs probabilities of single labels",
      notes: ["write predict(model, X, inference=\"marginals\", threshold=…)"])
  }

  /// Throws when an option is given that nothing would look at.
  private func checkCombination(_ function: String) throws {
    if let loss, inference != .greedy {
      throw Failure(
        .argument,
        "\(function): inference=\"\(inference.rawValue)\" and loss=\"\(loss.rawValue)\" are two "
          + "ways to decide, give one of them")
    }
    if width != nil, inference != .beam {
      throw Failure(.argument, "\(function): width belongs to inference=\"beam\"")
    }
    let draws = inference == .montecarlo || inference == .marginals || loss != nil
    if samples != nil || seed != nil, !draws {
      throw Failure(
        .argument,
        "\(function): \(samples != nil ? "samples" : "seed") belongs to inference=\"montecarlo\" or "
          + "\"marginals\", or to a loss")
    }
    if loss != nil, !isHalf {
      throw Failure(.argument, "\(function): a Bayes decision has no threshold")
    }
  }
}
