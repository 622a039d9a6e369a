import Glibc
import Synchronization
import Testing

@testable import Tensors

@Suite(.serialized) struct ProgressTests {
  /// In processes of their own: who watches is global.
  @Test func `quick runs are silent, long ones are told of at most ten times a second`() async {
    await #expect(processExitsWith: .success) {
      let events = Mutex<[ProgressEvent]>([])
      Progress.watch { event in events.withLock { $0.append(event) } }
      let quick = Progress.begin(of: 100)
      for done in 1...100 { quick.report(done, ProgressFigures()) }
      quick.end(isComplete: true)
      precondition(events.withLock { $0.isEmpty }, "a quick run is silent")

      let long = Progress.begin(of: 8)
      for done in 1...8 {
        for part in 0..<100 {
          Progress.part(part, of: 100)
          usleep(1000)
        }
        long.report(done, ProgressFigures([("loss", 1 / Double(done))]))
      }
      long.end(isComplete: true)
      let told = events.withLock { $0 }
      var fractions: [Double] = []
      for event in told {
        if case .report(let report) = event { fractions.append(report.fraction) }
      }
      precondition((2...30).contains(fractions.count), "\(fractions.count) reports")
      precondition(fractions == fractions.sorted() && fractions.allSatisfy { $0 > 0 && $0 <= 1 })
      guard case .ended(isComplete: true)? = told.last else { preconditionFailure("no end") }
    }
  }

  @Test func `a run within a run is named behind the one around it`() async {
    await #expect(processExitsWith: .success) {
      let titles = Mutex<Set<String>>([])
      Progress.watch { event in
        if case .report(let report) = event { _ = titles.withLock { $0.insert(report.title) } }
      }
      let outer = Progress.begin(of: 2, "outer")
      for done in 1...2 {
        let inner = Progress.begin(of: 3, "inner")
        for step in 1...3 {
          usleep(120_000)
          inner.report(step, ProgressFigures())
        }
        inner.end(isComplete: true)
        outer.report(done, ProgressFigures())
      }
      outer.end(isComplete: true)
      let told = titles.withLock { $0 }
      precondition(told.contains("outer: inner") && told.isSubset(of: ["outer: inner", "outer"]))
      let next = Progress.begin(of: 1, "next")
      usleep(350_000)
      next.report(1, ProgressFigures())
      next.end(isComplete: true)
      precondition(titles.withLock { $0 } == told.union(["next"]))
    }
  }

  @Test func `the time left follows from the part since the run began`() async {
    await #expect(processExitsWith: .success) {
      let left = Mutex<Double?>(nil)
      Progress.watch { event in
        if case .report(let report) = event { left.withLock { $0 = report.secondsLeft } }
      }
      let run = Progress.begin(of: 100, done: 80)
      usleep(400_000)
      run.report(90, ProgressFigures())
      run.end(isComplete: false)
      // Ten of a hundred took 0.4 s, and ten are left.
      guard let seconds = left.withLock({ $0 }) else { preconditionFailure("not told") }
      precondition(seconds >= 0.4 && seconds < 3, "\(seconds) s")
    }
  }
}
