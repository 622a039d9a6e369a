internal import Datasets
internal import Glibc
internal import Learners
package import Tensors

extension HeadOutput {
  /// What scores mean as probabilities: n, n×K or n×C; `nil` for numbers.
  package func probabilities(of scores: Tensor) throws -> Tensor? {
    let isLogarithm = link == .logProbability
    switch head.kind {
    case .regression: return nil
    case .binary: return Tensor(scores.elements.map(isLogarithm ? exp : sigmoid))
    case .multilabel:
      return Tensor(scores.elements.map(isLogarithm ? exp : sigmoid), scores.shape)
    case .classes:
      return isLogarithm
        ? Tensor(scores.elements.map(exp), scores.shape) : try scores.softmax(axis: 1)
    }
  }
}
