internal import Tensors

/// The linear system of tasks with quadratic terms: Z_tᵀZ_t w_t + (W M)_t = Z_tᵀ z_t for all t.
///
/// With I ⊗ M it has (dT)² numbers and is never formed: tasks that are not tied to each other are
/// solved apart, evenly tied ones by a d×d system for their mean (`ArrowSystem`), unevenly tied ones
/// directly while they are small and by conjugate gradients otherwise. Intercepts are eliminated by
/// centring (`CentredRows`).
struct CoupledSystem: Sendable {
  /// The method of one part of the tasks.
  private enum Block: Sendable {
    case alone([Int], [TaskFactor])
    case arrow([Int], ArrowSystem)
    case dense([Int], DefiniteSystem)
    case iterative(GradientSystem)
  }

  /// A solution and what is known of it.
  struct Solution: Sendable {
    var W: TaskWeights
    /// ‖residual‖ / (‖right side‖ + ‖M‖ ‖W‖).
    var residual: Double
    /// How many times the residual's own solution was added.
    var refinements: Int
  }

  /// Up to this many unknowns unevenly tied tasks are one dense matrix.
  static let denseLimit = 1_500

  let rows: [CentredRows]
  let graph: CouplingGraph
  private let blocks: [Block]
  /// The tasks whose data and ridge leave directions of their weights undetermined.
  let undetermined: [Int]

  /// Factorises; `grams` are the tasks' `CentredRows.gram()`.
  init(_ rows: [CentredRows], _ graph: CouplingGraph, grams: consuming [[Double]]) throws {
    self.rows = rows
    self.graph = graph
    var blocks: [Block] = []
    var undetermined: [Int] = []
    let single = graph.components.filter { $0.tasks.count == 1 }.flatMap(\.tasks)
    if !single.isEmpty {
      let factors = try TaskFactor.all(rows, &grams, single) { _ in graph.ridge }
      let d = rows[0].columnCount
      undetermined += zip(single, factors).filter { $1.rank < d }.map(\.0)
      blocks.append(.alone(single, factors))
    }
    for component in graph.components where component.tasks.count > 1 {
      let block = try Self.block(component, rows, graph, &grams)
      if Self.nullity(block) > 0 { undetermined += component.tasks }
      blocks.append(block)
    }
    self.blocks = blocks
    self.undetermined = undetermined.sorted()
  }

  private static func block(
    _ component: CouplingGraph.Component, _ rows: [CentredRows], _ graph: CouplingGraph,
    _ grams: inout [[Double]]
  ) throws -> Block {
    let d = rows[0].columnCount
    let tasks = component.tasks
    if let weight = component.evenWeight, d <= ArrowSystem.widthLimit {
      return .arrow(
        tasks, try ArrowSystem(rows, &grams, tasks, ridge: graph.ridge, weight: weight))
    }
    guard tasks.count * d <= denseLimit else {
      return .iterative(try GradientSystem(rows, &grams, tasks, graph))
    }
    return .dense(tasks, try dense(tasks, rows, graph, grams))
  }

  private static func nullity(_ block: Block) -> Int {
    switch block {
    case .arrow(_, let system): system.nullity
    case .dense(_, let system): system.nullity
    case .alone, .iterative: 0
    }
  }

  /// The matrix of some tasks, written out.
  private static func dense(
    _ tasks: [Int], _ rows: [CentredRows], _ graph: CouplingGraph, _ grams: [[Double]]
  ) throws -> DefiniteSystem {
    let d = rows[0].columnCount
    let size = tasks.count * d
    var A = Array(repeating: 0.0, count: size * size)
    for (a, t) in tasks.enumerated() {
      try Interrupt.check()
      let gram = try rows[t].isTall ? grams[t] : rows[t].wideGram()
      for k in 0..<d {
        let row = (a * d + k) * size
        for l in 0..<d { A[row + a * d + l] = gram[k * d + l] }
        A[row + a * d + k] += graph.ridge + graph.degree(t)
        for (b, s) in tasks.enumerated() where b != a { A[row + b * d + k] = -graph.edge(t, s) }
      }
    }
    return try DefiniteSystem(A, size: size)
  }

  /// The weights for n_t numbers z_t of every task, refined until the residual stops falling.
  func solve(_ z: [[Double]]) throws -> Solution {
    let right = try mapInParallel(rows.count) { try rows[$0].transposedProduct(z[$0]) }
    let scale = Self.norm(right)
    var W = try solution(right, pulling: z)
    var residual = try self.residual(W, z)
    var measure = self.measure(residual, W, scale)
    var refinements = 0
    while refinements < 5, measure > 4e-16 {
      var better = W
      let change = try solution((0..<rows.count).map { Array(residual.task($0)) }, pulling: nil)
      for i in better.values.indices { better.values[i] += change.values[i] }
      let left = try self.residual(better, z)
      let new = self.measure(left, better, scale)
      guard new < measure else { break }
      let isWorthwhile = new < measure / 2
      (W, residual, measure) = (better, left, new)
      refinements += 1
      guard isWorthwhile else { break }
    }
    return Solution(W: W, residual: measure, refinements: refinements)
  }

  /// Z_tᵀ(z_t − Z_t w_t) − (W M)_t of every task.
  private func residual(_ W: TaskWeights, _ z: [[Double]]) throws -> TaskWeights {
    let d = W.featureCount
    var result = try graph.product(W)
    let pulls = try mapInParallel(rows.count) { t in
      let fit = try rows[t].product(Array(W.task(t)))
      return try rows[t].transposedProduct(zip(z[t], fit).map { $0 - $1 })
    }
    for t in rows.indices {
      for k in 0..<d { result.values[t * d + k] = pulls[t][k] - result.values[t * d + k] }
    }
    return result
  }

  private func measure(_ residual: TaskWeights, _ W: TaskWeights, _ right: Double) -> Double {
    let scale = right + graph.largest * Self.norm([W.values])
    let size = Self.norm([residual.values])
    return size == 0 ? 0 : size / scale
  }

  /// The weights for d numbers r_t of every task; where r_t = Z_tᵀ z_t, z_t keeps more digits.
  private func solution(_ r: [[Double]], pulling z: [[Double]]?) throws -> TaskWeights {
    let d = rows[0].columnCount
    var W = TaskWeights(taskCount: rows.count, featureCount: d)
    func own(_ tasks: [Int], _ factors: [TaskFactor]) throws -> [[Double]] {
      try mapInParallel(tasks.count) { i in
        try z.map { try factors[i].pulled($0[tasks[i]]) } ?? factors[i].applied(r[tasks[i]])
      }
    }
    for block in blocks {
      switch block {
      case .alone(let tasks, let factors):
        W.set(tasks, try own(tasks, factors).flatMap { $0 })
      case .arrow(let tasks, let system):
        W.set(tasks, try system.combined(own(tasks, system.factors)).flatMap { $0 })
      case .dense(let tasks, let system):
        W.set(tasks, try system.solution(tasks.flatMap { r[$0] }))
      case .iterative(let system):
        W.set(system.tasks, try system.solution(r))
      }
    }
    return W
  }

  static func norm(_ parts: [[Double]]) -> Double {
    parts.reduce(0) { $1.reduce($0) { $0 + $1 * $1 } }.squareRoot()
  }
}

extension CentredRows {
  /// ZᵀZ, d×d, whatever the number of rows.
  func wideGram() throws -> [Double] {
    let d = columnCount
    var gram = Array(repeating: 0.0, count: d * d)
    try forEachBlock(of: 256) { _, count, z in
      try BLAS.syrk(true, d, count, 1, z, d, 1, &gram, d)
    }
    return gram
  }
}
