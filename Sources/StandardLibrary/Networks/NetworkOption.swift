internal import Datasets
internal import Diagnostics
internal import Networks
internal import Runtime

/// An option of `fit` and `step` that networks alone take: one row of ``StandardLibrary/networkOptions``.
///
/// The row is everything: the parameter gives both verbs their keyword, help, default, completion and
/// checks, and `apply` says what the option changes. Models of other kinds turn it down.
struct NetworkOption: Sendable {
  /// What help, completion and binding see.
  let info: ParameterInfo
  /// Reads the value that a call gave and changes what training does.
  let apply: @Sendable (Value, inout NetworkPlan) throws -> Void

  /// An option that changes the plan in its own way.
  init<T>(
    _ parameter: Parameter<T>,
    _ set: @escaping @Sendable (T, inout NetworkPlan) throws -> Void
  ) {
    info = ParameterInfo(parameter)
    apply = { value, plan in try set(try parameter.read(value, for: plan.function), &plan) }
  }

  /// An option that is a field of ``NetworkOptions``, or is read into one.
  init<T>(
    _ parameter: Parameter<T>,
    sets set: @escaping @Sendable (inout NetworkOptions, T) throws -> Void
  ) {
    self.init(parameter) { value, plan in try set(&plan.options, value) }
  }
}

/// What training a network is about to be, as options change it.
struct NetworkPlan {
  /// The verb, for errors.
  let function: String
  let network: Network
  /// Where files are read and written; `nil` outside a session.
  let files: FileAccess?
  var options: NetworkOptions
  var sampleWeights = SampleWeights.equal
  var validation: HeadDataset?

  /// The rows to learn, with what options say of them.
  func rows(_ data: HeadDataset) -> TrainingRows {
    TrainingRows(data, weights: sampleWeights, validation: validation)
  }

  /// What training leaves in files.
  var traces = TrainingTraces()

  /// The options that a call gives, in the order of the table.
  ///
  /// - Throws: `argument` for one that there is not, or a value that it does not take.
  init(
    _ network: Network, _ options: NetworkOptions, function: String, given: GivenOptions,
    files: FileAccess? = nil
  ) throws {
    self.function = function
    self.network = network
    self.files = files
    self.options = options
    let options = StandardLibrary.trainingOptions
    let names = options.map(\.info.name)
    if let unknown = given.values.first(where: { !names.contains($0.name) })?.name {
      throw Failure(
        .argument, "\(function): training has no option '\(unknown)'",
        notes: nearNames(to: unknown, among: names, limit: 1).map { "did you mean '\($0)'?" })
    }
    for option in options {
      guard let value = given.values.first(where: { $0.name == option.info.name })?.value else {
        continue
      }
      try option.apply(value, &self)
    }
    self.options.written = WrittenOptions { [smoothing = self.options.smoothing] in
      OptionSource(given, smoothing: smoothing).text
    }
  }

  /// The position of a head.
  ///
  /// - Throws: `argument` naming the heads there are.
  func head(_ name: String, in option: String) throws -> Int {
    if let position = network.heads.firstIndex(where: { $0.name == name }) { return position }
    throw Failure.noHead(name, of: network, "\(function): \(option) names")
  }
}

extension Failure {
  /// The same failure, its message beginning with something more.
  func beginning(with text: String) -> Failure {
    Failure(kind, text + message, notes: notes)
  }

  /// `fit: weights names 'clik', which is no head; the heads are 'click' and 'buy'`.
  static func noHead(_ name: String, of network: Network, _ beginning: String) -> Failure {
    let names = network.heads.map(\.name)
    return Failure(
      .argument,
      "\(beginning) '\(name)', which is no head of the network; "
        + (names.count == 1 ? "its head is " : "its heads are ") + quotedList(names),
      notes: nearNames(to: name, among: names, limit: 1).map { "did you mean '\($0)'?" })
  }
}

/// `'a', 'b' and 'c'`; of many the first ones.
func quotedList(_ names: [String]) -> String {
  let shown = names.prefix(8).map { "'\($0)'" }
  if names.count > 8 {
    return shown.joined(separator: ", ") + " and \(names.count - 8) more"
  }
  guard let last = shown.last, shown.count > 1 else { return shown.first ?? "none" }
  return shown.dropLast().joined(separator: ", ") + " and \(last)"
}

extension TrainingRequest {
  /// Throws when there are options that only networks take.
  func checkNoNetworkOptions(_ model: any LanguageObject) throws {
    guard let first = options.values.first else { return }
    throw Failure(
      .argument,
      "\(function): \(first.name)= is an option of networks, found it beside \(model.summary)",
      notes: ["networks are made by hard_sharing(…), mmoe(…) and their kin"])
  }
}

extension StandardLibrary {
  /// The options of networks and that of `fit` which other models have, too.
  static let trainingOptions =
    networkOptions + [NetworkOption(smoothing, sets: { $0.smoothing = $1 })]

  /// The `training=` of what trains networks many times.
  static let networkTraining = Parameter<Record>(
    "training", "of networks: the options of fit as a record, {epochs: 10, batch: 64}",
    default: Record())
}

extension ComparisonRequest {
  /// Throws when there are options for the training of networks, of which a model makes nothing.
  func checkNoTraining(_ model: any ModelValue) throws {
    guard let first = training.values.first,
      !((model as? any TrainableObject)?.takesNetworkOptions ?? false)
    else { return }
    throw Failure(
      .argument,
      "\(function): training= is for networks that are not fitted yet, found \(first.name) beside "
        + model.summary)
  }
}

extension GivenOptions {
  /// The fields of a record as options.
  init(_ record: Record) {
    self.init(zip(record.names, record.values).map { (name: $0, value: $1) })
  }
}
