internal import Networks
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let rows = Parameter<Value>("X", "the rows, one a sample")
  private static let fittedNetwork = Parameter<FittedNetworkObject>(
    "fitted", "a network that fit() trained")

  /// What networks that share say of single rows.
  static let sharingQuestions: [Builtin] = [
    Builtin(
      "gates", "The share that each row gives to each expert, a matrix a head.", fittedNetwork,
      rows,
      details: "For networks of moe and mmoe; with one gate all heads have the same shares.",
      examples: [
        Example(
          "net = mmoe(inputs=2, experts=3, expert=[dense(4), relu], heads={a: regression(), "
            + "b: binary()}); X = [[0, 1], [1, 0]]; fitted = fit(net, X, {a: [0, 1], b: [1, 0]}, "
            + "epochs=1); shape(gates(fitted, X).a)", prints: "[2, 3]")
      ],
      body: { fitted, X in
        let X = try NetworkSamples(fitted.model.network, for: "gates").inputs(X)
        let gates = try fitted.model.gates(X)
        return Value.flatRecord(
          fitted.model.network.heads.enumerated().map { position, head in
            (head.name, .tensor(gates[gates.count > 1 ? position : 0].shares))
          })
      }),
    Builtin(
      "entire_space",
      "The probabilities of the first thing, of the second given the first, and of both, by row.",
      fittedNetwork, rows,
      details: "For networks of esmm: a record of first, given and both = first · given.",
      examples: [
        Example(
          "net = esmm(inputs=2, heads={click: binary(), conversion: binary()}); "
            + "X = [[0, 1], [1, 0]]; fitted = fit(net, X, {click: [0, 1], conversion: [0, 1]}, "
            + "epochs=1); p = entire_space(fitted, X); max(abs(p.first * p.given - p.both)) < 1e-12",
          prints: "true")
      ],
      body: { fitted, X in
        let X = try NetworkSamples(fitted.model.network, for: "entire_space").inputs(X)
        let found = try fitted.model.entireSpace(X)
        return Value.flatRecord([
          ("first", .tensor(found.first)), ("given", .tensor(found.secondGivenFirst)),
          ("both", .tensor(found.both)),
        ])
      }),
  ]
}

extension FittedNetworkObject {
  /// What epochs told besides losses, by name: a tensor with an epoch along its first axis.
  var figures: Record {
    get throws {
      let history = model.history
      return Record(
        try (history.last?.figures ?? []).map { last in
          let all = history.figures(last.name).filter { $0.shape == last.shape }
          let values = Tensor(all.flatMap(\.values))
          return (
            last.name,
            .tensor(try values.reshaped(Shape(checking: [all.count] + last.shape)))
          )
        })
    }
  }
}
