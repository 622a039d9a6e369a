internal import Networks
internal import Runtime

/// How the losses of heads are put together while they are learned, as a value of the language.
struct TaskWeightingObject: LanguageObject, ValueConvertible {
  static let typeName = "weighting"

  let weighting: TaskWeighting

  init(_ weighting: TaskWeighting) { self.weighting = weighting }

  var typeName: String { TaskWeightingObject.typeName }

  /// The call that makes it, or its name.
  var summary: String {
    switch weighting {
    case .gradNorm(let alpha): "gradnorm(alpha=\(Value.number(alpha).literal))"
    case .averaging(let temperature): "dwa(temperature=\(Value.number(temperature).literal))"
    case .fixed, .uncertainty, .projection: weighting.name
    }
  }

  func isEqual(to other: any LanguageObject) -> Bool {
    (other as? TaskWeightingObject)?.weighting == weighting
  }
}

extension TaskWeightingObject: Describable {
  var sentence: String { "The weighting \(summary) of the heads of a network." }
}
