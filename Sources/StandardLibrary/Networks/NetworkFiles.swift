internal import Diagnostics
internal import Files
internal import Networks
internal import Runtime

extension StandardLibrary {
  private static let network = Parameter<NetworkObject?>(
    "network", "the network, where the file cannot make it by itself", default: .some(nil))
  private static let small =
    "X = [-1; 0; 1]; net = hard_sharing(inputs=1, trunk=[dense(2), tanh], heads={y: regression()}); "

  /// Trainings and networks in files.
  static let networkFiles: [Builtin] = [
    Builtin(
      "resume", "Continues a training that was stopped: the last one, or that of a checkpoint.",
      Parameter<String?>(
        "path", "a checkpoint that fit(…, checkpoint=path) wrote; none: the last stopped training",
        default: .some(nil), naming: [.files]),
      Parameter<Value>("X", "the inputs that it was trained on", default: Value.none),
      Parameter<Targets?>("Y", "their targets, {head: y}", default: .some(nil)),
      network,
      options: networkOptions.map(\.info),
      details: "The result is the network that the training would have given had it never been "
        + "stopped, bit for bit. resume() takes the training that Ctrl-C, a time limit or an error "
        + "stopped last in this session, from the end of its last finished epoch; "
        + "resume(epochs=n) ends it after n epochs in all. With a file the options are those it was "
        + "written with; only epochs, checkpoint, checkpoint_every and log may differ, and what no "
        + "file can hold, such as validation, is given again. The file is kept up to date.",
      examples: [
        Example(
          small + "half = fit(net, X, {y: X}, epochs=2, checkpoint=\"a.run\"); "
            + "resume(\"a.run\", X, {y: X}, epochs=5) == fit(net, X, {y: X}, epochs=5)",
          prints: "true", needsFolder: true),
        Example("resume()", fails: "resume: no training of this session was stopped"),
      ],
      handingOn: { interpreter, options, path, X, Y, network in
        guard let path else {
          return try resumeLast(interpreter, options, isAlone: Y == nil && network == nil, X)
        }
        let request = TrainingRequest(
          function: "resume", X: Samples(value: X), Y: Y, options: options,
          files: interpreter.files, services: interpreter.services)
        return try resumed(path, request, network)
      }),
    Builtin(
      "load", "A fitted network that save wrote, with its options, numbers and history.",
      Parameter<String>("path", "the file", naming: [.files]), network,
      details: "It predicts bit for bit as the one that was saved.",
      examples: [
        Example(
          small + "m = fit(net, X, {y: X}); save(m, \"m.net\"); load(\"m.net\") == m",
          prints: "true",
          needsFolder: true),
        Example("load(\"no.net\")", fails: "cannot read no.net: there is no such file"),
      ],
      with: { interpreter, path, network in
        try loaded(try interpreter.files.readable(path), network)
      }),
  ]

  // MARK: - Trainings

  private static func resumeLast(
    _ interpreter: Interpreter, _ options: GivenOptions, isAlone: Bool, _ X: Value
  ) throws -> Value {
    var isAlone = isAlone
    if case .none = X {} else { isAlone = false }
    let others = options.values.filter { $0.name != "epochs" }
    guard isAlone, others.isEmpty else {
      throw Failure(
        .argument,
        "resume: without a file only epochs= may be given; the data and options are those of the "
          + "training", notes: ["resume(path, X, Y) continues from a checkpoint"])
    }
    guard let last = interpreter.services[TracedTraining.self] else {
      throw Failure(
        .value, "resume: no training of this session was stopped",
        notes: ["fit(net, X, Y, checkpoint=path) keeps a training for resume(path, X, Y)"])
    }
    guard let given = options.values.first else { return try last.finished() }
    let epochs = try Parameter<Int>("epochs", "", .nonnegative).read(given.value, for: "resume")
    return try last.resumed(epochs: epochs)
  }

  private static func resumed(
    _ path: String, _ request: TrainingRequest, _ given: NetworkObject?
  ) throws -> Value {
    let readable = try request.files?.readable(path) ?? path
    let archive = try Archive.stoppable(readable, holding: [NetworkCheckpoint.content])
    let model = try NetworkSource.network(archive, named: path, given: given, for: "resume")
    var request = request
    request.options = try OptionSource(archive.text("source")).options(
      request.options, for: "resume")
    if !request.options.values.contains(where: { $0.name == "checkpoint" }) {
      request.options = GivenOptions(request.options.values + [("checkpoint", .text(path))])
    }
    let (data, plan) = try model.prepared(request)
    let rows = plan.rows(data)
    let training = try NetworkTraining(
      resuming: archive, named: path, model.network, on: rows, plan.options)
    return try TracedTraining(training, rows, plan, request).finished()
  }

  // MARK: - Networks

  private static func loaded(_ path: String, _ given: NetworkObject?) throws -> FittedNetworkObject
  {
    let archive = try Archive.stoppable(path, holding: [FittedNetwork.content])
    let network = try NetworkSource.network(archive, named: path, given: given, for: "load")
    let (options, isComplete) = try OptionSource(archive.text("source")).known()
    let plan = try NetworkPlan(
      network.network, network.options, function: "load", given: options)
    return FittedNetworkObject(
      try FittedNetwork(
        from: archive, named: path, network.network, plan.options, isComplete: isComplete))
  }

  /// Writes a fitted network; a file of another kind is left alone.
  static func save(_ object: FittedNetworkObject, to path: String, _ files: FileAccess) throws {
    let path = try files.writable(path)
    if File.exists(path) {
      do {
        _ = try Archive.stoppable(path, holding: [FittedNetwork.content])
      } catch let failure as Failure {
        throw Failure(
          .file, "save: \(failure.message)",
          notes: ["nothing was written; name another file, or delete this one"])
      }
    }
    try object.model.archive.write(to: path)
  }
}
