internal import Charts
package import Optimization
package import Tensors

/// A fitted tree, or a forest whose probabilities are the mean of its trees'.
package struct TreesModel: ExplainedClassifier {
  package let trees: [Tree]
  package let classCount: Int
  package let featureCount: Int

  init(_ trees: [Tree], _ classCount: Int, _ featureCount: Int) {
    self.trees = trees
    self.classCount = classCount
    self.featureCount = featureCount
  }

  package var report: SolverReport { SolverReport(method: .direct) }

  package func probabilities(_ X: DesignMatrix) throws -> Tensor {
    try InputChecks.width(X, expected: featureCount)
    let (n, K) = (X.rowCount, classCount)
    try TensorMemory.check(Shape(n, K))
    var table = Tensor(repeating: 0, Shape(n, K))
    let block = 64
    let scale = 1 / Double(trees.count)
    try table.withMutableElements { out in
      guard let out = out.baseAddress else { return }
      try Parallel.forEachBlock(of: block, in: n, isLarge: n > block, "predict") { start, length in
        for tree in trees {
          try Interrupt.check()
          X.forEachRow(start..<start + length) { i, x in tree.add(x, scale: 1, to: out + i * K) }
        }
        for place in start * K..<(start + length) * K { out[place] = min(out[place] * scale, 1) }
      }
    }
    return table
  }

  package var learned: [Double] {
    trees.flatMap { tree in
      zip(tree.nodes, tree.shares).flatMap { [Double($0.feature), $0.threshold, $1] }
        + tree.largest.map(Double.init)
    }
  }

  package func headline(_ names: ModelNames) -> String {
    guard let tree = trees.first, trees.count == 1 else {
      return "\(trees.count) trees, \(meanLeaves) leaves in the mean"
    }
    guard let root = tree.nodes.first, root.feature >= 0 else { return "a single leaf" }
    return "\(tree.leafCount) leaves, depth \(tree.depth); first "
      + "\(clipped(names.input(Int(root.feature)), 14)) <= \(shortNumber(root.threshold))"
  }

  private var meanLeaves: Int {
    trees.reduce(0) { $0 + $1.leafCount } / max(trees.count, 1)
  }

  // MARK: - Rules

  /// The first tree as indented questions: a line a question or leaf with its rows and what they say.
  ///
  /// Questions deeper than `depth` are counted, not shown.
  package func rules(_ names: ModelNames, depth: Int = .max, limit: Int = .max) -> [String] {
    guard let tree = trees.first else { return [] }
    var lines: [String] = []
    var open = [(node: 0, level: 0, question: "")]
    while let next = open.popLast() {
      guard lines.count < limit else {
        lines[lines.count - 1] = "… \(tree.leafCount) leaves, depth \(tree.depth)"
        break
      }
      let node = tree.nodes[next.node]
      let indent = String(repeating: "  ", count: max(0, next.level - 1))
      let isCut = node.feature >= 0 && next.level >= depth
      let text = answer(tree, next.node, names) + (isCut ? ", …" : "")
      lines.append(next.level == 0 ? "all rows: \(text)" : "\(indent)\(next.question): \(text)")
      guard node.feature >= 0, !isCut else { continue }
      let name = clipped(names.input(Int(node.feature)), 16)
      let threshold = shortNumber(node.threshold, digits: 4)
      open.append((Int(node.child) + 1, next.level + 1, "\(name) > \(threshold)"))
      open.append((Int(node.child), next.level + 1, "\(name) <= \(threshold)"))
    }
    return lines
  }

  private func answer(_ tree: Tree, _ node: Int, _ names: ModelNames) -> String {
    let rows = tree.rowCounts[node] == 1 ? "1 row" : "\(tree.rowCounts[node]) rows"
    let p = share(tree.shares[node])
    guard classCount > 2 else { return "\(rows), P \(p)" }
    return "\(rows), \(clipped(names.name(ofClass: Int(tree.largest[node])), 14)) \(p)"
  }

  package func outline(_ names: ModelNames, limit: Int) -> [String] {
    guard trees.count > 1 else { return rules(names, depth: 3, limit: limit) }
    let depth = trees.reduce(0) { $0 + $1.depth }
    var counts = [Int](repeating: 0, count: featureCount)
    for tree in trees {
      for node in tree.nodes where node.feature >= 0 { counts[Int(node.feature)] += 1 }
    }
    let order = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    return [
      "\(trees.count) trees of \(meanLeaves) leaves, depth \(depth / trees.count)",
      "questions by input:",
    ]
      + order.prefix(max(0, limit - 2)).map {
        "\(clipped(names.input($0), 16)) \(counts[$0])"
      }
  }

  /// The questions on the row's way to its leaf; of a forest, how its trees answered.
  package func explanation(of row: [Double], _ names: ModelNames) throws -> [String] {
    let ranked = try ranking(of: row)
    let k = classCount == 2 ? 1 : ranked[0].class
    let p = ranked.first { $0.class == k }?.probability ?? 0
    let name = names.name(ofClass: k)
    guard trees.count > 1, let first = trees.first else {
      return trees.first.map { path($0, row, names) + ["P(\(name)) = \(share(p))"] } ?? []
    }
    var votes = [Int](repeating: 0, count: 5)
    for tree in trees {
      var answer = [Double](repeating: 0, count: classCount)
      answer.withUnsafeMutableBufferPointer {
        if let out = $0.baseAddress { tree.add(row, scale: 1, to: out) }
      }
      votes[min(4, Int(answer[k] * 5))] += 1
    }
    let parts = ["0 to .2", "to .4", "to .6", "to .8", "to 1"]
    let spread = zip(parts, votes).filter { $1 > 0 }.map { "\($1) say \($0)" }
    return [
      "P(\(name)) = \(share(p)), the mean of \(trees.count) trees: \(spread.joined(separator: ", "))",
      "the first tree: " + path(first, row, names).joined(separator: ""),
    ]
  }

  private func path(_ tree: Tree, _ row: [Double], _ names: ModelNames) -> [String] {
    var i = 0
    var steps: [String] = []
    while tree.nodes[i].feature >= 0 {
      let node = tree.nodes[i]
      let j = Int(node.feature)
      let isLeft = row[j] <= node.threshold
      steps.append(
        "\(clipped(names.input(j), 16)) = \(shortNumber(row[j])) \(isLeft ? "<=" : ">") "
          + shortNumber(node.threshold, digits: 4))
      i = Int(node.child) + (isLeft ? 0 : 1)
    }
    let way = steps.isEmpty ? "no question is asked" : steps.prefix(8).joined(separator: ", then ")
    return [
      way + (steps.count > 8 ? ", … (\(steps.count) questions)" : "")
        + " → \(answer(tree, i, names))"
    ]
  }
}
