internal import Charts
internal import Learners
internal import MultiLabel
internal import Optimization
internal import Runtime
internal import Tensors

/// A trained multi-label model as a value of the language.
struct FittedObject: LanguageObject, ValueConvertible {
  static let typeName = "fitted model"

  let model: any FittedMultiLabel

  init(_ model: any FittedMultiLabel) { self.model = model }

  var typeName: String { FittedObject.typeName }

  var summary: String { "<fitted \(model.summary)>" }

  var fieldNames: [String] { fields.map(\.name) }

  func field(_ name: String) throws -> Value? {
    fields.first { $0.name == name }?.value()
  }

  /// Whether the other learned the same numbers.
  func isEqual(to other: any LanguageObject) -> Bool {
    guard let other = other as? FittedObject, other.summary == summary,
      other.fieldNames == fieldNames
    else { return false }
    return zip(fields, other.fields).allSatisfy { $0.value().isEqual(to: $1.value()) }
  }

  func display(_ options: DisplayOptions) -> String {
    let drawing = DrawingOptions(options)
    return FittedDisplay(model: model).panels.map { Charts.text($0, drawing) }
      .joined(separator: "\n")
  }
}

extension FittedObject: Describable {
  var sentence: String {
    let state = model.converged ? "" : " that did not converge"
    return "A fitted \(model.summary)\(state), from \(counted(model.featureCount, "feature")) to "
      + "\(counted(model.labelCount, "label"))."
  }
}

// MARK: - Fields

extension FittedObject {
  typealias Field = (name: String, value: () -> Value)

  /// What `fitted.name` reads, in order.
  private var fields: [Field] {
    var fields: [Field] = [
      ("labels", { model.labelNames.value }), ("features", { model.featureNames.value }),
    ]
    fields += (model as? any FittedPresentation)?.fields ?? []
    let reports = model.fits.map(\.report)
    fields += [
      ("objective", { .number(reports.reduce(0) { $0 + $1.objective }) }),
      ("iterations", { vector(reports.map(\.iterations)) }),
      ("converged", { .bool(model.converged) }), ("notes", { model.notes.value }),
      ("model", { .text(model.summary) }),
    ]
    return fields
  }
}
