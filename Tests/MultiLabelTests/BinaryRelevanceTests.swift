import Datasets
import Diagnostics
import Learners
import MultiLabel
import Stepping
import Tensors
import Testing

@Suite struct BinaryRelevanceTests {
  let data = hashedDataset(rows: 80)

  func model() throws -> BinaryRelevance { BinaryRelevance(try LogisticRegression()) }

  @Test func `each label equals its own logistic regression`() throws {
    let fitted = try model().fit(data)
    let p = try fitted.probabilities(data.X)
    for c in 0..<3 {
      let targets = (0..<80).map { data.Y[$0, c] }
      let alone = try LogisticRegression().fitBinary(
        data.X, [BinaryTask(name: "", targets: targets)])[0]
      let own = try alone.probabilities(data.X)
      for i in 0..<80 { #expect(abs(p[i, c] - own[i]) < 1e-6) }
    }
  }

  @Test func `stepping to the end equals fit`() throws {
    var run = try model().training(on: data)
    var stages: [String?] = []
    repeat { stages.append(run.nextStage) } while try run.advance()
    let stepped = try #require(run.output)
    let fitted = try model().fit(data)
    #expect(
      try stepped.probabilities(data.X).elements == fitted.probabilities(data.X).elements)
    #expect(
      stages == ["label 1 of 3: sky", "label 2 of 3: clouds", "label 3 of 3: sunset", nil])
  }

  @Test func `a constant label is predicted as that and noted`() throws {
    var constant = data
    for i in 0..<80 { constant.Y[i, 1] = 0 }
    let fitted = try model().fit(constant)
    #expect(
      try fitted.predict(constant.X).elements.enumerated().allSatisfy { $0 % 3 != 1 || $1 == 0 })
    #expect(fitted.notes == ["clouds was always 0 in training; so is its prediction"])
  }

  @Test func `one sample of one label is enough`() throws {
    let tiny = Dataset(
      name: "tiny", X: Tensor(rows: [[1, 2]]), Y: Tensor(rows: [[1]]), featureNames: ["a", "b"],
      labelNames: ["y"])
    #expect(try model().fit(tiny).predict(tiny.X).elements == [1])
  }

  @Test func `labels other than 0 and 1 are named with their place`() throws {
    var bad = data
    bad.Y[4, 2] = 2
    #expect {
      _ = try model().fit(bad)
    } throws: {
      ($0 as? Failure)?.message
        == "expected labels from 0 to 1, found 2 in row 4, label 'sunset'"
    }
  }

  @Test func `another number of inputs than in training is refused`() throws {
    let fitted = try model().fit(data)
    #expect(throws: Failure.self) { try fitted.predict(Tensor(rows: [[1, 2, 3]])) }
  }
}
