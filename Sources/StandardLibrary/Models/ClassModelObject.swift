internal import Charts
internal import Learners
internal import MultiLabel
internal import Optimization
internal import Runtime
internal import Tensors

/// A base learner trained on one column of class numbers, as a value of the language.
struct ClassModelObject: LanguageObject, ValueConvertible {
  static let typeName = "fitted learner"

  let model: ClassModel

  init(_ model: ClassModel) { self.model = model }

  var typeName: String { ClassModelObject.typeName }

  var summary: String { "<fitted \(model.summary)>" }

  var fieldNames: [String] { fields.map(\.name) }

  func field(_ name: String) throws -> Value? { fields.first { $0.name == name }?.value }

  /// What `fitted.name` reads, in order.
  private var fields: [(name: String, value: Value)] {
    var fields: [(name: String, value: Value)] = [("classes", Tensor(model.classes).value)]
    if let scores {
      fields += [
        ("coefficients", .tensor(coefficients(scores))),
        ("intercepts", Tensor(scores.map(\.intercept)).value),
      ]
    }
    fields += scaledFields
    if let explained { fields.append(("learned", Tensor(explained.learned).value)) }
    if let trees = explained as? TreesModel, trees.trees.count == 1 {
      fields.append(("rules", trees.rules(names).value))
    }
    if scores != nil || model.report.method != .direct {
      fields += [
        ("objective", .number(model.report.objective)),
        ("iterations", .number(Double(model.report.iterations))),
        ("converged", .bool(model.report.converged)),
      ]
    }
    return fields + [("notes", model.notes.value), ("model", .text(model.summary))]
  }

  private var explained: (any ExplainedClassifier)? { model.model as? any ExplainedClassifier }

  private var names: ModelNames {
    ModelNames(
      inputs: (0..<model.model.featureCount).map { "x\($0)" },
      classes: model.classes.map { "class \(Int($0))" })
  }

  /// An entry a class; a single one for two classes, and one of no effect for a constant.
  private var scores: [LinearScore]? {
    if let scores = model.model.linear { return scores }
    guard model.report.method == .constant else { return nil }
    let weights = [Double](repeating: 0, count: model.model.featureCount)
    return [LinearScore(weights: weights, intercept: 0)]
  }

  func display(_ options: DisplayOptions) -> String {
    let report = model.report
    let sizes =
      " \(counted(model.model.featureCount, "feature")), "
      + counted(model.classes.count, "class", "classes")
    var lines: [StyledText] = [
      StyledText("fitted ", .dim) + StyledText(model.summary, .title),
      StyledText("\(sizes)\(outcome)"),
    ]
    if !report.converged {
      lines.append(StyledText(" NOT CONVERGED ", .bad) + StyledText(report.shortfall))
    }
    if let explained {
      lines += explained.outline(names, limit: 14).map { StyledText("  \($0)") }
    }
    lines += model.notes.map { StyledText(" note: \($0)") }
    return Charts.text(.lines(lines), DrawingOptions(options))
  }

  /// What a fit that was sought arrived at.
  private var outcome: String {
    switch model.report.method {
    case .direct: scores == nil ? "" : "; objective \(fixedText(model.report.objective))"
    case .constant: "; always the same answer"
    case .adam, .newton, .lbfgs, .proximalNewton:
      "; objective \(fixedText(model.report.objective)) after \(model.report.iterations) "
        + (model.report.method == .adam ? "epochs" : "iterations")
    }
  }

  func isEqual(to other: any LanguageObject) -> Bool {
    guard let other = other as? ClassModelObject else { return false }
    let (mine, theirs) = (fields, other.fields)
    return mine.map(\.name) == theirs.map(\.name)
      && zip(mine, theirs).allSatisfy { $0.value.isEqual(to: $1.value) }
  }
}

extension ClassModelObject: Describable {
  var sentence: String {
    "A fitted \(model.summary)\(model.report.converged ? "" : " that did not converge") of "
      + "\(counted(model.classes.count, "class", "classes"))."
  }
}
