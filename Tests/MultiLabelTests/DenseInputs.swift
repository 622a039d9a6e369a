import Learners
import MultiLabel
import Tensors

/// Learners and models on dense tensors, as most tests have them.

extension Learner {
  func fitBinary(_ X: Tensor, _ tasks: [BinaryTask]) throws -> [any FittedBinary] {
    try fitBinary(.dense(X), tasks)
  }

  func fit(_ X: Tensor, _ y: Tensor) throws -> ClassModel { try fit(.dense(X), y) }

  func fitClasses(_ X: Tensor, codes: [Int], classes: Int) throws -> any FittedClassifier {
    try fitClasses(.dense(X), codes: codes, classes: classes)
  }
}

extension ClassModel {
  func predict(_ X: Tensor) throws -> Tensor { try predict(.dense(X)) }
  func probabilities(_ X: Tensor) throws -> Tensor { try probabilities(.dense(X)) }
}

extension FittedBinary {
  func probabilities(_ X: Tensor) throws -> [Double] { try probabilities(.dense(X)) }
}

extension FittedClassifier {
  func probabilities(_ X: Tensor) throws -> Tensor { try probabilities(.dense(X)) }
  func predict(_ X: Tensor) throws -> [Int] { try predict(.dense(X)) }
}

extension FittedMultiLabel {
  func predict(_ X: Tensor) throws -> Tensor { try predict(.dense(X)) }
  func probabilities(_ X: Tensor) throws -> Tensor { try probabilities(.dense(X)) }
}

extension DesignMatrix {
  /// The elements of a dense matrix, row by row.
  var elements: [Double] {
    if case .dense(let tensor) = self { return tensor.elements }
    return []
  }
}
