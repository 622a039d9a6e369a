internal import Glibc
internal import Tensors

/// One block's minimisation under way: each iteration minimises the penalty plus a quadratic model of
/// the loss, then searches along the line to that model's minimum.
///
/// J. D. Lee, Y. Sun, M. A. Saunders, *Proximal Newton-type Methods for Minimizing Composite
/// Functions*, SIAM Journal on Optimization 24, 2014; the models are minimised by coordinate descent
/// over the parameters that are not 0 or want to leave it, as in G.-X. Yuan, C.-H. Ho, C.-J. Lin, *An
/// Improved GLMNET for L1-regularized Logistic Regression*, Journal of Machine Learning Research 13,
/// 2012. Without λ₁ the model's minimum is the solution of a linear system.
final class ProximalNewton {
  /// A parameter: column k, input or intercept j.
  struct Coordinate {
    let k: Int
    let j: Int
  }

  let design: ColumnDesign
  let block: PenalisedProblem.Block
  let strength: Double
  let penalty: PenalisedProblem.Penalty
  let options: SolverOptions
  let n: Int
  let p: Int
  let K: Int
  /// The inputs it may use, and the intercept.
  let allowed: [Int]

  let weights: Buffer
  /// Where the model's minimum lies.
  let target: Buffer
  let direction: Buffer
  /// Of the loss and the smooth part of the penalty.
  let gradient: Buffer
  let scores: Buffer
  /// Scores of the direction.
  let along: Buffer
  let residuals: Buffer
  /// The loss's second derivatives, times C in the case of one column.
  let curvature: Buffer

  private(set) var report = SolverReport(method: .proximalNewton, converged: false)
  private(set) var isFinished = false
  private var scale = 0.0
  private var failures = 0
  private var best = Double.infinity
  private var sinceBest = 0

  init(
    _ problem: PenalisedProblem, _ block: PenalisedProblem.Block, _ options: SolverOptions
  ) throws {
    design = problem.design
    self.block = block
    strength = problem.strength
    penalty = problem.penalty
    self.options = options
    n = design.rowCount
    p = design.parameterCount
    K = block.loss.columnCount
    let inputs = block.features ?? Array(0..<design.featureCount)
    allowed = inputs + (design.hasIntercept ? [p - 1] : [])
    (weights, target, direction, gradient) = (
      Buffer(K * p), Buffer(K * p), Buffer(K * p), Buffer(K * p)
    )
    (scores, along, residuals, curvature) = (
      Buffer(K * n), Buffer(K * n), Buffer(K * n), Buffer(K * n)
    )
    if penalty.l1 == 0 { report.method = .newton }
    try begin()
  }

  // MARK: - Start

  private func begin() throws {
    try measure()
    scale = steepness(subgradient: false)
    if let start = block.start {
      place(start)
    } else if design.hasIntercept {
      for (k, value) in block.loss.startingIntercepts().enumerated() {
        weights.pointer[k * p + p - 1] = value
      }
    }
    try design.scores(of: weights.pointer, rows: K, into: scores.pointer)
    try measure()
    note(step: 0)
  }

  /// Takes K×p parameters over into the centred inputs' coordinates.
  private func place(_ start: [Double]) {
    for k in 0..<K {
      for j in 0..<p { weights.pointer[k * p + j] = start[k * p + j] }
      guard design.hasIntercept else { continue }
      for j in 0..<design.featureCount {
        weights.pointer[k * p + p - 1] += start[k * p + j] * design.means[j]
      }
    }
  }

  /// Loss, penalty, residuals and gradient where the block stands.
  private func measure() throws {
    let loss = block.loss.evaluate(
      scores.pointer, along: nil, 0, rows: n, residuals: residuals.pointer)
    report.loss = strength * loss
    report.penalty = penaltyValue(0)
    try computeGradient()
  }

  private func computeGradient() throws {
    try design.products(with: residuals.pointer, rows: K, into: gradient.pointer)
    for k in 0..<K {
      let (g, w) = (gradient.pointer + k * p, weights.pointer + k * p)
      for j in 0..<p { g[j] *= strength }
      for j in 0..<design.featureCount { g[j] += penalty.l2 * w[j] }
    }
  }

  // MARK: - One iteration

  func iterate() throws {
    block.loss.curvature(residuals.pointer, scores.pointer, rows: n, into: curvature.pointer)
    if K == 1 { for i in 0..<n { curvature.pointer[i] *= strength } }
    target.pointer.update(from: weights.pointer, count: K * p)
    try minimiseModel(over: freeCoordinates(), within: modelTolerance)
    for i in 0..<K * p { direction.pointer[i] = target.pointer[i] - weights.pointer[i] }
    try design.scores(of: direction.pointer, rows: K, into: along.pointer)
    let length = search()
    try computeGradient()
    report.iterations += 1
    note(step: length)
  }

  /// The parameters that the quadratic model moves: those that are not 0 or want to leave it.
  private func freeCoordinates() -> [Coordinate] {
    var free: [Coordinate] = []
    for j in allowed {
      let isFree = j >= design.featureCount || penalty.l1 == 0
      for k in 0..<K {
        let i = k * p + j
        if isFree || weights.pointer[i] != 0 || abs(gradient.pointer[i]) > penalty.l1 {
          free.append(Coordinate(k: k, j: j))
        }
      }
    }
    return free
  }

