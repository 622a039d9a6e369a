import Datasets
import Diagnostics
import Glibc
import Networks
import Tensors
import Testing

@Suite struct EntireSpaceTests {
  /// Rows that are clicked more often the larger x₀ is, and then converted the larger x₁ is.
  static func clicks(rows: Int = 12, seed: UInt64 = 4) throws -> HeadDataset {
    var generator = RandomGenerator(seed: seed)
    let X = try generator.normal([rows, 5])
    let draws = (0..<2 * rows).map { _ in generator.uniform() }
    let click = (0..<rows).map { draws[$0] < 1 / (1 + exp(-2 * X[$0, 0])) ? 1.0 : 0 }
    let both = (0..<rows).map {
      draws[rows + $0] < 1 / (1 + exp(1 - 2 * X[$0, 1])) ? click[$0] : 0
    }
    return try HeadDataset(
      name: "clicks", X: X,
      heads: [
        HeadTargets(name: "click", kind: .binary, values: Tensor(click)),
        HeadTargets(name: "conversion", kind: .binary, values: Tensor(both)),
      ])
  }

  private let heads = [Head("click", .binary), Head("conversion", .binary)]

  @Test func `the product of two probabilities is learned from all rows`() throws {
    let network = try Network(
      inputShape: [5], heads: heads, architecture: EntireSpace(bottom: []))
    var options = NetworkOptions()
    options.epochs = 30
    options.batch = 64
    options.optimizer.learningRate = 1e-2
    let fitted = try #require(try network.fit(Self.clicks(rows: 4000), options))
    let X = try Self.clicks(rows: 500, seed: 9).X
    let found = try fitted.entireSpace(X)
    for i in 0..<500 {
      let (first, second) = (found.first.elements[i], found.secondGivenFirst.elements[i])
      #expect(abs(found.both.elements[i] - first * second) < 1e-12)
    }
    // The towers are logistic like the truth, so its curves are found.
    let errors = (0..<500).map { i in
      abs(found.secondGivenFirst.elements[i] - 1 / (1 + exp(1 - 2 * X[i, 1])))
    }
    #expect(errors.reduce(0, +) / 500 < 0.05)
    let predicted = try fitted.predictions(X)
    #expect(predicted[1].elements == found.both.elements.map { $0 >= 0.5 ? 1 : 0 })
  }

  @Test(arguments: [-800.0, -40, -1, 0, 1, 40, 600])
  func `losses and slopes stay right for large scores`(_ score: Double) throws {
    let network = try Network(
      inputShape: [1], heads: heads, architecture: EntireSpace(bottom: []))
    for label in [0.0, 1] {
      let data = try HeadDataset(
        name: "one", X: Tensor([1], Shape(1, 1)),
        heads: heads.map {
          HeadTargets(name: $0.name, kind: .binary, values: Tensor([label]))
        })
      // Weights of 0, so that intercepts are the scores.
      let found = try network.lossAndGradient([0, score, 0, score], on: data)
      #expect(found.gradient.allSatisfy { $0.isFinite })
      // p₁ p₂ = 1/(1+e)², e = e^{-s}, so that 1 − p₁ p₂ = e (2 + e) / (1+e)².
      let e = exp(-abs(score))
      let logarithm = log1p(e) - min(score, 0)
      let rest = score > 0 ? log(2 + e) : log1p(2 * e) - score
      let expected = 2 * logarithm + (label == 1 ? 0 : score - rest)
      #expect(abs(found.losses[1] - expected) < 1e-9 * max(1, expected))
    }
  }

  @Test func `a conversion without a click is an error that names the row`() throws {
    let network = try Network(
      inputShape: [5], heads: heads, architecture: EntireSpace(bottom: []))
    var data = try Self.clicks()
    var (click, both) = (data.heads[0].values.elements, data.heads[1].values.elements)
    (click[7], both[7]) = (0, 1)
    // Where one of them is missing, nothing can be said.
    (click[3], both[3]) = (.nan, 1)
    data.heads[0].values = Tensor(click)
    data.heads[1].values = Tensor(both)
    let failure = #expect(throws: Failure.self) {
      _ = try network.fit(data, NetworkOptions())
    }
    #expect(
      failure?.message
        == "expected 'conversion' only where 'click' is, found 1 and 0 in row 7")
    data.heads[1].values = Tensor(both.enumerated().map { $0 == 7 ? 0 : $1 })
    var options = NetworkOptions()
    options.epochs = 1
    #expect(try network.fit(data, options) != nil)
  }

  @Test func `anything but two binary heads is an error`() throws {
    let failure = #expect(throws: Failure.self) {
      _ = try Network(
        inputShape: [5], heads: [Head("click", .binary), Head("spent", .regression)],
        architecture: EntireSpace(bottom: [.dense(3)]))
    }
    #expect(
      failure?.message
        == "esmm: expected two binary heads, what comes first and what can only follow it, found "
        + "{click: binary(), spent: regression()}")
  }
}
