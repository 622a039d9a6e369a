import Charts
import Datasets
import Diagnostics
import Glibc
import Networks
import Stepping
import Tensors
import Testing

/// The figures of screens against figures computed another way.
@Suite struct SeeingTests {
  // MARK: - The same run

  @Test(arguments: SeeingCase.all)
  func `steps and their parts go the way of the run bit for bit`(_ example: SeeingCase) throws {
    var run = Stepper(try example.make())
    var whole = try example.make()
    var numbers = whole.numbers.parameters
    while try run.advance() {
      #expect(try whole.advance())
      var epoch = run
      #expect(try epoch.into())
      while try epoch.advance() {
        var step = epoch
        #expect(try step.into())
        try step.finish()
        guard let before = step.tensor("before") else { continue }
        #expect(before == numbers)
        numbers = try #require(step.tensor("after"))
      }
      #expect(numbers == whole.numbers.parameters)
      #expect(epoch.output as? NetworkNumbers == whole.numbers)
    }
    let fitted = try #require(run.output as? FittedNetwork)
    try whole.finish()
    #expect(fitted.numbers == whole.output?.numbers)
    #expect(fitted.history.map(\.losses) == whole.output?.history.map(\.losses))
  }

  @Test func `a run that nobody looks at keeps nothing to go into`() throws {
    var options = NetworkOptions()
    options.epochs = 2
    var training = try NetworkTraining(
      try TrainingCases.network(), on: try TrainingCases.data(), options)
    #expect(try training.advance())
    #expect(!training.hasInner)
    var seen = training.seen
    #expect(try seen.advance())
    #expect(seen.hasInner)
  }

  // MARK: - One step by other means

  /// A trunk of 4 with tanh and three heads, computed row by row from formulas.
  private struct ByHand {
    let w: [Double]

    func scores(_ x: [Double]) -> [[Double]] {
      let h = (0..<4).map { k in
        tanh((0..<3).reduce(w[12 + k]) { $0 + x[$1] * w[4 * $1 + k] })
      }
      func head(_ start: Int, _ count: Int) -> [Double] {
        (0..<count).map { k in
          (0..<4).reduce(w[start + 4 * count + k]) { $0 + h[$1] * w[start + count * $1 + k] }
        }
      }
      return [head(16, 1), head(21, 1), head(26, 3)]
    }

    func terms(_ x: [Double], _ y: [Double]) -> [Double] {
      let s = scores(x)
      let p = 1 / (1 + exp(-s[1][0]))
      let total = s[2].reduce(0) { $0 + exp($1) }
      return [
        (s[0][0] - y[0]) * (s[0][0] - y[0]), -(y[1] == 1 ? log(p) : log(1 - p)),
        -log(exp(s[2][Int(y[2])]) / total),
      ]
    }
  }

  /// The parts of the second step of the second epoch.
  private func step(_ change: (inout NetworkOptions) -> Void = { _ in }) throws -> Stepper {
    let training = try TrainingCases.training(on: TrainingCases.data(rows: 16), epochs: 3) {
      $0.batch = 6
      change(&$0)
    }
    var run = Stepper(training.seen)
    try run.advance(2)
    #expect(try run.into())
    try run.advance(2)
    #expect(try run.into())
    return run
  }

