internal import Datasets
internal import Diagnostics
internal import Runtime
internal import Tensors

/// What is given to learn or predict from: a data set, or a matrix of inputs.
enum Inputs: ValueConvertible, Sendable {
  case data(Dataset)
  case matrix(DesignMatrix)

  static var typeName: String { "data set or matrix" }

  static func from(_ value: Value) -> Inputs? {
    if let object = DatasetObject.from(value) { return .data(object.data) }
    return DesignMatrix.from(value).map { .matrix($0) }
  }

  var value: Value {
    switch self {
    case .data(let data): DatasetObject(data).value
    case .matrix(let X): X.value
    }
  }

  /// The inputs alone.
  var X: DesignMatrix {
    switch self {
    case .data(let data): data.X
    case .matrix(let X): X
    }
  }

  /// The inputs with their labels: a data set's own, or those given beside a matrix.
  func dataset(_ Y: Numbers?, for function: String, labels: [String]? = nil) throws -> Dataset {
    switch self {
    case .data(let data):
      guard Y == nil else {
        throw Failure(
          .argument, "\(function): a data set has labels of its own, found Y beside it",
          notes: ["write \(function)(model, data) or \(function)(model, X, Y)"])
      }
      return data
    case .matrix(let X):
      guard let Y = Y?.tensor else {
        throw Failure(
          .argument, "\(function): a matrix X needs its labels Y",
          notes: ["write \(function)(model, X, Y), or give a data set"])
      }
      guard X.shape.rank == 2, Y.rank == 2 else {
        let wrong = X.shape.rank == 2 ? .dense(Y) : X
        let name = X.shape.rank == 2 ? "Y" : "X"
        throw Failure(
          .shape,
          "\(function): \(name) must be a matrix with a row a sample, found "
            + wrong.value.described,
          notes: wrong.shape.rank == 1 ? ["reshape(\(name), -1, 1) makes one column of it"] : [],
          .notAMatrix, facts: ["found": wrong.value.described])
      }
      let names = labels.flatMap { $0.count == Y.columnCount ? $0 : nil }
      return Dataset(
        name: "data", X: X, Y: Y.with(kind: .number),
        featureNames: (0..<X.columnCount).map { "x\($0)" },
        labelNames: names ?? (0..<Y.columnCount).map { "y\($0)" })
    }
  }
}
