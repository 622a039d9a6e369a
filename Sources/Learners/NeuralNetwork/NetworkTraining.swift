internal import Optimization
internal import Tensors

/// Trains one network by Adam on batches in random order, an epoch after the other, until the loss
/// of an epoch has not improved by `tol` for more than `patience` epochs.
///
/// D. P. Kingma, J. Ba, *Adam: A Method for Stochastic Optimization*, ICLR 2015.
struct NetworkTraining {
  private let learner: NeuralNetwork
  private let layout: NetworkLayout
  private let X: DesignMatrix
  private let targets: ClassTargets
  private var generator: RandomGenerator
  private var parameters: [Double]
  /// Means of the gradients and of their squares.
  private var first: [Double]
  private var second: [Double]
  private var gradient: [Double]
  private var steps = 0
  private var firstSize: Double?
  private var lastSize = 0.0

  init(_ learner: NeuralNetwork, _ X: DesignMatrix, _ targets: ClassTargets) throws {
    self.learner = learner
    self.X = X
    self.targets = targets
    let outputs = targets.classCount == 2 ? 1 : targets.classCount
    layout = NetworkLayout(
      sizes: [X.columnCount] + learner.hidden + [outputs], activation: learner.activation)
    try layout.checkSize()
    generator = RandomGenerator(seed: UInt64(bitPattern: Int64(learner.seed)))
    parameters = layout.start(&generator)
    first = [Double](repeating: 0, count: parameters.count)
    second = first
    gradient = first
  }

  /// The trained network.
  mutating func run() throws -> NetworkModel {
    let n = X.rowCount
    let size = min(learner.batch, n)
    let pass = NetworkPass(layout, rows: size)
    defer { pass.deallocate() }
    var batch = try Batch(X, targets, size, outputs: layout.outputCount)
    var order = Array(0..<n)
    var report = SolverReport(method: .adam, converged: false)
    var (best, waited) = (Double.infinity, 0)
    // Losses are those before a step: weights are known to be good one epoch later.
    var good = parameters
    let progress = Progress.begin(of: learner.epochs)
    var isComplete = false
    defer { progress.end(isComplete: isComplete) }
    while report.iterations < learner.epochs {
      let before = parameters
      let (loss, penalty) = try epoch(&order, size, pass, &batch)
      guard (loss + penalty).isFinite else {
        parameters = good
        report.remarks = [
          "the loss overflowed in epoch \(report.iterations + 1), so training stopped before it: "
            + "standardize the inputs or lower lr"
        ]
        break
      }
      good = before
      report.iterations += 1
      (report.loss, report.penalty) = (loss, penalty)
      report.gradient = lastSize / max(firstSize ?? 1, .leastNormalMagnitude)
      report.trace.append(
        .init(loss: loss, penalty: penalty, gradient: report.gradient, step: 1))
      waited = loss + penalty > best - learner.tolerance ? waited + 1 : 0
      best = min(best, loss + penalty)
      progress.report(report.iterations, ProgressFigures([("loss", loss + penalty)]))
      if waited > learner.patience {
        report.converged = true
        break
      }
    }
    isComplete = true
    return NetworkModel(layout, parameters, classCount: targets.classCount, report: report)
  }

  /// One pass over all rows in a new order; the mean loss and penalty over the batches, each as it
  /// was before its step.
  private mutating func epoch(
    _ order: inout [Int], _ size: Int, _ pass: NetworkPass, _ batch: inout Batch
  ) throws -> (Double, Double) {
    let n = order.count
    order.shuffle(&generator)
    var (losses, penalties) = (0.0, 0.0)
    for start in stride(from: 0, to: n, by: size) {
      try Interrupt.check()
      let rows = order[start..<min(start + size, n)]
      batch.fill(rows)
      let (loss, penalty) = try parameters.withUnsafeBufferPointer { w in
        try gradient.withUnsafeMutableBufferPointer { g in
          try batch.withElements { x, t in
            try pass.gradient(w, x, t, rows: rows.count, alpha: learner.alpha, into: g)
          }
        }
      }
      losses += loss * Double(rows.count)
      penalties += penalty * Double(rows.count)
      if firstSize == nil { firstSize = largestGradient }
      step()
    }
    lastSize = largestGradient
    return (losses / Double(n), penalties / Double(n))
  }

  private var largestGradient: Double { gradient.reduce(0) { max($0, abs($1)) } }

  /// `w ← w − η √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)`.
  private mutating func step() {
    steps += 1
    let (beta1, beta2) = (0.9, 0.999)
    let rest = (1 - power(beta1, steps), 1 - power(beta2, steps))
    let step = AdamStep(
      beta1: beta1, beta2: beta2, epsilon: 1e-8, decay: 0, kept: 1,
      length: learner.rate * rest.1.squareRoot() / rest.0, correction: 1)
    let count = parameters.count
    parameters.withUnsafeMutableBufferPointer { w in
      first.withUnsafeMutableBufferPointer { m in
        second.withUnsafeMutableBufferPointer { v in
          gradient.withUnsafeBufferPointer { g in
            guard let w = w.baseAddress, let m = m.baseAddress, let v = v.baseAddress,
              let g = g.baseAddress
            else { return }
            step.move(w, g, m, v, count: count)
          }
        }
      }
    }
  }
}

/// The rows of one batch side by side: inputs, and targets a column an output.
private struct Batch {
  private let X: DesignMatrix
  private let targets: ClassTargets
  private let outputs: Int
  private var inputs: [Double]
  private var wanted: [Double]

  init(_ X: DesignMatrix, _ targets: ClassTargets, _ size: Int, outputs: Int) throws {
    self.X = X
    self.targets = targets
    self.outputs = outputs
    try TensorMemory.check(Shape(size, X.columnCount + outputs))
    inputs = [Double](repeating: 0, count: size * X.columnCount)
    wanted = [Double](repeating: 0, count: size * outputs)
  }

  mutating func fill(_ rows: ArraySlice<Int>) {
    let d = X.columnCount
    for (place, row) in rows.enumerated() {
      inputs.withUnsafeMutableBufferPointer { inputs in
        guard let target = inputs.baseAddress.map({ $0 + place * d }) else { return }
        X.copyRow(row, into: target)
      }
      for k in 0..<outputs { wanted[place * outputs + k] = 0 }
      targets.forEachWeight(ofRow: row) { k, weight in
        if outputs > 1 {
          wanted[place * outputs + k] = weight
        } else if k == 1 {
          wanted[place] = weight
        }
      }
    }
  }

  func withElements<R>(
    _ body: (UnsafeBufferPointer<Double>, UnsafeBufferPointer<Double>) throws -> R
  ) rethrows -> R {
    try inputs.withUnsafeBufferPointer { x in
      try wanted.withUnsafeBufferPointer { t in try body(x, t) }
    }
  }
}
