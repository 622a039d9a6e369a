internal import Charts
internal import MultiLabel
internal import Runtime
internal import Tensors

/// What the language shows of one kind of trained model beyond what all have in common.
///
/// A new kind of model conforms in a file of its own; nothing else has to know of it.
protocol FittedPresentation: FittedMultiLabel {
  /// What `fitted.name` reads, in order, computed when it is read.
  var fields: [FittedObject.Field] { get }
  /// What stands behind the sizes on the display's second line, on about `room` characters.
  func remark(room: Int) -> String?
  /// The display's table.
  var table: Table? { get }
}

extension FittedPresentation {
  func remark(room: Int) -> String? { nil }
  var table: Table? { nil }
}

/// Whole numbers as a vector of the language.
func vector(_ numbers: [Int]) -> Value { .tensor(Tensor(numbers.map(Double.init))) }
