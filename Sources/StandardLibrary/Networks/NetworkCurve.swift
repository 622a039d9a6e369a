internal import Datasets
internal import Diagnostics
internal import Learners
internal import MultiTask
internal import Networks
internal import Runtime
internal import Tensors

/// Networks trained on more and more rows of made-up data.
struct NetworkCurve {
  private static let function = "learning_curve"

  /// The networks by name.
  let networks: [(name: String, object: NetworkObject)]
  /// How they are trained.
  let training: GivenOptions
  /// For each seed its data, by network.
  let sets: [[HeadDataset]]
  let testRows: Int

  /// - Parameters:
  ///   - models: networks that are not fitted.
  ///   - training: the options of `fit`.
  ///   - made: what `make` gave, seed by seed.
  ///   - testRows: how many of the last rows are predicted.
  /// - Throws: `argument` for a model that is no such network, or data that do not suit it.
  init(_ models: Record, _ training: Record, made: [Value], testRows: Int) throws {
    networks = try zip(models.names, models.values).map { name, value in
      guard let object = NetworkObject.from(value) else {
        throw Failure(
          .argument,
          "\(Self.function): \(name) must be a network that is not fitted yet, found "
            + value.described)
      }
      return (name, object)
    }
    self.training = GivenOptions(training)
    self.testRows = testRows
    let networks = networks
    sets = try made.map { value in
      try networks.map { name, object in
        try NetworkSamples(object.network, for: Self.function)
          .dataset(value, nil, allowsMore: networks.count > 1)
      }
    }
  }

  /// The errors of every network at every size.
  func experiment(_ sizes: [Int]) throws -> TaskExperiment {
    let places = sizes.indices.flatMap { size in sets.indices.map { (size, $0) } }
    let trials = try Progress.map(places, "trials") { size, seed in
      try Interrupt.check()
      return try networks.indices.map { try error(of: $0, sets[seed][$0], rows: sizes[size]) }
    }
    let errors = networks.indices.map { network in
      sizes.indices.map { size in
        places.indices.filter { places[$0].0 == size }.map { trials[$0][network] }
      }
    }
    return TaskExperiment(
      names: networks.map(\.name), values: sizes.map(Double.init), error: kindOfError,
      errors: errors)
  }

  /// The mean error of the heads of a network that has learned the first rows.
  private func error(of network: Int, _ data: HeadDataset, rows: Int) throws -> Double {
    let (name, object) = networks[network]
    guard data.rowCount >= rows + testRows else {
      throw Failure(
        .data,
        "\(Self.function): expected \(rows + testRows) rows, \(rows) to learn from and \(testRows) "
          + "to predict, found \(data.rowCount)",
        notes: ["make must return a data set with as many rows as it is asked for"])
    }
    do {
      let plan = try NetworkPlan(
        object.network, object.options, function: Self.function, given: training)
      let model = try object.trained(on: try data.rows(Array(0..<rows)), plan)
      let test = try data.rows(Array(data.rowCount - testRows..<data.rowCount))
      let reports = try HeadEvaluation(model, test, convention: .sklearn, isRanked: false).reports
      return reports.map(Self.error).reduce(0, +) / Double(max(reports.count, 1))
    } catch let failure as Failure where networks.count > 1 {
      throw failure.saying("\(name): \(failure.message)")
    }
  }

  private static func error(_ report: HeadReport) -> Double {
    switch report.kind {
    case .regression: report["mse"] ?? .nan
    case .binary, .classes: 1 - (report["accuracy"] ?? .nan)
    case .multilabel: report["hamming"] ?? .nan
    }
  }

  private var kindOfError: TaskError {
    let kinds = networks.flatMap { $0.object.network.heads.map { $0.kind == .regression } }
    return kinds.allSatisfy { $0 } ? .meanSquared : kinds.contains(true) ? .mixed : .wrongShare
  }
}
