import Datasets
import Diagnostics
import Tensors
import Testing

/// Parts of data sets of tasks.
@Suite("data sets of tasks")
struct TaskDatasetTests {
  /// Tasks whose inputs and targets are numbered: task t, row i holds 100 t + i.
  private func numbered(_ sizes: [Int], isShared: Bool = false) throws -> TaskDataset {
    try TaskDataset(
      name: "numbered", featureNames: ["a"],
      tasks: sizes.enumerated().map { t, n in
        let y = (0..<n).map { Double((isShared ? 0 : 100 * t) + $0) }
        return TaskSamples(name: "t\(t)", X: Tensor(y, Shape(n, 1)), y: Tensor(y))
      }, isShared: isShared,
      truth: Tensor((0..<sizes.count).map(Double.init), Shape(1, sizes.count)))
  }

  @Test(arguments: [0.1, 0.5, 0.75, 0.99])
  func `every task keeps its share of rows in both parts`(share: Double) throws {
    let sizes = [2, 3, 10, 41, 7]
    let data = try numbered(sizes)
    for seed in 0..<4 {
      let (train, test) = try data.split(share: share, seed: seed)
      for (t, n) in sizes.enumerated() {
        let expected = min(max(Int((share * Double(n)).rounded()), 1), n - 1)
        #expect(train.tasks[t].rowCount == expected)
        let parts = (train.tasks[t].y.elements, test.tasks[t].y.elements)
        #expect(parts.0 == parts.0.sorted() && parts.1 == parts.1.sorted())
        #expect((parts.0 + parts.1).sorted() == data.tasks[t].y.elements)
        #expect(train.tasks[t].X.elements == parts.0)
      }
    }
    let (a, b) = (try data.split(share: share, seed: 1), try data.split(share: share, seed: 2))
    #expect(a.train.tasks[3].y.elements != b.train.tasks[3].y.elements)
    #expect(
      try data.split(share: share, seed: 1).train.tasks[3].y.elements == a.train.tasks[3].y.elements
    )
  }

  @Test func `a split of some tasks is the split of all`() throws {
    let all = try numbered([20, 30, 40]).split(share: 0.6, seed: 5).train
    let some = try numbered([20, 30]).split(share: 0.6, seed: 5).train
    for t in 0..<2 { #expect(all.tasks[t].y.elements == some.tasks[t].y.elements) }
    #expect(all.tasks[0].y.elements != all.tasks[1].y.elements.map { $0 - 100 }.filter { $0 < 20 })
  }

  @Test func `tasks on one design are divided at the same rows, as the table is`() throws {
    let table = Dataset(
      name: "table", X: Tensor((0..<25).map(Double.init), Shape(25, 1)),
      Y: Tensor((0..<50).map(Double.init), Shape(25, 2)), featureNames: ["a"],
      labelNames: ["y", "z"])
    let tasks = try TaskDataset(table)
    #expect(tasks.isShared && tasks.tasks[1].y.elements.prefix(3) == [1, 3, 5])
    let parts = try tasks.split(share: 0.7, seed: 3)
    let expected = try table.split(share: 0.7, seed: 3)
    #expect(parts.train.isShared)
    #expect(
      parts.train.tasks.map(\.X.elements) == [expected.train.X.elements, expected.train.X.elements])
    #expect(parts.test.tasks[1].y.elements == (0..<7).map { expected.test.Y[$0, 1] })
  }

  @Test(arguments: [2, 3, 5])
  func `every row of every task is in the test set of one fold`(count: Int) throws {
    let data = try numbered([5, 8, 23])
    let folds = try data.folds(count: count, seed: 1)
    #expect(folds.count == count)
    for t in 0..<3 {
      let all = data.tasks[t].y.elements
      #expect(folds.flatMap { $0.test.tasks[t].y.elements }.sorted() == all)
      let sizes = folds.map { $0.test.tasks[t].rowCount }
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
      for fold in folds {
        #expect((fold.train.tasks[t].y.elements + fold.test.tasks[t].y.elements).sorted() == all)
      }
    }
  }

  @Test func `tasks and rows are taken by position`() throws {
    let data = try numbered([3, 4, 5])
    let chosen = try data.selecting(tasks: [2, 0])
    #expect(chosen.taskNames == ["t2", "t0"] && chosen.truth?.elements == [2, 0])
    let rows = try chosen.rows([[4, 4, 0], [1]])
    #expect(rows.tasks.map(\.y.elements) == [[204, 204, 200], [1]])
    let failure = #expect(throws: Failure.self) { try data.rows([[0], [4], [0]]) }
    #expect(failure?.message == "expected a row of task 't1' from 0 to 3, found 4")
    let shared = try numbered([3, 3], isShared: true)
    #expect(throws: Failure.self) { try shared.rows([[0], [1]]) }
    #expect(throws: Failure.self) { try data.selecting(tasks: [3]) }
  }

  @Test func `tasks too small to be divided are named`() throws {
    let data = try numbered([4, 1])
    let split = #expect(throws: Failure.self) { try data.split(share: 0.5, seed: 0) }
    #expect(split?.message == "expected at least 2 rows of task 't1' to divide, found 1")
    #expect(try data.split(share: 1, seed: 0).test.tasks.allSatisfy { $0.rowCount == 0 })
    let folds = #expect(throws: Failure.self) { try numbered([9, 4]).folds(count: 5, seed: 0) }
    #expect(
      folds?.message
        == "expected at least 5 rows of task 't1' to have one in each of 5 folds, found 4")
  }

  @Test func `figures leave out what is missing`() {
    let figures = TargetFigures([1, .nan, 5, 3])
    #expect(figures.known == 3 && figures.missing == 1 && figures.mean == 3)
    #expect(abs(figures.deviation - (8.0 / 3).squareRoot()) < 1e-15)
    #expect((figures.least, figures.greatest) == (1, 5) && !figures.isBinary)
    #expect(TargetFigures([0, 1, .nan]).isBinary && !TargetFigures([.nan]).isBinary)
  }

  // MARK: - Scales

  @Test func `all tasks together have mean 0 and deviation 1 afterwards`() throws {
    var recipe = TaskRecipe()
    (recipe.tasks, recipe.rows, recipe.features) = (3, [5, 40, 11], 4)
    var data = try makeTasks(recipe)
    for t in 0..<3 {
      for i in 0..<data.tasks[t].rowCount {
        data.tasks[t].X[i, 0] = 7
        data.tasks[t].X[i, 1] = data.tasks[t].X[i, 1] * 100 + Double(t)
      }
    }
    data.tasks[1].X[3, 2] = .nan
    let scaled = try TaskStandardizer(fittedOn: data).apply(data)
    #expect(scaled.truth == nil)
    for k in 0..<4 {
      let x = scaled.tasks.flatMap { task in (0..<task.rowCount).map { task.X[$0, k] } }
      #expect(abs(x.reduce(0, +)) < 1e-10)
      let squares = x.reduce(0) { $0 + $1 * $1 } / 56
      #expect(k == 0 ? squares == 0 : abs(squares - (k == 2 ? squares : 1)) < 1e-10)
    }
    #expect(scaled.tasks[1].X[3, 2] == 0, "a missing value is at the pooled mean")
    // The same shift and scale in every task: differences within a task keep their proportion.
    let ratios = (0..<3).map { t in
      (scaled.tasks[t].X[0, 3] - scaled.tasks[t].X[1, 3])
        / (data.tasks[t].X[0, 3] - data.tasks[t].X[1, 3])
    }
    #expect(abs(ratios[0] - ratios[1]) < 1e-10 && abs(ratios[0] - ratios[2]) < 1e-10)
  }

  @Test func `each task by itself has mean 0 and deviation 1 when asked`() throws {
    var recipe = TaskRecipe()
    (recipe.tasks, recipe.rows) = (3, [5, 40, 11])
    let data = try makeTasks(recipe)
    let standardizer = try TaskStandardizer(fittedOn: data, isByTask: true)
    for task in try standardizer.apply(data).tasks {
      let x = (0..<task.rowCount).map { task.X[$0, 3] }
      #expect(abs(x.reduce(0, +)) < 1e-10)
      #expect(abs(x.reduce(0) { $0 + $1 * $1 } / Double(x.count) - 1) < 1e-10)
    }
    var renamed = data
    renamed.tasks[2].name = "new"
    let failure = #expect(throws: Failure.self) { try standardizer.apply(renamed) }
    #expect(
      failure?.message == "expected the training tasks, found task 'new', which is none of them")
  }
}
