internal import Charts
internal import Datasets
internal import Diagnostics
internal import Tensors

/// The logistic loss with quadratic terms: Newton's method, a linear system an iteration.
///
/// Each system has the structure of the squared loss's, with weighted samples (`LogisticTask`,
/// `CoupledSystem`); the step is halved until the objective falls enough (L. Armijo, *Minimization of
/// Functions Having Lipschitz Continuous First Partial Derivatives*, Pacific Journal of Mathematics 16,
/// 1966). Without ties the systems are each task's own.
struct NewtonSolver: TaskSolver {
  private let problem: TaskProblem
  private let model: MultiTaskModel
  /// With 2M: the penalty's second derivatives.
  private let graph: CouplingGraph
  private(set) var iterate: TaskIterate
  private(set) var stop: StopReason?
  private let startingNorm: Double
  private var scores: [[Double]]

  init(_ problem: TaskProblem, _ model: MultiTaskModel, from start: TaskIterate?) throws {
    self.problem = problem
    self.model = model
    let (T, d) = (problem.data.taskCount, problem.data.featureCount)
    graph = CouplingGraph(problem.penalty, taskCount: T, scale: 2)
    let W = start?.W ?? TaskWeights(taskCount: T, featureCount: d)
    let b = start?.intercepts ?? Array(repeating: 0, count: T)
    startingNorm = try problem.startingGradientNorm()
    scores = try mapInParallel(T) { try problem.taskScores(W, b, $0) }
    iterate = TaskIterate(
      parts: [W], intercepts: b, loss: Self.loss(problem, scores),
      penalties: try problem.penalty.values([W]))
    iterate.accuracy = try gradientShare(iterate)
    if iterate.accuracy <= model.tolerance { stop = .gradient }
  }

  var method: String { "Newton's method" }
  var measure: String { "gradient's norm relative to that at weights of 0" }
  var nextStage: String? { stop == nil ? "Newton step \(iterate.iteration + 1)" : nil }

  func changing(_ penalty: Penalty) throws -> any TaskSolver {
    var (model, problem) = (model, problem)
    model.penalty = penalty
    problem.penalty = penalty
    return try makeTaskSolver(problem, model, from: iterate)
  }

  mutating func advance() throws -> Bool {
    guard stop == nil else { return false }
    let (W, b) = try newtonPoint()
    let ends = try mapInParallel(scores.count) { try problem.taskScores(W, b, $0) }
    let search = try lineSearch(W, ends)
    var next = iterate
    next.iteration += 1
    next.before = next.parts
    next.step = search.step
    next.events = Self.events(search.step)
    next.parts = [
      iterate.parts[0].moved(by: search.step, along: W.moved(by: -1, along: iterate.parts[0]))
    ]
    next.intercepts = zip(iterate.intercepts, b).map { $0 + search.step * ($1 - $0) }
    let nextScores = try mapInParallel(scores.count) {
      try problem.taskScores(next.parts[0], next.intercepts, $0)
    }
    next.loss = Self.loss(problem, nextScores)
    next.penalties = try problem.penalty.values(next.parts)
    guard next.objective.isFinite else {
      throw Failure(
        .numeric, "Newton's method left the range of numbers: the objective is not finite",
        notes: ["standardize the features first"])
    }
    next.accuracy = try gradientShare(next)
    scores = nextScores
    iterate = next
    try decide(gain: search.gain)
    return true
  }

  /// Where Newton's full step leads.
  private func newtonPoint() throws -> (W: TaskWeights, b: [Double]) {
    let W = iterate.parts[0]
    let tasks = try mapInParallel(scores.count) { t in
      try LogisticTask(
        problem.data.tasks[t], scores: scores[t], W.task(t), iterate.intercepts[t],
        hasIntercept: problem.hasIntercepts)
    }
    let system = try CoupledSystem(
      tasks.map(\.rows), graph, grams: mapInParallel(tasks.count) { try tasks[$0].rows.gram() })
    let new = try system.solve(tasks.map(\.z)).W
    return (new, tasks.indices.map { tasks[$0].intercept(new.task($0)) })
  }

