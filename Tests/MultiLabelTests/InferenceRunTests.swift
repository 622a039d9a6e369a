import Charts
import Diagnostics
import MultiLabel
import Stepping
import Tensors
import Testing

/// The inference of a chain on one row after another, stage by stage.
@Suite struct InferenceRunTests {
  func finished(_ chain: FittedChain, width: Int = 2, rows: Int = 1) throws -> InferenceRun {
    var run = try InferenceRun(chain, TableChain.rows(rows), width: width)
    try run.finish()
    return run
  }

  @Test func `the textbook row shows its tree, its methods and why greedy lost`() throws {
    let screen = text(try finished(TableChain.textbook).describe())
    for figure in [
      // Joint probabilities of all eight label sets.
      "0.1716  * greedy", "0.1144", "0.1452  label-wise", "0.1188", "0.0225",
      "0.3848  + = beam and exact",
      "0.0203",
      // Prefixes after two links.
      "0.286 keep", "0.264 cut", "0.045 cut", "0.405 keep",
      "why greedy lost: A=1 (0.550) leads at best to 0.1716, A=0 (0.450) to 0.3848",
      "P(A) 0.550 P(B) 0.331 P(C) 0.724, so 101",
    ] {
      #expect(screen.contains(figure), "\(figure) is missing:\n\(screen)")
    }
    let lines = screen.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(lines.contains(["greedy", "111", "0.172", "3", "0.828", "0.465"]))
    #expect(lines.contains(["beam", "2", "001", "0.385", "5", "0.615", "0.386"]))
    #expect(lines.contains(["exact", "001", "0.385", "7", "0.615", "0.386"]))
    #expect(lines.contains(["label-wise", "101", "0.145", "7", "0.855", "0.352"]))
  }

  @Test func `each stage adds its way to decide`() throws {
    var run = try InferenceRun(TableChain.textbook, TableChain.rows(2))
    var counts: [Int] = []
    var stages: [String] = []
    while let next = run.nextStage {
      stages.append(next)
      _ = try run.advance()
      guard case .list(let methods) = run.state.first(where: { $0.name == "methods" })?.value else {
        continue
      }
      counts.append(methods.count)
    }
    #expect(counts == [1, 2, 3, 4, 1, 2, 3, 4])
    #expect(stages[0] == "row 0: greedy search" && stages[4] == "row 1: greedy search")
    #expect(run.output?.elements == [0, 0, 1, 0, 0, 1])
  }

  @Test func `the stepper goes to a row and sets the beam's width`() throws {
    var stepper = Stepper(try InferenceRun(TableChain.textbook, TableChain.rows(5)))
    try stepper.to(named: "row 3")
    #expect(stepper.position.done == 16)
    #expect(stepper.screen.title.contains("row 3"))
    let narrow = try stepper.current.setting("width", to: "1")
    let drawn = text(narrow.describe())
    #expect(drawn.contains("beam 1"))
    #expect(drawn.contains("* + greedy and beam"))
    #expect(throws: Failure.self) { try stepper.current.setting("width", to: "0") }
    #expect(throws: Failure.self) { try stepper.current.setting("width", to: "many") }
    #expect(throws: Failure.self) { try stepper.current.setting("height", to: "3") }
  }

  @Test func `figures are those of the functions that predict uses`() throws {
    let chain = TableChain.linear(7, features: 2, seed: 12)
    let X = hashedMatrix(4, 2)
    var run = try InferenceRun(chain, .dense(X), width: 3, firstRow: 2)
    for _ in 0..<4 { _ = try run.advance() }
    let row = DesignMatrix.dense(Tensor([X[2, 0], X[2, 1]], Shape(1, 2)))
    guard case .tensor(let p) = run.state.first(where: { $0.name == "probabilities" })?.value
    else { throw Failure(.value, "no probabilities") }
    let expected = try [
      ChainInference.greedy, .beam(width: 3), .exhaustive, .marginals(samples: 1000, seed: 0),
    ].map { try chain.decide(row, $0).probability[0] }
    #expect(p.elements == expected)
  }

  @Test func `what-if gives the best set that has a label`() throws {
    var run = try InferenceRun(TableChain.textbook, TableChain.rows(1))
    _ = try run.advance()
    #expect(text(try run.whatIf("A", 1)).contains("111  P 0.172"))
    #expect(text(try run.whatIf("C", 0)).contains("101") == false)
    #expect(throws: Failure.self) { try run.whatIf("A", 0.5) }
  }

  @Test(arguments: [1, 2, 3, 4, 10, 17, 24])
  func `screens fit whatever the number of labels`(_ C: Int) throws {
    let contract = ScreenContractTests()
    let chain = TableChain.linear(C, features: 3, seed: UInt64(C))
    let X = DesignMatrix.dense(hashedMatrix(2, 3))
    let truth = Tensor(repeating: 1, Shape(2, C))
    for width in [1, 2, 5] {
      try contract.run(InferenceRun(chain, X, truth: truth, width: width))
    }
    var run = try InferenceRun(chain, X)
    for _ in 0..<4 { _ = try run.advance() }
    for topic in ["sets", "beam", "formula"] { _ = try run.show(topic) }
    _ = try run.why("y0")
    #expect(try run.inner() != nil)
  }

  @Test func `a run is refused for rows, widths and labels that do not suit`() throws {
    let chain = TableChain.textbook
    #expect(throws: Failure.self) { try InferenceRun(chain, TableChain.rows(2), firstRow: 2) }
    #expect(throws: Failure.self) { try InferenceRun(chain, TableChain.rows(2), width: 0) }
    #expect(throws: Failure.self) {
      try InferenceRun(chain, TableChain.rows(2), truth: Tensor(repeating: 0, Shape(2, 2)))
    }
  }
}
