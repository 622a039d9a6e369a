internal import Datasets
internal import Tensors

extension SquaredLoss {
  /// Every task's design and, while its inputs are at hand, q.
  static func makeDesigns(
    _ data: TaskDataset, isCentred: Bool, _ means: [Double]
  ) throws -> (designs: [TaskDesign], targets: [Double]) {
    let (T, d) = (data.taskCount, data.featureCount)
    var designs: [TaskDesign?] = Array(repeating: nil, count: T)
    var targets = Array(repeating: 0.0, count: T * d)
    let work = data.tasks.reduce(0) { $0 + $1.X.count }
    try designs.withUnsafeMutableBufferPointer { designs in
      try targets.withMutablePointer { q in
        nonisolated(unsafe) let (designs, q) = (designs, q)
        try Parallel.forEachBlock(of: 1, in: T, isLarge: work >= parallelWork) { t, _ in
          let task = data.tasks[t]
          let design = try TaskDesign(task.X, isCentred: isCentred, isShared: false)
          designs[t] = design
          guard design.gram != nil else { return }
          let y = task.y.withElements { $0.map { $0 - means[t] } }
          try task.X.withElements { x in
            guard let x = x.baseAddress else { return }
            try BLAS.gemv(true, task.rowCount, d, 1, x, d, y, 0, q + t * d)
          }
        }
      }
    }
    return (designs.compactMap { $0 }, targets)
  }

  /// q of all tasks on one design with a Gram matrix, in one product.
  static func makeTargets(
    _ design: TaskDesign, _ data: TaskDataset, _ means: [Double]
  ) throws -> [Double] {
    let (T, d, n) = (data.taskCount, data.featureCount, design.X.rowCount)
    var targets = Array(repeating: 0.0, count: T * d)
    guard design.gram != nil else { return targets }
    var y: [Double] = []
    y.reserveCapacity(T * n)
    for (task, mean) in zip(data.tasks, means) {
      task.y.withElements { y += $0.lazy.map { $0 - mean } }
    }
    try design.X.withElements { x in
      guard let x = x.baseAddress else { return }
      try targets.withMutablePointer { q in
        try y.withPointer { try BLAS.gemm(false, false, T, d, n, 1, $0, n, x, d, 0, q, d) }
      }
    }
    return targets
  }
}
