internal import Diagnostics

/// Experts that all tasks share, mixed by gates that read the inputs; after the mixture each task's
/// tower and head.
///
/// E experts of the same layers give h_e(x). A gate gives shares p = softmax(W_g x), without an
/// intercept; of images it reads the flattened inputs. The mixture Σ_e p_e h_e(x) goes to the towers:
/// one for all tasks with one gate (R. A. Jacobs, M. I. Jordan, S. J. Nowlan, G. E. Hinton, *Adaptive
/// Mixtures of Local Experts*, Neural Computation 3, 1991), one a task with a gate a task (J. Ma, Z.
/// Zhao, X. Yi, J. Chen, L. Hong, E. H. Chi, *Modeling Task Relationships in Multi-task Learning with
/// Multi-gate Mixture-of-Experts*, KDD 2018). Gates' means over rows are told after every epoch.
package struct MixtureOfExperts: Architecture {
  package static let name = "moe"

  /// How many experts.
  package let count: Int
  package let expert: [Layer]
  package let tower: [Layer]
  /// Whether each task has a gate of its own.
  package let isMultiGate: Bool

  package init(count: Int, expert: [Layer], tower: [Layer] = [], isMultiGate: Bool) {
    self.count = count
    self.expert = expert
    self.tower = tower
    self.isMultiGate = isMultiGate
  }

  package var builtin: String { isMultiGate ? "mmoe" : Self.name }

  package var options: [(name: String, value: String)] {
    [("experts", "\(count)"), ("expert", expert.source)]
      + (tower.isEmpty ? [] : [("tower", tower.source)])
  }

  package func build(_ builder: inout GraphBuilder, heads: [Head]) throws {
    guard (1...4096).contains(count) else {
      throw Failure(
        .argument, "\(builtin): expected a number of experts from 1 to 4096, found \(count)")
    }
    let experts = try builder.layers(
      expert, of: builder.input, name: "expert", owner: .shared, groups: count)
    guard expert.contains(where: \.hasKernel), builder.value(experts).groups == count else {
      throw Failure(
        .argument,
        "\(builtin): expected experts with at least one dense or conv2d layer, found "
          + expert.source)
    }
    let mixtures = builder.mixture(
      "mixture", of: experts, by: gates(&builder, tasks: heads.count))
    let towers = try builder.layers(
      tower, of: mixtures, name: "tower", owner: .eachTask, groups: heads.count)
    try builder.heads(heads, of: towers)
  }

  private func gates(_ builder: inout GraphBuilder, tasks: Int) -> Int {
    let scores = builder.dense(
      count, of: builder.whole(builder.input), name: "gate",
      owner: isMultiGate ? .eachTask : .shared, groups: isMultiGate ? tasks : 1,
      hasIntercept: false)
    let shares = builder.softmax("gate softmax", of: scores)
    builder.watch(shares, as: .gates)
    return shares
  }
}
