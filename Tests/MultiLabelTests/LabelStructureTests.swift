import Charts
import Datasets
import Diagnostics
import Glibc
import Learners
import MultiLabel
import Stepping
import Tensors
import Testing

/// Parents that are found in the training labels.
@Suite struct LabelStructureTests {
  let data = hashedDataset(rows: 90, features: 2, labels: 5)

  /// Mutual information from relative frequencies, written out.
  func information(_ a: Int, _ b: Int, _ Y: Tensor) -> Double {
    let n = Double(Y.rowCount)
    func share(_ holds: (Int) -> Bool) -> Double {
      Double((0..<Y.rowCount).count(where: holds)) / n
    }
    var sum = 0.0
    for u in [0.0, 1] {
      for v in [0.0, 1] {
        let both = share { Y[$0, a] == u && Y[$0, b] == v }
        if both > 0 {
          sum += both * (log(both) - log(share { Y[$0, a] == u }) - log(share { Y[$0, b] == v }))
        }
      }
    }
    return sum
  }

  @Test func `mutual information is that of relative frequencies`() throws {
    let found = try LabelStructure.mutualInformation(data.Y)
    for a in 0..<5 {
      for b in 0..<5 where a != b {
        #expect(abs(found[a, b] - information(a, b, data.Y)) < 1e-12)
      }
      #expect(found[a, a] == 0)
    }
    // Two equal fair labels share ln 2; a label that never changes shares nothing.
    let Y = Tensor([1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1], Shape(4, 3))
    let small = try LabelStructure.mutualInformation(Y)
    #expect(abs(small[0, 1] - log(2)) < 1e-15)
    #expect(small[0, 2] == 0)
  }

  @Test(arguments: 0..<5)
  func `no spanning tree holds more information`(_ root: Int) throws {
    let tree = try LabelStructure.tree(data.Y, root: root)
    #expect(tree.edges.count == 4)
    #expect(tree.parents[root] == [])
    #expect(tree.parents.indices.allSatisfy { $0 == root || tree.parents[$0].count == 1 })
    let found = tree.edges.reduce(0) { $0 + $1.value }
    // All 125 trees of five labels by their Prüfer sequences.
    var best = 0.0
    for code in 0..<125 {
      let sequence = [code % 5, code / 5 % 5, code / 25]
      var degree = (0..<5).map { c in 1 + sequence.count { $0 == c } }
      var sum = 0.0
      for c in sequence {
        let leaf = degree.firstIndex(of: 1) ?? 0
        sum += tree.values[leaf, c]
        degree[leaf] -= 1
        degree[c] -= 1
      }
      let last = degree.indices.filter { degree[$0] == 1 }
      best = max(best, sum + tree.values[last[0], last[1]])
    }
    #expect(abs(found - best) < 1e-12)
  }

  @Test func `labels that tell nothing of each other make a tree with the smaller parents`() throws
  {
    let tree = try LabelStructure.tree(Tensor(repeating: 1, Shape(6, 4)), root: 0)
    #expect(tree.parents == [[], [0], [0], [0]])
    #expect(tree.edges.map(\.value) == [0, 0, 0])
    #expect(try LabelStructure.tree(Tensor(repeating: 1, Shape(6, 1)), root: 0).edges.isEmpty)
  }

  @Test func `a chain on its tree has one parent a link and is fitted as that graph`() throws {
    let base = try LogisticRegressionForTests.base
    let tree = try ClassifierChain(base, parents: .tree).fit(data)
    let given = try ClassifierChain(base, parents: .positions(tree.parents)).fit(data)
    #expect(tree.order[0] == 0)
    #expect(try tree.probabilities(data.X).elements == given.probabilities(data.X).elements)
    #expect(tree.structure?.values.shape == Shape(5, 5))
    let random = try ClassifierChain(base, order: .random(seed: 3), parents: .tree).fit(data)
    #expect(random.parents[random.order[0]] == [])
  }

