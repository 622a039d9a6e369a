import Datasets
import Diagnostics
import MultiTask
import Tensors
import Testing

@Suite("Experiments with tasks")
struct TaskExperimentTests {
  private func models(_ lambda: Double = 5) throws -> [(name: String, model: MultiTaskModel)] {
    [
      ("single", try MultiTaskModel(penalty: Penalty(.l2(0.1)))),
      ("multi", try MultiTaskModel(penalty: Penalty(.l2(0.1)) + Penalty(.coherence(lambda)))),
    ]
  }

  private func curve(
    spread: Double, sizes: [Int], seeds: Int = 8
  ) throws -> TaskExperiment {
    let sets = try (0..<seeds).map { seed in
      try relatedTasks(
        tasks: 6, rows: 60, features: 5, spread: spread, noise: 1, seed: UInt64(seed))
    }
    return try TaskExperiment(
      models(), values: sizes.map(Double.init),
      trials: sizes.map { n in try sets.map { try $0.trial(rows: n, testRows: 40) } })
  }

  @Test func `related tasks of few rows are learned better together, unrelated ones are not`()
    throws
  {
    let related = try curve(spread: 0.1, sizes: [8, 20])
    for v in 0..<2 {
      let gain = related.gain(over: 1)[v]
      #expect(gain.mean > 2 * gain.standardError && gain.mean > 0)
    }
    #expect(related.gain(over: 1)[0].mean > related.gain(over: 1)[1].mean)
    let unrelated = try curve(spread: 2, sizes: [20]).gain(over: 1)[0]
    #expect(unrelated.mean < 2 * unrelated.standardError)
  }

  @Test func `an experiment is the same whenever it is run and on any number of threads`() throws {
    let first = try curve(spread: 0.3, sizes: [7, 9], seeds: 3)
    let threads = Parallel.threadCount
    defer { Parallel.threadCount = threads }
    Parallel.threadCount = 1
    #expect(try curve(spread: 0.3, sizes: [7, 9], seeds: 3).errors == first.errors)
  }

  @Test func `an error is the mean over tasks of the mean squared misses`() throws {
    let data = try relatedTasks(tasks: 3, rows: 30, features: 4, spread: 1, seed: 2)
    let trial = try data.trial(rows: 10, testRows: 20)
    let experiment = try TaskExperiment([models()[0]], values: [10], trials: [[trial]])
    let fitted = try models()[0].model.fit(data.rows([[Int]](repeating: Array(0..<10), count: 3)))
    var sum = 0.0
    for t in 0..<3 {
      for i in 10..<30 {
        let row = try data.tasks[t].X.indexed(by: [.positions([i])])
        let miss = try fitted.scores(row, task: t)[flat: 0] - data.tasks[t].y[flat: i]
        sum += miss * miss / 60
      }
    }
    #expect(abs(experiment.errors[0][0][0] - sum) < 1e-10 * sum)
    #expect(experiment.spreads[0][0].deviation == 0)
  }

  @Test func `spreads are those of samples`() {
    let spread = Spread([1, 2, 3, 4])
    #expect(spread.mean == 2.5)
    #expect(abs(spread.deviation - (5.0 / 3).squareRoot()) < 1e-15)
    #expect(abs(spread.standardError - (5.0 / 12).squareRoot()) < 1e-15)
    #expect(Spread([]).mean.isNaN && Spread([7]).standardError == 0)
  }

  @Test func `noise tasks leave the real ones and each other alone`() throws {
    let data = try relatedTasks(tasks: 2, rows: 200, features: 3, spread: 1, seed: 3)
    let two = try data.adding(noiseTasks: 2, seed: 1)
    let five = try data.adding(noiseTasks: 5, seed: 1)
    #expect(five.taskNames == ["t0", "t1"] + (0..<5).map { "noise \($0)" })
    for t in 0..<4 { #expect(two.tasks[t].y.elements == five.tasks[t].y.elements) }
    for t in 0..<2 { #expect(two.tasks[t].y.elements == data.tasks[t].y.elements) }
    #expect(five.tasks[2].y.elements != five.tasks[3].y.elements)
  }

  @Test func `trials and models that do not suit say why`() throws {
    let data = try relatedTasks(tasks: 2, rows: 9, features: 3, spread: 1, seed: 3)
    func message(_ body: () throws -> Void) -> String {
      do {
        try body()
        return "none"
      } catch { return (error as? Failure)?.message ?? "\(error)" }
    }
    #expect(
      message { _ = try data.trial(rows: 5, testRows: 5) }
        == "expected 10 rows of task 't0', 5 to learn from and 5 to predict, found 9")
    #expect(message { _ = try TaskExperiment([], values: [], trials: []) }.contains("one model"))
    let mixed = [try models()[0], ("other", try MultiTaskModel(loss: .logistic))]
    #expect(message { _ = try TaskExperiment(mixed, values: [], trials: []) }.contains("one loss"))
  }
}
