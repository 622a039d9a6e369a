package import Charts
internal import Diagnostics
package import Stepping
internal import Tensors

extension StepParts {
  package func show(_ topic: String) throws -> Panel {
    switch topic {
    case "values": return .table(valueTable)
    case "rows":
      return .lines([
        StyledText(
          "rows \(trace.rows.prefix(96).map(String.init).joined(separator: " "))\(rowCount > 96 ? " …" : "")"
        )
      ])
    case "gradients" where trace.learned: return .table(gradientTable(16))
    case "cosines" where trace.learned: return try cosinePanel
    default: break
    }
    if let h = training.head(topic) { return .table(lossTable(h, 16)) }
    guard trace.learned else { throw training.unknownTopic(topic, "show", topics.show) }
    if topic.hasPrefix("gradient "),
      let p = graph.parameters.first(where: { "gradient \($0.name)" == topic })
    {
      return ParameterView(p, trace.gradient).panel
    }
    if let p = graph.parameters.first(where: { $0.name == topic }) { return .table(updates(p)) }
    throw training.unknownTopic(topic, "show", topics.show)
  }

  /// Every value for the shown row.
  private var valueTable: Table {
    var table = Table(columns: [
      .init(StyledText("row \(trace.rows[shownRow])")), .init("shape", leftOut: 1),
      .init("first numbers"),
    ])
    for v in graph.values.indices.prefix(18) {
      table.rows.append([
        StyledText(valueName(v)), StyledText(graph.values[v].sizes),
        StyledText(firstNumbers(row(v, shownRow), 5)),
      ])
    }
    return table
  }

  private func updates(_ parameter: GraphParameter) -> Table {
    var table = Table(
      columns: [
        .init(StyledText("\(parameter.name) \(sizes(parameter.shape))")), .init("before", .decimal),
        .init("g", .decimal),
      ] + slotColumns + [.init("after", .decimal), .init("change", .decimal, leftOut: 1)])
    for i in 0..<min(parameter.count, 14) {
      table.rows.append([StyledText("number \(i)", .dim)] + updateCells(parameter.offset + i))
    }
    if parameter.count > 14 {
      table.rows.append([StyledText("… \(parameter.count - 14) more", .dim)])
    }
    return table
  }

  private var cosinePanel: Panel {
    get throws {
      guard trace.taskGradients.count > 1 else {
        throw Failure(
          .value, "the tasks' gradients are not worked out one by one in this step",
          notes: [
            "weights \"gradnorm\" and \"pcgrad\" need them; the epoch's screen has cosines of a fixed batch"
          ])
      }
      var table = Table(columns: [.init("gradients of"), .init("cosine", .decimal), .init("")])
      let shared = graph.sharedRanges
      func product(_ s: Int, _ t: Int) -> Double {
        shared.reduce(0) { sum, range in
          range.reduce(sum) { $0 + trace.taskGradients[s][$1] * trace.taskGradients[t][$1] }
        }
      }
      for pair in TaskPair.all(heads.count).prefix(16) {
        let scale = (product(pair.s, pair.s) * product(pair.t, pair.t)).squareRoot()
        let cosine = scale > 0 ? product(pair.s, pair.t) / scale : 0
        table.rows.append([
          StyledText(pair.name(heads)), StyledText(signed(cosine, 3), cosine < 0 ? .bad : .plain),
          .signedBar(cosine, limit: 1, half: 8),
        ])
      }
      return .table(table)
    }
  }

  // MARK: - Figures

  /// The tensors of the part: `X`, `values`, `loss` with its `terms`, gradients by name, `before` and
  /// `after`.
  package var state: [(name: String, value: StateValue)] {
    let place: (name: String, value: StateValue) = ("part", .text(crumb))
    switch part {
    case .rows:
      return [
        place, ("rows", .tensor(Tensor(trace.rows.map(Double.init)))),
        ("X", .tensor(table(graph.input))),
      ]
        + heads.indices.map { h in
          let width = max(trace.targetWidths[h], 1)
          let values = trace.targets[h]
          return (
            heads[h].name,
            .tensor(width == 1 ? Tensor(values) : Tensor(values, Shape(rowCount, width)))
          )
        }
    case .operation(let o):
      let operation = graph.operations[o]
      return [place, ("values", .tensor(table(operation.output)))]
        + operation.inputs.enumerated().map { i, slice in
          (i == 0 ? "inputs" : "inputs\(i + 1)", .tensor(table(slice.value)))
        }
    case .loss(let h):
      return [
        place, ("loss", .number(trace.losses[h])), ("terms", .tensor(Tensor(trace.terms[h]))),
        ("scores", .tensor(table(graph.heads[h].scores))),
        ("targets", .tensor(Tensor(trace.targets[h]))),
        ("row_weights", .tensor(Tensor(trace.rowWeights[h]))),
      ]
    case .weights:
      return [
        place, ("total", .number(trace.total)), ("penalty", .number(trace.penalty)),
        ("losses", .tensor(Tensor(trace.losses))), ("weights", .tensor(Tensor(trace.weights))),
        ("weights_after", .tensor(Tensor(trace.weightsAfter))),
      ]
    case .gradients:
      return [place, ("norm", .number(trace.gradient.norm(trace.gradient.indices)))]
        + graph.parameters.map { ($0.name, .tensor(tensor($0, trace.gradient))) }
        + trace.taskGradients.enumerated().map { h, gradient in
          ("gradient[\(heads[h].name)]", .tensor(Tensor(gradient)))
        }
    case .update:
      let P = parameterCount
      let slots = training.now.optimizer.slotCount
      let names = slots == 2 ? ["m", "v"] : ["u"]
      return [
        place, ("lr", .number(trace.rate)), ("step", .number(Double(trace.number))),
        ("before", .tensor(Tensor(Array(trace.before[..<P])))),
        ("gradient", .tensor(Tensor(trace.clipped))),
        ("after", .tensor(Tensor(Array(trace.after[..<P])))),
      ]
        + (0..<slots).map { k in
          (names[k], .tensor(Tensor(Array(trace.after[(1 + k) * P..<(2 + k) * P]))))
        }
    }
  }

  private func table(_ value: Int) -> Tensor {
    Tensor(trace.values[value], Shape(rowCount, graph.values[value].width))
  }

  private func tensor(_ parameter: GraphParameter, _ numbers: [Double]) -> Tensor {
    let own = Tensor(Array(numbers[parameter.range]))
    return (try? own.reshaped(Shape(checking: parameter.shape))) ?? own
  }
}
