internal import Charts
internal import Diagnostics
internal import MultiTask
internal import Runtime
internal import Tensors

/// Trained linear models of several tasks as a value of the language.
struct FittedTasksObject: LanguageObject, ValueConvertible {
  static let typeName = "fitted model"

  let model: FittedMultiTask

  init(_ model: FittedMultiTask) { self.model = model }

  var typeName: String { FittedTasksObject.typeName }

  var summary: String { "<fitted \(model.model.summary)>" }

  var fieldNames: [String] { fields.map(\.name) }

  func field(_ name: String) throws -> Value? {
    try fields.first { $0.name == name }?.value()
  }

  /// Whether the other learned the same numbers.
  func isEqual(to other: any LanguageObject) -> Bool {
    (other as? FittedTasksObject)?.model.isSame(as: model) ?? false
  }

  func display(_ options: DisplayOptions) -> String {
    let drawing = DrawingOptions(options)
    return FittedTasksDisplay(model: model).panels.map { Charts.text($0, drawing) }
      .joined(separator: "\n")
  }
}

// MARK: - Fields

extension FittedTasksObject {
  private typealias Field = (name: String, value: () throws -> Value)

  /// What `fitted.name` reads, in order, computed when it is read.
  private var fields: [Field] {
    let iterate = model.iterate
    var fields: [Field] = [
      ("W", { .tensor(model.weights.tensor) }), ("b", { .tensor(Tensor(iterate.intercepts)) }),
      ("tasks", { model.taskNames.value }), ("features", { model.featureNames.value }),
      ("objective", { .number(iterate.objective) }), ("loss", { .number(iterate.loss) }),
      ("terms", { terms.value }),
      ("iterations", { .number(Double(iterate.iteration)) }),
      ("converged", { .bool(model.converged) }), ("stop", { .text(model.stop.rawValue) }),
      ("accuracy", { .number(iterate.accuracy) }), ("measure", { .text(model.measure) }),
      ("method", { .text(model.method) }), ("history", { history.value }),
      ("rank", { .number(Double(try model.rank)) }),
    ]
    if model.measure.contains("duality gap") {
      fields.append(("gap", { .number(iterate.accuracy) }))
    }
    if iterate.parts.count > 1 {
      fields.append(("parts", { .flatList(iterate.parts.map { .tensor($0.tensor) }) }))
      for (name, part) in zip(["P", "Q"], iterate.parts) {
        fields.append((name, { .tensor(part.tensor) }))
      }
    }
    if let structure = iterate.structure {
      fields.append(("structure", { .tensor(structure) }))
    }
    return fields + [("notes", { model.notes.value }), ("model", { .text(model.model.summary) })]
  }

  /// The loss and each term, which add up to the objective.
  private var terms: Record {
    Record(
      [("loss", .number(model.iterate.loss))]
        + zip(model.model.penalty.termNames, model.iterate.penalties).map { ($0, .number($1)) })
  }

  private var history: Record {
    func vector(_ value: (TaskProgress) -> Double) -> Value {
      .tensor(Tensor(model.history.map(value)))
    }
    return Record([
      ("objective", vector(\.objective)), ("seconds", vector(\.seconds)),
      ("accuracy", vector(\.accuracy)),
    ])
  }
}

extension FittedMultiTask {
  /// The rank of W, up to rounding.
  var rank: Int { get throws { try weights.rank() } }

  /// What a reader of the figures must know.
  var notes: [String] {
    guard !converged else { return remarks }
    let known =
      iterate.accuracy.isFinite
      ? "is \(shortNumber(iterate.accuracy)), tol \(shortNumber(model.tolerance))"
      : "is not known yet"
    let accuracy = "after \(counted(iterate.iteration, "iteration")) the \(measure) \(known)"
    guard stop == .limit else {
      let reasons = remarks.isEmpty ? [stop.rawValue] : remarks
      return reasons.dropLast() + ["\(reasons.last ?? stop.rawValue); \(accuracy)"]
    }
    return ["\(accuracy); raise max_iterations or go on with fit(…, start=fitted)"] + remarks
  }
}