  /// Labels 0 and 1 share noise that the input does not show; label 2 depends on the input alone.
  func hiddenNoise() -> Dataset {
    var generator = RandomGenerator(seed: 7)
    let n = 500
    var x: [Double] = []
    var y: [Double] = []
    for _ in 0..<n {
      let (input, noise) = (generator.normal(), generator.normal())
      x.append(input)
      y += [
        input + 2 * noise > 0 ? 1 : 0, input + 2 * noise + generator.normal() > 0 ? 1 : 0,
        input + generator.normal() > 0 ? 1 : 0,
      ]
    }
    return Dataset(
      name: "noise", X: Tensor(x, Shape(n, 1)), Y: Tensor(y, Shape(n, 3)), featureNames: ["x"],
      labelNames: ["a", "b", "c"])
  }

  @Test func `dependence joins labels that the inputs do not explain, and no others`() throws {
    let base = try LogisticRegression()
    let data = hiddenNoise()
    let chain = try ClassifierChain(base, parents: .dependence(threshold: nil)).fit(data)
    #expect(chain.parents == [[], [0], []])
    let information = try LabelStructure.mutualInformation(data.Y)
    // Unconditionally the third label hangs together with both.
    #expect(information[0, 2] > 0.01)
    let turned = try ClassifierChain(
      base, order: .positions([2, 1, 0]), parents: .dependence(threshold: nil)
    ).fit(data)
    #expect(turned.parents == [[1], [], []])
    let all = try ClassifierChain(base, parents: .dependence(threshold: 0)).fit(data)
    #expect(all.parents == [[], [0], [0, 1]])
    let none = try ClassifierChain(base, parents: .dependence(threshold: 1)).fit(data)
    #expect(none.parents == [[], [], []])
  }

  @Test func `residuals are those of models that never saw the row`() throws {
    let base = try LogisticRegressionForTests.base
    let structure = try #require(
      try ClassifierChain(base, parents: .dependence(threshold: 0.2), seed: 4).fit(data).structure)
    let folds = try RowFolds(rowCount: 90, seed: 4)
    #expect((0..<5).map { fold in folds.numbers.count { $0 == fold } } == [18, 18, 18, 18, 18])
    var residuals = [[Double]](repeating: [Double](repeating: 0, count: 90), count: 2)
    for fold in 0..<5 {
      let train = try data.rows((0..<90).filter { folds.numbers[$0] != fold })
      let model = try BinaryRelevance(base).fit(train)
      let p = try model.probabilities(data.X)
      for i in 0..<90 where folds.numbers[i] == fold {
        for c in 0..<2 { residuals[c][i] = data.Y[i, c] - p[i, c] }
      }
    }
    let means = residuals.map { $0.reduce(0, +) / 90 }
    func product(_ a: Int, _ b: Int) -> Double {
      (0..<90).reduce(0) { $0 + (residuals[a][$1] - means[a]) * (residuals[b][$1] - means[b]) }
    }
    let r = product(0, 1) / (product(0, 0) * product(1, 1)).squareRoot()
    #expect(abs(structure.values[0, 1] - r) < 1e-6)
  }

  @Test(arguments: [ChainParents.tree, .dependence(threshold: nil)])
  func `finding the parents is the first stage`(_ parents: ChainParents) throws {
    let model = try ClassifierChain(LogisticRegression(), parents: parents)
    var run = try model.training(on: data)
    #expect(run.position.total == 6)
    _ = try run.advance()
    #expect(run.matches("graph"))
    #expect(text(run.describe()).contains("label graph from the training labels"))
    _ = try run.show("pairs")
    _ = try run.show("edges")
    try run.finish()
    let stepped = try #require(run.output)
    let fitted = try model.fit(data)
    #expect(stepped.parents == fitted.parents)
    for (a, b) in zip(stepped.links, fitted.links) { #expect(a.linear == b.linear) }
  }

  @Test(arguments: ScreenContractTests.sizes)
  func `screens of found parents fit 80 columns and 22 rows`(_ n: Int, _ d: Int, _ C: Int) throws {
    let base = try LogisticRegression()
    let data = ScreenContractTests.data(n, d, C)
    for parents in [ChainParents.tree, .dependence(threshold: 0)] {
      try ScreenContractTests().run(ClassifierChain(base, parents: parents).training(on: data))
    }
  }
}
