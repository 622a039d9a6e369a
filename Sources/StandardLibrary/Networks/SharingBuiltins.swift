internal import Diagnostics
internal import Networks
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let fitted = Parameter<FittedNetworkObject>("model", "a fitted network")
  private static let rows = Parameter<Samples>("X", "an n×d matrix, images or a data set")

  /// What a fitted network tells about how its heads share.
  static let sharing: [Builtin] = [
    Builtin(
      "gates", "The shares of the experts for each row: a record by head, or n×E of one gate.",
      fitted, rows,
      details:
        "Of networks of moe(…), whose one gate serves all heads, and of mmoe(…). Each row adds "
        + "up to 1.",
      examples: [
        Example(
          "net = mmoe(inputs=2, experts=3, expert=[dense(4)], heads={a: regression(), b: regression()}); "
            + "f = fit(net, [1, 2; 3, 4], [1, 2; 3, 4], epochs=1); "
            + "print(shape(gates(f, [0, 0;]).a), gates(f, [0, 0;]).b)",
          prints: "[1, 3] [0.333333, 0.333333, 0.333333;]")
      ],
      body: { model, X in
        let rows = try matrix(model, X, "gates")
        let gates = try prefixed("gates") { try model.model.gates(rows) }
        if gates.count == 1, let only = gates.first { return Value.tensor(only.shares) }
        return Value.flatRecord(
          gates.enumerated().map { ($1.head ?? "gate \($0)", .tensor($1.shares)) })
      }),
    Builtin(
      "entire_space",
      "The probabilities of a fitted esmm network: first, second given first, both.",
      fitted, rows,
      examples: [
        Example(
          "net = esmm(inputs=2, heads={click: binary(), buy: binary()}); "
            + "f = fit(net, [1, 2; 3, 4], {click: [0, 1], buy: [0, 1]}, epochs=1); "
            + "p = entire_space(f, [1, 2;]); "
            + "print(keys(p), abs(p.first * p.second_given_first - p.both) < 1e-12)",
          prints: "[\"first\", \"second_given_first\", \"both\"] [true]")
      ],
      body: { model, X in
        let rows = try matrix(model, X, "entire_space")
        let p = try prefixed("entire_space") { try model.model.entireSpace(rows) }
        return Record([
          ("first", .tensor(p.first)), ("second_given_first", .tensor(p.secondGivenFirst)),
          ("both", .tensor(p.both)),
        ])
      }),
  ]

  private static func prefixed<R>(_ function: String, _ body: () throws -> R) throws -> R {
    do {
      return try body()
    } catch let failure as Failure {
      throw failure.beginning(with: "\(function): ")
    }
  }

  private static func matrix(
    _ model: FittedNetworkObject, _ X: Samples, _ function: String
  ) throws -> Tensor {
    let samples = NetworkSamples(model.model.network, for: function)
    guard case .shared(let rows) = try samples.rows(X.value) else {
      throw Failure(
        .argument, "\(function): X must be one matrix of rows, found \(X.value.described)")
    }
    return rows
  }
}
