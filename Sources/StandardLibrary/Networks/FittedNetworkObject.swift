internal import Charts
internal import Datasets
internal import Networks
internal import Runtime
internal import Tensors

/// A trained network as a value of the language.
struct FittedNetworkObject: LanguageObject, ValueConvertible {
  static let typeName = "fitted model"

  let model: FittedNetwork

  init(_ model: FittedNetwork) { self.model = model }

  var typeName: String { FittedNetworkObject.typeName }

  var summary: String { "<fitted \(model.network.summary)>" }

  var fieldNames: [String] { fields.map(\.name) }

  func field(_ name: String) throws -> Value? {
    try fields.first { $0.name == name }?.value()
  }

  func display(_ options: DisplayOptions) -> String {
    let drawing = DrawingOptions(options)
    return FittedNetworkDisplay(model: model).panels.map { Charts.text($0, drawing) }
      .joined(separator: "\n")
  }

  /// Whether the other learned the same numbers.
  func isEqual(to other: any LanguageObject) -> Bool {
    guard let other = other as? FittedNetworkObject else { return false }
    return other.model.network == model.network && other.model.numbers == model.numbers
  }
}

// MARK: - Fields

extension FittedNetworkObject {
  private typealias Field = (name: String, value: () throws -> Value)

  /// What `fitted.name` reads, in order, computed when it is read.
  private var fields: [Field] {
    let network = model.network
    var fields: [Field] = [
      ("history", { history.value }), ("training", { try model.trainingFigures.value }),
      ("parameters", { try parameters.value }),
      ("parameter_count", { .number(Double(network.graph.parameterCount)) }),
      ("heads", { .flatRecord(network.heads.map { ($0.name, HeadObject($0.kind).value) }) }),
      ("epochs", { .number(Double(model.history.count)) }),
      ("seconds", { .number(model.history.reduce(0) { $0 + $1.seconds }) }),
      ("precision", { .text(model.options.precision.rawValue) }),
      ("model", { NetworkObject(network).value }),
    ]
    if let start = model.startRecord { fields.append(("start", { start.value })) }
    if let ending = model.ending { fields.append(("ending", { .text(ending) })) }
    for name in pictures where ["gates", "cosines"].contains(name) {
      fields.append((name, { try model.trainingFigures[name] ?? Value.none }))
    }
    guard !network.graph.watchedParameters.isEmpty else { return fields }
    return fields + [
      ("stitches", { .flatRecord(model.stitches.map { ($0.name, .tensor($0.alpha)) }) })
    ]
  }

  /// The mean loss of each head by epoch, and the sum that training made small.
  private var history: Record {
    let heads = model.network.heads.enumerated().map { h, head in
      (head.name, Value.tensor(Tensor(model.history.map { $0.losses[h] })))
    }
    return Record(heads + [(HeadList.totalName, .tensor(Tensor(model.history.map(\.total))))])
  }

  /// The learned tensors by name; what stands side by side counts along the first axis.
  private var parameters: Record {
    get throws {
      let numbers = model.numbers.parameters
      return Record(
        try model.network.graph.parameters.map { parameter in
          (parameter.name, .reduced(try parameter.tensor(of: numbers)))
        })
    }
  }
}

extension GraphParameter {
  /// Its numbers among all, with the axis of groups first.
  func tensor(of numbers: [Double]) throws -> Tensor {
    let flat = Tensor(Array(numbers[range]))
    guard let axis = groupAxis, axis > 0 else { return try flat.reshaped(Shape(checking: shape)) }
    let (outer, groups) = (shape[..<axis].reduce(1, *), shape[axis])
    let inner = shape[(axis + 1)...].reduce(1, *)
    var moved = [Double](repeating: 0, count: flat.count)
    for o in 0..<outer {
      for g in 0..<groups {
        for i in 0..<inner {
          moved[(g * outer + o) * inner + i] = flat[flat: (o * groups + g) * inner + i]
        }
      }
    }
    return try Tensor(moved).reshaped(
      Shape(checking: [groups] + shape[..<axis] + shape[(axis + 1)...]))
  }
}
