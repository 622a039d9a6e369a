internal import Charts
internal import Learners
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
    fields += [
      ("objective", .number(model.report.objective)),
      ("iterations", .number(Double(model.report.iterations))),
      ("converged", .bool(model.report.converged)), ("notes", model.notes.value),
      ("model", .text(model.summary)),
    ]
    return fields
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
    var lines: [StyledText] = [
      StyledText("fitted ", .dim) + StyledText(model.summary, .title),
      StyledText(
        " \(counted(model.model.featureCount, "feature")), "
          + "\(counted(model.classes.count, "class", "classes")); objective "
          + fixedText(report.objective)
          + (report.iterations > 0 ? " after \(report.iterations) iterations" : "")),
    ]
    if !report.converged {
      lines.append(
        StyledText(" NOT CONVERGED ", .bad)
          + StyledText("the gradient is \(report.gradient) of its value at the start"))
    }
    lines += model.notes.map { StyledText(" note: \($0)") }
    return Charts.text(.lines(lines), DrawingOptions(options))
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
