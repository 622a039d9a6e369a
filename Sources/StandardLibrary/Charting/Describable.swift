internal import Runtime

/// An object that can say in one plain sentence what it is, for readers who do not see it.
protocol Describable: LanguageObject {
  /// The sentence, with its full stop.
  var sentence: String { get }
  /// What `describe(x)` gives: the sentence, unless there is a drawing that says more.
  var explanation: Value { get }
}

extension Describable {
  var explanation: Value { .text(sentence) }
}
