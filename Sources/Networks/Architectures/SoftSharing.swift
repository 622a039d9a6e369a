internal import Diagnostics

/// A trunk for each task, all of the same layers, held together by a penalty on how their parameters
/// differ; after it each task's tower and head.
///
/// The loss grows by `strength` times the sum over the trunk's layers of a ``Distance``. Towers and
/// heads are free.
package struct SoftSharing: Architecture {
  package static let name = "soft_sharing"

  /// What holds the trunks together.
  package enum Distance: String, Sendable, CaseIterable {
    /// Σ_{s<t} ‖W_s − W_t‖², of weights and of intercepts: see ``SquaredDistance``.
    case squared = "l2"
    /// The trace norm of the weights, flattened to a row a task; intercepts are free: see
    /// ``TraceNorm``.
    case traceNorm = "trace"
  }

  package let trunk: [Layer]
  package let tower: [Layer]
  package let distance: Distance
  package let strength: Double

  /// With a `strength` of 0 the tasks learn alone.
  package init(
    trunk: [Layer], tower: [Layer] = [], distance: Distance = .squared, strength: Double = 0.01
  ) {
    self.trunk = trunk
    self.tower = tower
    self.distance = distance
    self.strength = strength
  }

  package var options: [(name: String, value: String)] {
    [("trunk", trunk.source)] + (tower.isEmpty ? [] : [("tower", tower.source)])
      + [("distance", "\"\(distance.rawValue)\""), ("strength", "\(strength)")]
  }

  package func build(_ builder: inout GraphBuilder, heads: [Head]) throws {
    guard strength >= 0, strength.isFinite else {
      throw Failure(
        .argument, "\(Self.name): expected a strength of 0 or more, found \(strength)")
    }
    try builder.expectTasks(heads, Self.name)
    let before = builder.graph.parameters.count
    let trunks = try builder.layers(
      trunk, of: builder.input, name: "trunk", owner: .eachTask, groups: heads.count)
    for parameter in builder.graph.parameters[before...] { penalize(parameter, &builder) }
    let towers = try builder.layers(
      tower, of: trunks, name: "tower", owner: .eachTask, groups: heads.count)
    try builder.heads(heads, of: towers)
  }

  private func penalize(_ parameter: GraphParameter, _ builder: inout GraphBuilder) {
    guard let own = TaskParameter(parameter) else { return }
    switch distance {
    case .squared:
      builder.penalty(SquaredDistance(strength: strength, parameter: own))
    case .traceNorm where parameter.shape.count > 2:
      builder.penalty(TraceNorm(strength: strength, parameter: own))
    case .traceNorm:
      break
    }
  }
}

extension GraphBuilder {
  /// - Throws: `argument` for a single head, where there is nothing to share.
  func expectTasks(_ heads: [Head], _ name: String) throws {
    guard heads.count < 2 else { return }
    throw Failure(
      .argument, "\(name): expected at least two heads to share between, found \(heads.count)",
      notes: ["hard_sharing takes a single head"])
  }
}
