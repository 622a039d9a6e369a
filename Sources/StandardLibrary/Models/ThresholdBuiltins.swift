internal import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import MultiLabel
internal import Runtime
internal import Tensors

extension ThresholdMethod: Choice {}
extension ThresholdMetric: Choice {}

extension StandardLibrary {
  private static let fitted = Parameter<FittedArgument>("model", "a fitted model")
  private static let labels = Parameter<Numbers?>(
    "Y", "the n×C labels that go with a matrix X", default: .some(nil))
  private static let made =
    "d = make_labels(rows=60, labels=3, seed=2); m = fit(binary_relevance(logistic()), d[0:40]); "

  /// From which probability on a label counts as present.
  static let thresholds: [Builtin] = [
    Builtin(
      "tune_thresholds", "A fitted model with thresholds that suit a validation set.", fitted,
      Parameter<Inputs>("X", "a validation set apart from training and test, or an n×d matrix"),
      labels,
      Parameter<ThresholdMethod>(
        "method",
        "per_label: one a label, by the metric on it; global: a single one, by the metric "
          + "on all entries; cardinality: a single one that predicts as many labels as there are",
        default: .perLabel),
      Parameter<ThresholdMetric>("metric", "what is made as large as can be", default: .f1),
      details: "Tries all midpoints between the distinct probabilities; of equally good ones takes "
        + "the one nearest to 0.5, then the smaller. Scores on the rows it was tuned on carry a "
        + "warning. Yang, A Study on Thresholding Strategies for Text Categorization, 2001.",
      examples: [
        Example(
          made + "t = tune_thresholds(m, d[40:60], method=\"global\"); print(t.method)",
          prints: "global"),
        Example(
          made + "t = tune_thresholds(m, d[40:60]); print(len(t.thresholds), "
            + "\"note\" in keys(evaluate(t, d[40:60])))", prints: "3 true"),
      ],
      body: { model, X, Y, method, metric in
        let model = try several(model, for: "tune_thresholds")
        let data = try X.dataset(Y, for: "tune_thresholds", labels: model.labelNames)
        return FittedObject(
          try FittedThresholds(model, tunedOn: data, method: method, metric: metric))
      }),
    Builtin(
      "top_k", "A fitted model that predicts the k most probable labels of every row.", fitted,
      Parameter<Int>("k", "how many labels a row gets", .nonnegative),
      details: "Of equally probable labels the one with the smaller position is taken.",
      examples: [
        Example(made + "print(sum(predict(top_k(m, 2), d[40:45])))", prints: "10")
      ],
      body: { model, k in
        FittedObject(try FittedThresholds(several(model, for: "top_k"), top: k))
      }),
    Builtin(
      "sweep", "The measures of a fitted model at many thresholds of its probabilities or votes.",
      fitted, Parameter<Inputs>("X", "a data set, or an n×d matrix"), labels,
      Parameter<[Double]>(
        "thresholds", "from which mean vote or probability on a label is present",
        default: (1...19).map { Double($0) / 20 }),
      ConventionArgument.parameter,
      details: "Shown as a chart; its fields are vectors with an entry a threshold: thresholds, "
        + "zero_one, hamming, f1_samples, f1_micro, … and table is the same in numbers.",
      examples: [
        Example(
          made + "s = sweep(m, d, thresholds=[0.3, 0.5]); "
            + "print(s.hamming[1] == evaluate(m, d).hamming)", prints: "true")
      ],
      body: { model, X, Y, thresholds, convention in
        let model = try several(model, for: "sweep")
        let data = try X.dataset(Y, for: "sweep", labels: model.labelNames)
        return swept(
          try ThresholdSweep(
            model, data, thresholds: thresholds, convention: convention.convention))
      }),
  ]

  /// The fitted model of several labels in an argument.
  private static func several(
    _ model: FittedArgument, for function: String
  ) throws -> any FittedMultiLabel {
    let fitted = try model.trained(for: function)
    guard let model = (fitted as? FittedObject)?.model else {
      throw Failure(
        .argument,
        "\(function): model must be a fitted model of several labels, found \(fitted.kind)",
        notes: ["fit(binary_relevance(learner), data) learns one a label"])
    }
    return model
  }

  private static func swept(_ sweep: ThresholdSweep) -> ChartObject {
    let drawn = ["hamming", "f1_samples", "f1_micro", "zero_one"]
    var chart = Chart(
      .line(drawn.map { Series($0, x: sweep.thresholds, y: sweep.values($0)) }),
      xLabel: "threshold")
    chart.yLimits = 0...1
    var table = Table(
      columns: [.init("threshold", .decimal)] + drawn.map { .init(StyledText($0), .decimal) }
        + [.init("labels a row", .decimal)])
    for (place, threshold) in sweep.thresholds.enumerated() {
      let record = sweep.records[place]
      table.rows.append(
        [StyledText(shortNumber(threshold))]
          + (drawn + ["predicted_cardinality"]).map {
            StyledText(fixedText(record[$0] ?? .nan, 4))
          })
    }
    let names = sweep.records.first?.entries.map(\.name) ?? []
    let figures: [(name: String, value: Value)] =
      [("thresholds", .tensor(Tensor(sweep.thresholds)))]
      + names.map { ($0, .tensor(Tensor(sweep.values($0)))) }
      + [("table", ChartObject(Chart(.table(table))).value)]
    return ChartObject(chart, figures: figures)
  }
}
