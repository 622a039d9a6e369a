package import Stepping
internal import Tensors

extension NetworkTraining {
  /// `loss` is the total; every head by its name; `gate[A]`, `weights`, `cosines` and what else an epoch
  /// leaves.
  package var state: [(name: String, value: StateValue)] {
    guard let last = history.last else { return [] }
    var state: [(name: String, value: StateValue)] = [
      ("epoch", .number(Double(history.count))), ("loss", .number(last.total)),
    ]
    state += zip(network.heads, last.losses).map { ($0.name, .number($1)) }
    state += [
      ("losses", .tensor(Tensor(last.losses))), ("weights", .tensor(Tensor(last.weights))),
      ("lr", .number(rate)),
    ]
    if let validation = last.validation {
      state += [
        ("validation", .tensor(Tensor(validation.losses))),
        ("measures", .tensor(Tensor(validation.measures))),
      ]
    }
    if let conflict = last.conflict {
      let tasks = conflict.norms.count
      state += [
        ("norms", .tensor(Tensor(conflict.norms))),
        ("cosines", .tensor(Tensor(conflict.cosines.flatMap { $0 }, Shape(tasks, tasks)))),
      ]
    }
    for figure in last.figures where figure.shape.reduce(1, *) == figure.values.count {
      state.append((figure.name, .tensor(figure.tensor)))
    }
    if let gates = GateHistory(history, network.heads) {
      for (g, name) in gates.names.enumerated() {
        let own = gates.now[g * gates.experts..<(g + 1) * gates.experts]
        state.append(("gate[\(name)]", .tensor(Tensor(Array(own)))))
      }
    }
    state.append(("totals", .tensor(Tensor(history.map(\.total)))))
    return state
  }
}

extension EpochFigure {
  fileprivate var tensor: Tensor {
    shape.count == 2 ? Tensor(values, Shape(shape[0], shape[1])) : Tensor(values)
  }
}
