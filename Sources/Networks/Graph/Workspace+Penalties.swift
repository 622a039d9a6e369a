extension Workspace {
  /// Adds the gradients of the graph's penalties to those of the parameters; tells their sum.
  func addPenalties(_ graph: Graph) throws -> Double {
    var total = 0.0
    for penalty in graph.penalties {
      total += try penalty.addGradient(
        parameters, into: parameterGradients, scratch: penaltyScratch)
    }
    return total
  }
}

extension Graph {
  /// The most scratch that a penalty needs.
  var penaltyScratchCount: Int { penalties.map(\.scratchCount).max() ?? 0 }
}

extension ParameterPenalty {
  package var scratchCount: Int { 0 }
}
