package import Tensors

/// Log odds of many linear yes-or-no models on shared inputs, one matrix product for all.
///
/// Each model's first `featureCount` weights belong to the inputs; what weights follow are left out.
/// A constant model has scores 0. The result is n×C, or `nil` when a model is neither linear nor
/// constant.
package func inputScores(
  _ models: [any FittedBinary], _ X: DesignMatrix, featureCount d: Int
) throws
  -> Tensor?
{
  var weights: [Double] = []
  var intercepts: [Double] = []
  for model in models {
    if let linear = model.linear {
      weights += linear.weights.prefix(d)
      intercepts.append(linear.intercept)
    } else {
      guard model.constant != nil else { return nil }
      weights += repeatElement(0, count: d)
      intercepts.append(0)
    }
  }
  return try X.scores(
    weights: Tensor(weights, Shape(models.count, d)), intercepts: intercepts)
}
