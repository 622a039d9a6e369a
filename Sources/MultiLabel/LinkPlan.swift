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
    let X = hasParents ? try sideBySide(data.X, data.Y) : data.X
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
  func trainingInputs(_ c: Int) throws -> Tensor {
    try parents[c].isEmpty ? data.X : sideBySide(data.X, selectColumns(data.Y, parents[c]))
  }
}

/// The columns of two matrices of as many rows, side by side.
func sideBySide(_ left: Tensor, _ right: Tensor) throws -> Tensor {
  let (n, a, b) = (left.rowCount, left.columnCount, right.columnCount)
  try TensorMemory.check(Shape(n, a + b))
  return Tensor(Shape(n, a + b)) { out in
    left.withElements { x in
      right.withElements { y in
        for i in 0..<n {
          for j in 0..<a { out[i * (a + b) + j] = x[i * a + j] }
          for j in 0..<b { out[i * (a + b) + a + j] = y[i * b + j] }
        }
      }
    }
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

/// Some rows of a matrix, in the order given.
func selectRows(_ matrix: Tensor, _ rows: [Int]) -> Tensor {
  let width = matrix.columnCount
  return Tensor(Shape(rows.count, width)) { out in
    matrix.withElements { x in
      for (a, i) in rows.enumerated() {
        for j in 0..<width { out[a * width + j] = x[i * width + j] }
      }
    }
  }
}
