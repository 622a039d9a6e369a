internal import Learners
internal import Runtime

/// A base learner as a value of the language: hyper-parameters that know how to fit.
struct LearnerObject: LanguageObject, ValueConvertible {
  static let typeName = "learner"

  let learner: any Learner

  init(_ learner: any Learner) { self.learner = learner }

  var typeName: String { LearnerObject.typeName }

  var summary: String { learner.summary }

  /// The call that makes a learner holds everything that makes it up.
  func isEqual(to other: any LanguageObject) -> Bool {
    (other as? LearnerObject)?.summary == summary
  }
}

extension LearnerObject: Describable {
  var sentence: String { "The base learner \(summary), not fitted yet." }
}
