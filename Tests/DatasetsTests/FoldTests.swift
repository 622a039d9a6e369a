import Datasets
import Diagnostics
import Tensors
import Testing

@Suite struct FoldTests {
  /// Labels of very different frequency, some rows without any.
  static func data(_ n: Int, _ C: Int, seed: UInt64) -> Dataset {
    var random = RandomGenerator(seed: seed)
    let Y = Tensor(
      (0..<n * C).map { random.uniform() < 0.5 / Double(1 + $0 % C) ? 1 : 0 }, Shape(n, C))
    return Dataset(
      name: "d", X: Tensor((0..<n).map(Double.init), Shape(n, 1)), Y: Y, featureNames: ["row"],
      labelNames: (0..<C).map { "l\($0)" })
  }

  @Test(arguments: [false, true], [2, 3, 10])
  func `folds divide the rows, each once a test row`(_ isStratified: Bool, _ count: Int) throws {
    for n in [10, 53] {
      let data = Self.data(n, 4, seed: UInt64(n))
      let folds = try data.folds(count, seed: 3, isStratified: isStratified)
      #expect(folds.count == count)
      let tested = folds.flatMap { $0.test.X.elements }.sorted()
      #expect(tested == (0..<n).map(Double.init))
      for fold in folds {
        let (train, test) = (fold.train.X.elements, fold.test.X.elements)
        #expect(train == train.sorted() && test == test.sorted())
        #expect((train + test).sorted() == (0..<n).map(Double.init))
        if !isStratified { #expect([n / count, n / count + 1].contains(test.count)) }
      }
      let again = try data.foldRows(count, seed: 3, isStratified: isStratified)
      #expect(again.map { $0.map(Double.init) } == folds.map { $0.test.X.elements })
      let other = try data.foldRows(count, seed: 4, isStratified: isStratified)
      #expect(other != again)
    }
  }

  @Test func `the rarest label is dealt out evenly`() throws {
    for seed in 0..<20 {
      let data = Self.data(200, 5, seed: UInt64(seed))
      let counts = data.labelFrequencies
      guard let fewest = counts.min(), fewest > 0, counts.count(where: { $0 == fewest }) == 1,
        let rarest = counts.firstIndex(of: fewest)
      else { continue }
      let parts = try data.stratifiedRows(shares: Array(repeating: 0.25, count: 4), seed: seed)
      let held = parts.map { rows in rows.count { data.Y[$0, rarest] == 1 } }
      #expect((held.max() ?? 0) - (held.min() ?? 0) <= 1, "\(held)")
    }
  }

  /// The sum over labels and parts of how far label counts are from their shares.
  private func deviation(_ parts: [[Int]], _ data: Dataset) -> Double {
    data.labelFrequencies.enumerated().reduce(0) { sum, label in
      parts.reduce(sum) { sum, rows in
        let share = Double(label.element) / Double(parts.count)
        return sum + abs(Double(rows.count { data.Y[$0, label.offset] == 1 }) - share)
      }
    }
  }

  @Test func `label frequencies are kept far better than by chance`() throws {
    var (stratified, random) = (0.0, 0.0)
    for seed in 0..<20 {
      let data = Self.data(150, 8, seed: UInt64(100 + seed))
      stratified += deviation(try data.foldRows(5, seed: seed, isStratified: true), data)
      random += deviation(try data.foldRows(5, seed: seed, isStratified: false), data)
      let sizes = try data.foldRows(5, seed: seed, isStratified: true).map(\.count)
      #expect(sizes.allSatisfy { abs($0 - 30) <= 6 }, "\(sizes)")
    }
    #expect(stratified < random / 3, "\(stratified) against \(random)")
  }

  @Test func `two stratified parts have about the shares asked for`() throws {
    let data = Self.data(300, 4, seed: 1)
    let (train, test) = try data.stratified(share: 0.7, seed: 5)
    #expect(abs(train.rowCount - 210) <= 6)
    #expect(train.rowCount + test.rowCount == 300)
    for (whole, part) in zip(data.labelFrequencies, train.labelFrequencies) {
      #expect(abs(0.7 * Double(whole) - Double(part)) <= 2)
    }
    #expect(try data.stratified(share: 1, seed: 0).test.rowCount == 0)
  }

  @Test func `numbers of folds that do not suit are explained`() {
    let data = Self.data(3, 2, seed: 0)
    for count in [-1, 0, 1, 4] {
      #expect(throws: Failure.self) { try data.foldRows(count, seed: 0, isStratified: false) }
    }
    #expect(throws: Failure.self) { try data.stratified(share: 1.5, seed: 0) }
    #expect(throws: Failure.self) { try data.stratified(share: .nan, seed: 0) }
  }
}
