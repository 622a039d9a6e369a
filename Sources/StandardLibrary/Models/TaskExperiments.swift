internal import Charts
internal import Datasets
internal import Diagnostics
internal import MultiTask
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let compared = Parameter<Record>(
    "models",
    "a record {alone: multitask(…), together: multitask(…)}; others are compared with the "
      + "first")
  private static let comparedOfAnyKind = Parameter<Record>(
    "models",
    "a record {alone: m1, together: m2} of multitask models or of networks; others are compared "
      + "with the first")
  private static let seeds = Parameter<Int>(
    "seeds", "how many data sets are made, from seeds 0, 1, …", default: 10,
    Constraint("a whole number from 1 to 10000") { (1...10_000).contains($0) })
  private static let rows = Parameter<Int>(
    "rows", "how many rows of each task are learned from", default: 20, .positive)
  private static let testRows = Parameter<Int>(
    "test_rows", "how many further rows of each task are predicted", default: 200, .positive)
  private static let result =
    "Fields: values, error, and for each model a record {mean, std, se, errors}, errors with a row a "
    + "seed; gain has {mean, se} of how much less each other model errs than the first, seed by seed."
  private static let pair =
    "models = {alone: multitask(), together: multitask(penalty=coherence(5))}; "

  /// Single tasks against many, measured on made-up data.
  static let taskExperiments: [Builtin] = [
    Builtin(
      "learning_curve", "The error of models as the number of training rows grows.",
      comparedOfAnyKind,
      Parameter<Function>(
        "make", "a function of rows and seed that gives a data set with so many rows a task"),
      Parameter<[Int]>("sizes", "numbers of training rows a task", default: [10, 20, 40, 80]),
      seeds, testRows, networkTraining,
      details: "For each seed make is called once, for the largest size and the test rows; smaller "
        + "sizes take the first rows. The error is the mean over tasks of the mean squared error, with "
        + "0/1 targets of the share of wrong answers; bars are standard errors over the seeds. Of "
        + "networks it is the mean over heads. " + result,
      examples: [
        Example(
          pair + "make = (n, s) -> make_tasks(rows=n, coherence=0.95, noise=1, seed=s); "
            + "c = learning_curve(models, make, sizes=[12, 40], seeds=5, test_rows=50); "
            + "print(c.values, c.together.mean[0] < c.alone.mean[0])", prints: "[12, 40] true"),
        Example(
          "net = hard_sharing(inputs=3, trunk=[dense(4), tanh], heads={a: regression()}); "
            + "make = (n, s) -> { seed(s); X = randn(n, 3); head_data(X, {a: sum(X, axis=1)[:, 0]}) }; "
            + "c = learning_curve({net: net}, make, sizes=[8, 64], seeds=2, test_rows=40, "
            + "training={epochs: 30, batch: 8}); print(c.net.mean[1] < c.net.mean[0])",
          prints: "true"),
      ],
      with: { interpreter, models, make, sizes, seeds, testRows, training in
        try learningCurve(interpreter, models, make, sizes, seeds, testRows, training)
      }),
    Builtin(
      "relatedness_curve", "The error of models as tasks become more related.", compared,
      Parameter<Function>(
        "make", "a function of value, rows and seed that gives a data set of tasks"),
      Parameter<[Double]>(
        "values", "what make is told: shares, correlations, ranks",
        default: [0, 0.25, 0.5, 0.75, 1]
      ), rows, seeds, testRows, details: result,
      examples: [
        Example(
          pair
            + "make = (c, n, s) -> make_tasks(rows=n, coherence=c, noise=1, seed=s); "
            + "r = relatedness_curve(models, make, values=[0, 1], seeds=5, test_rows=50); "
            + "print(r.gain.together.mean[1] > r.gain.together.mean[0])", prints: "true")
      ],
      with: { interpreter, models, make, values, rows, seeds, testRows in
        try relatedness(interpreter, models, make, values, rows, seeds, testRows)
      }),
    Builtin(
      "noise_task_curve",
      "The error on the real tasks as tasks of mere noise are learned with them.",
      compared,
      Parameter<Function>(
        "make", "a function of rows and seed that gives a data set with so many rows a task"),
      Parameter<[Int]>("counts", "numbers of noise tasks", default: [0, 1, 2, 4]), rows, seeds,
      testRows,
      details: "add_noise_task makes the noise tasks. What has nothing to learn can act as a "
        + "regulariser, or take strength from the others; a model of single tasks stays as it is. "
        + result,
      examples: [
        Example(
          pair + "make = (n, s) -> make_tasks(rows=n, coherence=0.9, seed=s); "
            + "e = noise_task_curve(models, make, counts=[0, 2], seeds=3, test_rows=50); "
            + "print(abs(e.alone.mean[0] - e.alone.mean[1]) < 1e-9)", prints: "true")
      ],
      with: { interpreter, models, make, counts, rows, seeds, testRows in
        try noiseTasks(interpreter, models, make, counts, rows, seeds, testRows)
      }),
  ]

  private static func learningCurve(
    _ interpreter: Interpreter, _ models: Record, _ make: Function, _ sizes: [Int], _ seeds: Int,
    _ testRows: Int, _ training: Record
  ) throws -> ChartObject {
    let function = "learning_curve"
    let largest = try checked(sizes, least: 1, "sizes", function)
    let rows = try total(largest, testRows, function)
    let isLog = Double(largest) >= 8 * Double(sizes.min() ?? 1)
    if models.values.first.flatMap(NetworkObject.from) != nil {
      let made = try (0..<seeds).map { try interpreter.apply(make, [rows.value, $0.value]) }
      let curve = try NetworkCurve(models, training, made: made, testRows: testRows)
      return ExperimentPicture(
        experiment: try curve.experiment(sizes), axis: "training rows", isLog: isLog
      ).chart
    }
    guard training.names.isEmpty else {
      throw Failure(
        .argument,
        "\(function): training= is for networks, found \(training.names[0]) beside multitask models"
      )
    }
    let sets = try (0..<seeds).map { seed in
      try made(interpreter, make, [rows.value, seed.value], function)
    }
    let trials = try sizes.map { n in
      try sets.map { try trial(of: $0, n, testRows, function) }
    }
    return try drawn(
      models, sizes.map(Double.init), trials, function, axis: "training rows a task",
      isLog: isLog)
  }

  private static func relatedness(
    _ interpreter: Interpreter, _ models: Record, _ make: Function, _ values: [Double], _ rows: Int,
    _ seeds: Int, _ testRows: Int
  ) throws -> ChartObject {
    let function = "relatedness_curve"
    guard !values.isEmpty else {
      throw Failure(.argument, "\(function): expected at least one of values, found none")
    }
    let trials = try values.map { value in
      try (0..<seeds).map { seed in
        try trial(
          of: try made(
            interpreter, make, [value.value, total(rows, testRows, function).value, seed.value],
            function),
          rows, testRows, function)
      }
    }
    return try drawn(models, values, trials, function, axis: "relatedness")
  }

  private static func noiseTasks(
    _ interpreter: Interpreter, _ models: Record, _ make: Function, _ counts: [Int], _ rows: Int,
    _ seeds: Int, _ testRows: Int
  ) throws -> ChartObject {
    let function = "noise_task_curve"
    _ = try checked(counts, least: 0, "counts", function)
    let real = try (0..<seeds).map { seed in
      try trial(
        of: try made(
          interpreter, make, [total(rows, testRows, function).value, seed.value], function), rows,
        testRows, function)
    }
    let trials = try counts.map { count in
      try real.enumerated().map { seed, trial in
        TaskTrial(
          train: try trial.train.adding(noiseTasks: count, seed: seed), test: trial.test,
          counted: trial.test.taskCount)
      }
    }
    return try drawn(models, counts.map(Double.init), trials, function, axis: "noise tasks")
  }

  /// The rows to make of each task.
  private static func total(_ rows: Int, _ testRows: Int, _ function: String) throws -> Int {
    let (total, isTooLarge) = rows.addingReportingOverflow(testRows)
    guard !isTooLarge else {
      throw Failure(
        .limit, "\(function): expected fewer rows a task, found \(rows) and \(testRows) to predict")
    }
    return total
  }

  /// The largest of some counts, once they are known to suit.
  private static func checked(
    _ counts: [Int], least: Int, _ name: String, _ function: String
  ) throws -> Int {
    guard let largest = counts.max() else {
      throw Failure(.argument, "\(function): expected at least one of \(name), found none")
    }
    if let bad = counts.first(where: { $0 < least || $0 > 1_000_000 }) {
      throw Failure(
        .argument, "\(function): \(name) must be whole numbers of at least \(least), found \(bad)")
    }
    return largest
  }

  /// What a function of the language makes: tasks, or labels that become tasks.
  private static func made(
    _ interpreter: Interpreter, _ make: Function, _ arguments: [Value], _ function: String
  ) throws -> TaskDataset {
    let value = try interpreter.apply(make, arguments)
    guard let inputs = TaskInputs.from(value) else {
      throw Failure(
        .argument, "\(function): make must give a data set of tasks, found \(value.described)",
        notes: ["(n, s) -> make_tasks(tasks=8, rows=n, coherence=0.9, seed=s)"])
    }
    return try inputs.dataset(nil, for: function)
  }

  private static func trial(
    of data: TaskDataset, _ rows: Int, _ testRows: Int, _ function: String
  ) throws -> TaskTrial {
    try naming(function) { try data.trial(rows: rows, testRows: testRows) }
  }

  /// What `body` gives; its errors begin with the name of the builtin.
  private static func naming<T>(_ function: String, _ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let failure as Failure {
      throw failure.saying("\(function): \(failure.message)")
    }
  }

  private static func drawn(
    _ models: Record, _ values: [Double], _ trials: [[TaskTrial]], _ function: String, axis: String,
    isLog: Bool = false
  ) throws -> ChartObject {
    let list = try zip(models.names, models.values).map { name, value in
      guard let model = MultiTaskObject.from(value)?.model else {
        throw Failure(
          .argument,
          "\(function): \(name) must be a multitask model that is not fitted yet, found "
            + value.described)
      }
      return (name: name, model: model)
    }
    let experiment = try naming(function) {
      try TaskExperiment(list, values: values, trials: trials)
    }
    return ExperimentPicture(experiment: experiment, axis: axis, isLog: isLog).chart
  }
}
