internal import Charts
internal import Diagnostics
internal import Learners
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let names = Parameter<[String]?>(
    "names", "names of the labels or classes, as data.labels", default: .some(nil),
    naming: [.labels])

  /// Right and wrong by label, class or task.
  static let confusionMeasures: [Builtin] = [
    Builtin(
      "confusion", "Counts of true classes (rows) against predicted ones (columns), K×K.",
      Parameter<Numbers>("truth", "n class numbers from 0, or n×T, a column a task"),
      Parameter<Numbers>("predicted", "the predicted ones, as many"),
      details: "For n×T the result is a list, a matrix a task.",
      examples: [
        Example("print(confusion([0, 0, 1, 1], [0, 1, 1, 1]))", prints: "[1, 1; 0, 2]")
      ],
      body: { truth, predicted in
        guard truth.tensor.rank == 2 else {
          return Value.tensor(
            try Learners.confusion(truth: truth.tensor, predicted: predicted.tensor))
        }
        return try columns(truth, predicted).map {
          try Learners.confusion(truth: $0, predicted: $1)
        }.value
      }),
    Builtin(
      "confusion_chart", "The confusion matrix, shaded by the share of each row.",
      Parameter<Numbers>("truth", "n class numbers from 0"),
      Parameter<Numbers>("predicted", "the predicted ones, as many"), names,
      ChartParameters.title, ChartParameters.width,
      details: "With recall at the right, precision below. The fields are matrix, recall, "
        + "precision and accuracy.",
      examples: [
        Example("confusion_chart([0, 0, 1, 1], [0, 1, 1, 1]).accuracy", prints: "0.75")
      ],
      body: { truth, predicted, names, title, width in
        try ConfusionChart(truth: truth.tensor, predicted: predicted.tensor, names: names)
          .object(title: title, width: width)
      }),
    Builtin(
      "label_counts",
      "How many rows have each label; or true and false positives and negatives of a prediction.",
      Parameter<CountsSource>("data", "a data set; or the n×C true labels, or n class numbers"),
      Parameter<Numbers?>("predicted", "the predicted ones, as many", default: .some(nil)),
      Parameter<SortWord>("sort", "the order of a data set's labels", default: SortWord.none),
      ChartParameters.title, names, ConventionArgument.parameter, ChartParameters.width,
      details: "label_counts(data) is a bar chart with the field counts. label_counts(truth, "
        + "predicted) is a table with the fields tp fp fn tn, the rates tpr tnr ppv npv fpr "
        + "accuracy of each label, and the records micro and macro of these rates.",
      examples: [
        Example(
          "d = make_labels(rows=80); all(label_counts(d).counts == sum(d.Y, axis=0))",
          prints: "true"),
        Example(
          "c = label_counts([1, 0; 1, 1], [1, 0; 0, 1]); print(c.tp, c.fn, c.tpr, c.macro.tpr)",
          prints: "[1, 1] [1, 0] [0.5, 1] 0.75"),
      ],
      body: { source, predicted, sort, title, names, convention, width in
        switch source {
        case .data(let data):
          guard predicted == nil else {
            throw Failure(
              .argument, "label_counts: a data set stands alone, found a prediction beside it",
              notes: ["write label_counts(data.Y, predicted, names=data.labels)"])
          }
          return frequencyChart(data.data, sort, title, width)
        case .truth(let truth):
          guard let predicted else {
            throw Failure(.argument, "label_counts: true labels need predicted ones beside them")
          }
          return try countChart(truth, predicted, names, title, convention.convention, width)
        }
      }),
    Builtin(
      "task_accuracy", "The share of right predictions over several tasks.",
      Parameter<TaskColumns>(
        "truth", "a list of vectors of class numbers, one a task, or n×T, a column a task"),
      Parameter<TaskColumns>("predicted", "the predicted ones, as many"),
      Parameter<TaskAverage>(
        "average", "micro: all predictions together; macro: the mean over tasks; none: each task",
        default: .macro),
      details: "Micro and macro differ where tasks have different numbers of rows.",
      examples: [
        Example("task_accuracy([[1, 0], [2]], [[1, 1], [2]])", prints: "0.75"),
        Example(
          "round(task_accuracy([[1, 0], [2]], [[1, 1], [2]], average=\"micro\"), 4)",
          prints: "0.6667"),
      ],
      body: { truth, predicted, average in
        let found = try taskAccuracy(truth: truth.tasks, predicted: predicted.tasks)
        switch average {
        case .micro: return Value.number(found.micro)
        case .macro: return Value.number(found.macro)
        case .none: return Tensor(found.each).value
        }
      }),
  ]

  private static func columns(_ truth: Numbers, _ predicted: Numbers) throws -> [(Tensor, Tensor)] {
    let (truth, predicted) = (truth.tensor, predicted.tensor)
    guard truth.shape == predicted.shape, truth.count > 0 else {
      throw Failure(
        .shape,
        "confusion: expected truth and prediction of one shape with at least one entry, found "
          + "\(truth.shape) and \(predicted.shape)")
    }
    return zip(TaskColumns.columns(truth), TaskColumns.columns(predicted)).map { ($0, $1) }
  }

  private static func countChart(
    _ truth: Numbers, _ predicted: Numbers, _ names: [String]?, _ title: String?,
    _ convention: UndefinedConvention, _ width: Int?
  ) throws -> ChartObject {
    let table = try CountTable(
      truth: truth.tensor, predicted: predicted.tensor, convention: convention)
    let count = table.counts.count
    guard names == nil || names?.count == count else {
      throw Failure(
        .argument, "label_counts: expected names for \(count) labels, found \(names?.count ?? 0)")
    }
    let prefix = truth.tensor.rank == 1 ? "" : "y"
    return CountChart(table: table, names: names ?? (0..<count).map { "\(prefix)\($0)" })
      .object(title: title, width: width)
  }
}

/// What `label_counts` counts: the labels of a data set, or those of a truth beside a prediction.
enum CountsSource: ValueConvertible, Sendable {
  case data(DatasetObject)
  case truth(Numbers)

  static var typeName: String { "data set or matrix of labels" }

  static func from(_ value: Value) -> CountsSource? {
    if let data = DatasetObject.from(value) { return .data(data) }
    return Numbers.from(value).map { .truth($0) }
  }

  var value: Value {
    switch self {
    case .data(let data): data.value
    case .truth(let truth): truth.value
    }
  }
}

/// The outcomes of several tasks: a list of vectors, or a column a task.
struct TaskColumns: ValueConvertible, Sendable {
  let tasks: [Tensor]

  static var typeName: String { "list of vectors or matrix" }

  static func from(_ value: Value) -> TaskColumns? {
    if case .tensor(let tensor) = value, tensor.rank == 2 {
      return tensor.count > 0 ? TaskColumns(tasks: columns(tensor)) : nil
    }
    guard case .list(let box) = value else { return nil }
    let tasks = box.elements.compactMap { Numbers.from($0)?.tensor }
    guard tasks.count == box.elements.count, tasks.allSatisfy({ $0.rank == 1 }) else { return nil }
    return TaskColumns(tasks: tasks)
  }

  var value: Value { tasks.value }

  /// The columns of a matrix as vectors.
  static func columns(_ matrix: Tensor) -> [Tensor] {
    (0..<matrix.columnCount).map { column in
      Tensor((0..<matrix.rowCount).map { matrix[$0, column] })
    }
  }
}

/// What the accuracy of tasks is averaged over.
enum TaskAverage: String, Choice { case micro, macro, none }
