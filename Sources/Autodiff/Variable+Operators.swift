internal import Tensors

/// Arithmetic, element by element with broadcasting.
///
/// - Throws: `shape` when the operands do not fit.
extension Variable {
  package static func + (left: Variable, right: Variable) throws -> Variable {
    try Operation.add(left, right)
  }
  package static func - (left: Variable, right: Variable) throws -> Variable {
    try Operation.subtract(left, right)
  }
  package static func * (left: Variable, right: Variable) throws -> Variable {
    try Operation.multiply(left, right)
  }
  package static func / (left: Variable, right: Variable) throws -> Variable {
    try Operation.divide(left, right)
  }
  package static prefix func - (value: Variable) throws -> Variable {
    try Operation.negate(value)
  }
  static func * (left: Variable, right: Double) throws -> Variable { try left * Variable(right) }
  static func / (left: Variable, right: Double) throws -> Variable { try left / Variable(right) }
  static func + (left: Variable, right: Double) throws -> Variable { try left + Variable(right) }
  static func - (left: Double, right: Variable) throws -> Variable { try Variable(left) - right }
}
