package import Tensors

/// What a builtin does to each element, or to all of them, when it may be computed together with the
/// operations around it.
package enum Fusion: Sendable {
  /// `f(x)`, element by element.
  case unary(UnaryOperation)
  /// `f(x, low, high)` with two numbers.
  case clip
  /// `f(condition, x, y)`, element by element.
  case choice
  /// `f(x)`, one number made from all elements.
  case reduction(Reduction)

  /// How many arguments a call has that can be fused.
  var argumentCount: Int {
    switch self {
    case .unary, .reduction: 1
    case .clip, .choice: 3
    }
  }
}

/// Element-wise operations over large tensors whose result is about to be read by another one.
///
/// It stands for a tensor in a temporary register between two instructions, and nowhere else: the
/// compiler lets a result wait only where one instruction reads it, and that one either goes on from
/// the expression or puts the tensor in its place first.
final class WaitingTensor: LanguageObject {
  let expression: FusedExpression

  init(_ expression: FusedExpression) { self.expression = expression }

  var typeName: String { "waiting tensor" }
}
