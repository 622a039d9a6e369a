internal import Diagnostics
internal import Networks
internal import Runtime

/// How the losses of heads are put together: `{click: 1, buy: 4}`, λ for two heads, the name of a
/// weighting that learns, or one with its parameters.
struct WeightingArgument: ValueConvertible, Sendable {
  /// Numbers by head; heads that are left out count 1.
  let weights: [(name: String, value: Double)]
  /// λ of two heads, which count λ and 1 − λ.
  private var balance: Double?
  /// A weighting by name or as a value.
  private var chosen: TaskWeighting?

  init(_ weights: [(name: String, value: Double)] = []) { self.weights = weights }

  static var typeName: String { "record of numbers by head, number or weighting" }
  static var choices: [String] { TaskWeighting.names }
  static var hint: String? {
    "weightings that learn: " + TaskWeighting.names.map { "\"\($0)\"" }.joined(separator: ", ")
  }

  static func from(_ value: Value) -> WeightingArgument? {
    var argument = WeightingArgument()
    if case .string(let box) = value {
      argument.chosen = TaskWeighting(name: box.text)
      return argument.chosen == nil ? nil : argument
    }
    if let object = TaskWeightingObject.from(value) {
      argument.chosen = object.weighting
      return argument
    }
    if case .number(let lambda) = value {
      argument.balance = lambda
      return argument
    }
    guard case .record(let box) = value else { return nil }
    var weights: [(name: String, value: Double)] = []
    for (name, value) in zip(box.record.names, box.record.values) {
      guard let number = Double.from(value) else { return nil }
      weights.append((name, number))
    }
    return WeightingArgument(weights)
  }

  var value: Value {
    if let chosen { return TaskWeightingObject(chosen).value }
    if let balance { return .number(balance) }
    return .flatRecord(weights.map { ($0.name, .number($0.value)) })
  }

  /// The weights in the order of the heads.
  ///
  /// - Throws: `argument` for names that are no head's, and for numbers below 0.
  func weighting(_ plan: NetworkPlan) throws -> TaskWeighting {
    if let chosen { return chosen }
    if let balance { return try self.balance(balance, plan) }
    guard !weights.isEmpty else { return .fixed([]) }
    var numbers = [Double](repeating: 1, count: plan.network.heads.count)
    for (name, value) in weights {
      let position = try plan.head(name, in: "weights")
      guard value >= 0, value.isFinite else {
        throw Failure(
          .argument,
          "\(plan.function): expected the weight of head '\(name)' to be a finite number ≥ 0, found "
            + Value.number(value).literal)
      }
      numbers[position] = value
    }
    return .fixed(numbers)
  }

  private func balance(_ lambda: Double, _ plan: NetworkPlan) throws -> TaskWeighting {
    let heads = plan.network.heads.count
    guard heads == 2 else {
      throw Failure(
        .argument,
        "\(plan.function): one number as weights counts two heads λ and 1 − λ, this network has "
          + "\(counted(heads, "head"))",
        notes: ["a number a head: weights={\(plan.network.heads[0].name): 2}"])
    }
    guard lambda >= 0, lambda <= 1 else {
      throw Failure(
        .argument,
        "\(plan.function): expected weights=λ from 0 to 1, which counts the heads λ and 1 − λ, found "
          + Value.number(lambda).literal)
    }
    return .balance(lambda)
  }
}
