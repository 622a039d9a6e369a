internal import Datasets
internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  /// Data sets put together from tensors, and parts of them by label.
  static let datasetMaking: [Builtin] = [
    Builtin(
      "data_set", "A data set of an n×d matrix of inputs and n×C labels, with names for both.",
      Parameter<DesignMatrix>("X", "an n×d matrix, dense or sparse"),
      Parameter<Numbers>("Y", "n×C labels"),
      Parameter<[String]?>("labels", "C names; none: y0, y1, …", default: .some(nil)),
      Parameter<[String]?>("features", "d names; none: x0, x1, …", default: .some(nil)),
      Parameter<String>("name", "what the data set is called", default: "data"),
      examples: [
        Example(
          "data_set([0.5; 1.5], [1, 0; 1, 1], labels=[\"warm\", \"wet\"]).labels",
          prints: "[\"warm\", \"wet\"]")
      ],
      body: { X, Y, labels, features, name in
        DatasetObject(try made(X, Y.tensor, labels, features, name))
      }),
    Builtin(
      "select_labels", "A data set with some of its labels only, in the order given.",
      Parameter<AnyDataset>("data", "a data set"),
      Parameter<[String]>("labels", "names of the labels to keep", naming: [.labels]),
      examples: [
        Example(
          "select_labels(make_labels(labels=[\"a\", \"b\", \"c\"]), [\"c\", \"a\"]).labels",
          prints: "[\"c\", \"a\"]")
      ],
      body: { data, labels in
        let table = try data.table(
          for: "select_labels", because: "expected one table of labels",
          notes: ["data[[\"\(labels.first ?? "task 0")\"]] takes tasks by their names"])
        return DatasetObject(try table.selecting(labels: labels))
      }),
    Builtin(
      "correlation", "Pearson's correlation of every two columns of a matrix, d×d.",
      Parameter<Numbers>("x", "a matrix, n×d"),
      details: "The covariance over the product of the standard deviations; NaN beside a constant "
        + "column. NumPy's corrcoef has a variable a row, this one a variable a column.",
      examples: [
        Example("print(round(correlation([1, 2; 2, 4; 3, 6]), 6))", prints: "[1, 1; 1, 1]")
      ],
      body: { x in try correlations(x.tensor) }),
  ]

  private static func made(
    _ X: DesignMatrix, _ Y: Tensor, _ labels: [String]?, _ features: [String]?, _ name: String
  ) throws -> Dataset {
    guard X.shape.rank == 2, Y.rank == 2, X.rowCount == Y.rowCount else {
      throw Failure(
        .shape,
        "data_set: X and Y must be matrices with a row a sample, found \(X.shape) and \(Y.shape)")
    }
    let labels = labels ?? (0..<Y.columnCount).map { "y\($0)" }
    let features = features ?? (0..<X.columnCount).map { "x\($0)" }
    for (names, count, what) in [
      (labels, Y.columnCount, "label"), (features, X.columnCount, "input"),
    ] {
      guard names.count == count, Set(names).count == count else {
        throw Failure(
          .argument,
          "data_set: expected \(counted(count, "different \(what) name")), found "
            + "\(counted(names.count, "name")), \(Set(names).count) of them different")
      }
    }
    return Dataset(
      name: name, X: X, Y: Y.with(kind: .number), featureNames: features, labelNames: labels)
  }

  private static func correlations(_ x: Tensor) throws -> Tensor {
    guard x.rank == 2, x.rowCount > 0 else {
      throw Failure(
        .shape, "correlation: expected a matrix with at least one row, found \(x.shape)")
    }
    let centred = try apply(.subtract, x, x.with(kind: .number).reduced(by: .mean, axis: 0))
    let products = try matmul(centred.transposed(), centred)
    let d = x.columnCount
    return Tensor(Shape(d, d)) { out in
      for i in 0..<d {
        for j in 0..<d {
          let scale = (products[i, i] * products[j, j]).squareRoot()
          out[i * d + j] = i == j && scale > 0 ? 1 : products[i, j] / scale
        }
      }
    }
  }
}