  /// The share of the full step to take, and what the objective gains by it.
  private func lineSearch(
    _ W: TaskWeights, _ ends: [[Double]]
  ) throws -> (step: Double, gain: Double) {
    let here = iterate.parts[0]
    let change = W.moved(by: -1, along: here)
    let (pull, bend) = (try graph.product(here), try graph.product(change))
    let slopeOfTerms = zip(change.values, pull.values).reduce(0) { $0 + $1.0 * $1.1 }
    let curvature = zip(change.values, bend.values).reduce(0) { $0 + $1.0 * $1.1 } / 2
    let loss = Self.loss(problem, scores)
    let scale = abs(iterate.objective)
    var slope = slopeOfTerms
    for (t, f) in scores.enumerated() {
      slope += problem.data.tasks[t].y.withElements { y in
        f.indices.reduce(0) { $0 + problem.loss.derivative(y[$1], f[$1]) * (ends[t][$1] - f[$1]) }
      }
    }
    var step = 1.0
    while step > 1e-9 {
      try Interrupt.check()
      let ahead = scores.indices.map { t in
        zip(scores[t], ends[t]).map { $0 + step * ($1 - $0) }
      }
      let terms = step * slopeOfTerms + step * step * curvature
      let gain = loss - Self.loss(problem, ahead) - terms
      if gain >= -1e-4 * step * slope - 1e-15 * scale { return (step, gain) }
      step /= 2
    }
    return (0, 0)
  }

  /// Ends the run where there is a reason to.
  private mutating func decide(gain: Double) throws {
    let isStalled = gain <= 1e-15 * abs(iterate.objective)
    if iterate.accuracy <= model.tolerance {
      stop = .gradient
    } else if isStalled {
      stop = iterate.accuracy <= 1e-5 ? .settled : .stalled
    } else if iterate.iteration >= model.maximumIterations {
      stop = .limit
    }
    guard stop != nil else { return }
    let separations = try separations()
    let remarks = separations + [problem.oneClassRemark].compactMap { $0 }
    guard !remarks.isEmpty else { return }
    stop = separations.isEmpty ? .oneClass : .separable
    iterate.events += remarks
    iterate.remarks = remarks
  }

  private static func events(_ step: Double) -> [String] {
    if step == 1 { return [] }
    return [step == 0 ? "no step lowers the objective" : "step shortened to \(shortNumber(step))"]
  }

  private static func loss(_ problem: TaskProblem, _ scores: [[Double]]) -> Double {
    zip(problem.data.tasks, scores).reduce(0) { $0 + problem.loss.total($1.0, $1.1) }
  }

  private func gradientShare(_ iterate: TaskIterate) throws -> Double {
    let W = iterate.parts[0]
    var gradient = try problem.totalGradient(W, iterate.intercepts)
    let terms = try graph.product(W)
    for i in terms.values.indices { gradient.W.values[i] += terms.values[i] }
    let size = CoupledSystem.norm([gradient.W.values, gradient.b])
    return size == 0 ? 0 : size / (startingNorm > 0 ? startingNorm : 1)
  }
}

extension NewtonSolver {
  /// A sentence for every group of tasks whose classes common weights separate while no ridge holds them.
  private func separations() throws -> [String] {
    guard graph.ridge == 0 else { return [] }
    var remarks: [String] = []
    for component in graph.components where try isSeparated(component.tasks) {
      let name = problem.data.taskNames[component.tasks[0]]
      let rest = component.tasks.count - 1
      remarks.append(
        "the classes of task '\(name)'" + (rest > 0 ? " and \(rest) more" : "")
          + " can be separated: l2(0.01) would keep the weights finite")
    }
    return remarks
  }

  /// Whether the mean of some tasks' weights separates the classes of each of them.
  ///
  /// Where there are intercepts, tasks of one class alone need no weights for that, so they do not count.
  private func isSeparated(_ tasks: [Int]) throws -> Bool {
    let W = iterate.parts[0]
    var mean = Array(repeating: 0.0, count: W.featureCount)
    for t in tasks {
      for k in mean.indices { mean[k] += W[k, t] / Double(tasks.count) }
    }
    var areSplit = !problem.hasIntercepts
    for t in tasks {
      let task = problem.data.tasks[t]
      let scores = try task.scores(mean[...], intercept: 0)
      var (lowest, highest) = (Double.infinity, -Double.infinity)
      for (i, f) in scores.enumerated() {
        if task.y[flat: i] > 0.5 { lowest = min(lowest, f) } else { highest = max(highest, f) }
      }
      guard problem.hasIntercepts ? lowest > highest : lowest > 0 && highest < 0 else {
        return false
      }
      areSplit = areSplit || lowest.isFinite && highest.isFinite
    }
    return areSplit
  }
}
