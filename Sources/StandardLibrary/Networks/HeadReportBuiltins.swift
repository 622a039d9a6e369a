internal import Datasets
internal import Diagnostics
internal import Learners
internal import Networks
internal import Runtime
internal import Tensors

extension StandardLibrary {
  /// How well the heads of a fitted network predict, with confusion matrices.
  static let headReports: [Builtin] = [
    Builtin(
      "head_report",
      "How a fitted network predicts one head: confusion matrix, TPR TNR PPV NPV FPR, measures.",
      Parameter<FittedNetworkObject>("model", "a fitted network"),
      Parameter<Value>("X", "a data set, or an n×d matrix"),
      Parameter<Targets?>("Y", "targets by head that go with a matrix", default: .some(nil)),
      Parameter<String?>("head", "which one; none: the only one", default: .some(nil)),
      ConventionArgument.parameter,
      details:
        "Rows whose target is missing do not count. .confusion holds the matrix, true classes "
        + "along its rows, .counts and .rates what each class has. plot(report) draws the matrix, "
        + "plot(report, \"rates\") the rates.",
      examples: [
        Example(
          "X = [-2; -1; 1; 2]; net = hard_sharing(inputs=1, heads={up: binary()}); "
            + "f = fit(net, X, {up: [0, 0, 1, 1]}, epochs=60, optimizer=adam(lr=0.1)); "
            + "r = head_report(f, X, {up: [0, 1, 1, 1]}); print(r.confusion, r.rates.tpr[1])",
          prints: "[1, 0; 1, 2] 0.666667")
      ],
      body: { model, X, Y, head, convention in
        HeadReportObject(
          try headReport(model.model, X, Y?.value, head, convention.convention))
      })
  ]

  private static func headReport(
    _ model: FittedNetwork, _ X: Value, _ Y: Value?, _ name: String?,
    _ convention: UndefinedConvention
  ) throws -> HeadReport {
    let network = model.network
    let names = network.heads.map(\.name)
    guard let name = name ?? (names.count == 1 ? names.first : nil) else {
      throw Failure(
        .argument, "head_report: the network has \(names.count) heads, say which one",
        notes: ["head=\"\(names[0])\" is one"])
    }
    guard let h = names.firstIndex(of: name) else {
      throw Failure.noHead(name, of: network, "head_report: head names")
    }
    let data = try NetworkSamples(network, for: "head_report").dataset(X, Y)
    let scores = try model.scores(data.X)[h]
    let output = try network.graph.heads[h].probabilities(of: scores) ?? Tensor(scores.elements)
    let own = data.heads.first { $0.name == name }.map { [$0] } ?? []
    var part = data
    part.heads = own
    let evaluation = try HeadEvaluation(
      part, outputs: [(name: name, output: output)], convention: convention)
    guard let report = evaluation[name] else {
      throw Failure(.argument, "head_report: the data have no targets of head '\(name)'")
    }
    return report
  }
}
