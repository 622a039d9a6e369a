internal import Charts
internal import Datasets
internal import Diagnostics
internal import Networks
internal import Runtime
internal import Stepping
internal import Tensors

/// A network of several heads, not trained yet, as a value of the language.
struct NetworkObject: LanguageObject, ValueConvertible {
  static let typeName = "model"

  let network: Network
  /// How it is trained unless a call says otherwise.
  var options = NetworkOptions()
  /// By epoch the loss of learning its trunk without targets; empty when it begins anew.
  var pretraining: [Double] = []

  init(_ network: Network) { self.network = network }

  var typeName: String { NetworkObject.typeName }

  var summary: String {
    options.start == nil ? network.summary : "<pretrained \(network.summary)>"
  }

  func display(_ options: DisplayOptions) -> String {
    let drawing = DrawingOptions(options)
    return Charts.text(.lines(NetworkDiagram(network).summary + pretrainedLine), drawing)
  }

  /// Says of a pretrained network how well its trunk makes the inputs again.
  private var pretrainedLine: [StyledText] {
    guard let start = options.start else { return [] }
    let losses = [pretraining.first, pretraining.last].compactMap { $0.map { shortNumber($0) } }
    let fall = losses.count == 2 ? ": (x̂ − x)² from \(losses[0]) to \(losses[1])" : ""
    return [StyledText("pretrained on ", .dim) + StyledText(shortened(start.source, 32) + fall)]
  }

  var fieldNames: [String] {
    ["heads", "inputs", "parameter_count"] + (pretraining.isEmpty ? [] : ["pretraining"])
  }

  func field(_ name: String) throws -> Value? {
    switch name {
    case "heads": .flatRecord(network.heads.map { ($0.name, HeadObject($0.kind).value) })
    case "inputs": InputShape(sizes: network.inputShape).value
    case "parameter_count": .number(Double(network.graph.parameterCount))
    case "pretraining" where !pretraining.isEmpty: .tensor(Tensor(pretraining))
    default: nil
    }
  }

  func isEqual(to other: any LanguageObject) -> Bool {
    guard let other = other as? NetworkObject else { return false }
    return other.network == network && other.options.start == options.start
  }
}

extension NetworkObject: Describable {
  var sentence: String { "The network \(summary), not fitted yet." }
  var explanation: Value { NetworkDiagramObject(network).value }
}

// MARK: - Verbs

extension NetworkObject: TrainableObject {
  var takesNetworkOptions: Bool { true }

  func fitted(_ request: TrainingRequest) throws -> Value {
    let (data, plan) = try prepared(request)
    let rows = plan.rows(data)
    let training = try begun(rows, plan)
    return try TracedTraining(training, rows, plan, request).finished()
  }

  /// Trains the network to the end.
  func trained(on data: HeadDataset, _ plan: NetworkPlan) throws -> FittedNetwork {
    var training = try begun(plan.rows(data), plan)
    try training.finish()
    guard let model = training.output else {
      throw Failure(.value, "\(plan.function): the training did not come to its end")
    }
    return model
  }

  func training(_ request: TrainingRequest) throws -> Stepper {
    try request.checkNoTest(self)
    let (data, plan) = try prepared(request)
    try plan.traces.checkNone(for: request.function)
    return Stepper(try begun(plan.rows(data), plan).seen)
  }

  func smoothed(_ epsilon: Double, for function: String) throws -> any TrainableObject {
    var copy = self
    copy.options.smoothing = epsilon
    return copy
  }

  func compared(_ request: ComparisonRequest) throws -> ChartObject {
    try NetworkComparison(request).chart
  }

  func validated(_ request: ComparisonRequest) throws -> ChartObject {
    try NetworkComparison(request).chart
  }

  /// The training before its first epoch; its errors begin with the verb, as those of arguments do.
  private func begun(_ rows: TrainingRows, _ plan: NetworkPlan) throws -> NetworkTraining {
    do {
      return try NetworkTraining(network, on: rows, plan.options)
    } catch let failure as Failure where !failure.message.hasPrefix(plan.function) {
      throw failure.beginning(with: "\(plan.function): ")
    }
  }

  /// The rows to learn and how, checked against the network.
  func prepared(_ request: TrainingRequest) throws -> (HeadDataset, NetworkPlan) {
    var plan = try NetworkPlan(
      network, options, function: request.function, given: request.options, files: request.files)
    plan.options.start = try request.warmStart(self)
    let samples = NetworkSamples(network, for: request.function)
    return (try samples.dataset(request.X.value, request.Y?.value), plan)
  }
}
