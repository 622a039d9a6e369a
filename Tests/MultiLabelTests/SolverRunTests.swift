import Charts
import Datasets
import Diagnostics
import Glibc
import Learners
import MultiLabel
import Optimization
import Stepping
import Tensors
import Testing

/// Newton's method for penalised logistic regression as a textbook has it: whole steps, Gauss
/// elimination, plain loops.
private struct PlainNewton {
  let rows: [[Double]]
  let y: [Double]
  var w: [Double]

  init(_ rows: [[Double]], _ y: [Double]) {
    self.rows = rows.map { $0 + [1] }
    self.y = y
    let rate = y.reduce(0, +) / Double(y.count)
    w = Array(repeating: 0, count: rows[0].count) + [log(rate / (1 - rate))]
  }

  private func score(_ i: Int) -> Double { zip(rows[i], w).reduce(0) { $0 + $1.0 * $1.1 } }

  var loss: Double { y.indices.reduce(0) { $0 + log1p(exp(score($1))) - y[$1] * score($1) } }
  var penalty: Double { w.dropLast().reduce(0) { $0 + 0.5 * $1 * $1 } }

  mutating func iterate() {
    let p = w.count
    var system = (0..<p).map { j in
      (0..<p).map { $0 == j && j < p - 1 ? 1.0 : 0 } + [j < p - 1 ? -w[j] : 0]
    }
    for i in y.indices {
      let q = 1 / (1 + exp(-score(i)))
      for j in 0..<p {
        for k in 0..<p { system[j][k] += q * (1 - q) * rows[i][j] * rows[i][k] }
        system[j][p] -= (q - y[i]) * rows[i][j]
      }
    }
    for j in 0..<p {
      for k in j + 1..<p {
        let share = system[k][j] / system[j][j]
        for c in j...p { system[k][c] -= share * system[j][c] }
      }
    }
    for j in (0..<p).reversed() {
      for k in j + 1..<p { system[j][p] -= system[j][k] * system[k][p] }
      system[j][p] /= system[j][j]
    }
    for j in 0..<p { w[j] += system[j][p] }
  }
}

@Suite struct SolverRunTests {
  /// The iterations of one link of the chain of the screens.
  func inside(_ label: String) throws -> Stepper {
    var stepper = Stepper(try WeatherChain.model().training(on: WeatherChain.train))
    try stepper.to(named: "link \(label)")
    #expect(try stepper.into())
    return stepper
  }

  @Test func `every iteration has the numbers of a textbook's Newton step`() throws {
    var stepper = try inside("sky")
    let data = WeatherChain.train
    var plain = PlainNewton(
      (0..<data.rowCount).map { i in (0..<2).map { data.X[i, $0] } },
      (0..<data.rowCount).map { data.Y[$0, 0] })
    var iterations = 0
    repeat {
      let figures = Dictionary(uniqueKeysWithValues: stepper.state.map { ($0.name, $0.value) })
      guard case .number(let loss)? = figures["loss"],
        case .number(let penalty)? = figures["penalty"]
      else { throw Failure(.value, "no figures") }
      #expect(abs(loss - plain.loss) <= 1e-9 * plain.loss)
      #expect(abs(penalty - plain.penalty) <= 1e-9 * max(plain.penalty, 1))
      plain.iterate()
      iterations += 1
    } while try stepper.advance()
    #expect(iterations > 3)
  }

  @Test(arguments: ["sky", "clouds", "sunset", "sea"])
  func `the last iteration is what the fit reports`(label: String) throws {
    var stepper = try inside(label)
    try stepper.finish()
    let fitted = try WeatherChain.model().fit(WeatherChain.train)
    let report = try #require(fitted.fits.first { $0.name == "link \(label)" }).report
    let run = try #require(stepper.current as? SolverRun)
    #expect(run.report == report && run.count == report.iterations)
    let screen = text(stepper.screen)
    #expect(screen.contains(shortNumber(report.objective, digits: 7)))
    #expect(screen.contains("converged"))
    #expect(
      screen.hasPrefix("CHAIN train › link \(label) › iteration \(report.iterations) | Newton"))
  }

  @Test func `what-if tol names the iteration at which the fit would have stopped`() throws {
    let stepper = try inside("sunset")
    let run = try #require(stepper.current as? SolverRun)
    let place = try #require(run.report.trace.firstIndex { $0.gradient <= 0.01 })
    let screen = text(try stepper.whatIf("tol", 0.01))
    #expect(screen.contains("stop \(run.count - place) iterations earlier"))
    #expect(throws: Failure.self) { try stepper.whatIf("tol", 0) }
    #expect(throws: Failure.self) { try stepper.whatIf("loss", 1) }
  }

  @Test func `a constant label has no iterations to go into`() throws {
    var data = WeatherChain.train
    for i in 0..<data.rowCount { data.Y[i, 0] = 1 }
    var stepper = Stepper(try BinaryRelevance(LogisticRegression()).training(on: data))
    try stepper.advance()
    #expect(try !stepper.into())
  }
}
