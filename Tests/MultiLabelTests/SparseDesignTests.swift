import Datasets
import Learners
import MultiLabel
import Optimization
import Tensors
import Testing

/// Learning from sparse inputs gives what the same inputs give when they are dense.
@Suite struct SparseDesignTests {
  /// Mostly zeros, and labels that depend on the inputs and on the label before.
  static func data(_ n: Int, _ d: Int, _ C: Int) throws -> (dense: Dataset, sparse: Dataset) {
    var dense = hashedDataset(rows: n, features: d, labels: C)
    var X = try dense.X.dense()
    X.withMutableElements { x in
      for k in x.indices where hashed(90_000 + k) < 0.3 { x[k] = 0 }
    }
    dense.X = .dense(X)
    var sparse = dense
    sparse.X = .sparse(try SparseMatrix(X))
    return (dense, sparse)
  }

  func expectClose(_ a: Tensor, _ b: Tensor, within tolerance: Double) {
    #expect(a.shape == b.shape)
    for (x, y) in zip(a.elements, b.elements) { #expect(abs(x - y) <= tolerance, "\(x), \(y)") }
  }

  /// Small ones are solved by Newton's method, wide ones start from a Gram matrix, the widest from
  /// its diagonal.
  @Test(arguments: [(80, 5, 3), (60, 150, 4), (50, 420, 2), (40, 12, 11)])
  func `fits reach the same optimum`(_ n: Int, _ d: Int, _ C: Int) throws {
    let (dense, sparse) = try Self.data(n, d, C)
    let base = try LogisticRegression(tol: 1e-9)
    let models: [(any FittedMultiLabel, any FittedMultiLabel)] = [
      (try BinaryRelevance(base).fit(dense), try BinaryRelevance(base).fit(sparse)),
      (try ClassifierChain(base).fit(dense), try ClassifierChain(base).fit(sparse)),
      (
        try ClassifierChain(base, order: .random(seed: 3)).fit(dense),
        try ClassifierChain(base, order: .random(seed: 3)).fit(sparse)
      ),
      (try LabelPowerset(base).fit(dense), try LabelPowerset(base).fit(sparse)),
    ]
    for (a, b) in models {
      #expect(a.converged && b.converged)
      for (x, y) in zip(a.fits, b.fits) {
        #expect(abs(x.report.objective - y.report.objective) <= 1e-9 * (1 + x.report.objective))
        #expect(x.report.method == y.report.method)
      }
      expectClose(try a.predict(dense.X), try b.predict(sparse.X), within: 0)
      let p = try a.probabilities(dense.X)
      expectClose(p, try b.probabilities(sparse.X), within: 1e-5)
      // A model does not care how it is given the inputs.
      expectClose(try b.probabilities(dense.X), try b.probabilities(sparse.X), within: 1e-12)
    }
  }

  @Test func `fits without an intercept, and with inputs of all zeros, agree too`() throws {
    let (dense, sparse) = try Self.data(60, 9, 2)
    let base = try LogisticRegression(tol: 1e-9, intercept: false)
    let a = try BinaryRelevance(base).fit(dense)
    let b = try BinaryRelevance(base).fit(sparse)
    expectClose(try a.probabilities(dense.X), try b.probabilities(sparse.X), within: 1e-6)
    var nothing = sparse
    nothing.X = .sparse(try .empty(60, 9))
    let rates = try BinaryRelevance(LogisticRegression(tol: 1e-9)).fit(nothing)
    let share = sparse.labelFrequencies.map { Double($0) / 60 }
    let p = try rates.probabilities(nothing.X)
    for c in 0..<2 { #expect(abs(p[0, c] - share[c]) < 1e-7) }
  }

  @Test func `a stepper run to its end equals the fit`() throws {
    let (_, sparse) = try Self.data(40, 8, 3)
    let chain = try ClassifierChain(LogisticRegression())
    var run = try chain.training(on: sparse)
    while try run.advance() { _ = run.describe() }
    let fitted = try chain.fit(sparse)
    #expect(
      try run.output?.probabilities(sparse.X).elements
        == fitted.probabilities(sparse.X).elements)
    var prediction = try ChainPrediction(fitted, sparse)
    while try prediction.advance() { _ = prediction.describe() }
    #expect(try prediction.output?.elements == fitted.predict(sparse.X).elements)
  }

  @Test func `errors name the row and column of an entry that is not finite`() throws {
    let X = try SparseMatrix(
      rows: [0, 3, 3], columns: [1, 0, 2], values: [1, 2, .nan], shape: (5, 3))
    #expect(InputChecks.message(.sparse(X))?.contains("in row 3, column 2") == true)
    #expect(InputChecks.message(.dense(try X.dense()))?.contains("in row 3, column 2") == true)
  }

  @Test func `a design that is too large to be dense is fitted`() throws {
    // 20,000 × 200,000 doubles are 32 GB.
    let n = 20_000
    let X = try SparseMatrix(
      rows: (0..<n).flatMap { [$0, $0] },
      columns: (0..<n).flatMap { [$0 % 2, 100 + $0 * 9] },
      values: Array(repeating: 1, count: 2 * n), shape: (n, 200_000))
    let targets = (0..<n).map { Double($0 % 2) }
    let model = try LogisticRegression(tol: 1e-3)
      .fitBinary(.sparse(X), [BinaryTask(name: "odd", targets: targets)])[0]
    #expect(model.report.converged)
    #expect(try zip(model.probabilities(.sparse(X)), targets).allSatisfy { abs($0 - $1) < 0.5 })
  }
}

extension InputChecks {
  /// What `features` has to say about a matrix.
  fileprivate static func message(_ X: DesignMatrix) -> String? {
    do {
      try features(X)
      return nil
    } catch {
      return "\(error)"
    }
  }
}
