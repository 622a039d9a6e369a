internal import Diagnostics
package import Tensors

/// An object that the operators of the language work on, as they work on numbers and tensors: a
/// sparse matrix, or a value whose derivative is being taken.
///
/// Operators ask the object when one of their operands is not plain; builtins take such objects
/// through their parameters' types.
package protocol OperandObject: LanguageObject {
  /// Which of two operand objects is asked: the one with the higher rank, the left one of equals.
  var operandRank: Int { get }
  /// The value of an operator's application in which this object takes part.
  ///
  /// - Throws: a failure that names the operator and both operands when it is not defined.
  func perform(_ operation: OperandOperation) throws -> Value
  /// What a builtin of this name does when the object is among its arguments, declared with the
  /// same parameters; `nil` when it takes the object as it takes any value.
  func overload(of builtin: String) -> Builtin?
  /// What turns the object into a value that every builtin takes, for notes of errors.
  var conversionAdvice: String? { get }
}

extension OperandObject {
  package func overload(of builtin: String) -> Builtin? { nil }
  package var conversionAdvice: String? { nil }
}

/// What an operator does to operands, at least one of which is an ``OperandObject``.
package enum OperandOperation: Sendable {
  /// Arithmetic or a comparison, element by element: `x + y`, `x < y`.
  case binary(BinaryOperation, Value, Value)
  /// `x @ y`.
  case matrixProduct(Value, Value)
  /// `-x`.
  case negate(Value)
  /// `not x`.
  case not(Value)
  /// `x'`.
  case transpose(Value)
  /// `x` after `x[parts] = part`; the whole, the part, or both are operand objects.
  case replace(Value, [IndexValue], with: Value)
  /// The element at a position that `for` asks for, counted along the first axis from 0.
  case element(Value, Int)
}

extension OperandOperation {
  /// The operands, in order.
  package var operands: [Value] {
    switch self {
    case .binary(_, let left, let right), .matrixProduct(let left, let right): [left, right]
    case .negate(let value), .not(let value), .transpose(let value), .element(let value, _): [value]
    case .replace(let whole, _, let part): [whole, part]
    }
  }

  /// Performs the operation by the operand object in charge; `nil` when every operand is plain.
  func performed() throws -> Value? {
    var chosen: (any OperandObject)?
    for case .object(let box) in operands {
      guard let object = box.object as? any OperandObject else { continue }
      if let best = chosen, best.operandRank >= object.operandRank { continue }
      chosen = object
    }
    return try chosen?.perform(self)
  }
}

extension Diagnostic {
  /// The error with the advice of an object that it turns down.
  func advising(_ object: any OperandObject) -> Diagnostic {
    guard let advice = object.conversionAdvice, !notes.contains(advice),
      message.hasSuffix("found a \(object.typeName)")
    else { return self }
    var advised = self
    advised.notes.insert(advice, at: 0)
    return advised
  }
}

extension Value {
  /// The object that operators work on, as a builtin's argument: alone, or at an end of a list.
  var operandArgument: (any OperandObject)? {
    guard case .list(let box) = self else { return operandObject }
    return box.elements.first?.operandObject ?? box.elements.last?.operandObject
  }

  /// The value as an object that operators work on.
  package var operandObject: (any OperandObject)? {
    if case .object(let box) = self { return box.object as? any OperandObject }
    return nil
  }
}
