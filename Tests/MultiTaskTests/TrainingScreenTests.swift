import Charts
import Datasets
import Diagnostics
import MultiTask
import Stepping
import Tensors
import Testing

/// The figures of the screens against figures computed another way.
@Suite struct TrainingScreenTests {
  static func example(_ name: String) throws -> TrainingCase {
    try #require(TrainingCase.all.first { $0.name == name })
  }

  static func run(_ name: String, _ steps: Int) throws -> Stepper {
    var run = try example(name).stepper()
    try run.advance(steps)
    return run
  }

  /// A tensor among the figures of a stage.
  static func tensor(_ run: Stepper, _ name: String) throws -> Tensor {
    guard case .tensor(let value)? = run.state.first(where: { $0.name == name })?.value else {
      throw Failure(.name, "no tensor \(name)")
    }
    return value
  }

  static func number(_ run: Stepper, _ name: String) throws -> Double {
    guard case .number(let value)? = run.state.first(where: { $0.name == name })?.value else {
      throw Failure(.name, "no number \(name)")
    }
    return value
  }

  /// Singular values as the roots of the eigenvalues of WᵀW, by Jacobi's rotations.
  static func jacobiSingularValues(_ W: Tensor) -> [Double] {
    let T = W.columnCount
    var A = (0..<T).map { i in
      (0..<T).map { j in (0..<W.rowCount).reduce(0.0) { $0 + W[$1, i] * W[$1, j] } }
    }
    for _ in 0..<60 {
      for p in 0..<T {
        for q in (p + 1)..<max(T, p + 1) where abs(A[p][q]) > 1e-300 {
          let theta = (A[q][q] - A[p][p]) / (2 * A[p][q])
          let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
          let c = 1 / (t * t + 1).squareRoot()
          let s = t * c
          for k in 0..<T {
            (A[k][p], A[k][q]) = (c * A[k][p] - s * A[k][q], s * A[k][p] + c * A[k][q])
          }
          for k in 0..<T {
            (A[p][k], A[q][k]) = (c * A[p][k] - s * A[q][k], s * A[p][k] + c * A[q][k])
          }
        }
      }
    }
    return A.indices.map { max(A[$0][$0], 0).squareRoot() }.sorted(by: >)
  }

  @Test(arguments: ["nuclear squared separate", "nuclear logistic shared"])
  func `the spectrum after is the one before, less eta times lambda`(_ name: String) throws {
    let run = try Self.run(name, 3)
    let before = Self.jacobiSingularValues(try Self.tensor(run, "before"))
    let after = Self.jacobiSingularValues(try Self.tensor(run, "W"))
    let tau = try Self.number(run, "step") * 4
    let screen = text(run.screen)
    for (i, (old, new)) in zip(before, after).enumerated() {
      #expect(abs(max(old - tau, 0) - new) < 1e-6)
      let line = try #require(screen.split(separator: "\n").first { $0.contains("  \(i + 1) ") })
      if new > 1e-4 {
        let printed = line.split(separator: " ").compactMap { Double($0) }
        #expect(printed.contains { abs($0 - old) < 6e-4 }, "\(line) \(old)")
        #expect(printed.contains { abs($0 - new) < 6e-4 }, "\(line) \(new)")
      }
    }
    #expect(screen.contains("tau = eta·lambda = \(shortNumber(tau))"))
    let (old, new) = (before.count { $0 > 1e-6 }, after.count { $0 > 1e-6 })
    #expect(screen.contains("rank \(old == new ? "\(new)" : "\(old) → \(new)") of 5"))
    #expect(try run.why("s1")[0].plain.hasPrefix("s1 = "))
  }

  @Test func `row norms and entries shrink by the threshold`() throws {
    var run = try Self.run("l21 squared separate", 3)
    var (before, after) = (try Self.tensor(run, "before"), try Self.tensor(run, "W"))
    let tau = try Self.number(run, "step") * 4
    for k in 0..<6 {
      func norm(_ W: Tensor) -> Double {
        (0..<5).reduce(0) { $0 + W[k, $1] * W[k, $1] }.squareRoot()
      }
      #expect(abs(max(norm(before) - tau, 0) - norm(after)) < 1e-9)
    }
    run = try Self.run("l1 squared shared", 3)
    (before, after) = (try Self.tensor(run, "before"), try Self.tensor(run, "W"))
    let bound = try Self.number(run, "step") * 2
    for i in 0..<before.count {
      #expect(abs(max(abs(before[flat: i]) - bound, 0) - abs(after[flat: i])) < 1e-9)
    }
    let zeros = after.elements.count { $0 == 0 }
    #expect(text(run.screen).contains("\(30 - zeros) of 30"))
  }

