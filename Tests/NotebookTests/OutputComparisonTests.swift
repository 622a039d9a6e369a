import Testing

import Notebook

@Suite struct OutputComparisonTests {
  private struct Pair: Sendable, CustomTestStringConvertible {
    let recorded: String
    let found: String
    let tolerance: Double
    let isEqual: Bool
    init(_ recorded: String, _ found: String, _ tolerance: Double, _ isEqual: Bool) {
      (self.recorded, self.found) = (recorded, found)
      (self.tolerance, self.isEqual) = (tolerance, isEqual)
    }
    var testDescription: String { "\(recorded) ~ \(found) within \(tolerance)" }
  }

  private static let pairs = [
    Pair("loss 0.6931", "loss 0.6932", 0, true), Pair("loss 0.6931", "loss 0.6934", 0, false),
    Pair("loss 0.6931", "loss 0.6934", 1e-3, true), Pair("epoch 3", "epoch 4", 1, false),
    Pair("[ 1.0  -2.0]", "[1.0 -2.0]", 0, true), Pair("a\n...\nz", "a\nb\nc\nz", 0, true),
    Pair("nan", "NaN", 0, true), Pair("1e-9", "2e-9", 0, false),
    Pair("1.234e-9", "1.235e-9", 0, true), Pair("0.0", "-0.0", 0, true),
    Pair("x 1.50", "x 1.5", 0, true), Pair("nan", "1.5", 1, false), Pair("inf", "-inf", 1, false),
    Pair("inf", "+inf", 0, true), Pair("banana", "baNANa", 0, false),
    Pair("0.69", "0.70", 0, false), Pair("100", "100.4", 0, false),
    Pair("100.2", "100.3", 0, true), Pair("1e999", "1e400", 1, false),
    Pair("end 3.", "end 4.", 1, false), Pair("x1.50", "x1.51", 1, false),
    Pair("\u{3b1}1.50", "\u{3b1}1.51", 0, true), Pair("1.5-2.51", "1.5-2.52", 0, true),
    Pair("a  b\t c", " a b c ", 0, true), Pair("ab", "a b", 0, false), Pair("1 2", "12", 0, false),
    Pair("1,000", "1, 000", 0, true), Pair("", "\n \n", 0, true), Pair("a", "", 0, false),
    Pair("", "a", 0, false), Pair("a\n\nb", "a\nb", 0, false), Pair("...", "", 0, true),
    Pair("a\n...", "a", 0, true), Pair("...\nb\n...", "a\nb\nb\nc", 0, true),
    Pair("...\nb", "a\nb\nb", 0, true), Pair("...\nb\n...", "a\nc", 0, false),
    Pair("a ...", "a b", 0, false),
    Pair("12345678901234567890", "12345678901234567891", 1, false),
    Pair("1e5", "100000.0", 0, true), Pair("-1.00", "1.00", 0.5, false),
  ]

  @Test(arguments: pairs)
  private func `the rules decide`(_ pair: Pair) {
    let comparison = OutputComparison(tolerance: pair.tolerance)
    #expect(comparison.matches(recorded: pair.recorded, found: pair.found) == pair.isEqual)
  }

  @Test func `many wildcards against many lines take no exponential time`() {
    let recorded = String(repeating: "...\na\n", count: 200) + "b"
    let found = String(repeating: "a\n", count: 2_000)
    let comparison = OutputComparison()
    #expect(!comparison.matches(recorded: recorded, found: found))
    #expect(comparison.matches(recorded: recorded, found: found + "b"))
  }

  @Test func `wildcards agree with trying every way`() {
    func matches(_ a: ArraySlice<String>, _ b: ArraySlice<String>) -> Bool {
      guard let first = a.first else { return b.isEmpty }
      if first == "..." {
        return (b.startIndex...b.endIndex).contains { matches(a.dropFirst(), b[$0...]) }
      }
      return b.first == first && matches(a.dropFirst(), b.dropFirst())
    }
    var state: UInt64 = 1
    func next(_ bound: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1
      return Int((state >> 33) % bound)
    }
    var agreeing = [0, 0]
    for _ in 0..<3_000 {
      let recorded = (0..<next(6)).map { _ in ["a", "b", "..."][next(3)] }
      let found = (0..<next(6)).map { _ in ["a", "b"][next(2)] }
      let truth = matches(recorded[...], found[...])
      let answer = OutputComparison().matches(
        recorded: recorded.joined(separator: "\n"), found: found.joined(separator: "\n"))
      #expect(answer == truth, "\(recorded) and \(found)")
      agreeing[truth ? 1 : 0] += 1
    }
    #expect(agreeing[0] > 300 && agreeing[1] > 300)
  }

