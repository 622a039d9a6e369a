internal import Diagnostics
package import Tensors

/// Many trees, each grown on rows drawn with repetition and each split chosen among a few inputs
/// drawn anew; probabilities are the mean of the trees' leaves.
///
/// Defaults are those of scikit-learn's `RandomForestClassifier`; the trees are others, as random
/// numbers are. A tree's numbers come from the seed and its position alone, so any number of threads
/// grows the same forest.
///
/// L. Breiman, *Random Forests*, Machine Learning 45, 2001.
package struct RandomForest: TargetLearner, Equatable {
  /// The inputs a split is chosen from.
  package enum FeatureCount: Sendable, Equatable {
    /// The whole part of √d.
    case squareRoot
    case all
    case number(Int)

    func count(of d: Int) -> Int {
      switch self {
      case .squareRoot: max(1, Int(Double(d).squareRoot()))
      case .all: d
      case .number(let number): min(number, d)
      }
    }
  }

  package let treeCount: Int
  package let featureCount: FeatureCount
  package let limits: TreeLimits
  package let seed: Int
  /// Whether rows are drawn with repetition; else every tree sees all of them.
  package let bootstrap: Bool

  /// Throws when a hyper-parameter is out of its range.
  package init(
    trees: Int = 100, maxFeatures: FeatureCount = .squareRoot, maxDepth: Int? = nil,
    minSamplesSplit: Int = 2, minSamplesLeaf: Int = 1, seed: Int = 0, bootstrap: Bool = true
  ) throws {
    guard trees > 0, trees <= 1_000_000 else {
      throw Failure(.value, "expected from 1 to 1000000 trees, found \(trees)")
    }
    if case .number(let number) = maxFeatures, number < 1 {
      throw Failure(.value, "expected max_features to be 1 or more, found \(number)")
    }
    treeCount = trees
    featureCount = maxFeatures
    limits = try TreeLimits(maxDepth, minSamplesSplit, minSamplesLeaf)
    self.seed = seed
    self.bootstrap = bootstrap
  }

  package var summary: String {
    var words = ["trees=\(treeCount)"]
    switch featureCount {
    case .squareRoot: break
    case .all: words.append("max_features=\"all\"")
    case .number(let number): words.append("max_features=\(number)")
    }
    words += limits.words
    if seed != 0 { words.append("seed=\(seed)") }
    if !bootstrap { words.append("bootstrap=false") }
    return "random_forest(\(words.joined(separator: ", ")))"
  }

  /// The trees of all questions grow on several threads, each by itself.
  package func fit(
    _ X: DesignMatrix, _ targets: [ClassTargets]
  ) throws -> [any ExplainedClassifier] {
    // About a number a row is what a tree takes.
    let (size, overflow) = (treeCount * targets.count).multipliedReportingOverflow(by: X.rowCount)
    try TensorMemory.check(
      count: overflow ? .max : size,
      described: "\(targets.count) times \(treeCount) trees on \(X.rowCount) rows")
    let columns = try RankedColumns(X)
    let trees = try inParallel(targets.count * treeCount, "grow trees") { part in
      try tree(part % treeCount, columns, targets[part / treeCount])
    }
    return targets.enumerated().map { t, target in
      TreesModel(
        Array(trees[t * treeCount..<(t + 1) * treeCount]), target.classCount,
        target.features?.count ?? X.columnCount)
    }
  }

  private func tree(
    _ number: Int, _ columns: RankedColumns, _ targets: ClassTargets
  ) throws -> Tree {
    var generator = RandomGenerator(
      seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(number) + 1)
    let n = columns.rowCount
    var weights = [Double](repeating: bootstrap ? 0 : 1, count: n)
    if bootstrap {
      for _ in 0..<n { weights[Int(generator.integer(below: UInt64(n)))] += 1 }
    }
    let features = targets.features ?? Array(0..<columns.columnCount)
    var limits = limits
    limits.featuresPerSplit = featureCount.count(of: features.count)
    var grower = TreeGrower(
      columns, TreeSamples(targets, weights: weights), features: features, limits: limits,
      generator: generator)
    return try grower.grow()
  }
}
