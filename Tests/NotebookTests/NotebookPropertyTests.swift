import Testing

@testable import Notebook

/// Random sessions: staleness is compared with what a run from the top says.
@Suite struct NotebookPropertyTests {
  private static let programs = [
    "a = 1", "a = 2", "b = a + 1", "b", "c = [a, b]", "c", "a += 1", "if b > 2 { a = 7 }", "a",
    "fn f(x) = x * a", "f(2)", "rand()", "r = rand(2)", "r", "seed(3)\nrand()", "ans", "out[1]",
    "len(out)", "nobody", "for i in range(b) { a = i }", "x = f\nx(1)", "c[0] = 9", "b = 5",
    "try { a = f(3) } catch e { a = 0 }", "d = {f: f}\nd.f(1)",
  ]

  private func randomSession(_ seed: UInt64, operations: Int) -> NotebookSession {
    var random = SplitMix(seed)
    let session = NotebookSession(seed: seed)
    for _ in 0..<operations {
      let program = Self.programs.randomElement(using: &random) ?? ""
      guard let cell = session.state.cells.randomElement(using: &random) else {
        session.run(program)
        continue
      }
      let other = session.state.cells.randomElement(using: &random)?.number ?? cell.number
      switch Int.random(in: 0..<10, using: &random) {
      case 0: session.state.delete([.cell(cell.number)])
      case 1: session.state.move(.cell(cell.number), above: .cell(other))
      case 2: session.state.move(.cell(cell.number), below: .cell(other))
      case 3: session.rerun(cell.number)
      case 4: session.rerun(cell.number, program)
      default: session.run(program)
      }
    }
    return session
  }

  /// Numbers that follow from a seed.
  private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  @Test(arguments: 0..<60)
  func `cells that are not stale do the same in a run from the top`(seed: UInt64) {
    let session = randomSession(seed, operations: 14)
    let stale = Set(session.stale)
    let before = session.state.cells.map { ($0.number, $0.source, $0.output, $0.error) }
    session.rerunAll()
    for (old, new) in zip(before, session.state.cells) where !stale.contains(old.0) {
      #expect(old.2 == new.output, "[\(old.0)] \(old.1)")
      #expect(old.3 == new.error, "[\(old.0)] \(old.1)")
    }
    #expect(session.stale == [])
  }

  @Test(arguments: 0..<60)
  func `a session without stale cells checks`(seed: UInt64) throws {
    let session = randomSession(seed, operations: 14)
    session.rerunStale()
    #expect(session.stale == [])
    let report = try session.check()
    #expect(report.isPassed, "\(report.text)\n\(session.state.text)")
  }
}
