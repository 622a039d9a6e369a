import Datasets
import Diagnostics
import Tensors
import Testing

@Suite("Data sets of heads")
struct HeadDatasetTests {
  /// Rows whose inputs and targets all tell the row's number.
  private func data(_ n: Int, name: String = "d") throws -> HeadDataset {
    let rows = (0..<n).map(Double.init)
    return try HeadDataset(
      name: name, X: Tensor(rows.flatMap { [$0, -$0] }, Shape(n, 2)),
      heads: [
        HeadTargets(
          name: "odd", kind: .binary,
          values: Tensor(rows.map { $0.truncatingRemainder(dividingBy: 2) })),
        HeadTargets(name: "size", kind: .regression, values: Tensor(rows)),
        HeadTargets(
          name: "thirds", kind: .multilabel(2),
          values: Tensor(rows.flatMap { [$0 < 3 ? 1 : 0, $0 > 5 ? 1 : 0] }, Shape(n, 2))),
      ])
  }

  private func isConsistent(_ part: HeadDataset) -> Bool {
    (0..<part.rowCount).allSatisfy { i in
      let row = part.X[i, 0]
      return part.heads[1].values[flat: i] == row
        && part.heads[0].values[flat: i] == row.truncatingRemainder(dividingBy: 2)
        && part.heads[2].values[i, 1] == (row > 5 ? 1 : 0)
    }
  }

  private func numbers(_ part: HeadDataset) -> [Int] {
    (0..<part.rowCount).map { Int(part.X[$0, 0]) }
  }

  @Test("rows take the targets of every head with them")
  func rows() throws {
    let part = try data(10).rows([7, 0, 7])
    #expect(numbers(part) == [7, 0, 7])
    #expect(isConsistent(part))
    #expect(throws: Failure.self) { try data(3).rows([3]) }
    #expect(throws: Failure.self) { try data(3).rows([-1]) }
  }

  @Test("a split has every row once, and the same rows for the same seed")
  func split() throws {
    let whole = try data(41)
    for seed in 0..<5 {
      let (train, test) = try whole.split(share: 0.7, seed: seed)
      #expect(train.rowCount == 29)
      #expect((numbers(train) + numbers(test)).sorted() == Array(0..<41))
      #expect(isConsistent(train) && isConsistent(test))
      #expect(try numbers(whole.split(share: 0.7, seed: seed).train) == numbers(train))
    }
    #expect(throws: Failure.self) { try whole.split(share: 1.5, seed: 0) }
  }

  @Test("folds have every row once in a test set and never in both")
  func folds() throws {
    for isStratified in [false, true] {
      let folds = try data(23).folds(4, seed: 1, isStratified: isStratified)
      #expect(folds.flatMap { numbers($0.test) }.sorted() == Array(0..<23))
      for fold in folds {
        #expect((numbers(fold.train) + numbers(fold.test)).sorted() == Array(0..<23))
        #expect(isConsistent(fold.train) && isConsistent(fold.test))
      }
    }
  }

  @Test("stratified parts have each class as often as the whole")
  func stratified() throws {
    let classes = (0..<100).map { Double($0 < 10 ? 2 : $0 % 2) }
    let data = try HeadDataset(
      name: "d", X: Tensor((0..<100).map(Double.init), Shape(100, 1)),
      heads: [HeadTargets(name: "c", kind: .classes(3), values: Tensor(classes))])
    let (train, test) = try data.stratified(share: 0.8, seed: 3)
    #expect(train.heads[0].classCounts == [36, 36, 8])
    #expect(test.heads[0].classCounts == [9, 9, 2])
    let numbers = try data.selecting(heads: [])
    #expect(throws: Failure.self) { try numbers.stratified(share: 0.5, seed: 0) }
  }

  @Test("merged sets have the heads of all, missing where a set lacks one")
  func merging() throws {
    let a = try data(2).selecting(heads: ["odd"])
    let b = try data(3).selecting(heads: ["size", "thirds"])
    let both = try HeadDataset.merging([a, b])
    #expect(numbers(both) == [0, 1, 0, 1, 2])
    #expect(both.heads.map(\.name) == ["odd", "size", "thirds"])
    #expect(both.heads.map(\.knownCount) == [2, 3, 3])
    #expect(both.heads[0].values.elements[..<2] == [0, 1])
    #expect(both.heads[0].values.elements[2...].allSatisfy { $0.isNaN })
    #expect(both.heads[1].values.elements[2...] == [0, 1, 2])
    #expect(both.heads[2].values.shape == Shape(5, 2))
    #expect(both.heads[2].values.elements[..<4].allSatisfy { $0.isNaN })
  }

