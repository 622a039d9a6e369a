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

  var fieldNames: [String] {
    ["classes", "coefficients", "intercepts", "objective", "iterations", "converged", "model"]
  }

  func field(_ name: String) throws -> Value? {
    switch name {
    case "classes": return Tensor(model.classes).value
    case "coefficients": return .tensor(weights)
    case "intercepts": return Tensor(intercepts).value
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
    var lines: [StyledText] = [
      StyledText("fitted ", .dim) + StyledText(model.summary, .title),
      StyledText(
        " \(counted(model.model.featureCount, "feature")), "
          + "\(counted(model.classes.count, "class", "classes")); objective "
          + "\(fixedText(report.objective)) after \(report.iterations) iterations"),
    ]
    if !report.converged {
      lines.append(
        StyledText(" NOT CONVERGED ", .bad)
          + StyledText("the gradient is \(report.gradient) of its value at the start"))
    }
    return Charts.text(.lines(lines), DrawingOptions(options))
  }

  func isEqual(to other: any LanguageObject) -> Bool {
    guard let other = other as? ClassModelObject else { return false }
    return other.model.summary == model.summary && other.model.classes == model.classes
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
