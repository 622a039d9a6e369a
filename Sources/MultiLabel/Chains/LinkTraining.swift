internal import Charts
internal import Datasets
package import Learners
internal import Optimization
package import Stepping
internal import Tensors

/// Training of one yes-or-no model a label, stepped a label at a time.
///
/// Where parents are to be found first, that is the first stage. True parents do not depend on
/// earlier links, so the first link's stage fits all links in one batch and the later ones reveal
/// them; with predicted parents each stage fits its link.
package struct LinkTraining<Output: Sendable>: Steppable {
  package private(set) var plan: LinkPlan
  /// `CHAIN` or `BINARY RELEVANCE`, and what a stage is called: `link` or `label`.
  let heading: String
  let noun: String
  private let makeOutput: @Sendable (LinkPlan, [any FittedBinary]) -> Output
  /// Finds parents and order, where they are not given.
  private let search: (@Sendable () throws -> LinkPlan)?
  /// By label position.
  private var models: [Int: any FittedBinary] = [:]
  private var done = 0

  init(
    _ plan: LinkPlan, heading: String, noun: String,
    search: (@Sendable () throws -> LinkPlan)? = nil,
    output: @escaping @Sendable (LinkPlan, [any FittedBinary]) -> Output
  ) throws {
    try plan.data.checkSoftTraining()
    self.plan = plan
    self.heading = heading
    self.noun = noun
    self.search = search
    makeOutput = output
  }

  /// Whether the first stage looks for the parents.
  var hasSearch: Bool { search != nil }

  /// How many links the stages so far have shown.
  var linksDone: Int { max(0, done - (hasSearch ? 1 : 0)) }

  private var total: Int { plan.order.count + (hasSearch ? 1 : 0) }

  package mutating func advance() throws -> Bool {
    guard done < total else { return false }
    if done == 0, let search {
      plan = try search()
    } else {
      try fitLink(plan.order[linksDone])
    }
    done += 1
    return true
  }

  private mutating func fitLink(_ c: Int) throws {
    guard plan.trainOn == .truth else {
      models[c] = try plan.fitOnPredictions(c)
      return
    }
    guard models.isEmpty else { return }
    for (label, model) in try plan.fit().enumerated() { models[label] = model }
  }

  /// Links trained on the truth are trained together.
  package var hasEvenStages: Bool { plan.trainOn != .truth }

  package var position: StepPosition { StepPosition(done: done, total: total) }

  package var nextStage: String? {
    guard done < total else { return nil }
    if done == 0, hasSearch { return "find the parents of each label" }
    let place = linksDone
    return "\(noun) \(place + 1) of \(plan.order.count): \(name(plan.order[place]))"
  }

  package var output: Output? {
    guard done == total else { return nil }
    let all = plan.data.labelNames.indices.compactMap { models[$0] }
    return all.count == plan.order.count ? makeOutput(plan, all) : nil
  }

  package func matches(_ target: String) -> Bool {
    if isAtStructure { return target == "graph" }
    guard let c = current else { return false }
    return target == name(c) || target == "\(noun) \(name(c))" || target == "link \(name(c))"
  }

  package var stageNames: [String] { plan.order.map { "\(noun) \(name($0))" } }

  /// Which way the last parent of the next label pulls, or else its first input.
  package var question: Question? {
    guard linksDone < plan.order.count, done > 0 || !hasSearch else { return nil }
    let c = plan.order[linksDone]
    let inputs = inputNames(c)
    guard !inputs.isEmpty else { return nil }
    let k = plan.parents[c].isEmpty ? 0 : inputs.count - 1
    return Question(
      "the sign of the coefficient of \(inputs[k]) for \(name(c))", figure: "coefficients[\(k)]",
      .sign)
  }

  func name(_ c: Int) -> String { plan.data.labelNames[c] }

  /// Whether the current stage is the one that found the parents.
  var isAtStructure: Bool { hasSearch && done == 1 }

  /// The label whose model the current stage shows.
  var current: Int? { linksDone > 0 ? plan.order[linksDone - 1] : nil }

  /// The current stage's label and model.
  package var stage: (label: Int, model: any FittedBinary)? {
    current.flatMap { c in models[c].map { (c, $0) } }
  }

  /// The run with another model in place of one label's.
  func replacing(_ c: Int, by model: any FittedBinary) -> LinkTraining {
    var changed = self
    changed.models[c] = model
    return changed
  }

  /// Names of a model's inputs: features, then parents.
  func inputNames(_ c: Int) -> [String] {
    plan.data.featureNames + plan.parents[c].map { name($0) }
  }

  package var state: [(name: String, value: StateValue)] {
    if isAtStructure { return structureState }
    guard let (c, model) = stage else {
      return [("order", .list(plan.order.map { .text(name($0)) }))]
    }
    var state: [(name: String, value: StateValue)] = [
      ("label", .text(name(c))), ("position", .number(Double(linksDone))),
      ("parents", .list(plan.parents[c].map { .text(name($0)) })),
    ]
    if let linear = model.linear {
      state.append(("coefficients", .tensor(Tensor(linear.weights))))
      state.append(("intercept", .number(linear.intercept)))
    }
    if let constant = model.constant { state.append(("constant", .number(constant))) }
    state += [
      ("objective", .number(model.report.objective)), ("loss", .number(model.report.loss)),
      ("penalty", .number(model.report.penalty)),
      ("iterations", .number(Double(model.report.iterations))),
      ("gradient", .number(model.report.gradient)),
    ]
    return state
  }
}
