/// Names below names: a nested value, or the outcomes of decisions with their probabilities.
package struct NameTree: Sendable {
  /// A name with what hangs below it.
  package struct Node: Sendable {
    package var name: String
    /// What stands behind the name.
    package var value: String
    /// What stands at the end of the line, such as a joint probability and a mark.
    package var note: String
    package var children: [Node]

    package init(_ name: String, value: String = "", note: String = "", children: [Node] = []) {
      self.name = name
      self.value = value
      self.note = note
      self.children = children
    }

    /// Name and value in one line.
    var text: String {
      [name, value].filter { !$0.isEmpty }.joined(separator: " ")
    }
  }

  /// How a tree is drawn.
  package enum Form: Sendable, Hashable {
    /// From left to right where the width suffices, else from top to bottom.
    case automatic
    /// Children to the right of their parent, a line a leaf.
    case across
    /// Children below their parent, a line a name.
    case down
  }

  package var roots: [Node]
  /// What the levels are called, for a tree from left to right.
  package var headings: [String]
  package var form = Form.automatic

  package init(_ roots: [Node], headings: [String] = []) {
    self.roots = roots
    self.headings = headings
  }

  /// Levels that are drawn; deeper ones become `…`.
  static let maximumDepth = 40

  /// The number of names, of leaves and of levels, in as much of the tree as is drawn.
  var size: (nodes: Int, leaves: Int, depth: Int) {
    func measure(_ nodes: [Node], _ level: Int) -> (nodes: Int, leaves: Int, depth: Int) {
      guard !nodes.isEmpty, level < Self.maximumDepth else { return (0, 0, level) }
      return nodes.reduce((0, 0, level + 1)) { sum, node in
        let below = measure(node.children, level + 1)
        return (
          sum.0 + 1 + below.nodes, sum.1 + (below.nodes == 0 ? 1 : below.leaves),
          max(sum.2, below.depth)
        )
      }
    }
    return measure(roots, 0)
  }

  /// What the tree shows, in words.
  var sentence: String {
    let size = size
    let list = roots.prefix(6).map { root in
      let count = root.children.count
      return root.text + (count > 0 ? " with \(counted(count, "branch", "branches"))" : "")
    }
    let more = roots.count > 6 ? ", and \(roots.count - 6) more" : ""
    return "tree of \(counted(size.nodes, "name")) on \(counted(size.depth, "level")) with "
      + "\(counted(size.leaves, "leaf", "leaves")): " + list.joined(separator: ", ") + more
  }
}
