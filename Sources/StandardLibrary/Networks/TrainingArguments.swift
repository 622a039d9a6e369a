internal import Datasets
internal import Diagnostics
internal import Networks
internal import Runtime
internal import Tensors

/// Rows that are only looked at while a network is trained: a share that is held out, or a data set.
enum ValidationArgument: ValueConvertible, Sendable {
  case share(Double)
  case data(HeadDataset)

  static var typeName: String { "share between 0 and 1 or data set of heads" }

  static func from(_ value: Value) -> ValidationArgument? {
    if case .number(let share) = value { return .share(share) }
    return HeadDatasetObject.from(value).map { .data($0.data) }
  }

  var value: Value {
    switch self {
    case .share(let share): .number(share)
    case .data(let data): HeadDatasetObject(data).value
    }
  }

  /// Notes them in a plan.
  func apply(to plan: inout NetworkPlan) throws {
    switch self {
    case .share(let share): plan.options.validationShare = share
    case .data(let data): plan.validation = data
    }
  }
}

/// How much each row counts: one number a row, or a record of such by head.
struct SampleWeightsArgument: ValueConvertible, Sendable {
  private let weights: SampleWeights

  init() { weights = .equal }

  private init(_ weights: SampleWeights) { self.weights = weights }

  static var typeName: String { "vector of numbers, or record of vectors by head" }

  static func from(_ value: Value) -> SampleWeightsArgument? {
    if let rows = numbers(value) { return SampleWeightsArgument(.rows(rows)) }
    guard case .record(let box) = value else { return nil }
    var heads: [String: [Double]] = [:]
    for (name, value) in zip(box.record.names, box.record.values) {
      guard let rows = numbers(value) else { return nil }
      heads[name] = rows
    }
    return SampleWeightsArgument(.heads(heads))
  }

  private static func numbers(_ value: Value) -> [Double]? {
    guard let tensor = Numbers.from(value)?.tensor, tensor.rank == 1 else { return nil }
    return tensor.elements
  }

  var value: Value {
    switch weights {
    case .equal: .none
    case .rows(let rows): .tensor(Tensor(rows))
    case .heads(let heads):
      .flatRecord(heads.keys.sorted().map { ($0, .tensor(Tensor(heads[$0] ?? []))) })
    }
  }

  /// Notes them in a plan.
  ///
  /// - Throws: `argument` for names that are no head's.
  func apply(to plan: inout NetworkPlan) throws {
    if case .heads(let heads) = weights {
      for name in heads.keys.sorted() { _ = try plan.head(name, in: "sample_weights") }
    }
    plan.sampleWeights = weights
  }
}