  @Test func `values, losses and their terms are those of the formulas`() throws {
    var run = try step()
    let data = try TrainingCases.data(rows: 16)
    let rows = try #require(run.tensor("rows")).map { Int($0) }
    #expect(rows.count == 6 && Set(rows).count == 6)
    let x = rows.map { row in (0..<3).map { data.X[row, $0] } }
    #expect(run.tensor("X") == x.flatMap { $0 })
    let y = rows.map { row in data.heads.map { $0.values[flat: row] } }
    for h in 0..<3 { #expect(run.tensor(["a", "b", "c"][h]) == y.map { $0[h] }) }
    var end = run
    try end.finish()
    let hand = ByHand(w: try #require(end.tensor("before")))
    let terms = zip(x, y).map { hand.terms($0, $1) }
    for h in 0..<3 {
      try run.to(named: "loss \(["a", "b", "c"][h])")
      let scores = try #require(run.tensor("scores"))
      for (a, b) in zip(scores, x.flatMap { hand.scores($0)[h] }) { #expect(abs(a - b) < 1e-13) }
      for (a, b) in zip(try #require(run.tensor("terms")), terms) { #expect(abs(a - b[h]) < 1e-13) }
      let mean = terms.reduce(0) { $0 + $1[h] } / 6
      #expect(abs(try #require(run.number("loss")) - mean) < 1e-13)
      #expect(text(run.screen).contains(fixed(terms[0][h], 4)))
      #expect(try run.why("")[0].plain.contains(shortNumber(mean, digits: 6)))
    }
  }

  @Test func `gradients are slopes of the weighted losses, and Adam moves by its formula`() throws {
    var run = try step { $0.weighting = .fixed([2, 0.5, 1]) }
    let x = try #require(run.tensor("X"))
    let y = try ["a", "b", "c"].map { try #require(run.tensor($0)) }
    try run.finish()
    let before = try #require(run.tensor("before"))
    let g = try #require(run.tensor("gradient"))
    func loss(_ w: [Double]) -> Double {
      let hand = ByHand(w: w)
      return (0..<6).reduce(0) { sum, i in
        let terms = hand.terms(Array(x[3 * i..<3 * i + 3]), y.map { $0[i] })
        return sum + (2 * terms[0] + 0.5 * terms[1] + terms[2]) / 6
      }
    }
    for i in before.indices {
      var (up, down) = (before, before)
      up[i] += 1e-5
      down[i] -= 1e-5
      #expect(abs((loss(up) - loss(down)) / 2e-5 - g[i]) < 1e-7)
    }
    var earlier = run
    _ = earlier.out()
    try earlier.back()
    #expect(try earlier.into())
    try earlier.finish()
    let (m0, v0) = (try #require(earlier.tensor("m")), try #require(earlier.tensor("v")))
    let (m, v) = (try #require(run.tensor("m")), try #require(run.tensor("v")))
    let after = try #require(run.tensor("after"))
    // Three steps of 6, 6 and 4 rows an epoch: this is the fifth.
    #expect(run.number("step") == 5)
    for i in g.indices {
      #expect(abs(m[i] - (0.9 * m0[i] + 0.1 * g[i])) < 1e-15)
      #expect(abs(v[i] - (0.999 * v0[i] + 0.001 * g[i] * g[i])) < 1e-15)
      let step =
        0.05 * (m[i] / (1 - pow(0.9, 5))) / ((v[i] / (1 - pow(0.999, 5))).squareRoot() + 1e-8)
      #expect(abs(after[i] - (before[i] - step)) < 1e-14)
    }
    #expect(text(run.screen).contains("1 - 0.9^5"))
  }

  @Test func `gradients of single tasks sum to the gradient with the weights of GradNorm`() throws {
    var run = try step { $0.weighting = .gradNorm(alpha: 1) }
    try run.to(named: "gradients")
    let parts = try ["a", "b", "c"].map { try #require(run.tensor("gradient[\($0)]")) }
    var total = run
    try total.finish()
    let g = try #require(total.tensor("gradient"))
    var weighing = run
    try weighing.back()
    let weights = try #require(weighing.tensor("weights"))
    for i in g.indices {
      let sum = (0..<3).reduce(0) { $0 + weights[$1] * parts[$1][i] }
      #expect(abs(sum - g[i]) < 1e-14)
    }
    // The head of one task does not depend on another's loss.
    #expect(parts[0][16..<21].contains { $0 != 0 } && parts[1][16..<21].allSatisfy { $0 == 0 })
    #expect(text(try run.show("cosines")).contains("a and b"))
  }

  // MARK: - Changes

  @Test(arguments: NetworkOptions.Precision.allCases)
  func `set lr goes on as a run that began there with the other rate`(
    _ precision: NetworkOptions.Precision
  ) throws {
    let (network, data) = (try TrainingCases.network(), try TrainingCases.data(rows: 30))
    var options = NetworkOptions()
    (options.epochs, options.batch, options.precision) = (6, 8, precision)
    var training = try NetworkTraining(network, on: data, options)
    for _ in 0..<2 { _ = try training.advance() }
    var run = Stepper(training.seen)
    let branch = try run.perform(StepperCommand("what-if lr=0.05"))
    _ = try run.perform(StepperCommand("set lr 0.05"))
    #expect(text(run.screen).contains("epoch 2 of 6, changed"))
    #expect(text(run.screen).contains("lr 0.05"))
    try run.finish()
    options.optimizer.learningRate = 0.05
    var other = try NetworkTraining(
      network, on: TrainingRows(data), options, from: training.snapshot)
    try other.finish()
    let fitted = try #require(run.output as? FittedNetwork)
    #expect(fitted.numbers == other.output?.numbers)
    #expect(training.history.count == 2)
    guard case .screen(let screen) = branch else { throw Failure(.value, "expected a screen") }
    for h in 0..<3 { #expect(text(screen).contains(fixed(other.history[5].losses[h], 4))) }
  }

  @Test func `set takes weights, weightings and more epochs, and turns others down`() throws {
    var run = Stepper(try SeeingCase.all[0].make())
    try run.advance(2)
    try run.set("weight sign", to: "3")
    try run.advance()
    #expect(run.tensor("weights") == [1, 3, 1, 1])
    try run.set("weights", to: "uncertainty")
    try run.set("epochs", to: "7")
    #expect(text(run.screen).contains("of 7"))
    try run.finish()
    #expect(run.position == StepPosition(done: 7, total: 7))
    #expect(run.tensor("weights") != [1, 3, 1, 1])
    var early = Stepper(try SeeingCase.all[0].make())
    try early.advance()
    for (name, value) in [
      ("lr", "0"), ("lr", "much"), ("epochs", "0"), ("epochs", "1e300"), ("weight sing", "1"),
      ("weight sign", "-1"), ("weights", "fair"), ("depth", "3"),
    ] {
      #expect(throws: Failure.self, "\(name) \(value)") { try early.set(name, to: value) }
    }
    var learned = Stepper(try SeeingCase.all[6].make())
    try learned.advance()
    let failure = #expect(throws: Failure.self) { try learned.set("weight sign", to: "2") }
    #expect(failure?.message.contains("weights are learned") == true)
  }

  @Test func `an expert that is switched off leaves its share to the others`() throws {
    let network = try Network(
      inputShape: [5], heads: [Head("amount", .regression)],
      architecture: MixtureOfExperts(count: 3, expert: [.dense(2)], isMultiGate: false))
    let data = try NetworkCases.data(rows: 40)
    var options = NetworkOptions()
    (options.epochs, options.optimizer.learningRate) = (10, 0.05)
    var run = Stepper(try NetworkTraining(network, on: data, options).seen)
    try run.finish()
    let fitted = try #require(run.output as? FittedNetwork)
    let w = fitted.numbers.parameters
    func part(_ name: String) throws -> ArraySlice<Double> {
      w[try #require(network.graph.parameters.first { $0.name == name }).range]
    }
    let (W, b) = (Array(try part("expert 1 weights")), Array(try part("expert 1 intercepts")))
    let (v, c) = (Array(try part("head amount weights")), Array(try part("head amount intercepts")))
    let G = Array(try part("gate weights"))
    func loss(without gone: Int?) -> Double {
      (0..<40).reduce(0) { sum, i in
        let x = (0..<5).map { data.X[i, $0] }
        let e = (0..<3).map { k in
          k == gone ? 0 : exp((0..<5).reduce(0) { $0 + x[$1] * G[3 * $1 + k] })
        }
        var score = c[0]
        for k in 0..<3 {
          for j in 0..<2 {
            let h = (0..<5).reduce(b[2 * k + j]) { $0 + x[$1] * W[6 * $1 + 2 * k + j] }
            score += v[j] * h * e[k] / e.reduce(0, +)
          }
        }
        let error = score - data.heads[0].values[flat: i]
        return sum + error * error / 40
      }
    }
    for gone in 0..<3 {
      let screen = text(try run.whatIf("expert \(gone + 1)", 0))
      #expect(screen.contains(fixed(loss(without: nil), 4)), "\(screen)")
      #expect(screen.contains(fixed(loss(without: gone), 4)), "\(screen)")
    }
    #expect(throws: Failure.self) { try run.whatIf("expert 4", 0) }
    #expect(throws: Failure.self) { try run.whatIf("expert 1", 0.5) }
  }

  @Test func `what-if changes one input of the row that is shown`() throws {
    var run = try step()
    let rows = try #require(run.tensor("rows")).map { Int($0) }
    _ = try run.perform(StepperCommand("set row \(rows[2])"))
    let x = Array(try #require(run.tensor("X"))[6..<9])
    var end = run
    try end.finish()
    let hand = ByHand(w: try #require(end.tensor("before")))
    let screen = text(try run.whatIf("x1", 2))
    #expect(screen.contains("row \(rows[2]), x1 \(shortNumber(x[1])) → 2"))
    #expect(screen.contains(shortNumber(hand.scores(x)[0][0])))
    #expect(screen.contains(shortNumber(hand.scores([x[0], 2, x[2]])[0][0])))
    #expect(throws: Failure.self) { try run.whatIf("y", 2) }
    #expect(throws: Failure.self) { try run.set("row", to: "99") }
  }
}
