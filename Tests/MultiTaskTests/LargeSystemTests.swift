import Datasets
import Glibc
import MultiTask
import Tensors
import Testing

/// Run with `TANDEM_LARGE=1` and a filter for this suite alone: it measures the whole process.
@Suite("Large smooth problems", .enabled(if: getenv("TANDEM_LARGE") != nil))
struct LargeSystemTests {
  @Test func `500 tasks of 200 rows and 500 features take no more than twice their data`() throws {
    let (T, n, d) = (500, 200, 500)
    var generator = RandomGenerator(seed: 1)
    let tasks = try (0..<T).map { t in
      TaskSamples(name: "t\(t)", X: try generator.normal([n, d]), y: try generator.normal([n]))
    }
    let data = try TaskDataset(
      name: "large", featureNames: (0..<d).map { "x\($0)" }, tasks: tasks)
    let before = Self.peakBytes()
    let fitted = try MultiTaskModel(penalty: Penalty(.coherence(50))).fit(data)
    let size = Double(T * n * (d + 1) * 8)
    let seconds = fitted.history.map(\.seconds)
    print(
      "data \(size / 1e6) MB, peak \(before / 1e6) → \(Self.peakBytes() / 1e6) MB, \(seconds) s")
    #expect(Self.peakBytes() < 2 * size + 100e6)
    #expect(fitted.converged && fitted.iterate.accuracy < 1e-12)
  }

  /// The most memory that the process has held.
  private static func peakBytes() -> Double {
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) * 1024
  }
}
