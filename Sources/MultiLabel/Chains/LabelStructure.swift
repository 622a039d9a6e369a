internal import Datasets
internal import Diagnostics
internal import Glibc
internal import Learners
package import Tensors

/// Which labels look at which, as found in a training set.
package struct LabelStructure: Sendable {
  /// How strongly two labels hang together.
  package enum Measure: Sendable, Equatable {
    /// `Σ_ab p(a, b) log (p(a, b) / (p(a) p(b)))` of the training labels, in nats.
    case mutualInformation
    /// The correlation of what binary relevance, trained without these rows, leaves unexplained;
    /// pairs at or above the threshold in size are joined.
    case residualCorrelation(threshold: Double)
  }

  /// An edge from a parent to a child.
  package struct Edge: Sendable, Equatable {
    package let parent: Int
    package let child: Int
    package let value: Double
  }

  package let measure: Measure
  /// C×C, symmetric, 0 on the diagonal.
  package let values: Tensor
  /// In the order in which they were chosen.
  package let edges: [Edge]

  /// Whether the edges are a tree, whose parents come first in any order of its links.
  var isTree: Bool { measure == .mutualInformation }

  /// By label position, ascending.
  package var parents: [[Int]] {
    var parents = [[Int]](repeating: [], count: values.rowCount)
    for edge in edges { parents[edge.child].append(edge.parent) }
    return parents.map { $0.sorted() }
  }
}

// MARK: - Trees

extension LabelStructure {
  /// The maximum spanning tree of the labels' mutual information, edges leading away from a root.
  ///
  /// Grown from the root by the strongest edge that adds a label; of equals the smaller child, then
  /// the smaller parent. Labels that tell nothing of each other are joined all the same, by edges of
  /// 0. O(C²) beside the table of the C²/2 mutual informations.
  ///
  /// C. K. Chow, C. N. Liu, *Approximating Discrete Probability Distributions with Dependence Trees*,
  /// IEEE Transactions on Information Theory 14, 1968.
  ///
  /// - Parameters:
  ///   - Y: n×C training labels.
  ///   - root: a label position.
  /// - Returns: C − 1 edges.
  /// - Throws: `limit` when the C×C table does not fit in memory.
  package static func tree(_ Y: Tensor, root: Int) throws -> LabelStructure {
    let information = try mutualInformation(Y)
    let C = Y.columnCount
    var isIn = [Bool](repeating: false, count: C)
    isIn[root] = true
    // The strongest link of each label outside to one inside.
    var link = [Int](repeating: root, count: C)
    var edges: [Edge] = []
    while edges.count < C - 1 {
      let outside = (0..<C).filter { !isIn[$0] }
      var next = outside[0]
      for c in outside where information[link[c], c] > information[link[next], next] { next = c }
      edges.append(Edge(parent: link[next], child: next, value: information[link[next], next]))
      isIn[next] = true
      for c in outside where c != next {
        let (new, old) = (information[next, c], information[link[c], c])
        if new > old || (new == old && next < link[c]) { link[c] = next }
      }
    }
    return LabelStructure(measure: .mutualInformation, values: information, edges: edges)
  }

  /// C×C mutual information of the labels in nats, without smoothing; `0 log 0` is 0.
  package static func mutualInformation(_ Y: Tensor) throws -> Tensor {
    let (n, C) = (Double(Y.rowCount), Y.columnCount)
    let both = try matmul(Y.transposed(), Y)
    var table = Tensor(repeating: 0, Shape(C, C))
    for a in 0..<C {
      for b in 0..<a {
        let (ones, others, pair) = (both[a, a], both[b, b], both[a, b])
        let terms = [
          term(pair, ones, others, n), term(ones - pair, ones, n - others, n),
          term(others - pair, n - ones, others, n),
          term(n - ones - others + pair, n - ones, n - others, n),
        ]
        let value = max(0, terms.reduce(0, +))
        table[a, b] = value
        table[b, a] = value
      }
    }
    return table
  }

  private static func term(_ joint: Double, _ a: Double, _ b: Double, _ n: Double) -> Double {
    joint == 0 ? 0 : joint / n * log(joint * n / (a * b))
  }
}

