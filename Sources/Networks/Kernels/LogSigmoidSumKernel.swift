internal import Tensors

/// ℓ = Σ_k log σ(s_k): the logarithm of the probability that all of several things happen, each given
/// the one before.
///
/// log σ(s) = −softplus(−s), which neither overflows nor loses small probabilities; its slope is
/// σ(−s).
package struct LogSigmoidSumKernel: Sendable {
  /// How many scores there are, an input each.
  package let count: Int

  func forward<S: NetworkScalar>(_ pass: Workspace<S>, _ operation: GraphOperation) {
    let (terms, sums) = (negatives(pass, operation), pass.values[operation.output])
    S.apply(.softplus, terms, into: terms, count: count * pass.rows)
    for k in 0..<count {
      RowArithmetic.scale(-1, terms + k * pass.rows, into: sums, count: pass.rows, keeps: k > 0)
    }
  }

  func backward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep
  ) {
    let (terms, g) = (negatives(pass, operation), pass.gradients[operation.output])
    S.apply(.sigmoid, terms, into: terms, count: count * pass.rows)
    for k in 0..<count where step.inputs[k] != .skip {
      let input = operation.inputs[k]
      let (slopes, width) = (terms + k * pass.rows, pass.widths[input.value])
      let ds = pass.gradients[input.value] + input.offset
      let keeps = step.inputs[k].keeps
      for i in 0..<pass.rows {
        let slope = g[i] * slopes[i]
        ds[i * width] = keeps ? ds[i * width] + slope : slope
      }
    }
  }

  /// The scores with the other sign, one after the other in scratch: rows numbers each.
  private func negatives<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation
  ) -> UnsafeMutablePointer<S> {
    // Every operation makes the value after that of the one before it; the inputs are value 0.
    let terms = pass.kept(operation)
    for k in 0..<count {
      let input = operation.inputs[k]
      let (scores, width) = (pass.values[input.value] + input.offset, pass.widths[input.value])
      for i in 0..<pass.rows { terms[k * pass.rows + i] = -scores[i * width] }
    }
    return terms
  }
}

extension GraphBuilder {
  /// The logarithm of the product of the probabilities that these scores, one number a row each,
  /// stand for.
  mutating func logSigmoidSum(_ name: String, of scores: [Int]) -> Int {
    operation(
      name, .logSigmoidSum(LogSigmoidSumKernel(count: scores.count)), inputs: scores.map(whole),
      groups: 1, shape: [1])
  }
}
