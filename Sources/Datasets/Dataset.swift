package import Tensors

/// What the numbers of a feature column stand for.
package enum FeatureKind: Sendable, Hashable {
  case numeric
  /// Codes 0, 1, … into the declared values; a `{0,1}` nominal keeps its value as its code.
  case nominal([String])
}

/// A multi-label data set: features, 0/1 labels, and the names of both.
package struct Dataset: Sendable {
  package var name: String
  /// n×d, sparse where the file stored only the entries other than 0; missing values are NaN.
  package var X: DesignMatrix
  /// n×C with entries 0 or 1, between them where a label is not sure, NaN where it is unknown.
  ///
  /// Files with labels of more values, as MEKA's
  /// multi-target sets have, keep their class numbers here (`hasBinaryLabels`).
  package var Y: Tensor
  package var featureNames: [String]
  package var labelNames: [String]
  /// One entry a column of `X`.
  package var featureKinds: [FeatureKind]

  /// A data set; without kinds, every feature is numeric.
  package init(
    name: String, X: DesignMatrix, Y: Tensor, featureNames: [String], labelNames: [String],
    featureKinds: [FeatureKind]? = nil
  ) {
    self.name = name
    self.X = X
    self.Y = Y
    self.featureNames = featureNames
    self.labelNames = labelNames
    self.featureKinds = featureKinds ?? Array(repeating: .numeric, count: featureNames.count)
  }

  /// A data set of dense features.
  package init(
    name: String, X: Tensor, Y: Tensor, featureNames: [String], labelNames: [String],
    featureKinds: [FeatureKind]? = nil
  ) {
    self.init(
      name: name, X: .dense(X), Y: Y, featureNames: featureNames, labelNames: labelNames,
      featureKinds: featureKinds)
  }

  /// Whether only the features' entries that differ from 0 are stored.
  package var isSparse: Bool { X.isSparse }

  /// n, the number of samples.
  package var rowCount: Int { X.rowCount }
  /// d, the number of features.
  package var featureCount: Int { X.columnCount }
  /// C, the number of labels.
  package var labelCount: Int { Y.columnCount }
}