  @Test func `a share of the drawn cells of a chart may differ`() {
    let recorded = "title 1.50\n####______\n##########"
    let found = "title 1.51\n####______\n#########*"
    #expect(!OutputComparison().matches(recorded: recorded, found: found))
    #expect(!OutputComparison(chartShare: 0.03).matches(recorded: recorded, found: found))
    #expect(OutputComparison(chartShare: 0.05).matches(recorded: recorded, found: found))
  }

  @Test func `blank cells do not hide that a chart is another one`() {
    let blank = String(repeating: " ", count: 70)
    let comparison = OutputComparison(chartShare: 0.05)
    #expect(!comparison.matches(recorded: "#\(blank)|", found: "*\(blank)|"))
    #expect(comparison.matches(recorded: "#\u{2800}", found: "#"))
    #expect(!comparison.matches(recorded: "##\n##", found: "##"))
  }

  @Test func `the words and numbers of a chart are compared as elsewhere`() {
    let comparison = OutputComparison(tolerance: 0.01, chartShare: 0.2)
    let chart = "0.500┤⠉⠒⠤⣀⠉⠒⠤⣀⠉⠒⠤⣀\n     └────────────\n18 missing"
    func matches(_ old: String, _ new: String) -> Bool {
      comparison.matches(recorded: chart, found: chart.replacing(old, with: new))
    }
    #expect(matches("0.500┤⠉", "0.501┤⠤"))
    #expect(!matches("0.500", "0.600"))
    #expect(!matches("18 missing", "19 missing"))
    #expect(!matches("18 missing", "18 wissing"))
    #expect(!matches("⠒⠤⣀⠉", "████"))
    #expect(comparison.matches(recorded: "a   ██  1", found: "a   ██ 1"))
  }

  @Test func `the difference shows what changed with the lines of the document`() {
    let recorded = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n"
    let found = "one\ntwo\nthree\nfour\nFIVE\nsix\nseven\n"
    let lines = OutputComparison().difference(recorded: recorded, found: found, line: 10)
    #expect(
      lines.map { $0.rendered(width: 3) } == [
        "    …", " 12   three", " 13   four", " 14 - five", "    + FIVE", " 15   six",
        " 16   seven",
      ])
  }

  @Test func `what a wildcard stands for is no difference`() {
    let lines = OutputComparison().difference(
      recorded: "a\n...\nz", found: "a\nb\nc\ny", line: 1)
    #expect(lines.filter { $0.kind == .recorded }.map(\.text) == ["z"])
    #expect(lines.filter { $0.kind == .found }.isEmpty)
    let equal = OutputComparison().difference(recorded: "a\n...\nz", found: "a\nb\nz", line: 1)
    #expect(equal.allSatisfy { $0.kind == .same || $0.kind == .omitted })
  }

  @Test func `differences of very long texts stay affordable`() {
    let recorded = (0..<5_000).map { "a\($0)" }.joined(separator: "\n")
    let found = (0..<5_000).map { "b\($0)" }.joined(separator: "\n")
    let lines = OutputComparison().difference(recorded: recorded, found: found, line: 1)
    #expect(lines.count == 10_000)
  }

  @Test func `texts differ exactly when their difference has changed lines`() {
    var state: UInt64 = 5
    func next(_ bound: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1
      return Int((state >> 33) % bound)
    }
    let comparison = OutputComparison()
    var differing = 0
    for _ in 0..<2_000 {
      let recorded = (0..<next(7)).map { _ in ["a", "b", "1.50", "..."][next(4)] }
      let found = (0..<next(7)).map { _ in ["a", "b", "1.51"][next(3)] }
      let texts = (recorded.joined(separator: "\n"), found.joined(separator: "\n"))
      let lines = comparison.difference(recorded: texts.0, found: texts.1, line: 1)
      let isSame = lines.allSatisfy { $0.kind == .same || $0.kind == .omitted }
      #expect(isSame == comparison.matches(recorded: texts.0, found: texts.1), "\(texts)")
      for line in lines where line.kind == .recorded || line.kind == .same {
        #expect(line.line.map { recorded[$0 - 1] } == line.text)
      }
      if !isSame { differing += 1 }
    }
    #expect(differing > 200 && differing < 1_900)
  }
}
