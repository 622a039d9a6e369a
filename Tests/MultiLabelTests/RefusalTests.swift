import Datasets
import Diagnostics
import Learners
import MultiLabel
import Stepping
import Tensors
import Testing

/// Options and inputs out of range are refused, and soft labels taken, where a sentence says so.
@Suite struct RefusalTests {
  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "nothing thrown"
    } catch { return (error as? Failure)?.message ?? "another error" }
  }

  @Test func `an ensemble has at most ten thousand chains`() throws {
    let base = try LogisticRegression()
    #expect(
      message { _ = try ChainEnsemble(base, count: 10_001) }
        == "expected an ensemble of 1 to 10000 chains, found m=10001")
    #expect(try ChainEnsemble(base, count: 10_000).count == 10_000)
  }

  @Test func `smoothing that would overflow is refused`() {
    #expect(
      message { _ = try MLkNN(smoothing: 1e308) } == "expected s from 0 to 1e9, found 1e+308")
    #expect(
      message { _ = try GaussianNaiveBayes(varSmoothing: 1e308) }
        == "expected var_smoothing to be a positive number up to 1e5, found 1e+308")
  }

  @Test func `scores beyond the largest number name their row`() throws {
    let X = Tensor([0, 1, 2, 3, 4, 5], Shape(6, 1))
    let task = ClassTask(name: "k", codes: [0, 0, 1, 1, 2, 2], classCount: 3)
    let model = try LogisticRegression(C: 100).fitClasses(.dense(X), [task])[0]
    #expect(
      message { _ = try model.probabilities(.dense(Tensor([1, 1.7e308], Shape(2, 1)))) }
        == "expected inputs whose scores are numbers, found larger ones in row 1")
  }

  @Test func `codes and labels are written as numbers are`() {
    #expect(
      message { _ = try fromPowerset(Tensor([8]), labelCount: 3) }
        == "expected codes from 0 to 2^3 - 1 = 7, found 8 at position 0")
    #expect(
      message { _ = try toPowerset(Tensor([0, 2], Shape(1, 2))) }
        == "expected labels to be 0 or 1, found 2 in row 0, label 1")
  }

  @Test func `an ensemble in the natural order learns soft labels as its chain does`() throws {
    let data = SoftLabelTests.data()
    let base = try LogisticRegression()
    let one = try ClassifierChain(base).fit(data)
    let many = try ChainEnsemble(base, count: 2, order: .natural).fit(data)
    #expect(many.chains.allSatisfy { $0.links.count == 3 })
    let difference = zip(
      try many.probabilities(data.X).elements, try one.linkProbabilities(data.X).elements
    ).map { abs($0 - $1) }.max()
    #expect(difference.map { $0 < 1e-12 } == true)
  }
}
