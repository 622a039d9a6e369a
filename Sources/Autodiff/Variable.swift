package import Tensors

/// A tensor together with how it came about from what a derivative is taken with respect to.
///
/// A variable without a trace is a constant; operations on constants alone record nothing. A number
/// is a tensor without axes. When the tape that follows a variable is closed, the variable is a
/// constant for it again.
package struct Variable: Sendable {
  /// The value, as every operation computes it.
  package let value: Tensor
  /// Where the value stands on the innermost tape that follows it.
  let trace: Trace?

  init(_ value: Tensor, _ trace: Trace?) {
    self.value = value
    self.trace = trace
  }

  /// A constant.
  package init(_ value: Tensor) { self.init(value, nil) }

  /// A constant number.
  package init(_ value: Double) { self.init(Tensor(scalar: value)) }

  /// The sizes of the axes.
  package var shape: Shape { value.shape }

  /// Whether some running differentiation follows the variable.
  package var isTraced: Bool { liveTrace != nil }

  /// The innermost trace whose tape still records.
  var liveTrace: Trace? {
    var trace = self.trace
    while let found = trace, !found.tape.isOpen { trace = found.outer }
    return trace
  }

  /// The variable as tapes outside `tape` see it.
  package func outside(_ tape: Tape) -> Variable {
    var trace = liveTrace
    while let found = trace, found.tape.serial >= tape.serial { trace = found.outer }
    return Variable(value, trace)
  }

  /// The variable's place on a tape, when that tape follows it.
  func position(on tape: Tape) -> Int? {
    var trace = liveTrace
    while let found = trace, found.tape.serial > tape.serial { trace = found.outer }
    guard let trace, trace.tape === tape else { return nil }
    return trace.position
  }
}

/// A place on a tape, and beneath it the places on the tapes further out.
///
/// The chain has one link for each nested differentiation, innermost first.
final class Trace: Sendable {
  let tape: Tape
  let position: Int
  let outer: Trace?

  init(tape: Tape, position: Int, outer: Trace?) {
    self.tape = tape
    self.position = position
    self.outer = outer
  }
}
