/// y_t = Σ_e p_te h_e: experts' outputs h_e mixed with the shares that gate t gives them.
///
/// The first input holds the experts as groups of `count` numbers, the second the gates as groups of
/// a share an expert. Gradients: dh_e = Σ_t p_te g_t and dp_te = g_t · h_e.
package struct MixtureKernel: Sendable {
  package let expertCount: Int
  package let gateCount: Int
  /// The numbers of an expert's output.
  package let count: Int

  func forward<S: NetworkScalar>(_ pass: Workspace<S>, _ operation: GraphOperation) {
    let (experts, gates) = (
      pass.values[operation.inputs[0].value], pass.values[operation.inputs[1].value]
    )
    let mixtures = pass.values[operation.output]
    for i in 0..<pass.rows {
      let h = experts + i * expertCount * count
      for t in 0..<gateCount {
        let gate = i * gateCount + t
        RowArithmetic.combine(
          gates + gate * expertCount, stride: 1, h, terms: expertCount,
          into: mixtures + gate * count, count: count, keeps: false)
      }
    }
  }

  func backward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep
  ) {
    if step.inputs[0] != .skip { expertGradient(pass, operation, keeps: step.inputs[0].keeps) }
    if step.inputs[1] != .skip { gateGradient(pass, operation, keeps: step.inputs[1].keeps) }
  }

  private func expertGradient<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, keeps: Bool
  ) {
    let result = pass.gradients[operation.inputs[0].value]
    let (gates, slopes) = (
      pass.values[operation.inputs[1].value], pass.gradients[operation.output]
    )
    for i in 0..<pass.rows {
      let (p, g) = (gates + i * gateCount * expertCount, slopes + i * gateCount * count)
      for e in 0..<expertCount {
        RowArithmetic.combine(
          p + e, stride: expertCount, g, terms: gateCount,
          into: result + (i * expertCount + e) * count, count: count, keeps: keeps)
      }
    }
  }

  private func gateGradient<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, keeps: Bool
  ) {
    let result = pass.gradients[operation.inputs[1].value]
    let (experts, slopes) = (
      pass.values[operation.inputs[0].value], pass.gradients[operation.output]
    )
    for i in 0..<pass.rows {
      let h = experts + i * expertCount * count
      for t in 0..<gateCount {
        let g = slopes + (i * gateCount + t) * count
        let dp = result + (i * gateCount + t) * expertCount
        for e in 0..<expertCount {
          let slope = RowArithmetic.dot(g, h + e * count, count: count)
          dp[e] = keeps ? dp[e] + slope : slope
        }
      }
    }
  }
}

extension GraphBuilder {
  /// The experts' outputs mixed by each gate: a group a gate, in the experts' shape.
  mutating func mixture(_ name: String, of experts: Int, by gates: Int) -> Int {
    let (source, shares) = (value(experts), value(gates))
    let kernel = MixtureKernel(
      expertCount: source.groups, gateCount: shares.groups, count: source.count)
    return operation(
      name, .mixture(kernel), inputs: [whole(experts), whole(gates)], groups: shares.groups,
      shape: source.shape)
  }
}
