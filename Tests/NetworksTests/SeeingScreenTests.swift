import Charts
import Datasets
import Diagnostics
import Glibc
import Networks
import Stepping
import Tensors
import Testing

/// Contracts of all screens and topics of trainings, and one drawn in full.
@Suite struct SeeingScreenTests {
  /// The run at its start, on its way and at its end, in an epoch's steps, and in a step's parts.
  private func stages(_ example: SeeingCase) throws -> [Stepper] {
    var run = Stepper(try example.make())
    var stages = [run]
    for count in [1, 2] {
      try run.advance(count)
      stages.append(run)
    }
    var epoch = run
    #expect(try epoch.into())
    stages.append(epoch)
    try epoch.advance(2)
    stages.append(epoch)
    var step = epoch
    #expect(try step.into())
    stages.append(step)
    while try step.advance() { stages.append(step) }
    try run.finish()
    return stages + [run]
  }

  private func check(_ drawing: String, _ width: Int, isASCII: Bool = false) {
    let lines = drawing.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 22, "\(drawing)")
    #expect(lines.allSatisfy { cellWidth(String($0)) <= width }, "\(width) \(drawing)")
    if isASCII {
      #expect(drawing.utf8.allSatisfy { $0 == 10 || (32...126).contains($0) }, "\(drawing)")
    }
  }

  @Test(arguments: SeeingCase.all)
  func `screens fit 22 rows at 80, 60 and 40 cells, in either set of glyphs`(
    _ example: SeeingCase
  ) throws {
    for run in try stages(example) {
      for width in [80, 60, 40] {
        for glyphs in [DrawingOptions.GlyphSet.braille, .ascii] {
          let drawn = text(run.screen, DrawingOptions(width: width, glyphs: glyphs))
          check(drawn, width, isASCII: glyphs == .ascii)
        }
      }
    }
  }

  @Test(arguments: SeeingCase.all)
  func `what may be asked is answered, and unknown words are errors`(_ example: SeeingCase) throws {
    for run in try stages(example) {
      let topics = run.current.topics
      for topic in topics.why + [""] {
        let lines = try run.why(topic)
        #expect(!lines.isEmpty && lines.count <= 8, "why \(topic)")
      }
      for topic in topics.show { check(text(try run.show(topic)), 80) }
      for change in topics.whatIf {
        let parts = change.split(separator: "=").map(String.init)
        let value = try #require(Double(parts[1]))
        check(text(try run.whatIf(parts[0], value)), 80)
      }
      for setting in topics.settings {
        var branch = run
        _ = try branch.perform(StepperCommand("set \(setting)"))
        check(text(branch.screen), 80)
      }
      for word in ["nothing at all", "gate", "weight", "cosine x", "values row x", "stitch 99"] {
        if run.step > 0 || run.depth > 0 {
          #expect(throws: Failure.self, "\(word)") { try run.why(word) }
        }
        #expect(throws: Failure.self, "\(word)") { try run.show(word) }
      }
      #expect(throws: Failure.self) { try run.whatIf("nothing", 1) }
    }
  }

  @Test(arguments: SeeingCase.all)
  func `going back gives the same screens again`(_ example: SeeingCase) throws {
    var run = Stepper(try example.make())
    try run.advance()
    let first = text(run.screen)
    try run.advance()
    try run.back()
    #expect(text(run.screen) == first)
    #expect(try run.into())
    try run.advance()
    let inner = text(run.screen)
    try run.advance()
    try run.back()
    #expect(text(run.screen) == inner)
    _ = run.out()
    #expect(text(run.screen) == first)
  }

  // MARK: - Prediction

  @Test(arguments: SeeingCase.all)
  func `prediction goes row by row and ends where predictions are`(_ example: SeeingCase) throws {
    var training = try example.make()
    try training.finish()
    let fitted = try #require(training.output)
    let data = try NetworkCases.data(rows: 9)
    for truth in [[], data.heads.map(\.values)] {
      var run = Stepper(try NetworkPrediction(fitted, data.X, truth: truth))
      let scores = try fitted.scores(data.X)
      for i in 0..<9 {
        try run.advance()
        #expect(run.tensor("scores[kind]") == (0..<3).map { scores[2][i, $0] })
        for width in [80, 60, 40] { check(text(run.screen, DrawingOptions(width: width)), width) }
        for topic in run.current.topics.why { #expect(!(try run.why(topic)).isEmpty) }
        check(text(try run.show("values")), 80)
        let same = text(try run.whatIf("x2", data.X[i, 2]))
        #expect(!same.contains("*"), "\(same)")
        #expect(throws: Failure.self) { try run.whatIf("z", 1) }
      }
      #expect(try !run.advance())
      let output = try #require(run.output as? NetworkPredictions)
      #expect(output.values.map(\.elements) == (try fitted.predictions(data.X)).map(\.elements))
    }
  }

  // MARK: - Gates and stitches

  @Test func `gates tell the mean shares, their entropy and which expert is dead`() throws {
    var run = Stepper(try SeeingCase.all[3].make())
    try run.finish()
    let gates = try #require(run.tensor("gates"))
    let screen = text(run.screen)
    let names = ["amount", "sign", "kind", "tags"]
    for g in 0..<4 {
      let own = Array(gates[4 * g..<4 * g + 4])
      #expect(run.tensor("gate[\(names[g])]") == own)
      let entropy = own.reduce(0) { $0 - $1 * log($1) }
      let line = try #require(
        screen.split(separator: "\n").last { $0.hasPrefix(" \(names[g])") })
      let words = line.split(separator: " ")
      #expect(words.compactMap { Double($0) }.last == Double(fixed(exp(entropy), 1)))
      for share in own { #expect(line.contains(" \(fixed(share, 2).dropFirst()) "), "\(line)") }
    }
    for e in 0..<4 {
      let load = (0..<4).reduce(0) { $0 + gates[4 * $1 + e] } / 4
      #expect(screen.contains(" \(fixed(load, 2).dropFirst()) "))
    }
    #expect(screen.contains("no dead expert"))
    _ = try run.perform(StepperCommand("watch gate[sign][1]"))
  }

  @Test func `breaks stop at losses, epochs are found by name`() throws {
    var run = Stepper(try SeeingCase.all[0].make())
    try run.advance(2)
    let second = try #require(run.number("loss"))
    try run.restart()
    _ = try run.perform(StepperCommand("break loss<\(second + 1e-9)"))
    _ = try run.perform(StepperCommand("c"))
    #expect(run.step == 2)
    try run.to(named: "epoch 4")
    #expect(run.path == "HARD SHARING train › epoch 4")
    #expect(try run.into())
    try run.to(named: "step 3")
    #expect(try run.into())
    try run.to(named: "update")
    #expect(run.path == "HARD SHARING train › epoch 4 › step 3 › update")
  }

  @Test func `an epoch is drawn as a whole`() throws {
    let training = try TrainingCases.training(on: TrainingCases.data(rows: 16), epochs: 4) {
      $0.batch = 6
      $0.validationShare = 0.25
    }
    var run = Stepper(training.seen)
    try run.advance(3)
    #expect(text(run.screen) == Self.epoch, "\(text(run.screen))")
  }

  static let epoch = """
    HARD SHARING train | epoch 3 of 4                     2 steps of 6 rows, lr 0.05
     task    train  by epoch   valid  by epoch  measure  weight     ‖g‖
     a      4.1380  █▄▁       3.4334  █▃▁         1.853       1  0.848
     b      0.6739  █▄▁       0.8134  ▁▆█         0.250       1  0.0875
     c      1.1053  █▃▁       1.1675  ▁▅█         0.250       1  0.14
     ──────────────────────────────────────────────────────────────────
     total  5.9173  █▄▁
     gradients of  cosine  -1     0     +1  by epoch, -1 to 1
     a and c        -0.33      ██|          ▃▃▃
     a and b        -0.12       ▐|          ▄▄▄
     b and c        +0.39        |██▍       ▅▆▆
    why the total loss fell by 0.915, most in a (-0.895); a and c pull apart on the
        shared parameters, cosine -0.33
    next: epoch 4 of 4 | n  b  c  to  into  show  why  what-if  set  q
    """
}
