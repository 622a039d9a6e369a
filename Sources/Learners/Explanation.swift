internal import Charts
internal import Tensors

/// What a model's inputs and classes are called where it explains itself.
package struct ModelNames: Sendable {
  package let inputs: [String]
  package let classes: [String]

  package init(inputs: [String], classes: [String]) {
    self.inputs = inputs
    self.classes = classes
  }

  /// The names of a yes-or-no question.
  package init(inputs: [String], label: String) {
    self.init(inputs: inputs, classes: ["not \(label)", label])
  }

  func input(_ j: Int) -> String { j < inputs.count ? inputs[j] : "x\(j)" }
  func name(ofClass k: Int) -> String { k < classes.count ? classes[k] : "class \(k)" }
}

/// A yes-or-no model that can say how it works and how it came to an answer.
package protocol ExplainedBinary: FittedBinary {
  /// What was learned, in about 50 characters.
  func headline(_ names: ModelNames) -> String
  /// What was learned, on at most `limit` lines of about 40 characters.
  func outline(_ names: ModelNames, limit: Int) -> [String]
  /// Which terms made the probabilities of one row. Throws when the row has a wrong length.
  func explanation(of row: [Double], _ names: ModelNames) throws -> [String]
  /// Every number that was learned: models of one learner are equal when these are.
  var learned: [Double] { get }
}

/// A model of several classes that can say how it works and how it came to an answer.
package protocol ExplainedClassifier: FittedClassifier {
  /// What was learned, in about 50 characters.
  func headline(_ names: ModelNames) -> String
  /// What was learned, on at most `limit` lines of about 40 characters.
  func outline(_ names: ModelNames, limit: Int) -> [String]
  /// Which terms made the probabilities of one row. Throws when the row has a wrong length.
  func explanation(of row: [Double], _ names: ModelNames) throws -> [String]
  /// Every number that was learned: models of one learner are equal when these are.
  var learned: [Double] { get }
}

extension ExplainedClassifier {
  /// The probabilities of one row, the likeliest class first.
  func ranking(of row: [Double]) throws -> [(class: Int, probability: Double)] {
    let p = try probabilities(.dense(Tensor(row, Shape(1, row.count)))).elements
    return p.indices.sorted { (p[$1], $0) < (p[$0], $1) }.map { ($0, p[$0]) }
  }
}

/// A number with its sign, to three significant digits.
func signed(_ value: Double) -> String {
  let text = shortNumber(value)
  return value < 0 || value.isNaN ? text : "+\(text)"
}

/// A probability with three decimals.
func share(_ value: Double) -> String {
  let units = Int((min(max(value, 0), 1) * 1000).rounded())
  let digits = String(units % 1000)
  return "\(units / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
}

/// A name of at most so many characters.
func clipped(_ name: String, _ length: Int) -> String {
  name.count <= length ? name : String(name.prefix(length - 1)) + "…"
}

/// A hyper-parameter as the language writes it.
func written(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
}
