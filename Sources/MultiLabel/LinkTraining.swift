internal import Charts
internal import Datasets
internal import Learners
internal import Optimization
package import Stepping
internal import Tensors

/// Training of one yes-or-no model a label, stepped a label at a time.
///
/// True parents do not depend on earlier links, so the first stage fits all links in one batch and
/// the later ones reveal them.
package struct LinkTraining<Output: Sendable>: Steppable {
  package let plan: LinkPlan
  /// `CHAIN` or `BINARY RELEVANCE`, and what a stage is called: `link` or `label`.
  let heading: String
  let noun: String
  private let makeOutput: @Sendable (LinkPlan, [any FittedBinary]) -> Output
  private var models: [any FittedBinary] = []
  private var done = 0

  init(
    _ plan: LinkPlan, heading: String, noun: String,
    output: @escaping @Sendable (LinkPlan, [any FittedBinary]) -> Output
  ) throws {
    try plan.data.checkSoftTraining()
    self.plan = plan
    self.heading = heading
    self.noun = noun
    makeOutput = output
  }

  package mutating func advance() throws -> Bool {
    guard done < plan.order.count else { return false }
    if models.isEmpty { models = try plan.fit() }
    done += 1
    return true
  }

  package var position: StepPosition { StepPosition(done: done, total: plan.order.count) }

  package var nextStage: String? {
    guard done < plan.order.count else { return nil }
    return "\(noun) \(done + 1) of \(plan.order.count): \(name(plan.order[done]))"
  }

  package var output: Output? {
    done == plan.order.count && !models.isEmpty ? makeOutput(plan, models) : nil
  }

  package func matches(_ target: String) -> Bool {
    guard let c = current else { return false }
    return target == name(c) || target == "\(noun) \(name(c))" || target == "link \(name(c))"
  }

  func name(_ c: Int) -> String { plan.data.labelNames[c] }

  /// The label whose model the current stage shows.
  var current: Int? { done > 0 ? plan.order[done - 1] : nil }

  /// The current stage's label and model.
  var stage: (label: Int, model: any FittedBinary)? {
    current.map { ($0, models[$0]) }
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
    guard let (c, model) = stage else {
      return [("order", .list(plan.order.map { .text(name($0)) }))]
    }
    var state: [(name: String, value: StateValue)] = [
      ("label", .text(name(c))), ("position", .number(Double(done))),
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