// MARK: - Conditional dependence

extension LabelStructure {
  /// Edges between labels that still hang together when the inputs are known.
  ///
  /// Binary relevance, trained on other rows (5 folds), leaves the residuals `y_c − p(y_c = 1 | x)`.
  /// Were two labels independent given the inputs, theirs would be uncorrelated; so labels whose
  /// residuals correlate with `|r| ≥ threshold` are joined, the earlier one in the order being the
  /// parent. Unless given, the threshold is `3/√n`: three standard deviations of the correlation of
  /// independent residuals.
  ///
  /// After M.-L. Zhang, K. Zhang, *Multi-Label Learning by Exploiting Label Dependency*, KDD 2010,
  /// who learn the label graph from such errors.
  static func dependence(
    _ data: Dataset, _ base: any Learner, order: [Int], threshold: Double?, seed: Int
  ) throws -> LabelStructure {
    let n = data.rowCount
    let residuals = try residuals(data, base, seed: seed)
    let limit = threshold ?? 3 / Double(n).squareRoot()
    let values = try correlations(residuals)
    var edges: [Edge] = []
    for (place, child) in order.enumerated() {
      for parent in order[..<place] where abs(values[parent, child]) >= limit {
        edges.append(Edge(parent: parent, child: child, value: values[parent, child]))
      }
    }
    return LabelStructure(
      measure: .residualCorrelation(threshold: limit), values: values, edges: edges)
  }

  /// n×C residuals of binary relevance on rows it was not trained on.
  private static func residuals(
    _ data: Dataset, _ base: any Learner, seed: Int
  ) throws -> Tensor {
    let folds = try RowFolds(rowCount: data.rowCount, seed: seed)
    var residuals = data.Y
    for fold in 0..<folds.count {
      try Interrupt.check()
      let (inside, outside) = folds.rows(fold)
      let tasks = (0..<data.labelCount).map { c in
        BinaryTask(name: data.labelNames[c], targets: outside.map { data.Y[$0, c] })
      }
      let models = try base.fitBinary(data.X.rows(outside), tasks)
      let X = try data.X.rows(inside)
      for (c, model) in models.enumerated() {
        for (i, p) in zip(inside, try model.probabilities(X)) { residuals[i, c] -= p }
      }
    }
    return residuals
  }

  /// C×C Pearson correlations of columns, 0 on the diagonal and for columns that never change.
  private static func correlations(_ columns: Tensor) throws -> Tensor {
    let (n, C) = (columns.rowCount, columns.columnCount)
    var centred = columns
    for c in 0..<C {
      let mean = (0..<n).reduce(0) { $0 + columns[$1, c] } / Double(n)
      for i in 0..<n { centred[i, c] -= mean }
    }
    let products = try matmul(centred.transposed(), centred)
    var table = Tensor(repeating: 0, Shape(C, C))
    for a in 0..<C {
      for b in 0..<a {
        let scale = (products[a, a] * products[b, b]).squareRoot()
        let value = scale > 0 ? products[a, b] / scale : 0
        table[a, b] = value
        table[b, a] = value
      }
    }
    return table
  }
}

/// The rows of a training set dealt into parts of nearly equal size, drawn from a seed.
package struct RowFolds: Sendable {
  /// The part of each row.
  package let numbers: [Int]
  /// How many parts there are.
  package let count: Int

  /// Five parts, fewer when there are fewer rows; throws for a single row.
  package init(rowCount n: Int, seed: Int) throws {
    guard n >= 2 else {
      throw Failure(
        .data, "predictions out of fold need at least 2 rows, found \(n)",
        notes: ["train_on=\"truth\" learns from a single row"], .tooFewRows)
    }
    count = min(5, n)
    var numbers = [Int](repeating: 0, count: n)
    for (place, row) in shuffledPositions(n, seed: seed).enumerated() {
      numbers[row] = place % count
    }
    self.numbers = numbers
  }

  /// The rows of a part, and all others, ascending.
  package func rows(_ fold: Int) -> (inside: [Int], outside: [Int]) {
    (
      numbers.indices.filter { numbers[$0] == fold }, numbers.indices.filter { numbers[$0] != fold }
    )
  }
}
