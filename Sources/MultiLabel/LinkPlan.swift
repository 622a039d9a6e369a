package import Datasets
package import Learners
internal import Tensors

/// What a chain of yes-or-no models is to learn: the data, an order of the labels, their parents.
///
/// Binary relevance is the plan without parents.
package struct LinkPlan: Sendable {
  package let data: Dataset
  package let base: any Learner
  /// Label positions, in the order in which they are learned and predicted.
  package let order: [Int]
  /// By label position: the labels its model also looks at, in the order of their columns.
  package let parents: [[Int]]

  /// Fits all links in one batch, with the true parent labels; the result is in label order.
  ///
  /// Parents stand unscaled after the inputs.
  func fit() throws -> [any FittedBinary] {
    let hasParents = parents.contains { !$0.isEmpty }
    let width = data.featureCount
    let X = hasParents ? try data.X.appending(data.Y) : data.X
    let inputs = Array(0..<width)
    let tasks = order.map { c in
      BinaryTask(
        name: data.labelNames[c], targets: data.label(c),
        features: hasParents ? inputs + parents[c].map { width + $0 } : nil)
    }
    let fitted = try base.fitBinary(X, tasks)
    var models = fitted
    for (place, c) in order.enumerated() { models[c] = fitted[place] }
    return models
  }

  /// The link of one label fitted without its parents: what the inputs alone can say.
  func fitWithoutParents(_ c: Int) throws -> any FittedBinary {
    let task = BinaryTask(name: data.labelNames[c], targets: data.label(c))
    return try base.fitBinary(data.X, [task])[0]
  }

  /// The inputs of a label's model on the rows of the training set: features, then true parents.
  func trainingInputs(_ c: Int) throws -> DesignMatrix {
    try parents[c].isEmpty ? data.X : data.X.appending(selectColumns(data.Y, parents[c]))
  }
}

/// Some columns of a matrix, in the order given.
func selectColumns(_ matrix: Tensor, _ columns: [Int]) -> Tensor {
  let (n, width) = (matrix.rowCount, matrix.columnCount)
  return Tensor(Shape(n, columns.count)) { out in
    matrix.withElements { x in
      for i in 0..<n {
        for (a, j) in columns.enumerated() { out[i * columns.count + a] = x[i * width + j] }
      }
    }
  }
}
