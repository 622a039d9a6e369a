/// One trunk that all tasks share, and after it a tower and a head of each task's own.
///
/// R. Caruana, *Multitask Learning*, Machine Learning 28, 1997.
package struct HardSharing: Architecture {
  package static let name = "hard_sharing"

  package let trunk: [Layer]
  package let tower: [Layer]

  package init(trunk: [Layer], tower: [Layer] = []) {
    self.trunk = trunk
    self.tower = tower
  }

  package var options: [(name: String, value: String)] {
    [("trunk", trunk.source)] + (tower.isEmpty ? [] : [("tower", tower.source)])
  }

  package func build(_ builder: inout GraphBuilder, heads: [Head]) throws {
    let trunk = try builder.layers(trunk, of: builder.input, name: "trunk", owner: .shared)
    let towers = try builder.layers(
      tower, of: trunk, name: "tower", owner: .eachTask, groups: heads.count)
    try builder.heads(heads, of: towers)
  }
}

extension [Layer] {
  /// As a program writes it.
  package var source: String { "[\(map(\.name).joined(separator: ", "))]" }
}
