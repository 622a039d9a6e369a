internal import Diagnostics
internal import Networks
internal import Runtime

/// How the losses of heads are put together: `{click: 1, buy: 4}`.
struct WeightingArgument: ValueConvertible, Sendable {
  /// Numbers by head; heads that are left out count 1.
  let weights: [(name: String, value: Double)]

  init(_ weights: [(name: String, value: Double)] = []) { self.weights = weights }

  static var typeName: String { "record of numbers by head" }

  static func from(_ value: Value) -> WeightingArgument? {
    guard case .record(let box) = value else { return nil }
    var weights: [(name: String, value: Double)] = []
    for (name, value) in zip(box.record.names, box.record.values) {
      guard let number = Double.from(value) else { return nil }
      weights.append((name, number))
    }
    return WeightingArgument(weights)
  }

  var value: Value { .flatRecord(weights.map { ($0.name, .number($0.value)) }) }

  /// The weights in the order of the heads.
  ///
  /// - Throws: `argument` for names that are no head's, and for numbers below 0.
  func weighting(_ plan: NetworkPlan) throws -> TaskWeighting {
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
}
