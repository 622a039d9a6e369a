internal import Tensors

extension Kernel {
  /// What it computes, in a line.
  var formula: String {
    switch self {
    case .dense(let kernel):
      let groups = kernel.groups > 1 ? ", \(kernel.groups) groups side by side" : ""
      return "Y = X W\(kernel.hasIntercept ? " + b" : "")\(groups)"
    case .activation(let kernel): return "Y = \(kernel.operation)(X), number by number"
    case .reshape: return "Y = X in another shape"
    case .convolution: return "Y = a window of weights moved over X, + b"
    case .maxPool: return "Y = the largest of each window of X"
    case .dropout: return "Y = X with some numbers 0, the others larger in turn"
    case .batchNorm: return "Y = γ (X - mean) / √(variance + ε) + β, over the batch"
    case .softmax: return "p_e = e^s_e / Σ e^s, gate by gate"
    case .mixture: return "Y_t = Σ_e p_te E_e(x), the experts weighted by each gate"
    case .stitch: return "Y_t = Σ_s α_ts X_s, number by number"
    case .logSigmoidSum: return "log p = log σ(a) + log σ(b)"
    case .conditioning(let kernel): return kernel.formula
    }
  }
}

extension ConditioningKernel {
  /// What it computes, z_t being the embedding of task t.
  fileprivate var formula: String {
    switch self {
    case .embedding: "z_t = row t of a table, for every row of the batch the same"
    case .concatenation: "Y_t = X and behind it z_t"
    case .modulation: "Y_t = γ_t X + β_t, γ_t = 1 + z_t scale, β_t = z_t shift"
    case .generated: "Y_t = X W_t + b_t, W_t = W + Σ_j z_tj A_j, b_t = b + Σ_j z_tj B_j"
    case .attention: "Y_t = X + Σ_j a_tj x_j V, a_tj = softmax_j(z_t · k_j / √k)"
    }
  }
}
