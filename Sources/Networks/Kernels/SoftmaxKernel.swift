internal import Tensors

/// p = softmax(s) in each group: p_k = e^{s_k − max s} / Σ_j e^{s_j − max s}.
///
/// Its gradient is ds_k = p_k (g_k − Σ_j g_j p_j).
package struct SoftmaxKernel: Sendable {
  /// The numbers of a group, which become a distribution.
  package let count: Int

  func forward<S: NetworkScalar>(_ pass: Workspace<S>, _ operation: GraphOperation) {
    let (scores, shares) = (pass.values[operation.inputs[0].value], pass.values[operation.output])
    let total = pass.rows * pass.widths[operation.output]
    for first in stride(from: 0, to: total, by: count) {
      let (s, p) = (scores + first, shares + first)
      var top = s[0]
      for k in 1..<max(count, 1) { top = max(top, s[k]) }
      for k in 0..<count { p[k] = s[k] - top }
    }
    S.apply(.exp, shares, into: shares, count: total)
    for first in stride(from: 0, to: total, by: count) {
      let p = shares + first
      var sum: S = 0
      for k in 0..<count { sum += p[k] }
      let scale = 1 / sum
      for k in 0..<count { p[k] *= scale }
    }
  }

  func backward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep
  ) {
    guard step.inputs[0] != .skip else { return }
    let (shares, slopes) = (pass.values[operation.output], pass.gradients[operation.output])
    let result = pass.gradients[operation.inputs[0].value]
    let keeps = step.inputs[0].keeps
    let total = pass.rows * pass.widths[operation.output]
    for first in stride(from: 0, to: total, by: count) {
      let (p, g, ds) = (shares + first, slopes + first, result + first)
      let mean = RowArithmetic.dot(g, p, count: count)
      for k in 0..<count {
        let slope = p[k] * (g[k] - mean)
        ds[k] = keeps ? ds[k] + slope : slope
      }
    }
  }
}

extension GraphBuilder {
  /// A distribution over the numbers of each group of a value.
  mutating func softmax(_ name: String, of value: Int) -> Int {
    let source = self.value(value)
    return operation(
      name, .softmax(SoftmaxKernel(count: source.count)), inputs: [whole(value)],
      groups: source.groups, shape: source.shape)
  }
}
