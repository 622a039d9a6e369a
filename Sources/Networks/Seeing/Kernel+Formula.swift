internal import Tensors

extension Kernel {
  /// What it computes, in a line.
  var formula: String {
    switch self {
    case .dense(let kernel):
      let groups = kernel.groups > 1 ? ", \(kernel.groups) groups side by side" : ""
      return "Y = X W\(kernel.hasIntercept ? " + b" : "")\(groups)"
    case .activation(let kernel): return "Y = \(kernel.operation.rawValue)(X), number by number"
    case .reshape: return "Y = X in another shape"
    case .convolution: return "Y = a window of weights moved over X, + b"
    case .maxPool: return "Y = the largest of each window of X"
    case .dropout: return "Y = X with some numbers 0, the others larger in turn"
    case .batchNorm: return "Y = γ (X - mean) / √(variance + ε) + β, over the batch"
    case .softmax: return "p_e = e^s_e / Σ e^s, gate by gate"
    case .mixture: return "Y_t = Σ_e p_te E_e(x), the experts weighted by each gate"
    case .stitch: return "Y_t = Σ_s α_ts X_s, number by number"
    case .logSigmoidSum: return "log p = log σ(a) + log σ(b)"
    case .conditioning: return "Y = X changed by the task's variables"
    }
  }
}
