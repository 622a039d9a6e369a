import Datasets
import Glibc
import MultiTask
import Tensors
import Testing

/// What every solver reports of itself, held against the definitions in plain loops.
@Suite("Reports of every solver")
struct ReportHonestyTests {
  struct Case: Sendable, CustomStringConvertible {
    let name: String
    let penalty: Penalty
    let loss: TaskLoss
    let isShared: Bool
    var hasIntercepts = true

    var description: String {
      "\(name) \(loss.rawValue) \(isShared ? "shared" : "separate")\(hasIntercepts ? "" : " without b")"
    }

    func data() throws -> TaskDataset {
      try SmoothReference.tasks(
        rows: isShared ? [17, 17, 17, 17, 17] : [25, 4, 17, 9, 30], features: 6, seed: 71,
        shared: isShared, binary: loss == .logistic)
    }

    func model() throws -> MultiTaskModel {
      try MultiTaskModel(
        loss: loss, penalty: penalty, intercept: hasIntercepts, tol: 1e-7, maxIterations: 3000)
    }
  }

  /// Every penalty with either loss on both kinds of data, tasks of different sizes.
  static let cases: [Case] = ((try? TrainingCase.penalties(5)) ?? []).flatMap { name, penalty in
    TaskLoss.allCases.flatMap { loss in
      [
        Case(name: name, penalty: penalty, loss: loss, isShared: false),
        Case(name: name, penalty: penalty, loss: loss, isShared: true),
        Case(name: name, penalty: penalty, loss: loss, isShared: false, hasIntercepts: false),
      ]
    }
  }

  @Test func `are made of every penalty`() { #expect(Self.cases.count == 14 * 2 * 3) }

  @Test(arguments: cases)
  func `give the objective of the definition at every stage`(_ example: Case) throws {
    let data = try example.data()
    var run = try example.model().training(on: data)
    var stages = 0
    repeat {
      let now = run.iterate
      let loss = Self.loss(data, now.W, now.intercepts, example.loss)
      #expect(abs(now.loss - loss) <= 1e-10 * max(1, loss), "stage \(stages)")
      var objective = loss
      for (term, value) in zip(example.penalty.terms, now.penalties) {
        let known = try Self.value(term, now)
        #expect(abs(value - known) <= 1e-10 * max(1, known), "\(term.name), stage \(stages)")
        objective += known
      }
      #expect(now.penalties.count == example.penalty.terms.count)
      #expect(abs(now.objective - objective) <= 1e-10 * max(1, objective))
      if !example.hasIntercepts { #expect(now.intercepts.allSatisfy { $0 == 0 }) }
      stages += 1
    } while try run.advance()
    #expect(stages > 1)
  }

  @Test(arguments: cases)
  func `name a method and a reason to stop that fit together`(_ example: Case) throws {
    let data = try example.data()
    let fitted = try example.model().fit(data)
    let accuracy = fitted.iterate.accuracy
    switch fitted.method {
    case "accelerated proximal gradient", "alternating direction method of multipliers":
      #expect(fitted.measure == "relative duality gap" && accuracy.isFinite)
      #expect(
        fitted.stop == .gap,
        "ended at \(accuracy) after \(fitted.iterate.iteration): \(fitted.stop)")
      #expect(fitted.converged == (accuracy <= 1e-7))
      #expect(!example.penalty.corners.isEmpty)
      #expect(
        fitted.method.hasPrefix("alternating") == (example.name == "nuclear + l1"))
    case "Newton's method":
      #expect(example.loss == .logistic && example.penalty.corners.isEmpty)
      #expect(fitted.measure == "gradient's norm relative to that at weights of 0")
      if fitted.stop == .gradient { #expect(accuracy <= 1e-7) }
      #expect(fitted.stop == .gradient || fitted.stop == .separable)
    case "alternating structure optimisation":
      #expect(example.name == "aso alternating" && fitted.stop == .gradient && accuracy <= 1e-7)
    default:
      #expect(fitted.method.contains("linear system") && example.loss == .squared)
      #expect(example.penalty.corners.isEmpty)
      #expect(
        fitted.method.contains("one design")
          == (example.isShared && example.name != "none" && example.name != "l2"))
      #expect(fitted.measure == "residual of the linear system" && fitted.stop == .exact)
      #expect(accuracy < 1e-12)
    }
    #expect(fitted.history.count == fitted.iterate.iteration + 1)
    #expect(fitted.history.last?.objective == fitted.iterate.objective)
    #expect(fitted.history.last?.accuracy == accuracy)
  }

  @Test func `do not depend on the number of threads`() throws {
    let count = Parallel.threadCount
    defer { Parallel.threadCount = count }
    for example in Self.cases {
      let data = try example.data()
      Parallel.threadCount = 1
      let alone = try example.model().fit(data)
      Parallel.threadCount = 3
      #expect(try example.model().fit(data).isSame(as: alone), "\(example)")
    }
  }

  // MARK: - Definitions

