internal import Learners
internal import Runtime

/// A base learner as a value of the language: hyper-parameters that know how to fit.
struct LearnerObject: LanguageObject, ValueConvertible {
  static let typeName = "learner"

  let learner: any Learner

  init(_ learner: any Learner) { self.learner = learner }

  var typeName: String { LearnerObject.typeName }

  var summary: String { learner.summary }

  func isEqual(to other: any LanguageObject) -> Bool {
    guard let other = other as? LearnerObject else { return false }
    if let mine = learner as? LogisticRegression, let theirs = other.learner as? LogisticRegression
    {
      return mine == theirs
    }
    return summary == other.summary
  }
}

extension LearnerObject: Describable {
  var sentence: String { "The base learner \(summary), not fitted yet." }
}
