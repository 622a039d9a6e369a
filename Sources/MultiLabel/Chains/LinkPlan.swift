internal import Charts
package import Datasets
package import Learners
package import Tensors

/// What links see of their parents in training.
package enum ParentLabels: Sendable, Equatable {
  /// Their true labels.
  case truth
  /// What a chain that never saw the row predicts, on a share of the rows drawn from the seed; the
  /// truth on the others.
  case predicted(share: Double)

  /// The option as it is written; `nil` for the default.
  var summary: String? {
    switch self {
    case .truth: nil
    case .predicted(let share): share == 1 ? "\"predicted\"" : shortNumber(share)
    }
  }
}

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
  /// How the parents were found, unless they were given.
  package var structure: LabelStructure?
  package let trainOn: ParentLabels
  /// Deals out the folds and the rows that take predicted parents.
  package let seed: Int
  /// n×C, the labels that links see of their parents; predicted ones are filled in link by link.
  package internal(set) var parentLabels: Tensor
  /// n×C, what chains without the row predict, filled in link by link.
  var outOfFold: Tensor

  init(
    data: Dataset, base: any Learner, order: [Int], parents: [[Int]],
    structure: LabelStructure? = nil, trainOn: ParentLabels = .truth, seed: Int = 0
  ) {
    self.data = data
    self.base = base
    self.order = order
    self.parents = parents
    self.structure = structure
    self.trainOn = trainOn
    self.seed = seed
    parentLabels = data.Y
    outOfFold = data.Y
  }

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

  /// The inputs of a label's model on the rows of the training set: features, then parents.
  func trainingInputs(_ c: Int) throws -> DesignMatrix {
    try inputs(c, parentLabels)
  }

  /// Features, then some labels of the parents.
  func inputs(_ c: Int, _ labels: Tensor) throws -> DesignMatrix {
    try parents[c].isEmpty ? data.X : data.X.appending(selectColumns(labels, parents[c]))
  }

  /// What the parents' labels are called: `TRUE`, `PREDICTED` or, in a mix, `MIXED`.
  var parentWord: String {
    switch trainOn {
    case .truth: "TRUE"
    case .predicted(let share): share < 1 ? "MIXED" : "PREDICTED"
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
