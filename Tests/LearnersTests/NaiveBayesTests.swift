import Diagnostics
import Learners
import Tensors
import Testing

@Suite struct NaiveBayesTests {
  /// Two rows a class at 0 ± 1 and 4 ± 1, one input: at x the log odds are
  /// `((x − 0)² − (x − 4)²) / 2σ²` with σ² = 1.
  @Test func `normal densities give the odds by hand`() throws {
    let X = Tensor([-1, 1, 3, 5], Shape(4, 1))
    let model = try GaussianNaiveBayes(varSmoothing: 1e-15).binary(X, [0, 0, 1, 1])
    let p = try model.answers(Tensor([2, 1, 3], Shape(3, 1)))
    #expect(abs(p[0] - 0.5) < 1e-12)
    #expect(abs(p[1] - sigmoid((1 - 9) / 2)) < 1e-9)
    #expect(abs(p[2] - sigmoid((9 - 1) / 2)) < 1e-9)
  }

  /// Rates (2+1)/(2+2) and (0+1)/(2+2): P(1 | on) = ¾ / (¾ + ¼).
  @Test func `rates give the odds by hand`() throws {
    let X = Tensor([2, 1, 0, -1], Shape(4, 1))
    let model = try BernoulliNaiveBayes().binary(X, [1, 1, 0, 0])
    let p = try model.answers(Tensor([7, 0], Shape(2, 1)))
    #expect(abs(p[0] - 0.75) < 1e-12)
    #expect(abs(p[1] - 0.25) < 1e-12)
  }

  @Test func `a border below zero turns the zeros of a sparse design on`() throws {
    let dense = Tensor([0, -2, 1, 0, -2, -2, 0, 1], Shape(4, 2))
    let sparse = DesignMatrix.sparse(try SparseMatrix(dense))
    let learner = try BernoulliNaiveBayes(alpha: 0.5, binarize: -1)
    let y: [Double] = [1, 1, 0, 0]
    #expect(
      try learner.binary(sparse, y).probabilities(sparse)
        == learner.binary(dense, y).probabilities(.dense(dense)))
  }

  @Test func `far from all training rows the nearer class is told`() throws {
    let X = Tensor([-1, 1, 3, 5], Shape(4, 1))
    let model = try GaussianNaiveBayes().binary(X, [0, 0, 1, 1])
    #expect(try model.answers(Tensor([1e10, -1e10], Shape(2, 1))) == [1, 0])
    #expect(throws: Failure.self) { try model.answers(Tensor([1e200], Shape(1, 1))) }
  }

  @Test func `the terms of an answer add up to its log odds`() throws {
    let X = LearnerData.matrix(80, 5)
    let names = ModelNames(inputs: ["a", "b", "c", "d", "e"], label: "y")
    for learner in [try GaussianNaiveBayes() as any Learner, try BernoulliNaiveBayes()] {
      let model = try learner.binary(X, LearnerData.targets(X))
      let row = (0..<5).map { X[3, $0] }
      let p = try model.answers(Tensor(row, Shape(1, 5)))[0]
      let line = try #require((model as? TwoClassModel)?.explanation(of: row, names).first)
      #expect(line.hasPrefix("log odds of y against not y: "))
      let words = line.split(separator: " ")
      let total = try #require(
        words.firstIndex(of: "=").flatMap { Double(words[$0 + 1].dropLast()) })
      #expect(abs(sigmoid(total) - p) < 0.002)
      let equals = try #require(words.firstIndex(of: "="))
      let sum = words[..<equals].compactMap { Double($0) }.filter { $0 != 1 }.reduce(0, +)
      #expect(abs(sum - total) < 0.03)
    }
  }

  @Test func `hyper-parameters out of range are refused`() {
    #expect(throws: Failure.self) { try GaussianNaiveBayes(varSmoothing: 0) }
    #expect(throws: Failure.self) { try GaussianNaiveBayes(varSmoothing: .infinity) }
    #expect(throws: Failure.self) { try BernoulliNaiveBayes(alpha: 0) }
    #expect(throws: Failure.self) { try BernoulliNaiveBayes(binarize: .nan) }
  }
}
