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

  /// Coefficients belong to linear models, objective and iterations to sought ones.
  var fieldNames: [String] {
    var names = ["classes"]
    if explained == nil {
      names += ["coefficients", "intercepts"]
    } else {
      names.append("learned")
    }
    if let trees = explained as? TreesModel, trees.trees.count == 1 { names.append("rules") }
    if model.report.method != .direct { names += ["objective", "iterations", "converged"] }
    return names + ["notes", "model"]
  }

  private var explained: (any ExplainedClassifier)? { model.model as? any ExplainedClassifier }

  private var names: ModelNames {
    ModelNames(
      inputs: (0..<model.model.featureCount).map { "x\($0)" },
      classes: model.classes.map { "class \(Int($0))" })
  }

  func field(_ name: String) throws -> Value? {
    guard fieldNames.contains(name) else { return nil }
    switch name {
    case "classes": return Tensor(model.classes).value
    case "coefficients": return .tensor(weights)
    case "intercepts": return Tensor(intercepts).value
    case "learned": return Tensor(explained?.learned ?? []).value
    case "rules": return ((explained as? TreesModel)?.rules(names) ?? []).value
    case "notes": return model.report.remarks.value
    case "objective": return .number(model.report.objective)
    case "iterations": return .number(Double(model.report.iterations))
    case "converged": return .bool(model.report.converged)
    case "model": return .text(model.summary)
    default: return nil
    }
  }

  /// A row a class; a single row for two classes, and none of any effect for a constant.
  private var weights: Tensor {
    if let softmax = model.model as? SoftmaxModel { return softmax.weights }
    let binary = (model.model as? BinaryClassifier)?.model
    let row = binary?.linear?.weights ?? Array(repeating: 0, count: model.model.featureCount)
    return Tensor(row, Shape(1, row.count))
  }

  private var intercepts: [Double] {
    if let softmax = model.model as? SoftmaxModel { return softmax.intercepts }
    return [(model.model as? BinaryClassifier)?.model.linear?.intercept ?? 0]
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
    lines += report.remarks.map { StyledText(" note: \($0)") }
    if let explained {
      lines += explained.outline(names, limit: 14).map { StyledText("  \($0)") }
    }
    return Charts.text(.lines(lines), DrawingOptions(options))
  }

  /// What a fit that was sought arrived at.
  private var outcome: String {
    switch model.report.method {
    case .direct: ""
    case .constant: "; always the same answer"
    case .adam, .newton, .lbfgs:
      "; objective \(fixedText(model.report.objective)) after \(model.report.iterations) "
        + (model.report.method == .adam ? "epochs" : "iterations")
    }
  }

  func isEqual(to other: any LanguageObject) -> Bool {
    guard let other = other as? ClassModelObject else { return false }
    return other.model.summary == model.summary && other.model.classes == model.classes
      && explained?.learned == other.explained?.learned
      && Value.tensor(weights).isEqual(to: .tensor(other.weights))
      && intercepts == other.intercepts
  }
}

extension ClassModelObject: Describable {
  var sentence: String {
    "A fitted \(model.summary)\(model.report.converged ? "" : " that did not converge") of "
      + "\(counted(model.classes.count, "class", "classes"))."
  }
}
