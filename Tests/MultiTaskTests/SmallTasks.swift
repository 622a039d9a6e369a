import Datasets
import MultiTask
import Tensors

/// Made-up tasks whose weights lie near a common vector, small enough for any solver.
func relatedTasks(
  tasks: Int, rows: Int, features: Int, spread: Double, noise: Double = 0.5, seed: UInt64,
  isBinary: Bool = false
) throws -> TaskDataset {
  var generator = RandomGenerator(seed: seed)
  let common = (0..<features).map { _ in generator.normal() }
  let samples = try (0..<tasks).map { t in
    let w = common.map { $0 + spread * generator.normal() }
    let X = try generator.normal([rows, features])
    let y = (0..<rows).map { i in
      let f = (0..<features).reduce(Double(t)) { $0 + X[i, $1] * w[$1] }
      let target = f + noise * generator.normal()
      return isBinary ? (target > Double(t) ? 1 : 0) : target
    }
    return TaskSamples(name: "t\(t)", X: X, y: Tensor(y))
  }
  return try TaskDataset(
    name: "related", featureNames: (0..<features).map { "x\($0)" }, tasks: samples)
}
