import Charts
import Datasets
import Networks
import Stepping
import Tensors
import Testing

/// Trainings whose screens the tests look at: every way of sharing and of weighing, both precisions.
struct SeeingCase: Sendable, CustomTestStringConvertible {
  let name: String
  let make: @Sendable () throws -> NetworkTraining

  var testDescription: String { name }

  static let layers: [Layer] = [.dense(6), .activation(.relu)]

  static let all: [SeeingCase] = [
    SeeingCase("hard sharing", HardSharing(trunk: layers)) { $0.validationShare = 0.25 },
    SeeingCase("alternate, single", HardSharing(trunk: layers)) {
      $0.schedule = .alternate
      $0.precision = .single
    },
    SeeingCase("one gate", MixtureOfExperts(count: 3, expert: layers, isMultiGate: false)),
    SeeingCase(
      "gate a task",
      MixtureOfExperts(count: 4, expert: layers, tower: [.dense(3)], isMultiGate: true)
    ) { $0.validationShare = 0.25 },
    SeeingCase("many experts", MixtureOfExperts(count: 12, expert: layers, isMultiGate: true)),
    SeeingCase("cross-stitch", CrossStitch(trunk: layers + [.dense(4), .activation(.tanh)])) {
      $0.weighting = .uncertainty
    },
    SeeingCase("gradnorm", HardSharing(trunk: layers)) { $0.weighting = .gradNorm(alpha: 1.5) },
    SeeingCase("dwa", HardSharing(trunk: layers)) { $0.weighting = .averaging(temperature: 2) },
    SeeingCase("pcgrad, sgd", HardSharing(trunk: layers + [.dropout(0.2)])) {
      $0.weighting = .projection
      $0.optimizer.method = .sgd
      $0.optimizer.momentum = 0.9
      $0.optimizer.clipping.norm = 0.1
    },
    SeeingCase("patience", HardSharing(trunk: layers)) {
      $0.patience = 1
      $0.validationShare = 0.3
      $0.optimizer.weightDecay = 0.01
    },
  ]

  private init(
    _ name: String, _ architecture: any Architecture,
    _ change: @escaping @Sendable (inout NetworkOptions) -> Void = { _ in }
  ) {
    self.name = name
    make = {
      var options = NetworkOptions()
      (options.epochs, options.batch) = (5, 16)
      options.optimizer.learningRate = 0.02
      change(&options)
      let network = try Network(
        inputShape: [5], heads: NetworkCases.heads, architecture: architecture)
      return try NetworkTraining(network, on: NetworkCases.data(rows: 60), options).seen
    }
  }
}

extension Stepper {
  /// A tensor among the figures of a stage.
  func tensor(_ name: String) -> [Double]? {
    guard case .tensor(let value)? = state.first(where: { $0.name == name })?.value else {
      return nil
    }
    return value.elements
  }

  func number(_ name: String) -> Double? {
    guard case .number(let value)? = state.first(where: { $0.name == name })?.value else {
      return nil
    }
    return value
  }
}
