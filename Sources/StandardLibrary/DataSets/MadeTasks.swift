internal import Datasets
internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let seed = Parameter<Int>(
    "seed", "the same seed gives the same rows everywhere", default: 0)

  /// Data sets of several tasks that Tandem makes itself.
  static let madeTasks: [Builtin] = [
    Builtin(
      "make_tasks", "Made-up tasks whose weights are related in a chosen way.",
      Parameter<Int>("tasks", "how many tasks, T", default: 8),
      Parameter<RowCounts>(
        "rows", "how many rows each task has, or T numbers", default: RowCounts(counts: [30])),
      Parameter<Int>("features", "how many features, d", default: 10),
      Parameter<Int?>("rank", "the rank of the weights W; none: as it comes", default: .some(nil)),
      Parameter<Double?>(
        "coherence",
        "the share of its weights that a task has in common with its group, from 0 to 1; none: 0, "
          + "with groups= 0.9", default: .some(nil)),
      Parameter<Int?>(
        "groups", "how many groups of related tasks; none: one", default: .some(nil)),
      Parameter<Double>("noise", "the deviation σ of the targets' noise", default: 0.5),
      seed,
      Parameter<Int?>(
        "shared", "how many features matter, the same in all tasks; none: all", default: .some(nil)),
      Parameter<TaskTarget>(
        "loss", "what targets are: numbers (squared) or 0 and 1 (logistic)", default: .squared),
      Parameter<TaskDesign>(
        "design", "whether tasks have inputs of their own or all the same", default: .own),
      details: "Inputs x are standard normal. Task t of group g has the weights "
        + "w = A (√c μ + √(1-c) ζ) / √(r s): c the coherence, r the rank, s the number of features "
        + "that matter, A (s×r), μ (of the group) and ζ (of the task) standard normal; without rank= "
        + "w = (√c μ + √(1-c) ζ) / √s. So a task's signal has variance 1 on average and the cosine of "
        + "two tasks is about c within a group and 0 between groups; task t is in group "
        + "⌊t · groups / tasks⌋. y = w·x + σε; with loss=\"logistic\" weights are three times as long "
        + "and y is 1 with probability 1/(1 + exp(-w·x - σε)). The d×T weights are .truth. More rows "
        + "or tasks leave the earlier ones as they were.",
      examples: [
        Example(
          "d = make_tasks(tasks=3, rows=20, features=5); print(d, shape(d.X[0]), shape(d.truth))",
          prints: "<data set made tasks: 3 tasks, 60 rows, 5 features> [20, 5] [5, 3]"),
        Example("matrix_rank(make_tasks(tasks=10, rank=2).truth)", prints: "2"),
        Example(
          "sum(norm(make_tasks(shared=3, seed=1).truth, axis=1) > 0)", prints: "3"),
      ],
      body: {
        tasks, rows, features, rank, coherence, groups, noise, seed, shared, loss, design in
        var recipe = TaskRecipe()
        recipe.tasks = tasks
        recipe.rows = rows.counts
        recipe.features = features
        recipe.rank = rank
        recipe.groups = groups ?? 1
        recipe.coherence = coherence ?? (groups == nil ? 0 : 0.9)
        recipe.noise = noise
        recipe.seed = seed
        recipe.shared = shared
        recipe.target = loss.target
        recipe.isShared = design == .shared
        return TaskDatasetObject(try makeTasks(recipe))
      }),
    Builtin(
      "make_correlated_pair",
      "Two regression tasks on the same inputs, related as much as a correlation says.",
      Parameter<Double>(
        "correlation", "the cosine p of the two directions, from -1 to 1", default: 0.5),
      Parameter<Int>("rows", "how many rows", default: 1000),
      seed,
      Parameter<Int>("features", "how many features, at least 2", default: 100),
      Parameter<Int>("sines", "how many sines bend each target", default: 5, .nonnegative),
      Parameter<Double>("noise", "the deviation of the noise", default: 0.1, .nonnegative),
      details: "With orthogonal unit vectors u1, u2: w1 = u1, w2 = p u1 + √(1-p²) u2, x standard "
        + "normal, y = w·x + Σ sin(α w·x + β) + noise, α and β standard normal and the same in both "
        + "tasks. .truth has w1 and w2 as columns. Ma and others, KDD 2018.",
      examples: [
        Example(
          "W = make_correlated_pair(correlation=0.8, rows=10).truth; "
            + "print(round(dot(W[:, 0], W[:, 1]), 6), round(norm(W[:, 1]), 6))", prints: "0.8 1")
      ],
      body: { correlation, rows, seed, features, sines, noise in
        TaskDatasetObject(
          try CorrelatedPair(
            correlation: correlation, features: features, sines: sines, noise: noise, seed: seed
          ).samples(rows: rows))
      }),
    Builtin(
      "add_noise_task", "The same tasks and behind them one that has nothing to learn.",
      Parameter<TaskInputs>("data", "a data set"), seed,
      Parameter<String>("name", "what the task is called", default: "noise"),
      details:
        "Its targets are normal with the mean and deviation of all targets, or coins where all "
        + "are 0 or 1. Its inputs are the common ones, or rows drawn from all tasks, as many as a "
        + "task has on average. Learned together with others it may act as a regulariser, or do harm.",
      examples: [
        Example(
          "add_noise_task(make_tasks(tasks=2), seed=1).tasks",
          prints: "[\"task 0\", \"task 1\", \"noise\"]")
      ],
      body: { data, seed, name in
        TaskDatasetObject(
          try data.dataset(nil, for: "add_noise_task").addingNoiseTask(named: name, seed: seed))
      }),
    Builtin(
      "task_data",
      "A data set of tasks from a list of matrices and one of target vectors, or from a table.",
      Parameter<TaskInputs>(
        "X",
        "T matrices n_t×d, one n×d matrix for all tasks, or a data set whose labels become tasks"),
      Parameter<TaskTargets?>(
        "Y", "T vectors, or n×T targets beside one matrix", default: .some(nil)),
      Parameter<[String]?>("tasks", "T names; none: task 0, task 1, …", default: .some(nil)),
      Parameter<[String]?>("features", "d names; none: x0, x1, …", default: .some(nil)),
      Parameter<String?>("name", "what the data set is called", default: .some(nil)),
      details:
        "data[0] and data[\"task 0\"] are a data set of one task, data[0:3] of three; behind a "
        + "comma stand rows of each task: data[:, 0:10]. .X and .Y are lists, one entry a task.",
      examples: [
        Example(
          "d = task_data([[1; 2; 3], [4; 5]], [[1, 2, 3], [5, 4]], tasks=[\"up\", \"down\"]); "
            + "print(d.rows, d[\"down\"].Y[0], d[:, 0:1].Y)", prints: "[3, 2] [5, 4] [[1], [5]]")
      ],
      body: { X, Y, tasks, features, name in
        TaskDatasetObject(try named(try X.dataset(Y, for: "task_data"), tasks, features, name))
      }),
  ]

  private static func named(
    _ data: TaskDataset, _ tasks: [String]?, _ features: [String]?, _ name: String?
  ) throws -> TaskDataset {
    var data = data
    for (names, count, what) in [
      (tasks, data.taskCount, "task"), (features, data.featureCount, "feature"),
    ] {
      guard let names else { continue }
      guard names.count == count, Set(names).count == count else {
        throw Failure(
          .argument,
          "task_data: expected \(counted(count, "different \(what) name")), found "
            + "\(counted(names.count, "name")), \(Set(names).count) of them different")
      }
    }
    if let tasks { for t in data.tasks.indices { data.tasks[t].name = tasks[t] } }
    if let features { data.featureNames = features }
    if let name { data.name = name }
    return data
  }
}

/// What a made-up target is.
enum TaskTarget: String, Choice {
  case squared, logistic

  var target: TaskRecipe.Target { self == .squared ? .squared : .logistic }
}

/// Whether made-up tasks have inputs of their own.
enum TaskDesign: String, Choice { case own, shared }

/// Numbers of rows: one for all tasks, or one for each.
struct RowCounts: ValueConvertible, Sendable {
  let counts: [Int]

  static var typeName: String { "whole number or list of whole numbers" }

  static func from(_ value: Value) -> RowCounts? {
    if let count = Int.from(value) { return RowCounts(counts: [count]) }
    return [Int].from(value).flatMap { $0.isEmpty ? nil : RowCounts(counts: $0) }
  }

  var value: Value { counts.count == 1 ? counts[0].value : counts.value }
}
