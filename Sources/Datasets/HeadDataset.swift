internal import Diagnostics
package import Tensors

/// What one output of a network, or one target of a data set, means.
package enum HeadKind: Sendable, Hashable {
  /// Yes or no: targets 0 and 1, or between them when they are told less surely.
  case binary
  /// One of K classes, numbered 0 … K−1.
  case classes(Int)
  /// A number.
  case regression
  /// C labels, each yes or no.
  case multilabel(Int)

  /// How many scores it takes.
  package var scoreCount: Int {
    switch self {
    case .binary, .regression: 1
    case .classes(let count), .multilabel(let count): count
    }
  }

  /// Whether exactly one of several classes is true.
  package var isClasses: Bool {
    if case .classes = self { return true }
    return false
  }

  /// Whether any of several labels are true.
  package var isMultilabel: Bool {
    if case .multilabel = self { return true }
    return false
  }

  /// As a program writes it: `classes(3)`.
  package var name: String {
    switch self {
    case .binary: "binary()"
    case .regression: "regression()"
    case .classes(let count): "classes(\(count))"
    case .multilabel(let count): "multilabel(\(count))"
    }
  }
}

/// What is to be predicted for each row under one name.
package struct HeadTargets: Sendable {
  package var name: String
  package var kind: HeadKind
  /// n numbers, or n×C labels for ``HeadKind/multilabel``, or n×K probabilities for soft
  /// ``HeadKind/classes``; NaN where one is missing.
  package var values: Tensor

  package init(name: String, kind: HeadKind, values: Tensor) {
    self.name = name
    self.kind = kind
    self.values = values
  }
}

/// A data set whose rows have several targets of different kinds.
package struct HeadDataset: Sendable {
  package var name: String
  /// n×d.
  package var X: Tensor
  /// How the d numbers of a row are arranged: `[d]`, or channels, height and width of an image.
  package var inputShape: [Int]
  package var featureNames: [String]
  package var heads: [HeadTargets]

  /// - Throws: `shape` naming the head whose targets do not go with the rows, or for an input shape of
  ///   another size than a row; `argument` for a name that occurs twice.
  package init(
    name: String, X: Tensor, inputShape: [Int]? = nil, featureNames: [String]? = nil,
    heads: [HeadTargets]
  ) throws {
    guard X.rank == 2 else {
      throw Failure(
        .shape, "expected inputs as a matrix (rows are samples), found a tensor of \(X.shape)")
    }
    for head in heads where head.values.rank < 1 || head.values.shape[0] != X.rowCount {
      throw Failure(
        .shape,
        "expected targets for \(X.rowCount) rows in head '\(head.name)', found a tensor of "
          + "\(head.values.shape)")
    }
    if let inputShape, inputShape.reduce(1, *) != X.columnCount {
      throw Failure(
        .shape, "expected \(X.columnCount) inputs a row, found the shape \(inputShape)")
    }
    if let twice = heads.first(where: { head in heads.count { $0.name == head.name } > 1 }) {
      throw Failure(.argument, "expected heads of different names, found '\(twice.name)' twice")
    }
    self.name = name
    self.X = X
    self.inputShape = inputShape ?? [X.columnCount]
    self.featureNames = featureNames ?? (0..<X.columnCount).map { "x\($0)" }
    self.heads = heads
  }

  package var rowCount: Int { X.rowCount }
}