  private static func loss(
    _ data: TaskDataset, _ W: TaskWeights, _ b: [Double], _ loss: TaskLoss
  ) -> Double {
    var total = 0.0
    for (t, task) in data.tasks.enumerated() {
      for i in 0..<task.rowCount {
        var f = b[t]
        for k in 0..<data.featureCount { f += task.X[i, k] * W[k, t] }
        let y = task.y[flat: i]
        total += loss == .squared ? (y - f) * (y - f) : log1p(exp(-abs(f))) + max(f, 0) - y * f
      }
    }
    return total
  }

  private static func value(_ term: PenaltyTerm, _ iterate: TaskIterate) throws -> Double {
    let W = iterate.W
    let (T, d) = (W.taskCount, W.featureCount)
    func sum(_ M: TaskWeights, _ size: (Double) -> Double) -> Double {
      var total = 0.0
      for k in 0..<d { for t in 0..<T { total += size(M[k, t]) } }
      return total
    }
    func distance(_ s: Int, _ t: Int) -> Double {
      (0..<d).reduce(0) { $0 + (W[$1, s] - W[$1, t]) * (W[$1, s] - W[$1, t]) }
    }
    switch term {
    case .l1(let a): return a * sum(W) { abs($0) }
    case .l2(let a): return a * sum(W) { $0 * $0 }
    case .elasticNet(let a, let r):
      return a * (r * sum(W) { abs($0) } + (1 - r) / 2 * sum(W) { $0 * $0 })
    case .l21(let a):
      return a
        * (0..<d).reduce(0) { total, k in
          total + (0..<T).reduce(0) { $0 + W[k, $1] * W[k, $1] }.squareRoot()
        }
    case .coherence(let a):
      // T Σ_t ‖w_t − w̄‖² is the sum of the squared distances of all pairs.
      var total = 0.0
      for s in 0..<T { for t in 0..<s { total += distance(s, t) } }
      return a * total / Double(T)
    case .similarity(let a, let S):
      var total = 0.0
      for s in 0..<T { for t in 0..<T where s != t { total += S[s, t] * distance(s, t) } }
      return a * total
    case .nuclear(let a): return a * (try singularValues(W)).reduce(0, +)
    case .dirty(let a, let b):
      let (P, Q) = (iterate.parts[0], iterate.parts[1])
      let peaks = (0..<d).map { k in (0..<T).map { abs(P[k, $0]) }.max() ?? 0 }
      return a * peaks.reduce(0, +) + b * sum(Q) { abs($0) }
    case .aso(let a, let b, let k, .convex): return try relaxed(singularValues(W), a, b, k)
    case .aso(let a, let b, _, .alternating):
      return try alternating(W, iterate.structure, a, b)
    }
  }

  /// The norms of W's columns once they are turned orthogonal, two at a time: small ones keep their digits.
  ///
  /// Magnus Hestenes, *Inversion of Matrices by Biorthogonalization*, Journal of SIAM 6, 1958.
  private static func singularValues(_ W: TaskWeights) throws -> [Double] {
    var columns = (0..<W.taskCount).map { Array(W.task($0)) }
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    for _ in 0..<60 {
      for i in columns.indices {
        for j in 0..<i {
          let (a, b, c) = (
            dot(columns[i], columns[i]), dot(columns[j], columns[j]), dot(columns[i], columns[j])
          )
          guard abs(c) > 1e-17 * (a * b).squareRoot(), c != 0 else { continue }
          let zeta = (b - a) / (2 * c)
          let t = (zeta < 0 ? -1 : 1) / (abs(zeta) + (1 + zeta * zeta).squareRoot())
          let cosine = 1 / (1 + t * t).squareRoot()
          for k in columns[i].indices {
            let (x, y) = (columns[i][k], columns[j][k])
            columns[i][k] = cosine * (x - t * y)
            columns[j][k] = cosine * (y + t * x)
          }
        }
      }
    }
    return columns.map { dot($0, $0).squareRoot() }
  }

  /// ρ₁ η(1 + η) Σ σ²/(η + γ): γ = clip(tσ − η, 0, 1), t by bisection until Σ γ = k.
  private static func relaxed(_ sizes: [Double], _ a: Double, _ b: Double, _ k: Int) -> Double {
    let eta = b / a
    func shares(_ t: Double) -> [Double] { sizes.map { min(max(t * $0 - eta, 0), 1) } }
    var (low, high) = (0.0, 1e12)
    for _ in 0..<2000 {
      let middle = (low + high) / 2
      if shares(middle).reduce(0, +) < Double(k) { low = middle } else { high = middle }
    }
    let best = shares(high)
    return a * eta * (1 + eta) * zip(sizes, best).reduce(0) { $0 + $1.0 * $1.0 / (eta + $1.1) }
  }

  /// ρ₁ Σ_t ‖w_t − Θᵀ Θ w_t‖² + ρ₂ ‖W‖².
  private static func alternating(
    _ W: TaskWeights, _ structure: Tensor?, _ a: Double, _ b: Double
  ) throws -> Double {
    var total = 0.0
    for t in 0..<W.taskCount {
      var rest = Array(W.task(t))
      for value in rest { total += b * value * value }
      if let structure {
        for i in 0..<structure.rowCount {
          let share = (0..<W.featureCount).reduce(0) { $0 + structure[i, $1] * W[$1, t] }
          for k in rest.indices { rest[k] -= share * structure[i, k] }
        }
      }
      for value in rest { total += a * value * value }
    }
    return total
  }
}