  @Test func `distances to the mean are those of the weights`() throws {
    var run = try Self.example("coherence squared separate").stepper()
    while try run.advance() {}
    let W = try Self.tensor(run, "W")
    let shown = try Self.tensor(run, "distances")
    let screen = text(run.screen)
    for t in 0..<5 {
      var square = 0.0
      for k in 0..<6 {
        let mean = (0..<5).reduce(0) { $0 + W[k, $1] } / 5
        square += (W[k, t] - mean) * (W[k, t] - mean)
      }
      #expect(abs(square.squareRoot() - shown[flat: t]) < 1e-12)
      let line = try #require(screen.split(separator: "\n").first { $0.contains("  T\(t + 1) ") })
      let printed = line.split(separator: " ").compactMap { Double($0) }
      #expect(printed.contains { abs($0 - square.squareRoot()) < 6e-4 }, "\(line)")
    }
  }

  @Test(arguments: ["nuclear squared separate", "l21 logistic shared", "coherence squared shared"])
  func `set lambda in the middle of a run leads to the optimum of the new lambda`(
    _ name: String
  ) throws {
    let example = try Self.example(name)
    var run = try example.stepper()
    try run.advance(2)
    let before = text(run.screen)
    let branch = try run.perform(StepperCommand("what-if lambda=1.5")).drawn()
    #expect(text(run.screen) == before)
    _ = try run.perform(StepperCommand("set lambda 1.5"))
    #expect(text(run.screen).contains("changed"))
    while try run.advance() {}
    let changed = try #require(run.output as? FittedMultiTask)
    var model = example.model
    model.penalty = try model.penalty.changing("lambda", to: 1.5)
    let direct = try model.fit(example.data)
    let (found, sought) = (changed.iterate.objective, direct.iterate.objective)
    #expect(abs(found - sought) <= 1e-4 * sought, "\(found) \(sought)")
    #expect(changed.model.penalty == model.penalty)
    #expect(branch.contains("lambda 1.5") && branch.contains("the run itself is unchanged"))
    #expect(branch.contains(fixed(found, 1).dropLast(2)), "\(branch) \(found)")
  }

  @Test func `tasks that are solved alone are not solved again for another lambda`() throws {
    var branch = try Self.run("coherence squared separate", 1)
    try branch.set("lambda", to: "20")
    #expect(branch.screen.next == "solve the coupled system")
    try branch.advance()
    var fresh = try Self.run("coherence squared separate", 0)
    try fresh.set("lambda", to: "20")
    try fresh.finish()
    #expect(try Self.tensor(branch, "W").elements == Self.tensor(fresh, "W").elements)
  }

  @Test func `a lambda needs the name of its term where there are several`() throws {
    var run = try Self.run("coherence + nuclear squared separate", 2)
    let failure = #expect(throws: Failure.self) { try run.set("lambda", to: "1") }
    #expect(failure?.notes.joined().contains("lambda nuclear") == true)
    #expect(throws: Failure.self) { try run.set("lambda nuclear", to: "-1") }
    #expect(throws: Failure.self) { try run.set("lambda nuclear", to: "much") }
    #expect(throws: Failure.self) { try run.set("tol", to: "2") }
    try run.set("lambda nuclear", to: "7")
    #expect(text(run.screen).contains("coherence 1  nuclear 7"))
    try run.set("coherence", to: "0.5")
    #expect(text(run.screen).contains("coherence 0.5  nuclear 7"))
    try run.back(2)
    #expect(text(run.screen).contains("coherence 1  nuclear 2"))
  }

  @Test func `breaks stop at figures and stages are found by name`() throws {
    var run = try Self.example("nuclear squared separate").stepper()
    _ = try run.perform(StepperCommand("break objective<100"))
    _ = try run.perform(StepperCommand("c"))
    #expect(try Self.number(run, "objective") < 100)
    let step = run.step
    #expect(step > 0 && !run.isFinished)
    try run.back()
    #expect(try Self.number(run, "objective") >= 100)
    try run.to(named: "iteration 5")
    #expect(run.step == 5 && run.path == "MTL nuclear norm › iteration 5")
    let named = try run.why("W x3 T2")
    #expect(!named.isEmpty)
    #expect(try run.why("W[2, 1]") == named && run.why("W[2,1]") == named)
    for words in ["W[99, 0]", "W[-1, 0]", "W[0]", "W[]", "W[a, 0]"] {
      #expect(throws: Failure.self) { try run.why(words) }
    }
    _ = try run.perform(StepperCommand("watch W[2, 1]"))
    #expect(text(run.screen).contains("watch W[2, 1]"))
    #expect(text(run.screen).split(separator: "\n").count <= 23)
  }

  @Test func `a looser tolerance stops earlier in the same history`() throws {
    let run = try Self.run("nuclear squared separate", 1)
    let fitted = try Self.example("nuclear squared separate").model.fit(
      Self.example("nuclear squared separate").data)
    let place = try #require(fitted.history.firstIndex { $0.accuracy <= 0.01 })
    let screen = text(try run.whatIf("tol", 0.01))
    #expect(
      screen.contains(shortNumber(fitted.history[place].objective, digits: 10)), "\(screen)")
    #expect(place < fitted.history.count - 1)
  }
}
