internal import Tensors

/// Inputs brought to mean 0 and deviation 1, as learned from training rows; targets stay as they are.
///
/// Missing values take the training mean; a constant column becomes 0. As `Standardizer`.
package struct HeadStandardizer: Sendable {
  private let standardizer: Standardizer

  /// Learns means and deviations.
  ///
  /// - Throws: `value` for a feature with infinite values; `limit`.
  package init(fittedOn train: HeadDataset) throws {
    standardizer = try Standardizer(fittedOn: train.inputs)
  }

  /// Rows with the same features, standardized with the training figures.
  ///
  /// - Throws: `shape`, `value` when the features are not those of the training rows.
  package func apply(_ data: HeadDataset) throws -> HeadDataset {
    var result = data
    result.X = try standardizer.apply(data.inputs).X.dense()
    return result
  }
}

extension HeadDataset {
  /// The inputs as a table without labels.
  fileprivate var inputs: Dataset {
    Dataset(
      name: name, X: X, Y: Tensor([], Shape(rowCount, 0)), featureNames: featureNames,
      labelNames: [])
  }
}
