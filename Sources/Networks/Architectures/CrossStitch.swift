internal import Diagnostics

/// A trunk for each task, all of the same layers, whose tasks exchange what they found after every
/// block by a learned matrix; after it each task's tower and head.
///
/// A block is a dense or convolution layer and what follows it up to the next one: its function, batch
/// normalisation, pooling, dropout. At its end task t goes on with y_t = Σ_s α_ts x_s, number by
/// number, α being a T×T matrix of that block, which begins with 0.9 on its diagonal and 0.1/(T−1)
/// elsewhere. So every block of the trunk ends with a stitch, the last one too. α is learned like any
/// other parameter and told after every epoch.
///
/// I. Misra, A. Shrivastava, A. Gupta, M. Hebert, *Cross-stitch Networks for Multi-task Learning*,
/// CVPR 2016.
package struct CrossStitch: Architecture {
  package static let name = "cross_stitch"

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
    try builder.expectTasks(heads, Self.name)
    let trunks = try stitchedTrunk(&builder, tasks: heads.count)
    let towers = try builder.layers(
      tower, of: trunks, name: "tower", owner: .eachTask, groups: heads.count)
    try builder.heads(heads, of: towers)
  }

  /// The trunks with a stitch at the end of each block.
  private func stitchedTrunk(_ builder: inout GraphBuilder, tasks: Int) throws -> Int {
    var value = builder.input
    var stitches = 0
    for (position, layer) in trunk.enumerated() {
      let place = LayerPlace(
        stack: "trunk", position: position + 1, layer: layer, owner: .eachTask, groups: tasks,
        isTied: false)
      value = try builder.layer(at: place, of: value)
      let isEnd = position + 1 == trunk.count || trunk[position + 1].hasKernel
      guard isEnd, builder.value(value).groups == tasks else { continue }
      stitches += 1
      value = builder.stitch(
        "stitch \(stitches)", of: value, own: 0.9, shared: 0.1 / Double(tasks - 1))
    }
    guard stitches > 0 else {
      throw Failure(
        .argument,
        "\(Self.name): expected a trunk with at least one dense or conv2d layer, found "
          + trunk.source)
    }
    return value
  }
}
