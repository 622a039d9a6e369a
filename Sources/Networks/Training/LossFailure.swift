internal import Diagnostics

/// Where in a training a loss was no finite number any more.
struct LossFailure {
  /// From 1.
  let epoch: Int
  let step: Int
  let steps: Int

  /// The error for a batch whose way forward lies in the workspace.
  ///
  /// It names the heads whose losses are not finite and the first value in the graph's order that is
  /// not: the inputs, a layer, or, when all of them are finite, the loss itself.
  func failure<S: NetworkScalar>(
    _ pass: Workspace<S>, _ graph: Graph, losses: [Double], rows: UnsafeBufferPointer<Int32>
  ) -> Failure {
    let heads = graph.heads.indices.filter { !losses[$0].isFinite }
    let names = heads.map { "'\(graph.heads[$0].head.name)'" }.joined(separator: ", ")
    let subject = heads.count == 1 ? "the loss of head \(names)" : "the losses of heads \(names)"
    let kind = heads.contains { losses[$0].isNaN } ? "not a number" : "infinite"
    return failure(
      "\(subject) became \(kind)", cause(pass, graph, rows))
  }

  /// The error for parameters that a step made so large, or lost.
  func failure(parameter name: String) -> Failure {
    failure("\(name) became infinite or not a number", nil)
  }

  private func failure(_ event: String, _ cause: String?) -> Failure {
    let kept = epoch == 1 ? "no epoch was finished" : "epoch \(epoch - 1) is the last that is kept"
    return Failure(
      .numeric,
      "training stopped: \(event) in epoch \(epoch), step \(step) of \(steps)"
        + (cause.map { "; \($0)" } ?? ""),
      notes: [
        "smaller steps often help: a learning rate of a tenth (optimizer=adam(lr=…)), inputs and "
          + "targets with standardize()",
        kept,
      ])
  }

  private func cause<S: NetworkScalar>(
    _ pass: Workspace<S>, _ graph: Graph, _ rows: UnsafeBufferPointer<Int32>
  ) -> String {
    for (value, description) in graph.values.enumerated() {
      let width = pass.widths[value]
      guard
        let place = (0..<pass.rows * width).first(where: { !pass.values[value][$0].isFinite })
      else { continue }
      let row = width > 0 && place / width < rows.count ? rows[place / width] : 0
      let name = value == graph.input ? "the inputs" : description.name
      if let parameter = lostParameter(of: value, pass, graph) {
        return "the first that is not finite is \(parameter), a parameter of \(name)"
      }
      return "the first value that is not finite is in \(name), row \(row)"
    }
    return "all scores are finite, but too far from the targets"
  }

  /// The parameter of the operation that makes a value that is not finite.
  private func lostParameter<S: NetworkScalar>(
    of value: Int, _ pass: Workspace<S>, _ graph: Graph
  ) -> String? {
    guard let operation = graph.operations.first(where: { $0.output == value }) else { return nil }
    return graph.firstLost(pass.parameters, among: operation.parameters)
  }
}

extension Graph {
  /// The name of the first parameter that holds a number that is not finite.
  func firstLost<S: NetworkScalar>(
    _ numbers: UnsafePointer<S>, among candidates: [Int]? = nil
  ) -> String? {
    for parameter in candidates ?? Array(parameters.indices)
    where parameters[parameter].range.contains(where: { !numbers[$0].isFinite }) {
      return parameters[parameter].name
    }
    return nil
  }
}