  /// How exactly the model is minimised: the closer the optimum, the more exactly.
  private var modelTolerance: Double {
    let share = min(0.1, report.gradient.squareRoot())
    return share * report.gradient * scale
  }

  /// Moves along the direction until the sum has fallen enough; 0 when it does not fall.
  private func search() -> Double {
    let before = report.objective
    var slope = penaltyValue(1, l2: 0) - penaltyValue(0, l2: 0)
    for i in 0..<K * p { slope += gradient.pointer[i] * direction.pointer[i] }
    var t = 1.0
    while slope < 0, t > 1e-10 {
      let loss =
        strength
        * block.loss.evaluate(
          scores.pointer, along: along.pointer, t, rows: n, residuals: residuals.pointer)
      let penalty = penaltyValue(t)
      if loss + penalty <= before + 0.01 * t * slope + 1e-14 * abs(before) {
        (report.loss, report.penalty) = (loss, penalty)
        move(t)
        return t
      }
      t /= 2
    }
    _ = block.loss.evaluate(
      scores.pointer, along: nil, 0, rows: n, residuals: residuals.pointer)
    return 0
  }

  private func move(_ t: Double) {
    if t == 1 {
      // As they are: parameters that the model puts to 0 are 0 exactly.
      weights.pointer.update(from: target.pointer, count: K * p)
    } else {
      DenseKernels.add(t, direction.pointer, to: weights.pointer, K * p)
    }
    DenseKernels.add(t, along.pointer, to: scores.pointer, K * n)
  }

  /// `λ₁ ‖w + t d‖₁ + ½ λ₂ ‖w + t d‖²`.
  private func penaltyValue(_ t: Double, l2: Double? = nil) -> Double {
    var (absolute, square) = (0.0, 0.0)
    for k in 0..<K {
      for j in 0..<design.featureCount {
        let i = k * p + j
        let w =
          t == 1
          ? target.pointer[i]
          : t == 0
            ? weights.pointer[i]
            : weights.pointer[i] + t * direction.pointer[i]
        absolute += abs(w)
        square += w * w
      }
    }
    return penalty.l1 * absolute + 0.5 * (l2 ?? penalty.l2) * square
  }

  // MARK: - Stopping

  /// Measures how far the optimum is, adds the iteration to the trace, and stops where it should.
  private func note(step: Double) {
    let steepness = steepness(subgradient: true)
    report.gradient = scale > 0 ? steepness / scale : steepness > 0 ? .infinity : 0
    report.trace.append(
      .init(loss: report.loss, penalty: report.penalty, gradient: report.gradient, step: step))
    report.converged = report.gradient <= options.tolerance
    failures = step > 0 || report.iterations == 0 ? 0 : failures + 1
    sinceBest = report.gradient < best ? 0 : sinceBest + 1
    best = min(best, report.gradient)
    isFinished =
      report.converged || failures >= 2 || sinceBest >= 20 || !report.gradient.isFinite
      || report.iterations >= options.maximumIterations
  }

  /// The largest entry of the gradient, or of the minimal subgradient, of the inputs as given.
  private func steepness(subgradient: Bool) -> Double {
    var top = 0.0
    for k in 0..<K {
      let (g, w) = (gradient.pointer + k * p, weights.pointer + k * p)
      let intercept = design.hasIntercept ? g[p - 1] : 0
      for j in allowed {
        var entry = g[j]
        if j < design.featureCount {
          entry += design.means[j] * intercept
          if subgradient { entry = minimal(entry, at: w[j]) }
        }
        top = entry.isNaN ? .infinity : max(top, abs(entry))
      }
    }
    return top
  }

  /// Of all subgradients in one parameter the one closest to 0.
  private func minimal(_ g: Double, at w: Double) -> Double {
    if w > 0 { return g + penalty.l1 }
    if w < 0 { return g - penalty.l1 }
    return max(0, abs(g) - penalty.l1)
  }

  // MARK: - Result

  /// K×p, the intercept last, for the inputs as given.
  var solution: [Double] {
    var result = Array(UnsafeBufferPointer(start: weights.pointer, count: K * p))
    if design.hasIntercept {
      for k in 0..<K {
        for j in 0..<design.featureCount {
          result[k * p + p - 1] -= result[k * p + j] * design.means[j]
        }
      }
    }
    guard K > 1 else { return result }
    // The softmax does not feel a constant added to a parameter of all classes; parameters without
    // penalty are reported with sum 0.
    let unpenalised = penalty.l1 == 0 && penalty.l2 == 0 ? 0..<p : design.featureCount..<p
    for j in unpenalised {
      let mean = (0..<K).reduce(0) { $0 + result[$1 * p + j] } / Double(K)
      for k in 0..<K { result[k * p + j] -= mean }
    }
    return result
  }
}

/// `log(p / (1 − p))`.
func logOdds(_ p: Double) -> Double { log(p / (1 - p)) }

/// The natural logarithm.
func logarithm(_ x: Double) -> Double { log(x) }
