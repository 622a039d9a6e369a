/// The call that makes a learner, with its hyper-parameters.
///
/// Those that differ from their defaults all stand in it, so that two learners are equal when
/// their calls are.
struct LearnerCall {
  private(set) var text: String
  private var isFirst = true

  /// A call without arguments so far.
  init(_ name: String) { text = "\(name)(" }

  /// Adds a number, unless it is the default.
  mutating func add(_ name: String, _ value: Double, unless standard: Double? = nil) {
    guard value != standard else { return }
    let isWhole = value == value.rounded() && abs(value) < 1e15
    append("\(name)=\(isWhole ? "\(Int(value))" : "\(value)")")
  }

  /// Adds a word.
  mutating func add(_ name: String, word: String) { append("\(name)=\"\(word)\"") }

  /// Adds a switch, unless it is the default.
  mutating func add(_ name: String, _ value: Bool, unless standard: Bool) {
    if value != standard { append("\(name)=\(value)") }
  }

  private mutating func append(_ argument: String) {
    text += (isFirst ? "" : ", ") + argument
    isFirst = false
  }

  /// The call as it is written.
  var closed: String { text + ")" }
}
