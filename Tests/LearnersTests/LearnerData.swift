import Learners
import Tensors

/// Data made by formula; the same formula made scikit-learn's figures.
enum LearnerData {
  /// A number in [−½, ½) that depends on k alone.
  static func hashed(_ k: Int) -> Double {
    Double(((k * k % 999_983) * 7919 + k * 104_729) % 1_000_003) / 1_000_003 - 0.5
  }

  /// Entries within ±2, multiples of 1/4096, so that single precision holds them exactly.
  static func matrix(_ n: Int, _ d: Int, first: Int = 1) -> Tensor {
    Tensor(
      (0..<n * d).map { (4 * hashed(first + $0) * 4096).rounded(.toNearestOrEven) / 4096 },
      Shape(n, d))
  }

  /// 0 or 1 a row, from four inputs and noise.
  static func targets(_ X: Tensor, noise: Int = 1000) -> [Double] {
    (0..<X.rowCount).map { i in
      let score = X[i, 0] - 2 * X[i, 1] + 0.5 * X[i, 2] * X[i, 3] + 0.3 + 2 * hashed(noise + i)
      return score > 0 ? 1 : 0
    }
  }

  /// One of three classes a row.
  static func codes(_ X: Tensor) -> [Int] {
    (0..<X.rowCount).map { i in
      let x = (0..<4).map { X[i, $0] }
      let scores = [
        x[0] + 0.3 * x[2] + 2 * hashed(2000 + 3 * i),
        x[1] - 0.2 * x[2] + 0.4 * x[3] + 2 * hashed(2001 + 3 * i),
        -x[0] + 0.5 * x[1] + x[3] + 2 * hashed(2002 + 3 * i),
      ]
      return scores.indices.max { scores[$0] < scores[$1] } ?? 0
    }
  }

  /// A target between 0 and 1 a row.
  static func softTargets(_ n: Int) -> [Double] { (0..<n).map { hashed(5000 + $0) + 0.5 } }
}

extension Learner {
  func binary(
    _ X: Tensor, _ targets: [Double], features: [Int]? = nil
  ) throws -> any FittedBinary {
    try binary(.dense(X), targets, features: features)
  }

  func binary(
    _ X: DesignMatrix, _ targets: [Double], features: [Int]? = nil
  ) throws -> any FittedBinary {
    try fitBinary(X, [BinaryTask(name: "y", targets: targets, features: features)])[0]
  }

  func several(
    _ X: Tensor, _ codes: [Int], classes: Int, smoothing: Double = 0
  ) throws -> any FittedClassifier {
    try fitClasses(
      .dense(X),
      [ClassTask(name: "c", codes: codes, classCount: classes, smoothing: smoothing)])[0]
  }
}

extension FittedBinary {
  func answers(_ X: Tensor) throws -> [Double] { try probabilities(.dense(X)) }
}

extension FittedClassifier {
  func answers(_ X: Tensor) throws -> [Double] { try probabilities(.dense(X)).elements }
}
