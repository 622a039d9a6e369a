internal import Diagnostics
package import Tensors

/// A classification tree: each node asks the question `x_j ≤ threshold` that leaves the least Gini
/// impurity `1 − Σ_k p_k²`, and a leaf answers with the shares of its training rows' classes.
///
/// Grown until the rows of a leaf agree or cannot be told apart, unless bounded; thresholds lie
/// halfway between neighbouring values, as in scikit-learn's `DecisionTreeClassifier`. Of equally
/// good questions the smaller input is asked, then the smaller threshold, so no seed takes part in
/// the choice. Soft targets are weights of the classes; smoothing is mixed into the leaves.
///
/// L. Breiman, J. H. Friedman, R. A. Olshen, C. J. Stone, *Classification and Regression Trees*,
/// Wadsworth, 1984.
package struct DecisionTree: TargetLearner, Equatable {
  package let limits: TreeLimits

  /// Throws when a bound is out of its range.
  package init(
    maxDepth: Int? = nil, minSamplesSplit: Int = 2, minSamplesLeaf: Int = 1
  ) throws {
    limits = try TreeLimits(maxDepth, minSamplesSplit, minSamplesLeaf)
  }

  package var summary: String { "decision_tree(\(limits.words.joined(separator: ", ")))" }

  /// The order of every column is found once for all questions, which grow on several threads.
  package func fit(
    _ X: DesignMatrix, _ targets: [ClassTargets]
  ) throws -> [any ExplainedClassifier] {
    let columns = try RankedColumns(X)
    let weights = [Double](repeating: 1, count: X.rowCount)
    return try inParallel(targets.count, "grow trees") { t in
      let features = targets[t].features ?? Array(0..<X.columnCount)
      var grower = TreeGrower(
        columns, TreeSamples(targets[t], weights: weights), features: features, limits: limits,
        generator: RandomGenerator(seed: 0))
      return TreesModel([try grower.grow()], targets[t].classCount, features.count)
    }
  }
}

extension TreeLimits {
  /// Throws when a bound is out of its range.
  init(_ maxDepth: Int?, _ minSamplesSplit: Int, _ minSamplesLeaf: Int) throws {
    if let maxDepth, maxDepth < 1 {
      throw Failure(.value, "expected max_depth to be 1 or more, found \(maxDepth)")
    }
    guard minSamplesSplit >= 2 else {
      throw Failure(
        .value, "expected min_samples_split to be 2 or more, found \(minSamplesSplit)")
    }
    guard minSamplesLeaf >= 1, minSamplesLeaf < 1 << 32 else {
      throw Failure(.value, "expected min_samples_leaf from 1 to 2^32, found \(minSamplesLeaf)")
    }
    maximumDepth = maxDepth
    minimumSplit = minSamplesSplit
    minimumLeaf = minSamplesLeaf
  }

  /// The bounds that are not the default, as arguments.
  var words: [String] {
    var words: [String] = []
    if let maximumDepth { words.append("max_depth=\(maximumDepth)") }
    if minimumSplit != 2 { words.append("min_samples_split=\(minimumSplit)") }
    if minimumLeaf != 1 { words.append("min_samples_leaf=\(minimumLeaf)") }
    return words
  }
}
