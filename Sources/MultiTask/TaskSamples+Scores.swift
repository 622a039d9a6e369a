internal import Datasets
internal import Tensors

extension TaskSamples {
  /// X w + b, n numbers.
  func scores(_ w: ArraySlice<Double>, intercept: Double) throws -> [Double] {
    let (n, d) = (rowCount, X.columnCount)
    var f = Array(repeating: intercept, count: n)
    try f.withUnsafeMutableBufferPointer { f in
      try X.withElements { x in
        try w.withUnsafeBufferPointer { w in
          guard let x = x.baseAddress, let w = w.baseAddress, let f = f.baseAddress else { return }
          try BLAS.gemv(false, n, d, 1, x, d, w, 1, f)
        }
      }
    }
    return f
  }
}

extension TaskLoss {
  /// The loss of all samples of a task, given their scores.
  func total(_ task: TaskSamples, _ scores: [Double]) -> Double {
    task.y.withElements { y in
      zip(y, scores).reduce(0) { $0 + value($1.0, $1.1) }
    }
  }
}
