import Charts
import Datasets
import Diagnostics
import Learners
import MultiTask
import Tensors
import Testing

/// Measures of tasks against scikit-learn 1.9.1 (`mean_squared_error`, `mean_absolute_error`, `r2_score`,
/// `explained_variance_score`, `accuracy_score`, `roc_auc_score`, `log_loss`).
@Suite("evaluation of tasks")
struct TaskEvaluationTests {
  private func isClose(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-12 || $0.isNaN && $1.isNaN }
  }

  private let truth = [[3, -0.5, 2, 7, 4.25], [1, 2.5, 0, -1], [10, 12, 9]].map { Tensor($0) }
  private let predicted = [[2.5, 0, 2, 8, 4], [1.5, 2, 0.5, -2], [11, 11, 11]].map { Tensor($0) }

  @Test func `numbers are measured by task, on average and together`() throws {
    let evaluation = try TaskEvaluation(
      names: ["a", "b", "c"], truth: truth, predicted: predicted, loss: .squared)
    #expect(evaluation.rowCounts == [5, 4, 3])
    #expect(evaluation.measures == [.mse, .rmse, .mae, .r2, .explainedVariance])
    #expect(isClose(evaluation.values[0], [0.3125, 0.4375, 2]))
    #expect(isClose(evaluation.values[1], [0.3125, 0.4375, 2].map { $0.squareRoot() }))
    #expect(isClose(evaluation.values[2], [0.45, 0.625, 4.0 / 3]))
    #expect(isClose(evaluation.values[3], [0.9491042345276873, 0.7383177570093458, -2.0 / 7]))
    #expect(isClose(evaluation.values[4], [0.9527687296416938, 0.7476635514018692, 0]))
    #expect(
      isClose(
        evaluation.total,
        [
          0.7760416666666666, 0.7760416666666666.squareRoot(), 0.7291666666666666,
          0.9559551668924744, 0.9579504865131174,
        ]))
    let record = evaluation.record
    #expect(record["r2"] == evaluation.total[3])
    #expect(abs((record["mse_macro"] ?? 0) - (0.3125 + 0.4375 + 2) / 3) < 1e-15)
    #expect(evaluation.notes.isEmpty)
  }

  @Test func `probabilities are measured, tasks of one class left out of the curve`() throws {
    let evaluation = try TaskEvaluation(
      names: ["a", "b", "c"],
      truth: [[0, 1, 1, 0, 1], [1, 1, 0], [1, 1]].map { Tensor($0) },
      predicted: [[0.2, 0.6, 0.4, 0.5, 0.9], [0.3, 0.8, 0.3], [0.7, 0.6]].map { Tensor($0) },
      loss: .logistic)
    #expect(isClose(evaluation.values[0], [0.6, 2.0 / 3, 1]))
    #expect(isClose(evaluation.values[1], [0.8333333333333333, 0.75, .nan]))
    #expect(
      isClose(evaluation.values[2], [0.4897535206344254, 0.594597099859626, 0.4337502838523616]))
    #expect(isClose(evaluation.total, [0.7, 0.880952380952381, 0.5100059470455729]))
    #expect(abs(evaluation.mean(.areaUnderCurve) - (0.8333333333333333 + 0.75) / 2) < 1e-12)
    #expect(evaluation.record.undefined(in: "roc_auc_macro") == 1)
    #expect(
      evaluation.notes == ["roc_auc is not defined in 1 of 3 tasks, which its mean leaves out"])
  }

  @Test func `rows with a missing target do not count`() throws {
    var (y, f) = (truth, predicted)
    y[0] = Tensor([3, .nan, -0.5, 2, 7, 4.25])
    f[0] = Tensor([2.5, 100, 0, 2, 8, 4])
    let evaluation = try TaskEvaluation(
      names: ["a", "b", "c"], truth: y, predicted: f, loss: .squared)
    #expect(
      evaluation.rowCounts == [5, 4, 3] && isClose(evaluation.values[0], [0.3125, 0.4375, 2]))
    let none = try TaskEvaluation(
      names: ["a", "b"], truth: [Tensor([.nan]), Tensor([1])],
      predicted: [Tensor([1]), Tensor([2])], loss: .squared)
    #expect(isClose(none.values[0], [.nan, 1]) && isClose(none.values[3], [.nan, .nan]))
  }

  @Test func `wrong shapes and values name the task`() {
    let shape = #expect(throws: Failure.self) {
      try TaskEvaluation(
        names: ["a"], truth: [Tensor([1, 2])], predicted: [Tensor([1])], loss: .squared)
    }
    #expect(shape?.message == "task 'a': expected 2 predictions, one a target, found 1")
    let value = #expect(throws: Failure.self) {
      try TaskEvaluation(
        names: ["x", "b"], truth: [Tensor([1, 0]), Tensor([1, 2])],
        predicted: [Tensor([1, 0]), Tensor([1, 0])], loss: .logistic)
    }
    #expect(value?.message.hasPrefix("task 'b': expected true labels to be 0 or 1") == true)
    #expect(throws: Failure.self) {
      try TaskEvaluation(names: [], truth: [], predicted: [], loss: .squared)
    }
  }

  @Test func `a fitted model is measured on the tasks of the same names`() throws {
    var recipe = TaskRecipe()
    (recipe.tasks, recipe.rows, recipe.noise) = (4, [20], 0)
    let data = try makeTasks(recipe)
    let fitted = try MultiTaskModel().fit(data)
    let back = try data.selecting(tasks: [3, 1])
    let evaluation = try TaskEvaluation(model: fitted, data: back)
    #expect(evaluation.taskNames == ["task 3", "task 1"])
    #expect(evaluation.values[0].allSatisfy { $0 < 1e-20 }, "exact tasks in another order")
    var unknown = data
    unknown.tasks[2].name = "tusk 2"
    let failure = #expect(throws: Failure.self) {
      try TaskEvaluation(model: fitted, data: unknown)
    }
    #expect(failure?.message == "the model did not learn task 'tusk 2'")
    #expect(failure?.notes == ["did you mean 'task 2'?"])
  }

  @Test(arguments: [1, 5, 16, 17, 139])
  func `tables fit a screen whatever the number of tasks`(count: Int) throws {
    var recipe = TaskRecipe()
    (recipe.tasks, recipe.rows, recipe.features) = (count, [6], 2)
    let data = try makeTasks(recipe)
    let predicted = data.tasks.enumerated().map { t, task in
      Tensor(task.y.elements.map { $0 * Double(t) / Double(count) })
    }
    let evaluation = try TaskEvaluation(
      names: data.taskNames, truth: data.tasks.map(\.y), predicted: predicted, loss: .squared)
    for width in [40, 60, 80] {
      let lines = Charts.text(.table(evaluation.table), DrawingOptions(width: width))
        .split(separator: "\n")
      #expect(width < 80 || lines.count <= 22)
      #expect(lines.allSatisfy { $0.count <= width })
    }
    let rows = evaluation.table.rows.map { $0[0].plain }
    #expect(rows.suffix(2) == ["mean of tasks", "all rows"])
    if count > 16 {
      let worst = evaluation.values[3].min()
      #expect(evaluation.values[3].firstIndex(of: worst ?? 0).map { "task \($0)" } == rows[0])
    }
  }
}
