internal import Tensors

/// What bounds the growth of a tree.
package struct TreeLimits: Sendable, Equatable {
  /// The questions on the way to a leaf, `nil` for any number.
  package var maximumDepth: Int?
  /// Fewer rows are not split.
  package var minimumSplit = 2
  /// Neither side of a split has fewer rows.
  package var minimumLeaf = 1
  /// The columns that a split is chosen from, drawn anew at each node; `nil` for all.
  var featuresPerSplit: Int?
}

/// Grows one tree, depth first, by the split that leaves the least Gini impurity.
struct TreeGrower {
  private let columns: RankedColumns
  private let samples: TreeSamples
  private let limits: TreeLimits
  /// The design's column of each feature of the question.
  private let features: [Int]
  private var generator: RandomGenerator
  private var rows: [Int32]
  private var spare: [Int32]
  /// Features in an order in which those known to be constant in a node stand first.
  private var order: [Int32]
  private var tree: Tree
  private var open: [(node: Int, rows: Range<Int>, depth: Int, constants: Int)] = []

  init(
    _ columns: RankedColumns, _ samples: TreeSamples, features: [Int], limits: TreeLimits,
    generator: RandomGenerator
  ) {
    self.columns = columns
    self.samples = samples
    self.limits = limits
    self.features = features
    self.generator = generator
    rows = samples.weights.indices.filter { samples.weights[$0] > 0 }.map { Int32($0) }
    spare = rows
    order = features.indices.map { Int32($0) }
    tree = Tree(classCount: samples.classCount, smoothing: samples.smoothing)
  }

  /// The grown tree.
  mutating func grow() throws -> Tree {
    let search = SplitSearch(columns, samples, minimumLeaf: limits.minimumLeaf)
    defer { search.deallocate() }
    open = [(tree.addNodes(1), 0..<rows.count, 0, 0)]
    while let next = open.popLast() {
      try Interrupt.check()
      try growNode(next.node, next.rows, next.depth, next.constants, search)
    }
    return tree
  }

  private mutating func growNode(
    _ node: Int, _ range: Range<Int>, _ depth: Int, _ constants: Int, _ search: SplitSearch
  ) throws {
    let totals = rows.withUnsafeBufferPointer {
      NodeTotals(samples, UnsafeBufferPointer(rebasing: $0[range]))
    }
    tree.describe(node, totals, rowCount: range.count)
    guard !totals.isPure, range.count >= limits.minimumSplit,
      range.count >= 2 * limits.minimumLeaf, depth < limits.maximumDepth ?? .max
    else { return tree.close(node, totals) }
    let (split, found) = try bestSplit(range, totals, constants, search)
    guard split.feature >= 0 else { return tree.close(node, totals) }
    let column = features[split.feature]
    let middle = TreeGrower.part(&rows, &spare, range, columns, column, split.lower)
    let child = tree.addNodes(2)
    tree.split(
      node, split.feature, columns.threshold(column, split.lower, split.upper), child: child)
    open.append((child + 1, middle..<range.upperBound, depth + 1, constants + found))
    open.append((child, range.lowerBound..<middle, depth + 1, constants + found))
  }

  /// Tries all columns, or drawn ones until enough were seen and one of them varied.
  ///
  /// The second result counts the columns newly found to be constant in these rows.
  private mutating func bestSplit(
    _ range: Range<Int>, _ totals: NodeTotals, _ constants: Int, _ search: SplitSearch
  ) throws -> (Split, Int) {
    var best = Split()
    var found = 0
    let wanted = limits.featuresPerSplit ?? features.count
    var (seen, useful, known, end) = (0, 0, constants, order.count)
    try rows.withUnsafeBufferPointer { rows in
      let part = UnsafeBufferPointer(rebasing: rows[range])
      while end > constants + found, seen < wanted || useful == 0 {
        seen += 1
        try Interrupt.check()
        let place: Int
        if limits.featuresPerSplit == nil {
          place = constants + found + useful
          guard place < end else { break }
        } else {
          let drawn = Int(generator.integer(below: UInt64(known + end - constants - found)))
          guard drawn >= known else {
            known -= 1
            continue
          }
          place = constants + found + drawn - known
        }
        let feature = Int(order[place])
        if search.tryColumn(features[feature], feature: feature, part, totals, &best) {
          useful += 1
          if limits.featuresPerSplit != nil {
            end -= 1
            order.swapAt(place, end)
          }
        } else {
          order.swapAt(place, constants + found)
          found += 1
        }
      }
    }
    return (best, found)
  }

  /// Puts the rows of rank `lower` or less first, both sides in their old order.
  private static func part(
    _ rows: inout [Int32], _ spare: inout [Int32], _ range: Range<Int>, _ columns: RankedColumns,
    _ column: Int, _ lower: Int
  ) -> Int {
    let base = column * columns.rowCount
    return columns.ranks.withUnsafeBufferPointer { ranks in
      rows.withUnsafeMutableBufferPointer { rows in
        spare.withUnsafeMutableBufferPointer { spare in
          var (left, right) = (range.lowerBound, 0)
          for place in range {
            let row = rows[place]
            if Int(ranks[base + Int(row)]) <= lower {
              rows[left] = row
              left += 1
            } else {
              spare[right] = row
              right += 1
            }
          }
          for place in 0..<right { rows[left + place] = spare[place] }
          return left
        }
      }
    }
  }
}
