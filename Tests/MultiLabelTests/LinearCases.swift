import Learners
import Tensors
import Testing

/// The data on which scikit-learn 1.9.1, SciPy 1.17.1 and NumPy 2.4.6 made the reference figures of the
/// linear learners: 60 rows, four inputs.
enum LinearCases {
  static let X = hashedMatrix(60, 4)

  static let targets: [Double] = (0..<60).map { i in
    X[i, 0] - 2 * X[i, 1] + 0.5 * X[i, 2] + 0.3 + 2 * hashed(1000 + i) > 0 ? 1 : 0
  }

  static let soft: [Double] = (0..<60).map { i in
    min(max(0.5 + 0.2 * X[i, 0] + 0.6 * hashed(3000 + i), 0), 1)
  }

  static let codes: [Int] = (0..<60).map { i in
    let x = (0..<4).map { X[i, $0] }
    let scores = [
      x[0] + 0.3 * x[2] + 2 * hashed(2000 + 3 * i),
      x[1] - 0.2 * x[2] + 0.4 * x[3] + 2 * hashed(2001 + 3 * i),
      -x[0] + 0.5 * x[1] + x[3] + 2 * hashed(2002 + 3 * i),
    ]
    return scores.indices.max { scores[$0] < scores[$1] } ?? 0
  }

  /// More inputs than rows: 20 rows, 35 inputs.
  static let wide = hashedMatrix(20, 35, first: 500)

  static let wideTargets: [Double] = (0..<20).map { i in
    wide[i, 0] + wide[i, 1] - 0.5 * wide[i, 2] + hashed(9000 + i) > 0 ? 1 : 0
  }

  /// Targets of which a few rows are 1.
  static func positives(_ rows: [Int]) -> [Double] {
    (0..<60).map { rows.contains($0) ? 1 : 0 }
  }

  static func task(_ targets: [Double], features: [Int]? = nil) -> BinaryTask {
    BinaryTask(name: "y", targets: targets, features: features)
  }

  /// The same matrix, storing entries other than 0 only.
  static func sparse(_ X: Tensor) throws -> DesignMatrix { .sparse(try SparseMatrix(X)) }
}

func expectClose(_ found: [Double], _ expected: [Double], within tolerance: Double) {
  #expect(found.count == expected.count)
  for (a, b) in zip(found, expected) { #expect(abs(a - b) <= tolerance, "\(a) and \(b)") }
}
