import Datasets
import MultiTask
import Tensors

/// Small random problems of every kind that the non-smooth solver tells apart.
struct SeededTasks: Sendable, CustomStringConvertible {
  let seed: UInt64
  let loss: TaskLoss
  let penalty: Penalty
  let hasIntercepts: Bool
  let isShared: Bool
  /// Samples a task, different ones unless the design is shared.
  let rows: [Int]
  let featureCount: Int

  /// All kinds: more samples than features and fewer, shared designs, with intercepts and without.
  static func all() throws -> [SeededTasks] {
    let penalties = [
      try Penalty(.nuclear(3)), try Penalty(.l21(2)), try Penalty(.l1(1)),
      try Penalty(.l21(1.5)) + Penalty(.l2(0.5)), try Penalty(.coherence(2)) + Penalty(.l1(1)),
    ]
    var cases: [SeededTasks] = []
    for (p, penalty) in penalties.enumerated() {
      for kind in 0..<8 {
        let isShared = kind & 1 == 1
        cases.append(
          SeededTasks(
            seed: UInt64(p * 8 + kind + 1), loss: kind & 2 == 0 ? .squared : .logistic,
            penalty: penalty, hasIntercepts: (kind + p) % 3 != 0, isShared: isShared,
            rows: isShared ? Array(repeating: kind & 4 == 0 ? 25 : 8, count: 4) : [25, 7, 30, 12],
            featureCount: 10))
      }
    }
    return cases
  }

  var description: String {
    "\(loss) \(penalty.summary) \(hasIntercepts ? "b" : "-") \(isShared ? "shared" : "own") \(rows)"
  }

  func model(tol: Double = 1e-8) throws -> MultiTaskModel {
    try MultiTaskModel(loss: loss, penalty: penalty, intercept: hasIntercepts, tol: tol)
  }

  /// Inputs around 3, targets of a rank 1 model with noise.
  func data() throws -> TaskDataset {
    var generator = RandomGenerator(seed: seed)
    let d = featureCount
    let direction = (0..<d).map { _ in generator.normal() }
    var common: Tensor?
    let tasks = try rows.enumerated().map { t, n in
      let X = try common ?? generator.normal([n, d]).mapped { $0 + 3 }
      if isShared { common = X }
      let strength = generator.normal()
      let y = (0..<n).map { i in
        let f = (0..<d).reduce(0) { $0 + strength * direction[$1] * (X[i, $1] - 3) }
        let value = f + generator.normal()
        return loss == .squared ? value + 2 : value > 0 ? 1 : 0
      }
      return TaskSamples(name: "t\(t)", X: X, y: Tensor(y))
    }
    return try TaskDataset(
      name: "seeded", featureNames: (0..<d).map { "x\($0)" }, tasks: tasks, isShared: isShared)
  }
}
