internal import Charts
internal import Diagnostics
internal import MultiTask
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let weights = Parameter<WeightsArgument>(
    "x", "a fitted multitask model, a d×T matrix, or made-up tasks, whose truth is taken")
  private static let example = "W = [3, 1, 0; 0, 4, 0]; "

  /// What the weights of tasks tell about tasks and features.
  static let taskReports: [Builtin] = [
    Builtin(
      "task_similarity", "The cosine of the weights of every pair of tasks, T×T.", weights,
      details:
        "w_s·w_t / (‖w_s‖ ‖w_t‖): 1 for tasks of one direction, 0 for unrelated ones, -1 for "
        + "opposed ones. A task without weights has 0 with all. plot(fitted, \"similarity\") draws it.",
      examples: [
        Example(
          example + "print(round(task_similarity(W), 3))",
          prints: "[1, 0.243, 0; 0.243, 1, 0; 0, 0, 0]")
      ],
      body: { x in try x.checked(for: "task_similarity").weights.cosines }),
    Builtin(
      "singular_values", "The singular values of the tasks' weights, the largest first.", weights,
      details: "How many are not 0 is the rank: the number of directions that the tasks share. "
        + "spectrum(x) draws them.",
      examples: [Example("print(singular_values([0, 3; 4, 0]))", prints: "[4, 3]")],
      body: { x in Tensor(try x.checked(for: "singular_values").weights.singularValues()) }),
    Builtin(
      "row_norms", "‖W_k,:‖ of each feature: how much all tasks together use it.", weights,
      examples: [Example("print(row_norms([3, 4; 0, 0]))", prints: "[5, 0]")],
      body: { x in Tensor(try x.checked(for: "row_norms").weights.rowNorms) }),
    Builtin(
      "task_distances", "‖w_t - w̄‖ of each task: how far its weights lie from the tasks' mean.",
      weights,
      examples: [Example("print(task_distances([1, 3; 1, 1]))", prints: "[1, 1]")],
      body: { x in Tensor(try x.checked(for: "task_distances").weights.distancesToMean) }),
    Builtin(
      "spectrum",
      "Singular values as bars: of one model, of several side by side, or before and after a shrinkage.",
      Parameter<Value>(
        "x",
        "a fitted multitask model, a d×T matrix, a vector of values, or a record {alone: m1, low: m2} "
          + "of such"),
      Parameter<Value?>(
        "after", "what a shrinkage left of x, of the same kind: what it took off is drawn apart",
        default: .some(nil)),
      ChartParameters.title,
      details:
        "plot(fitted, \"spectrum\") shows those before and after the solver's last step, where "
        + "nuclear(λ) takes λη off each.",
      examples: [
        Example("print(spectrum({all: [4, 0; 0, 3], one: [4, 0; 0, 0]}).one)", prints: "[4, 0]"),
        Example(
          "describe(spectrum([5.2, 1.8], after=[5, 1.6]))",
          prints: "Singular values: spectrum; "
            + "before has 2 values from 5.2 to 1.8, 2 above 0; after has 2 values from 5 to 1.6, 2 above 0."
        ),
      ],
      body: { x, after, title in
        try spectrum(x, after, title: title ?? "singular values")
      }),
    Builtin(
      "shared_features", "Which tasks use which features: a table with the most shared ones first.",
      weights,
      Parameter<Double>(
        "threshold",
        "a weight counts when it is greater than this share of its task's largest", default: 0.01,
        .share),
      details:
        "Fields: counts (how many tasks use each feature), used (d×T, 0 or 1), shared (names "
        + "used by two tasks or more), own (by one), unused.",
      examples: [
        Example(
          "s = shared_features([2, 1, 0; 0, 1, 0; 0, 0, 0]); print(s.counts, s.shared, s.unused)",
          prints: "[2, 1, 0] [\"x0\"] [\"x2\"]")
      ],
      body: { x, threshold in
        try sharedFeatures(x.checked(for: "shared_features"), threshold)
      }),
    Builtin(
      "task_report", "Spectrum, features, distances and the most alike tasks on one page.", weights,
      examples: [
        Example(example + "print(round(task_report(W).rank))", prints: "2")
      ],
      body: { x in try TaskReport(x.checked(for: "task_report")).screen() }),
  ]

  private static func spectrum(_ x: Value, _ after: Value?, title: String) throws -> ChartObject {
    guard let after else {
      if let values = try sizes(x, "x") {
        return WeightsPictures.spectrum([.init("x", values)], title: title, isShrinkage: false)
      }
      return try WeightsPictures.spectra(try named(x, for: "spectrum"), title: title)
    }
    if let before = try sizes(x, "x"), let left = try sizes(after, "after") {
      guard before.count == left.count else {
        throw Failure(
          .shape,
          "spectrum: x and after must have as many values, found \(before.count) and \(left.count)")
      }
      return WeightsPictures.spectrum(
        [.init("before", before), .init("after", left)], title: title, isShrinkage: true)
    }
    guard let before = WeightsArgument.from(x), let left = WeightsArgument.from(after) else {
      throw Failure(
        .argument,
        "spectrum: x and after must both be vectors of values or both \(WeightsArgument.typeName), "
          + "found \(x.described) and \(after.described)")
    }
    let parts = [
      ("before", try before.checked(for: "spectrum").weights),
      ("after", try left.checked(for: "spectrum").weights),
    ]
    return try WeightsPictures.spectra(
      parts.map { (name: $0.0, weights: $0.1) }, title: title, isShrinkage: true)
  }

  /// The values of a vector, largest first; `nil` for anything else.
  private static func sizes(_ value: Value, _ parameter: String) throws -> [Double]? {
    guard let tensor = Numbers.from(value)?.tensor, tensor.rank == 1 else { return nil }
    guard tensor.elements.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
      throw Failure(
        .value, "spectrum: the values of \(parameter) must be finite and at least 0",
        notes: ["spectrum(abs(x)) draws sizes of either sign"])
    }
    return tensor.elements.sorted(by: >)
  }

  /// One or several weights by name.
  private static func named(
    _ value: Value, for function: String
  ) throws -> [(name: String, weights: TaskWeights)] {
    if let one = WeightsArgument.from(value) {
      return [("W", try one.checked(for: function).weights)]
    }
    guard let record = Record.from(value), record.count > 0 else {
      throw Failure(
        .argument,
        "\(function): x must be a \(WeightsArgument.typeName), or a record of such, found "
          + value.described)
    }
    guard record.count <= 3 else {
      throw Failure(
        .argument, "\(function): expected at most 3 models side by side, found \(record.count)")
    }
    return try zip(record.names, record.values).map { name, value in
      guard let part = WeightsArgument.from(value) else {
        throw Failure(
          .argument,
          "\(function): \(name) must be a \(WeightsArgument.typeName), found \(value.described)")
      }
      return (name, try part.checked(for: function).weights)
    }
  }

  private static func sharedFeatures(_ x: WeightsArgument, _ threshold: Double) -> ChartObject {
    let users = x.weights.users(threshold: threshold)
    let (d, T) = (x.weights.featureCount, x.weights.taskCount)
    let order = users.indices.sorted { (users[$0].count, $1) > (users[$1].count, $0) }
    var table = Table(columns: [
      .init("feature"), .init("tasks", .right), .init(""), .init("norm", .decimal, leftOut: 1),
      .init("used by"),
    ])
    let norms = x.weights.rowNorms
    for k in order.prefix(16) where !users[k].isEmpty {
      table.rows.append([
        StyledText(squeezed(x.featureNames[k], 18), .emphasis), StyledText("\(users[k].count)"),
        .bar(Double(users[k].count), in: 0...Double(max(T, 1)), width: 10),
        StyledText(fixedText(norms[k])),
        users[k].count == T
          ? "all"
          : StyledText(
            fitting(users[k].map { x.taskNames[$0] }, separator: ", ", within: 30)),
      ])
    }
    func names(_ suits: (Int) -> Bool) -> [String] {
      users.indices.filter { suits(users[$0].count) }.map { x.featureNames[$0] }
    }
    var used = [Double](repeating: 0, count: d * T)
    for (k, tasks) in users.enumerated() { for t in tasks { used[k * T + t] = 1 } }
    let (shared, own, unused) = (names { $0 > 1 }, names { $0 == 1 }, names { $0 == 0 })
    return ChartObject(
      Chart(.table(table), title: "features and the tasks that use them"),
      figures: [
        ("counts", .tensor(Tensor(users.map { Double($0.count) }))),
        ("used", .tensor(Tensor(used, Shape(d, T)))), ("shared", shared.value),
        ("own", own.value), ("unused", unused.value),
      ],
      notes: [
        "\(shared.count) of \(counted(d, "feature")) used by several tasks, \(own.count) by one, "
          + "\(unused.count) by none"
      ])
  }
}
