internal import Diagnostics

/// How the losses or gradients of tasks are put together in a step.
package enum TaskWeighting: Sendable, Hashable {
  /// Σ w_t L_t; empty: all weights are 1.
  case fixed([Double])
  /// Σ e^{−s_t} L_t + s_t; the s_t begin at 0 and are learned by the same optimizer.
  ///
  /// A. Kendall, Y. Gal, R. Cipolla, *Multi-Task Learning Using Uncertainty to Weigh Losses for Scene
  /// Geometry and Semantics*, CVPR 2018.
  case uncertainty
  /// Weights learned so that every task's gradient at the last shared layer has a norm in keeping with
  /// how fast the task learns.
  ///
  /// G_t = w_t ‖∇_W L_t‖ is drawn towards mean(G) · r_t^α with r_t = (L_t / L_t(0)) / its mean over
  /// tasks; afterwards the weights are scaled to the sum T.
  /// Z. Chen, V. Badrinarayanan, C.-Y. Lee, A. Rabinovich, *GradNorm: Gradient Normalization for
  /// Adaptive Loss Balancing in Deep Multitask Networks*, ICML 2018.
  case gradNorm(alpha: Double)
  /// w_t = T softmax(r_t / temperature), r_t the ratio of the task's loss in the last two epochs; all 1
  /// in the first two.
  ///
  /// S. Liu, E. Johns, A. J. Davison, *End-to-End Multi-Task Learning with Attention*, CVPR 2019.
  case averaging(temperature: Double)
  /// Where gradients of two tasks on the shared parameters point against each other, each loses what
  /// opposes the other.
  ///
  /// T. Yu, S. Kumar, A. Gupta, S. Levine, K. Hausman, C. Finn, *Gradient Surgery for Multi-Task
  /// Learning*, NeurIPS 2020.
  case projection

  /// The weighting that `fit` is told by name, with the parameters its authors give.
  package init?(name: String) {
    switch name {
    case "uncertainty": self = .uncertainty
    case "gradnorm": self = .gradNorm(alpha: 1.5)
    case "dwa": self = .averaging(temperature: 2)
    case "pcgrad": self = .projection
    default: return nil
    }
  }

  /// The names that ``init(name:)`` knows.
  package static let names = ["uncertainty", "gradnorm", "dwa", "pcgrad"]

  /// Weights λ and 1 − λ of two tasks.
  package static func balance(_ lambda: Double) -> TaskWeighting { .fixed([lambda, 1 - lambda]) }

  /// As a program writes it.
  package var name: String {
    switch self {
    case .fixed(let weights): weights.isEmpty ? "fixed" : "\(weights)"
    case .uncertainty: "uncertainty"
    case .gradNorm(let alpha): "gradnorm(alpha=\(alpha))"
    case .averaging(let temperature): "dwa(temperature=\(temperature))"
    case .projection: "pcgrad"
    }
  }

  /// Whether a step needs the gradient of every task by itself.
  var needsTaskGradients: Bool {
    switch self {
    case .gradNorm, .projection: true
    case .fixed, .uncertainty, .averaging: false
    }
  }

  /// - Throws: `argument` when the numbers do not go with the heads or the schedule.
  func check(_ heads: [Head], _ schedule: NetworkOptions.Schedule) throws {
    if schedule == .alternate, needsTaskGradients {
      throw Failure(
        .argument,
        "\(name) needs the gradients of all tasks in every step, found schedule=\"alternate\"",
        notes: ["schedule=\"joint\" learns all tasks in a step"])
    }
    switch self {
    case .fixed(let weights): try check(weights, heads)
    case .gradNorm(let alpha):
      guard alpha >= 0, alpha <= 10 else {
        throw Failure(.argument, "gradnorm: expected alpha from 0 to 10, found \(alpha)")
      }
    case .averaging(let temperature):
      guard temperature > 0, temperature.isFinite else {
        throw Failure(.argument, "dwa: expected a temperature above 0, found \(temperature)")
      }
    case .uncertainty, .projection: break
    }
  }

  private func check(_ weights: [Double], _ heads: [Head]) throws {
    guard weights.isEmpty || weights.count == heads.count else {
      throw Failure(
        .argument,
        "expected a weight for each of the \(heads.count) heads, found \(weights.count)")
    }
    for (head, weight) in zip(heads, weights) where !(weight >= 0 && weight.isFinite) {
      throw Failure(
        .argument,
        "head '\(head.name)': expected a weight of 0 or more, found \(weight)")
    }
    guard weights.isEmpty || weights.contains(where: { $0 > 0 }) else {
      throw Failure(
        .argument, "expected at least one head with a weight above 0",
        notes: ["with weights of 0 alone nothing is learned"])
    }
  }
}
