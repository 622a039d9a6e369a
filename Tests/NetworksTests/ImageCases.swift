import Datasets
import Glibc
import Networks
import Tensors
import Testing

/// Small images and networks on them for tests.
enum ImageCases {
  /// a sin(b i + c) for i from 0.
  static func wave(_ count: Int, _ a: Double, _ b: Double, _ c: Double) -> [Double] {
    (0..<count).map { a * sin(b * Double($0) + c) }
  }

  /// Rows of waves, with the target cos(row).
  static func data(rows: Int, shape: [Int]) throws -> HeadDataset {
    let d = shape.reduce(1, *)
    return try HeadDataset(
      name: "waves", X: Tensor(wave(rows * d, 1, 0.7, 0.2), Shape(rows, d)), inputShape: shape,
      heads: [
        HeadTargets(
          name: "y", kind: .regression, values: Tensor((0..<rows).map { cos(Double($0)) }))
      ])
  }

  /// One regression after these layers.
  static func network(_ shape: [Int], _ trunk: [Layer]) throws -> Network {
    try Network(
      inputShape: shape, heads: [Head("y", .regression)], architecture: HardSharing(trunk: trunk))
  }
}

/// Layers for groups that stand side by side, then layers that all groups share.
struct GroupStack: Architecture {
  static let name = "group_stack"
  let groups: Int
  let own: [Layer]
  var tied: [Layer] = []

  var options: [(name: String, value: String)] { [("own", own.source), ("tied", tied.source)] }

  func build(_ builder: inout GraphBuilder, heads: [Head]) throws {
    let own = try builder.layers(
      own, of: builder.input, name: "own", owner: .shared, groups: groups)
    let tied = try builder.layers(tied, of: own, name: "tied", owner: .shared, isTied: true)
    try builder.heads(heads, of: tied)
  }
}

/// Expects numbers to be near others, one by one.
func expectClose(
  _ found: [Double], _ expected: [Double], tolerance: Double,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.count == expected.count, sourceLocation: sourceLocation)
  for (i, (a, b)) in zip(found, expected).enumerated() where !(abs(a - b) <= tolerance) {
    Issue.record("number \(i): \(a), expected \(b)", sourceLocation: sourceLocation)
    return
  }
}
