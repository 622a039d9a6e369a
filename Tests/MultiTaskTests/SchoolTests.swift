import Datasets
import Glibc
import Learners
import MultiTask
import Tensors
import Testing

/// The explained variance of exam scores, as published figures have it: of all test rows together.
///
/// The figures are percentages over 10 splits 75/25 with the best λ on the test mean, recorded in
/// `shared/bench/README.md` with their standard deviations. Features are taken as they are, each school
/// has an intercept, and each school is divided 75/25. NumPy 2 with the same choices, four splits:
/// ridge 33.7, pooled 33.3, L2,1 34.7, trace 36.0, coherence 36.6.
@Suite("exam scores of 139 schools")
struct SchoolTests {
  /// The data set in the folder `shared` beside one of the folders this file lies in, when it is there.
  static let data: TaskDataset? = {
    var folder = Substring(#filePath)
    while let slash = folder.lastIndex(of: "/") {
      folder = folder[..<slash]
      let path = "\(folder)/shared/data/school.csv"
      if access(path, R_OK) == 0 {
        return try? readTaskCSV(path, target: .names(["score"]), task: "school")
      }
    }
    return nil
  }()

  static let splitCount = 3

  /// The best mean over splits of the explained variance, in per cent, along a descending path of λ.
  private func explained(
    _ lambdas: [Double], isPooled: Bool = false, _ term: (Double) -> PenaltyTerm
  ) throws -> Double {
    let data = try #require(Self.data)
    var sums = Array(repeating: 0.0, count: lambdas.count)
    for seed in 0..<Self.splitCount {
      var (train, test) = try data.split(share: 0.75, seed: seed)
      if isPooled { (train, test) = (try pooled(train), try pooled(test)) }
      var start: FittedMultiTask?
      for (place, lambda) in lambdas.enumerated() {
        let model = try MultiTaskModel(penalty: Penalty(term(lambda)), tol: 1e-4)
        let fitted = try model.fit(train, from: start)
        start = fitted
        let evaluation = try TaskEvaluation(model: fitted, data: test)
        sums[place] += try #require(evaluation.record["r2"])
      }
    }
    return 100 * (sums.max() ?? 0) / Double(Self.splitCount)
  }

  /// All rows as one task.
  private func pooled(_ data: TaskDataset) throws -> TaskDataset {
    try TaskDataset(
      name: "pooled", featureNames: data.featureNames,
      tasks: [
        TaskSamples(
          name: "all", X: try Tensor.concat(data.tasks.map(\.X)),
          y: try Tensor.concat(data.tasks.map(\.y)))
      ])
  }

  @Test(.enabled(if: SchoolTests.data != nil))
  func `single tasks, one model for all and related tasks explain what is recorded`() throws {
    let ridge = try explained([6, 4, 3, 2]) { .l2($0) }
    #expect(abs(ridge - 34.6) <= 1.4)
    let one = try explained([1], isPooled: true) { .l2($0) }
    #expect(abs(one - 33.7) <= 1.4)
    let rows = try explained([600, 400, 250]) { .l21($0) }
    #expect(abs(rows - 35.7) <= 1.3)
    let trace = try explained([1000, 700, 500]) { .nuclear($0) }
    #expect(abs(trace - 36.7) <= 1.1)
    let mean = try explained([200, 100, 50]) { .coherence($0) }
    #expect(abs(mean - 37.3) <= 1.2)
    #expect(ridge < rows && rows < trace && trace < mean)
  }
}
