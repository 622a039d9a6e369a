import Charts
import Diagnostics
import Learners
import MultiLabel
import Stepping
import Tensors
import Testing

/// The metrics worked out on screen; the 4×4 example's figures are worked out by hand.
@Suite struct MetricsRunTests {
  static let truth = Tensor(rows: [[1, 0, 1, 0], [0, 1, 1, 0], [1, 1, 0, 0], [0, 0, 0, 1]])
  static let guess = Tensor(rows: [[1, 0, 0, 0], [0, 1, 1, 0], [1, 0, 0, 1], [0, 0, 0, 1]])

  func finished(_ run: MetricsRun) throws -> MetricsRun {
    var run = run
    try run.finish()
    return run
  }

  func example() throws -> MetricsRun {
    try finished(MetricsRun(truth: Self.truth, predicted: Self.guess))
  }

  @Test(arguments: [
    "0 1010 1000 C 1/2 .667 A 2 0 0 2 1.000", "1 0110 0110 - 2/2 1.000 B 1 0 1 2 .667",
    "2 1100 1001 B D 1/3 .500 C 1 0 1 2 .667", "3 0001 0001 - 1/1 1.000 D 1 1 0 2 .667",
    "total 5 1 2 8", "subset 0/1 loss = rows with an error / rows 2/4 = 0.500",
    "Hamming loss = wrong cells/(rows×labels) 3/(4×4) = 0.188",
    "micro precision = TP/(TP+FP) 5/(5+1) = 0.833", "micro recall = TP/(TP+FN) 5/(5+2) = 0.714",
    "micro F1 = 2TP/(2TP+FP+FN) 10/(10+1+2) = 0.769",
    "macro F1 = mean over labels (1+3×.667)/4 = 0.750",
    "example F1 = mean over rows (.667+1+.5+1)/4 = 0.792",
    "Jaccard = mean of ∩/∪ over rows (1/2+1+1/3+1)/4 = 0.708",
  ])
  func `the example shows every figure`(_ line: String) throws {
    let screen = text(try example().describe())
    let lines = screen.split(separator: "\n").map {
      $0.split(separator: " ").joined(separator: " ")
    }
    #expect(lines.contains(line), "\(screen)")
  }

  @Test func `rows come one by one, then formulas, and the end is the record of all measures`()
    throws
  {
    var run = try MetricsRun(truth: Self.truth, predicted: Self.guess)
    #expect(run.nextStage == "compare row 0")
    for _ in 0..<4 { _ = try run.advance() }
    #expect(run.nextStage == "subset 0/1 loss")
    #expect(run.output == nil)
    let end = try finished(run)
    let record = try metrics(truth: Self.truth, predicted: Self.guess)
    #expect(end.output?.entries.map(\.value) == record.entries.map(\.value))
    #expect(end.matches("micro F1") == false)
    #expect(end.matches("Jaccard"))
  }

  @Test func `a changed guess shows each measure before and after`() throws {
    let changed = try example().setting("guess row 2", to: "1100")
    let screen = text(changed.describe())
    // One wrong cell is left: row 0 misses C.
    #expect(screen.contains("0.188→0.063*"))
    #expect(screen.contains("0.500→0.250*"))
    #expect(changed.output?["hamming"] == 1.0 / 16)
    // Changes add up against the same start.
    let twice = text(try changed.setting("guess row 0", to: "[1, 0, 1, 0]").describe())
    #expect(twice.contains("0.188→0.000*"))
    #expect(!text(try example().describe()).contains("→0.063"))
  }

  @Test func `truth and convention can be set, too`() throws {
    let empty = Tensor(repeating: 0, Shape(2, 2))
    let run = try finished(MetricsRun(truth: empty, predicted: empty))
    #expect(run.output?["f1_samples"] == 0)
    #expect(text(run.describe()).contains("F1 is 0/0 in 2 rows and 2 labels"))
    let mulan = try run.setting("convention", to: "mulan")
    #expect(mulan.output?["f1_samples"] == 1)
    #expect(text(mulan.describe()).contains("0.000→1.000*"))
    #expect(try run.setting("convention", to: "0.5").output?["f1_macro"] == 0.5)
    #expect(try run.setting("truth row 1", to: "01").output?["recall_micro"] == 0)
    for (name, value) in [
      ("convention", "skleran"), ("guess row 9", "00"), ("guess row 0", "012"),
      ("guess row 0", "0"), ("guess row x", "00"), ("nothing", "1"),
    ] {
      #expect(throws: Failure.self) { try run.setting(name, to: value) }
    }
  }

  @Test func `micro is explained as macro with other weights`() throws {
    let run = try example()
    for topic in ["micro≠macro", "micro", "macro", "micro!=macro"] {
      let lines = try run.why(topic).map(\.plain)
      #expect(lines[1] == "A: F1 1.000, weight 4/13 = 0.308 instead of 0.250")
    }
    #expect(
      try run.why("row 2").map(\.plain).last?.hasSuffix("f1 2/4 = 0.500, jaccard 1/3 = 0.333")
        == true)
    #expect(try run.why("B").map(\.plain)[0].hasPrefix("B: 1 hit, 0 guessed in vain, 1 missed"))
    #expect(try run.why("hamming").map(\.plain)[0].hasSuffix("3/(4×4) = 0.188"))
  }

  @Test func `a side branch leaves the run as it is`() throws {
    let run = try example()
    #expect(text(try run.whatIf("row 2 B", 1)).contains("0.188→0.125*"))
    #expect(run.output?["hamming"] == 3.0 / 16)
    #expect(throws: Failure.self) { try run.whatIf("row 2 B", 0.5) }
    #expect(throws: Failure.self) { try run.whatIf("row 2 Z", 1) }
  }

  @Test(arguments: [(1, 1), (5, 3), (9, 6), (140, 4), (3000, 14), (60, 30)])
  func `every stage fits the screen`(_ n: Int, _ C: Int) throws {
    var random = RandomGenerator(seed: UInt64(n))
    func bits() -> Tensor {
      Tensor((0..<n * C).map { _ in random.uniform() < 0.3 ? 1 : 0 }, Shape(n, C))
    }
    let names = (0..<C).map { "label-with-a-name-\($0)" }
    var run = try MetricsRun(truth: bits(), predicted: bits(), labelNames: names)
    ScreenContractTests().expectFits(run.describe())
    try ScreenContractTests().run(run)
    try run.finish()
    let changed = try run.setting("guess row 0", to: String(repeating: "1", count: C))
      .setting("convention", to: "mulan")
    ScreenContractTests().expectFits(changed.describe())
    for width in [60, 40] {
      let lines = text(changed.describe(), DrawingOptions(width: width)).split(separator: "\n")
      #expect(lines.allSatisfy { cellWidth(String($0)) <= width })
    }
    for panel in ["rows", "labels", "conventions", "row 0"] {
      #expect(!text(try run.show(panel)).isEmpty)
    }
  }
}
