import Datasets
import Learners
import MultiLabel
import Tensors

/// The chain of the screens: 140 rows, two inputs, `sky -> clouds -> sunset`, `sky -> sunset`, `sea`.
///
/// Its figures in the tests were computed with NumPy and scikit-learn 1.9.1 (`newton-cholesky`,
/// tol 1e-12) from the same formulas.
enum WeatherChain {
  static let train = rows(0..<140)
  static let test = rows(140..<200)

  static func rows(_ range: Range<Int>) -> Dataset {
    var data = hashedDataset(rows: 200, features: 2, labels: 4)
    let (X, Y) = (data.X, data.Y)
    data.X = .dense(
      Tensor(range.flatMap { i in (0..<2).map { X[i, $0] } }, Shape(range.count, 2)))
    data.Y = Tensor(range.flatMap { i in (0..<4).map { Y[i, $0] } }, Shape(range.count, 4))
    return data
  }

  static func model() throws -> ClassifierChain {
    try ClassifierChain(
      LogisticRegression(tol: 1e-9),
      parents: .graph(LabelGraph("sky -> clouds -> sunset, sky -> sunset, sea")))
  }
}
