internal import MultiLabel
internal import Runtime

/// A way to learn many labels at once, not fitted yet, as a value of the language.
struct ModelObject: LanguageObject, ValueConvertible {
  static let typeName = "model"

  let model: any MultiLabelModel

  init(_ model: any MultiLabelModel) { self.model = model }

  var typeName: String { ModelObject.typeName }

  var summary: String { model.summary }

  func isEqual(to other: any LanguageObject) -> Bool {
    (other as? ModelObject)?.summary == summary
  }
}

extension ModelObject: Describable {
  var sentence: String { "The model \(summary), not fitted yet." }
}
