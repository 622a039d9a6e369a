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

  @Test func `a run without a known end tells its stages, figures and time`() async {
    await #expect(processExitsWith: .success) {
      let reports = Mutex<[ProgressReport]>([])
      Progress.watch(silence: 0.05, interval: 0.01) { event in
        if case .report(let report) = event { reports.withLock { $0.append(report) } }
      }
      let run = Progress.begin(of: nil, "solve")
      for done in 1...10 {
        usleep(20_000)
        run.report(done, ProgressFigures([("objective", 1 / Double(done))]))
      }
      run.end(isComplete: true)
      guard let last = reports.withLock({ $0.last }) else { preconditionFailure("not told") }
      precondition(last.title == "solve" && last.total == nil && last.secondsLeft == nil)
      precondition(last.done == 10 && last.figures.values[0].name == "objective")
      precondition(last.seconds >= 0.19, "\(last.seconds) s")
    }
  }

  @Test func `a program's loop is the outermost run, and its rounds are counted`() async {
    await #expect(processExitsWith: .success) {
      let reports = Mutex<[ProgressReport]>([])
      let ends = Mutex(0)
      Progress.watch(silence: 0.1, interval: 0.01) { event in
        switch event {
        case .report(let report): reports.withLock { $0.append(report) }
        case .ended: ends.withLock { $0 += 1 }
        }
      }
      let round = Mutex<Int?>(0)
      Progress.beginProgram(
        ProgressProbe(
          loop: { round.withLock { $0 }.map { ProgressLoop("for i", done: $0, total: 5) } },
          call: { nil }))
      for i in 0..<5 {
        round.withLock { $0 = i }
        let inner = Progress.begin(of: 2)
        for done in 1...2 {
          usleep(60_000)
          inner.report(done)
        }
        inner.end(isComplete: true)
      }
      precondition(ends.withLock { $0 } == 0, "a round's end is not the loop's")
      round.withLock { $0 = nil }
      Progress.tellLoop()
      precondition(ends.withLock { $0 } == 1)
      let told = reports.withLock { $0 }
      precondition(told.contains { $0.title == "for i: train" && $0.total == 5 && $0.done == 3 })
      let shares = told.map(\.fraction)
      precondition(shares == shares.sorted() && shares.last ?? 0 > 0.9, "\(shares)")
      Progress.endProgram(isComplete: true)
      precondition(ends.withLock { $0 } == 1)
    }
  }

  @Test func `a program that tells nothing is told of by the clock, and never after its end`() async
  {
    await #expect(processExitsWith: .success) {
      let titles = Mutex<[String]>([])
      Progress.watch(patience: 0.2) { event in
        switch event {
        case .report(let report):
          precondition(report.total == nil && report.done == 0)
          titles.withLock { $0.append(report.title) }
        case .ended: titles.withLock { $0.append("end") }
        }
      }
      for name in [nil, "svd"] {
        Progress.beginProgram(
          ProgressProbe(loop: { nil }, call: { name.map { (number: 7, name: $0) } }))
        // A program within a program is part of it.
        Progress.beginProgram(ProgressProbe(loop: { nil }, call: { nil }))
        usleep(500_000)
        Progress.endProgram(isComplete: true)
        Progress.endProgram(isComplete: true)
        usleep(300_000)
      }
      let told = titles.withLock { $0 }
      precondition(told.first == "running" && told.last == "end", "\(told)")
      precondition(told.contains("svd") && told.count { $0 == "end" } == 2, "\(told)")
      precondition(told.firstIndex(of: "end") == told.count { $0 == "running" }, "\(told)")
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
