internal import Glibc
internal import Tensors

/// One block on its way to the optimum.
///
/// It asks for loss and gradient at one point after another, its `point`, and learns from each answer:
/// the step is accepted and a new direction chosen, or another length is tried along the old one.
final class ActiveBlock {
  /// Where it is in the course of an iteration.
  private enum Phase {
    case start
    case along(LineSearch, tries: Int)
    case finished
  }

  let index: Int
  let block: LinearProblem.Block
  let columns: Int
  private let problem: LinearProblem
  private let options: SolverOptions
  private let curvature: Curvature
  private let frequencies: [Double]
  private var phase = Phase.start
  /// Whether the few classes of the block are taken as coupled.
  private let isCoupled: Bool
  /// What L-BFGS starts from; unknown until it is needed.
  private var initial: BlockCurvature?
  private var coupled: ClassCurvature?
  private var memory: LimitedMemory
  private var startGradient = 0.0
  private var failures = 0
  private var nextSurvey = 6
  private(set) var report: SolverReport

  let weights: Buffer
  private let gradient: Buffer
  private let direction: Buffer

  private var p: Int { problem.design.parameterCount }
  private var d: Int { problem.design.featureCount }
  private var count: Int { columns * p }

  init(_ index: Int, _ problem: LinearProblem, _ options: SolverOptions, _ curvature: Curvature) {
    self.index = index
    self.problem = problem
    self.options = options
    self.curvature = curvature
    block = problem.blocks[index]
    columns = block.loss.columnCount
    let size = columns * problem.design.parameterCount
    // Large blocks remember less: it is quicker, and memories stay within some hundred megabytes.
    isCoupled =
      columns > 1 && columns <= ClassCurvature.mostClasses && block.features == nil
      && curvature.hasSpectrum
    let most = columns > 1 && !isCoupled ? min(options.memory, 6) : options.memory
    memory = LimitedMemory(
      capacity: max(3, min(most, (1 << 24) / max(size, 1))), size: size,
      isScaled: columns > 1 && !isCoupled || curvature.isCrude)
    weights = Buffer(size)
    gradient = Buffer(size)
    direction = Buffer(size)
    let method: SolverReport.Method =
      options.allowsNewton && problem.suitsNewton(block) ? .newton : .lbfgs
    report = SolverReport(method: method, converged: false)
    frequencies = block.loss.frequencies()
    if problem.design.hasIntercept { startFromFrequencies() }
  }

  var isFinished: Bool { if case .finished = phase { true } else { false } }

  /// Whether it asks for its first point, where all parameters but intercepts are 0.
  var isAtStart: Bool { if case .start = phase { true } else { false } }

  /// Puts every intercept where it would be if there were no inputs.
  private func startFromFrequencies() {
    let shares = frequencies.map { min(max($0, 1e-12), 1 - 1e-12) }
    for (k, share) in shares.enumerated() {
      weights.pointer[k * p + d] = shares.count == 1 ? log(share / (1 - share)) : log(share)
    }
  }

  // MARK: - Questions and answers

  /// Writes the point where loss and gradient are wanted, K×p.
  func writePoint(_ out: MutableDoubles) {
    out.update(from: weights.pointer, count: count)
    guard case .along(let line, _) = phase else { return }
    DenseKernels.add(line.t, direction.pointer, to: out, count)
  }

  /// Takes the loss at a point and the residuals' products with the inputs, which are spoilt.
  func learn(_ loss: Double, at point: Doubles, _ products: MutableDoubles) throws {
    let penalty = complete(products, at: point)
    let loss = problem.strength * loss
    switch phase {
    case .finished: return
    case .start:
      arrive(loss, penalty, products)
      startGradient = gradientAtZero()
      finishIteration(step: 0)
    case .along(var line, let tries):
      let slope = DenseKernels.dot(products, direction.pointer, count)
      guard line.accepts(value: loss + penalty, slope: slope) else {
        phase = .along(line, tries: tries + 1)
        return tries < 39 ? () : try fail()
      }
      remember(line.t, products)
      weights.pointer.update(from: point, count: count)
      arrive(loss, penalty, products)
      failures = 0
      report.iterations += 1
      finishIteration(step: line.t)
    }
    if !isFinished { try chooseDirection() }
  }

