package import Tensors

extension FittedClassifier {
  /// K×d weights and K intercepts whose largest score is the most probable class; `nil` for models
  /// that do not decide by linear scores.
  ///
  /// Of two classes the first has score 0 and the second the log odds.
  package var classScores: (weights: Tensor, intercepts: [Double])? {
    if let softmax = self as? SoftmaxModel { return (softmax.weights, softmax.intercepts) }
    guard let binary = self as? BinaryClassifier else { return nil }
    let zeros = [Double](repeating: 0, count: featureCount)
    if classCount == 1 { return (Tensor(zeros, Shape(1, featureCount)), [0]) }
    guard classCount == 2, let odds = binary.model.linear, odds.weights.count == featureCount
    else { return nil }
    return (Tensor(zeros + odds.weights, Shape(2, featureCount)), [0, odds.intercept])
  }
}

/// The numbers found for n rows, those left open (−1) asked of a model that sees their rows alone.
package func completed(
  _ numbers: ArraySlice<Int32>, _ X: DesignMatrix, _ ask: (DesignMatrix) throws -> [Int]
) throws -> [Int] {
  var result = numbers.map(Int.init)
  let open = result.indices.filter { result[$0] < 0 }
  guard !open.isEmpty else { return result }
  let answers = try ask(open.count == result.count ? X : X.rows(open))
  for (row, number) in zip(open, answers) { result[row] = number }
  return result
}
