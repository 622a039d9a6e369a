import Datasets
import Diagnostics
import Glibc
import Tensors
import Testing

/// Made-up tasks are related as their recipe says.
@Suite("made tasks")
struct TaskGeneratorTests {
  private func recipe(_ change: (inout TaskRecipe) -> Void) -> TaskRecipe {
    var recipe = TaskRecipe()
    change(&recipe)
    return recipe
  }

  /// The columns of a matrix.
  private func columns(_ W: Tensor?) -> [[Double]] {
    guard let W else { return [] }
    return (0..<W.columnCount).map { t in (0..<W.rowCount).map { W[$0, t] } }
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private func cosine(_ a: [Double], _ b: [Double]) -> Double {
    dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
  }

  private func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(max(values.count, 1))
  }

  @Test(arguments: [(1, 0.0), (3, 0.0), (3, 0.5), (7, 0.9)])
  func `W has the rank that was asked for`(rank: Int, coherence: Double) throws {
    for seed in 0..<3 {
      let data = try makeTasks(
        recipe {
          ($0.tasks, $0.features, $0.rank, $0.coherence) = (20, 12, rank, coherence)
          $0.seed = seed
        })
      let values = try LinearAlgebra.svd(try #require(data.truth)).s.elements
      #expect(values[rank - 1] > 1e-3 * values[0])
      #expect(values[rank] < 1e-12 * values[0])
    }
  }

  @Test(arguments: [0.0, 0.3, 0.6, 0.95])
  func `the cosine of two tasks is the coherence`(coherence: Double) throws {
    let W = columns(
      try makeTasks(recipe { ($0.tasks, $0.features, $0.coherence) = (40, 300, coherence) }).truth)
    let cosines = W.indices.flatMap { t in (t + 1..<W.count).map { cosine(W[t], W[$0]) } }
    // 780 cosines of deviation about 1/√300 each; the common vector's length adds to it.
    #expect(abs(mean(cosines) - coherence) < 0.04)
    // The squared length of the common vector has deviation √(2/300), those of own parts average out.
    let deviation =
      (2.0 / 300 * (coherence * coherence + (1 - coherence * coherence) / 40)).squareRoot()
    #expect(abs(mean(W.map { dot($0, $0) }) - 1) < 3 * deviation)
  }

  @Test func `tasks of a group are alike and groups are not`() throws {
    let data = try makeTasks(
      recipe { ($0.tasks, $0.features, $0.groups, $0.coherence) = (12, 400, 3, 0.9) })
    let W = columns(data.truth)
    for t in 0..<12 {
      for u in 0..<t {
        let value = cosine(W[t], W[u])
        #expect(t / 4 == u / 4 ? abs(value - 0.9) < 0.05 : abs(value) < 0.2, "\(t) \(u) \(value)")
      }
    }
  }

  @Test func `equal tasks have as many directions as there are groups`() throws {
    let data = try makeTasks(
      recipe { ($0.tasks, $0.groups, $0.coherence, $0.features) = (9, 3, 1, 6) })
    let values = try LinearAlgebra.svd(try #require(data.truth)).s.elements
    #expect(values[2] > 1e-3 && values[3] < 1e-12)
  }

  @Test func `features that do not matter have no weight in any task`() throws {
    let data = try makeTasks(
      recipe { ($0.tasks, $0.features, $0.shared, $0.rank) = (15, 30, 4, 2) })
    let W = try #require(data.truth)
    let used = (0..<30).filter { k in (0..<15).contains { W[k, $0] != 0 } }
    #expect(used.count == 4)
    #expect(used.allSatisfy { k in (0..<15).allSatisfy { W[k, $0] != 0 } })
    let others = try makeTasks(recipe { ($0.features, $0.shared, $0.seed) = (30, 4, 1) })
    let otherW = try #require(others.truth)
    #expect(used != (0..<30).filter { otherW[$0, 0] != 0 }, "they are drawn, not the first ones")
  }

  @Test func `targets are the signal with noise of the chosen deviation`() throws {
    for noise in [0.0, 0.5, 2] {
      let data = try makeTasks(
        recipe { ($0.tasks, $0.rows, $0.noise) = (3, [4000], noise) })
      let W = columns(data.truth)
      for (t, task) in data.tasks.enumerated() {
        let errors = (0..<4000).map { i in
          task.y[flat: i] - dot(W[t], (0..<10).map { task.X[i, $0] })
        }
        let deviation = mean(errors.map { $0 * $0 }).squareRoot()
        #expect(abs(deviation - noise) <= 0.05 * noise + 1e-12)
      }
    }
  }

  @Test func `0 and 1 come as often as their probabilities say`() throws {
    let data = try makeTasks(
      recipe { ($0.tasks, $0.rows, $0.noise, $0.target) = (2, [20_000], 0, .logistic) })
    let W = columns(data.truth)
    for (t, task) in data.tasks.enumerated() {
      var (surplus, variance, slope, slopeVariance) = (0.0, 0.0, 0.0, 0.0)
      for i in 0..<task.rowCount {
        let y = task.y[flat: i]
        #expect(y == 0 || y == 1)
        let f = dot(W[t], (0..<10).map { task.X[i, $0] })
        let p = 1 / (1 + exp(-f))
        surplus += y - p
        variance += p * (1 - p)
        slope += (y - p) * f
        slopeVariance += p * (1 - p) * f * f
      }
      #expect(abs(surplus) < 4 * variance.squareRoot())
      #expect(abs(slope) < 4 * slopeVariance.squareRoot())
    }
  }

  @Test func `more rows and more tasks leave the earlier ones as they were`() throws {
    let small = try makeTasks(recipe { ($0.tasks, $0.rows, $0.rank) = (3, [5], 2) })
    let large = try makeTasks(recipe { ($0.tasks, $0.rows, $0.rank) = (6, [9], 2) })
    for t in 0..<3 {
      #expect(large.tasks[t].X.elements.prefix(50) == small.tasks[t].X.elements[...])
      for i in 0..<5 { #expect(abs(large.tasks[t].y[flat: i] - small.tasks[t].y[flat: i]) < 1e-12) }
    }
    let other = try makeTasks(recipe { ($0.tasks, $0.rows, $0.rank, $0.seed) = (3, [5], 2, 1) })
    #expect(other.tasks[0].X.elements != small.tasks[0].X.elements)
    #expect(other.truth?.elements != small.truth?.elements)
  }

  @Test func `tasks on one design have the same inputs and others have not`() throws {
    let shared = try makeTasks(recipe { $0.isShared = true })
    #expect(
      shared.isShared && shared.tasks.allSatisfy { $0.X.elements == shared.tasks[0].X.elements })
    #expect(shared.tasks[0].y.elements != shared.tasks[1].y.elements)
    let own = try makeTasks(recipe { $0.rows = [3, 4, 5, 6, 7, 8, 9, 10] })
    #expect(own.tasks.map(\.rowCount) == Array(3...10))
    #expect(own.tasks[3].X.elements.prefix(30) != own.tasks[4].X.elements.prefix(30))
  }

  @Test func `what cannot be made is refused`() {
    let cases: [((inout TaskRecipe) -> Void, String)] = [
      ({ $0.rank = 9 }, "expected rank from 1 to 8, found 9"),
      ({ ($0.rank, $0.shared) = (4, 3) }, "expected rank from 1 to 3, found 4"),
      ({ $0.shared = 11 }, "expected shared from 1 to 10, found 11"),
      ({ $0.groups = 9 }, "expected groups from 1 to 8, found 9"),
      ({ $0.rows = [3, 0, 1, 1, 1, 1, 1, 1] }, "expected rows to be at least 1, found 0"),
      ({ $0.coherence = .nan }, "expected a coherence from 0 to 1, found nan"),
      ({ $0.noise = .infinity }, "expected noise of at least 0, found inf"),
      ({ $0.tasks = 0 }, "expected tasks to be at least 1, found 0"),
    ]
    for (change, message) in cases {
      let failure = #expect(throws: Failure.self) { try makeTasks(recipe(change)) }
      #expect(failure?.message == message)
    }
  }

  // MARK: - The correlated pair

  /// E[f(z₁) f(z₂)] − E[f]² for standard normal z of correlation p, in closed form.
  private func covariance(_ pair: CorrelatedPair, _ p: Double) -> Double {
    let sines = Array(zip(pair.slopes, pair.shifts))
    var (product, mean) = (p, 0.0)
    for (a, b) in sines {
      product += 2 * p * a * exp(-a * a / 2) * cos(b)
      mean += exp(-a * a / 2) * sin(b)
      for (c, d) in sines {
        product +=
          (exp(-(a * a + c * c - 2 * a * c * p) / 2) * cos(b - d)
            - exp(-(a * a + c * c + 2 * a * c * p) / 2) * cos(b + d)) / 2
      }
    }
    return product - mean * mean
  }

  @Test(arguments: [-0.5, 0.0, 0.5, 0.9, 1.0])
  func `the pair's targets correlate as the formula says`(p: Double) throws {
    for seed in 0..<3 {
      let pair = try CorrelatedPair(correlation: p, features: 20, seed: seed)
      let W = columns(pair.weights)
      #expect(abs(dot(W[0], W[1]) - p) < 1e-12)
      #expect(abs(dot(W[0], W[0]) - 1) < 1e-12 && abs(dot(W[1], W[1]) - 1) < 1e-12)
      let y = try pair.samples(rows: 20_000).tasks.map(\.y.elements)
      let centred = y.map { y in
        let middle = mean(y)
        return y.map { $0 - middle }
      }
      let expected = covariance(pair, p) / (covariance(pair, 1) + 0.01)
      #expect(abs(cosine(centred[0], centred[1]) - expected) < 0.03, "seed \(seed)")
    }
  }

  @Test func `the pair differs from its curve by the noise`() throws {
    let pair = try CorrelatedPair(correlation: 0.3, features: 8, seed: 4)
    let data = try pair.samples(rows: 5000)
    #expect(data.isShared && data.truth?.elements == pair.weights.elements)
    let W = columns(pair.weights)
    for (t, task) in data.tasks.enumerated() {
      let errors = (0..<5000).map { i in
        let z = dot(W[t], (0..<8).map { task.X[i, $0] })
        return task.y[flat: i] - z
          - zip(pair.slopes, pair.shifts).reduce(0) { $0 + sin($1.0 * z + $1.1) }
      }
      #expect(abs(mean(errors.map { $0 * $0 }) - 0.01) < 0.001)
    }
    let same = try CorrelatedPair(correlation: 0.8, features: 8, seed: 4)
    #expect(same.slopes == pair.slopes && columns(same.weights)[0] == W[0])
    #expect(throws: Failure.self) { try CorrelatedPair(correlation: 1.1) }
    #expect(throws: Failure.self) { try CorrelatedPair(correlation: 0, features: 1) }
    #expect(throws: Failure.self) { try pair.samples(rows: 0) }
  }

  // MARK: - Noise

  @Test func `a noise task looks like the others and has nothing to learn`() throws {
    for isShared in [false, true] {
      let data = try makeTasks(
        recipe { ($0.tasks, $0.rows, $0.isShared) = (4, [1500], isShared) })
      let noisy = try data.addingNoiseTask(seed: 3)
      #expect(noisy.taskNames == data.taskNames + ["noise"])
      let task = noisy.tasks[4]
      #expect(task.rowCount == 1500)
      let all = data.pooledFigures
      let figures = noisy.targetFigures[4]
      #expect(
        abs(figures.mean - all.mean) < 0.12 && abs(figures.deviation / all.deviation - 1) < 0.08)
      for k in 0..<10 {
        let products = (0..<1500).map { task.X[$0, k] * (task.y[flat: $0] - figures.mean) }
        #expect(abs(mean(products)) < 4 * figures.deviation / 1500.0.squareRoot())
      }
      let W = try #require(noisy.truth)
      #expect(W.columnCount == 5 && (0..<10).allSatisfy { W[$0, 4] == 0 })
      #expect(throws: Failure.self) { try noisy.addingNoiseTask(seed: 3) }
      if isShared { #expect(task.X.elements == data.tasks[0].X.elements) }
    }
    let rows = try makeTasks(recipe { ($0.tasks, $0.rows) = (2, [10, 30]) })
    let X = try rows.addingNoiseTask(seed: 1).tasks[2].X
    let known = Set(rows.tasks.flatMap { task in (0..<task.rowCount).map { task.X[$0, 0] } })
    let drawn = (0..<X.rowCount).map { X[$0, 0] }
    #expect(drawn.count == 20 && Set(drawn).count == 20 && known.isSuperset(of: drawn))
  }

  @Test func `a noise task among 0 and 1 is a coin`() throws {
    let data = try makeTasks(
      recipe { ($0.tasks, $0.rows, $0.target) = (3, [2000], .logistic) })
    let task = try data.addingNoiseTask(seed: 1).targetFigures[3]
    #expect(task.isBinary && abs(task.mean - data.pooledFigures.mean) < 0.05)
  }
}