  /// Turns products into the gradient `C R X + P w`, entries of inputs it may not use being 0;
  /// returns the penalty.
  private func complete(_ g: MutableDoubles, at point: Doubles) -> Double {
    var penalty = 0.0
    for k in 0..<columns {
      let (w, g) = (point + k * p, g + k * p)
      for j in 0..<p { g[j] *= problem.strength }
      DenseKernels.add(1, w, to: g, d)
      penalty += 0.5 * DenseKernels.dot(w, w, d)
      guard let features = block.features else { continue }
      var kept = [Double](repeating: 0, count: d)
      for j in features { kept[j] = g[j] }
      for j in 0..<d { g[j] = kept[j] }
    }
    return penalty
  }

  private func arrive(_ loss: Double, _ penalty: Double, _ g: Doubles) {
    report.loss = loss
    report.penalty = penalty
    gradient.pointer.update(from: g, count: count)
  }

  /// The gradient's largest entry at parameters 0, from that at the frequencies: there the residuals of
  /// a column differ by one number in all rows.
  private func gradientAtZero() -> Double {
    let g = Buffer(count)
    g.pointer.update(from: gradient.pointer, count: count)
    if problem.design.hasIntercept {
      let sums = curvature.columnSums
      let even = columns == 1 ? 0.5 : 1 / Double(columns)
      for (k, share) in frequencies.enumerated() {
        let change = problem.strength * (even - min(max(share, 1e-12), 1 - 1e-12))
        let column = g.pointer + k * p
        for j in block.features ?? Array(0..<d) { column[j] += change * sums[j] }
        column[d] += change * sums[d]
      }
    }
    return Self.largest(g.pointer, count)
  }

  private static func largest(_ x: Doubles, _ count: Int) -> Double {
    var top = 0.0
    for i in 0..<count { top = max(top, abs(x[i])) }
    return top
  }

  /// Measures and records where the block stands, and whether it has arrived.
  private func finishIteration(step: Double) {
    report.gradient =
      startGradient > 0 ? Self.largest(gradient.pointer, count) / startGradient : 0
    report.trace.append(
      .init(
        loss: report.loss, penalty: report.penalty, gradient: report.gradient, step: step))
    let hasArrived = report.gradient <= options.tolerance
    if hasArrived || failures >= 2 || report.iterations >= options.maximumIterations {
      report.converged = hasArrived
      phase = .finished
      memory.forget()
      initial = nil
      coupled = nil
    }
  }

  /// No step along the direction helps: starts afresh from the gradient, once.
  private func fail() throws {
    failures += 1
    report.iterations += 1
    memory.forget()
    finishIteration(step: 0)
    if !isFinished { try chooseDirection() }
  }

  // MARK: - Directions

  private func chooseDirection() throws {
    if report.method == .newton,
      try problem.newtonDirection(block, weights.pointer, gradient.pointer, direction.pointer)
    {
      return try begin()
    }
    let prepare = try startingInverse()
    direction.pointer.update(from: gradient.pointer, count: count)
    try memory.direction(direction.pointer, prepare: prepare)
    if DenseKernels.dot(direction.pointer, gradient.pointer, count) >= 0 {
      memory.forget()
      direction.pointer.update(from: gradient.pointer, count: count)
      try memory.direction(direction.pointer, prepare: prepare)
    }
    try begin()
  }

  private func begin() throws {
    let slope = DenseKernels.dot(direction.pointer, gradient.pointer, count)
    guard slope < 0 else { return try fail() }
    phase = .along(LineSearch(value: report.objective, slope: slope), tries: 0)
  }

  /// The inverse Hessian that L-BFGS starts from.
  private func startingInverse() throws -> (MutableDoubles) throws -> Void {
    if coupled == nil, isCoupled, let spectrum = try curvature.spectrum() {
      coupled = try ClassCurvature(spectrum, problem, frequencies)
    }
    if let coupled { return coupled.apply }
    return try currentCurvature().apply
  }

  /// The same with columns apart; for many classes it is looked at anew now and then.
  private func currentCurvature() throws -> BlockCurvature {
    if let initial, columns == 1 || report.iterations < nextSurvey { return initial }
    let known =
      initial == nil
      ? BlockCurvature.expected(block.loss, frequencies)
      : try BlockCurvature.surveyed(block.loss, problem.design, at: weights.pointer)
    if initial != nil { nextSurvey = 2 * report.iterations }
    let made = try BlockCurvature(curvature, block, known)
    initial = made
    return made
  }

  private func remember(_ step: Double, _ after: Doubles) {
    guard report.method == .lbfgs else { return }
    memory.remember(direction.pointer, step, from: gradient.pointer, to: after)
  }
}
