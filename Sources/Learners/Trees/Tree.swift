internal import Tensors

/// A grown tree: questions `x_j ≤ threshold`, and what the leaves say of the classes.
package struct Tree: Sendable {
  /// A question, or a leaf; the children of a question stand side by side.
  struct Node {
    var threshold = 0.0
    /// -1 for a leaf.
    var feature: Int32 = -1
    /// Where the answer yes leads; no leads to the one behind.
    ///
    /// Of a leaf of several classes, where its distribution begins.
    var child: Int32 = 0
  }

  let classCount: Int
  private let smoothing: Double
  private(set) var nodes: [Node] = []
  /// Training rows a node.
  private(set) var rowCounts: [Int32] = []
  /// Two classes: P(1) a node; several: the share of the largest class.
  private(set) var shares: [Double] = []
  /// Several classes: the largest one a node, of equals the smallest.
  private(set) var largest: [Int32] = []
  /// Several classes: the classes in each leaf with their shares, one leaf after the other.
  private var distribution: [(class: Int32, share: Double)] = []
  /// Several classes: where the distribution of each leaf ends.
  private var ends: [Int32] = []

  init(classCount: Int, smoothing: Double) {
    self.classCount = classCount
    self.smoothing = smoothing
  }

  // MARK: - Growing

  /// Room for nodes side by side; the number of the first.
  mutating func addNodes(_ count: Int) -> Int {
    defer {
      for _ in 0..<count {
        nodes.append(Node())
        rowCounts.append(0)
        shares.append(0)
        largest.append(0)
        ends.append(0)
      }
    }
    return nodes.count
  }

  mutating func describe(_ node: Int, _ totals: NodeTotals, rowCount: Int) {
    rowCounts[node] = Int32(rowCount)
    if classCount == 2 {
      shares[node] = totals.weight > 0 ? totals.positive / totals.weight : 0
    } else {
      var best = 0
      for k in totals.classes.indices where totals.classes[k] > totals.classes[best] { best = k }
      largest[node] = Int32(best)
      shares[node] = totals.weight > 0 ? totals.classes[best] / totals.weight : 0
    }
  }

  mutating func split(_ node: Int, _ feature: Int, _ threshold: Double, child: Int) {
    nodes[node] = Node(threshold: threshold, feature: Int32(feature), child: Int32(child))
  }

  /// Makes a leaf of a node.
  mutating func close(_ node: Int, _ totals: NodeTotals) {
    guard classCount > 2 else { return }
    nodes[node].child = Int32(distribution.count)
    for k in totals.classes.indices where totals.classes[k] > 0 {
      distribution.append((Int32(k), totals.classes[k] / totals.weight))
    }
    ends[node] = Int32(distribution.count)
  }

  // MARK: - Reading

  package var leafCount: Int { (nodes.count + 1) / 2 }

  /// The questions on the longest way to a leaf.
  package var depth: Int {
    var depths = [Int](repeating: 0, count: nodes.count)
    for (i, node) in nodes.enumerated() where node.feature >= 0 {
      depths[Int(node.child)] = depths[i] + 1
      depths[Int(node.child) + 1] = depths[i] + 1
    }
    return depths.max() ?? 0
  }

  /// The leaf of a row.
  @inline(__always)
  func leaf(_ x: UnsafePointer<Double>) -> Int {
    nodes.withUnsafeBufferPointer { nodes in
      var i = 0
      while nodes[i].feature >= 0 {
        let node = nodes[i]
        i = Int(node.child) + (x[Int(node.feature)] <= node.threshold ? 0 : 1)
      }
      return i
    }
  }

  /// Adds `scale` times the probabilities of a row's classes to K numbers.
  @inline(__always)
  func add(
    _ x: UnsafePointer<Double>, scale: Double, to out: UnsafeMutablePointer<Double>
  ) {
    let leaf = leaf(x)
    guard classCount > 2 else {
      let p = shares.withUnsafeBufferPointer { $0[leaf] }
      out[0] += scale * (1 - p)
      out[1] += scale * p
      return
    }
    for (k, share) in classes(ofLeaf: leaf) { out[Int(k)] += scale * (1 - smoothing) * share }
    guard smoothing > 0 else { return }
    for k in 0..<classCount { out[k] += scale * smoothing / Double(classCount) }
  }

  private func classes(ofLeaf node: Int) -> ArraySlice<(class: Int32, share: Double)> {
    distribution[Int(nodes[node].child)..<Int(ends[node])]
  }
}