  @Test("heads of one name are one head, with as many classes as the set with most")
  func mergingClasses() throws {
    func set(_ kind: HeadKind, _ y: Double) throws -> HeadDataset {
      try HeadDataset(
        name: "s", X: Tensor([y], Shape(1, 1)),
        heads: [HeadTargets(name: "h", kind: kind, values: Tensor([y]))])
    }
    let both = try HeadDataset.merging([set(.classes(2), 1), set(.classes(5), 4)])
    #expect(both.heads[0].kind == .classes(5))
    #expect(both.heads[0].values.elements == [1, 4])
    #expect(throws: Failure.self) {
      try HeadDataset.merging([set(.classes(2), 1), set(.binary, 1)])
    }
    let images = try HeadDataset(
      name: "i", X: Tensor([1, 2], Shape(1, 2)), inputShape: [1, 1, 2], heads: [])
    #expect(throws: Failure.self) { try HeadDataset.merging([set(.binary, 1), images]) }
    #expect(throws: Failure.self) { try HeadDataset.merging([]) }
  }

  @Test("standardized inputs have mean 0 and deviation 1, and targets stay")
  func standardized() throws {
    let whole = try data(50)
    let (train, test) = try whole.split(share: 0.6, seed: 2)
    let standardizer = try HeadStandardizer(fittedOn: train)
    let x = try standardizer.apply(train).X
    for j in 0..<2 {
      let column = (0..<30).map { x[$0, j] }
      let mean = column.reduce(0, +) / 30
      #expect(abs(mean) < 1e-12)
      #expect(abs(column.reduce(0) { $0 + $1 * $1 } / 30 - 1) < 1e-12)
    }
    let other = try standardizer.apply(test)
    #expect(other.heads[1].values.elements == test.heads[1].values.elements)
    // The same shift and scale: differences keep their ratio.
    let (a, b) = (test.X[1, 0] - test.X[0, 0], other.X[1, 0] - other.X[0, 0])
    let (c, d) = (train.X[1, 0] - train.X[0, 0], x[1, 0] - x[0, 0])
    #expect(abs(a / b - c / d) < 1e-9)
  }

  @Test("labels of a table become a head each, or one together")
  func fromLabels() throws {
    let table = Dataset(
      name: "t", X: Tensor([1, 2, 3], Shape(3, 1)),
      Y: Tensor([0, 1, 1, 1, 0, 0], Shape(3, 2)), featureNames: ["x"], labelNames: ["a", "b"])
    let heads = try HeadDataset(table)
    #expect(heads.heads.map(\.name) == ["a", "b"])
    #expect(heads.heads.map(\.kind) == [.binary, .binary])
    #expect(heads.heads[1].values.elements == [1, 1, 0])
    let one = try HeadDataset(table, together: "labels")
    #expect(one.heads.map(\.kind) == [.multilabel(2)])
    #expect(one.heads[0].values.elements == table.Y.elements)
    let back = heads.table
    #expect(back.labelNames == table.labelNames && back.Y.elements == table.Y.elements)
    #expect(one.table.labelNames == ["labels.0", "labels.1"])
  }

  @Test("tasks with rows of their own stand below each other, each row with one target")
  func fromTasks() throws {
    let tasks = try TaskDataset(
      name: "t", featureNames: ["x"],
      tasks: [
        TaskSamples(name: "a", X: Tensor([1, 2], Shape(2, 1)), y: Tensor([0.5, 1.5])),
        TaskSamples(name: "b", X: Tensor([3], Shape(1, 1)), y: Tensor([2.5])),
      ])
    let data = try HeadDataset(tasks)
    #expect(data.X.elements == [1, 2, 3])
    #expect(data.heads[0].values.elements.prefix(2) == [0.5, 1.5])
    #expect(data.heads[0].values.elements[2].isNaN)
    #expect(data.heads[1].values.elements[2] == 2.5)
    let pair = try HeadDataset(
      CorrelatedPair(correlation: 0.5, features: 4).samples(rows: 6))
    #expect(pair.rowCount == 6 && pair.heads.map(\.knownCount) == [6, 6])
  }

  @Test(
    "targets tell what they are",
    arguments: [
      ([0, 1, 1], .binary), ([2, 0, 1, .nan], .classes(3)), ([0, 2], .regression),
      ([30, 41], .regression), ([0.5, 1], .regression), ([.nan], .regression),
      ([0, 1, .infinity], .regression), ([-1, 0, 1], .regression),
    ] as [([Double], HeadKind)])
  func natural(_ values: [Double], _ kind: HeadKind) {
    #expect(HeadKind.natural(for: Tensor(values)) == kind)
  }

  @Test("inputs, targets and shapes that do not fit are refused")
  func misfits() throws {
    let X = Tensor([1, 2, 3, 4], Shape(2, 2))
    let head = HeadTargets(name: "h", kind: .binary, values: Tensor([1, 0]))
    let short = HeadTargets(name: "h", kind: .binary, values: Tensor([1]))
    #expect(throws: Failure.self) { try HeadDataset(name: "d", X: X, heads: [short]) }
    #expect(throws: Failure.self) { try HeadDataset(name: "d", X: X, heads: [head, head]) }
    #expect(throws: Failure.self) {
      try HeadDataset(name: "d", X: X, inputShape: [1, 3, 1], heads: [head])
    }
    #expect(throws: Failure.self) { try HeadDataset(name: "d", X: Tensor([1]), heads: []) }
    #expect(throws: Failure.self) { try data(3).selecting(heads: ["od"]) }
    #expect(throws: Failure.self) { try data(3).selecting(heads: ["odd", "odd"]) }
  }
}
