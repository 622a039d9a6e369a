import Datasets
import Tensors

/// A number in [−½, ½) that depends on k alone; the same formula makes the reference data.
func hashed(_ k: Int) -> Double {
  Double(((k * k % 999_983) * 7919 + k * 104_729) % 1_000_003) / 1_000_003 - 0.5
}

/// An n×d matrix of `scale · h(first + k)`, k = 0, 1, … row-major.
func hashedMatrix(_ n: Int, _ d: Int, first: Int = 1, scale: Double = 4) -> Tensor {
  Tensor((0..<n * d).map { scale * hashed(first + $0) }, Shape(n, d))
}

/// A data set whose labels depend on two inputs and, from the second label on, on the label before.
func hashedDataset(rows n: Int, features d: Int = 2, labels C: Int = 3) -> Dataset {
  let X = hashedMatrix(n, d)
  var Y = Tensor(repeating: 0, Shape(n, C))
  for i in 0..<n {
    for c in 0..<C {
      let before = c > 0 ? 2 * Y[i, c - 1] - 1 : 0
      let score = X[i, c % d] - 0.5 * X[i, 0] + before + 3 * hashed(40_000 + i * C + c)
      Y[i, c] = score > 0 ? 1 : 0
    }
  }
  let names = ["sky", "clouds", "sunset", "sea", "beach", "fog", "rain", "snow", "ice", "storm"]
  return Dataset(
    name: "hashed", X: X, Y: Y, featureNames: (1...max(d, 1)).prefix(d).map { "x\($0)" },
    labelNames: (0..<C).map { $0 < names.count ? names[$0] : "label\($0)" })
}
