import Charts
import Datasets
import Diagnostics
import MultiTask
import Stepping
import Tensors
import Testing

/// What the training of every regulariser promises, with either loss, on separate and shared inputs.
@Suite struct TrainingContractTests {
  /// Stages that are looked at one by one.
  static let limit = 6

  func drawing(
    _ stepper: Stepper, _ width: Int = 80, _ glyphs: DrawingOptions.GlyphSet = .braille
  ) -> String {
    text(stepper.screen, DrawingOptions(width: width, glyphs: glyphs))
  }

  @Test func `every regulariser is in the table, with either loss and both designs`() throws {
    let names = Set(TrainingCase.all.map(\.name))
    for (penalty, _) in try TrainingCase.penalties(5) {
      for loss in TaskLoss.allCases {
        for place in ["shared", "separate"] {
          #expect(names.contains("\(penalty) \(loss.rawValue) \(place)"))
        }
      }
    }
    #expect(names.count == 67)
  }

  @Test(arguments: TrainingCase.all)
  func `back after next restores the same text, and to N is N times next`(
    _ example: TrainingCase
  ) throws {
    var run = try example.stepper()
    var seen = [drawing(run)]
    for step in 1...Self.limit {
      guard try run.advance() else { break }
      seen.append(drawing(run))
      var other = run
      try other.back()
      #expect(drawing(other) == seen[step - 1])
    }
    #expect(seen.count > 1 && Set(seen).count == seen.count)
    for (step, expected) in seen.enumerated() {
      var fresh = try example.stepper()
      #expect(try fresh.to(step))
      #expect(drawing(fresh) == expected)
      #expect(try run.to(step))
      #expect(drawing(run) == expected)
    }
  }

  @Test(arguments: TrainingCase.all)
  func `a run stepped to its end equals the fit bit for bit`(_ example: TrainingCase) throws {
    var run = try example.stepper()
    try run.advance(2)
    try run.back()
    while try run.advance() {}
    let stepped = try #require(run.output as? FittedMultiTask)
    let fitted = try example.model.fit(example.data)
    #expect(
      stepped.iterate.parts.map { $0.values.map(\.bitPattern) }
        == fitted.iterate.parts.map { $0.values.map(\.bitPattern) })
    #expect(
      stepped.iterate.intercepts.map(\.bitPattern) == fitted.iterate.intercepts.map(\.bitPattern))
    #expect(stepped.history.map(\.objective) == fitted.history.map(\.objective))
    #expect(stepped.stop == fitted.stop && run.nextStage == nil)
    #expect(run.position.total == run.position.done)
    #expect(drawing(run).contains(fitted.stop.rawValue.prefix(20)), "\(drawing(run))")
  }

  @Test(arguments: TrainingCase.all)
  func `screens fit 22 rows at 80, 60 and 40 cells, in either set of glyphs`(
    _ example: TrainingCase
  ) throws {
    var run = try example.stepper()
    for _ in 0...Self.limit {
      for width in [80, 60, 40] {
        for glyphs in [DrawingOptions.GlyphSet.braille, .ascii] {
          let drawn = drawing(run, width, glyphs)
          let lines = drawn.split(separator: "\n", omittingEmptySubsequences: false)
          #expect(lines.count <= 22, "\(drawn)")
          #expect(lines.allSatisfy { cellWidth(String($0)) <= width }, "\(drawn)")
          #expect(!drawn.contains("columns 1-"), "\(drawn)")
          #expect(!drawn.contains("NaN") && !drawn.contains("nan"), "\(drawn)")
          if glyphs == .ascii { #expect(drawn.utf8.allSatisfy { $0 < 127 }, "\(drawn)") }
        }
      }
      guard try run.advance() else { return }
    }
  }

  @Test(arguments: TrainingCase.all)
  func `every question a stage names has an answer, any other an error`(
    _ example: TrainingCase
  ) throws {
    var run = try example.stepper()
    for step in 0...3 {
      let topics = run.current.topics
      #expect(topics.why.count > 5 && topics.show.count > 5)
      #expect(try !run.why().isEmpty)
      for topic in topics.why { #expect(try !run.why(topic).isEmpty, "why \(topic)") }
      for topic in topics.show {
        let panel = try text(run.show(topic))
        #expect(!panel.isEmpty && panel.split(separator: "\n").count <= 22, "\(panel)")
        #expect(panel.split(separator: "\n").allSatisfy { cellWidth(String($0)) <= 80 })
      }
      for change in topics.whatIf where step == 1 {
        let before = drawing(run)
        let branch = try run.perform(StepperCommand("what-if \(change)")).drawn()
        #expect(branch.contains("unchanged"))
        #expect(branch.split(separator: "\n").count <= 22)
        #expect(drawing(run) == before)
      }
      #expect(throws: Failure.self) { try run.why("no such thing") }
      #expect(throws: Failure.self) { try run.show("no such thing") }
      #expect(throws: Failure.self) { try run.whatIf("no such thing", 1) }
      #expect(throws: Failure.self) { try run.set("no such thing", to: "1") }
      guard try run.advance() else { return }
    }
  }

  @Test(arguments: TrainingCase.all)
  func `back after set restores the same text`(_ example: TrainingCase) throws {
    var run = try example.stepper()
    try run.advance(2)
    for _ in 0...1 {
      let before = drawing(run)
      for setting in run.current.topics.settings {
        var changed = run
        _ = try changed.perform(StepperCommand("set \(setting)"))
        #expect(changed.step == run.step && drawing(changed) != before)
        for width in [80, 60, 40] {
          let drawn = drawing(changed, width)
          #expect(drawn.split(separator: "\n").count <= 22, "\(drawn)")
        }
        try changed.advance(2)
        try changed.back(changed.step - run.step)
        try changed.back()
        #expect(drawing(changed) == before, "set \(setting)")
      }
      while try run.advance() {}
    }
  }

  @Test(arguments: TrainingCase.all)
  func `the figures of a stage are those of its weights`(_ example: TrainingCase) throws {
    var run = try example.stepper()
    try run.advance(3)
    let state = Dictionary(run.state.map { ($0.name, $0.value) }) { first, _ in first }
    func number(_ name: String) throws -> Double {
      guard case .number(let value) = try #require(state[name]) else { return .nan }
      return value
    }
    func tensor(_ name: String) throws -> Tensor {
      guard case .tensor(let value) = try #require(state[name]) else { return Tensor([0.0]) }
      return value
    }
    let (W, b) = (try tensor("W"), try tensor("b"))
    var loss = 0.0
    for (t, task) in example.data.tasks.enumerated() {
      for i in 0..<task.rowCount {
        var f = b[flat: t]
        for k in 0..<W.rowCount { f += task.X[i, k] * W[k, t] }
        loss += example.model.loss.value(task.y[flat: i], f)
      }
    }
    #expect(abs(try number("loss") - loss) <= 1e-9 * max(1, loss))
    let terms = try tensor("terms").elements
    #expect(abs(try number("objective") - terms.reduce(loss, +)) <= 1e-9 * max(1, loss))
    for (name, value) in zip(example.model.penalty.termNames, terms) {
      #expect(try number(name) == value)
    }
    // The singular values' squares add up to the entries' squares, the row norms' too.
    let square = W.elements.reduce(0) { $0 + $1 * $1 }
    for name in ["singular_values", "row_norms"] {
      let sum = try tensor(name).elements.reduce(0) { $0 + $1 * $1 }
      #expect(abs(sum - square) <= 1e-9 * max(1, square))
    }
  }
}
