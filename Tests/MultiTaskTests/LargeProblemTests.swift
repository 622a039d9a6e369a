import Datasets
import Glibc
import MultiTask
import Tensors
import Testing

/// Run with `TANDEM_LARGE=1` and a filter for this suite alone: it measures the whole process.
@Suite("Large problems with corners", .enabled(if: getenv("TANDEM_LARGE") != nil), .serialized)
struct LargeProblemTests {
  private static let (T, n, d) = (500, 200, 500)

  /// Numbers for all tasks, from weights of rank 3.
  private static let regression = Result {
    var generator = RandomGenerator(seed: 1)
    let mixing = try generator.normal([3, T])
    let base = try generator.normal([d, 3])
    let tasks = try (0..<T).map { t in
      let X = try generator.normal([n, d])
      let w = try matmul(base, mixing.indexed(by: [.ellipsis, .positions([t])]))
      let noise = try generator.normal([n])
      let y = try matmul(X, w).flattened()
      return TaskSamples(
        name: "t\(t)", X: X, y: Tensor(zip(y.elements, noise.elements).map { $0 + $1 }))
    }
    return try TaskDataset(name: "large", featureNames: (0..<d).map { "x\($0)" }, tasks: tasks)
  }

  @Test(arguments: ["nuclear", "l21", "l1"])
  func `500 tasks of 200 rows and 500 features take no more than twice their data`(
    term: String
  ) throws {
    try check(term, .squared, Self.regression.get())
  }

  @Test(arguments: ["nuclear", "l21"])
  func `so do 500 tasks of two classes`(term: String) throws {
    var data = try Self.regression.get()
    for t in data.tasks.indices {
      data.tasks[t].y = Tensor(data.tasks[t].y.elements.map { $0 > 0 ? 1 : 0 })
    }
    try check(term, .logistic, data)
  }

  /// Fits at a third of the λ that makes W zero.
  private func check(_ term: String, _ loss: TaskLoss, _ data: TaskDataset) throws {
    let unit: PenaltyTerm = term == "nuclear" ? .nuclear(1) : term == "l21" ? .l21(1) : .l1(1)
    let problem = try TaskProblem(
      data: data, loss: loss, penalty: Penalty(unit), hasIntercepts: true)
    let strength = try problem.greatestStrength(.all).value / 3
    let penalty: PenaltyTerm =
      term == "nuclear" ? .nuclear(strength) : term == "l21" ? .l21(strength) : .l1(strength)
    let fitted = try MultiTaskModel(loss: loss, penalty: Penalty(penalty)).fit(data)
    let size = Double(Self.T * Self.n * (Self.d + 1) * 8)
    let peak = Self.peakBytes()
    print(
      "\(loss) \(term): data \(size / 1e6) MB, peak \(peak / 1e6) MB, "
        + "\(fitted.iterate.iteration) iterations, \(fitted.history.last?.seconds ?? 0) s, "
        + "\(fitted.stop.rawValue)")
    #expect(peak < 2 * size)
    #expect(fitted.converged)
  }

  /// The most memory that the process has held.
  private static func peakBytes() -> Double {
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) * 1024
  }
}
