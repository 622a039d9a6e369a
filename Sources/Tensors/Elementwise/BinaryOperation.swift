internal import Glibc

/// An operation on two numbers, applied element by element to tensors.
@usableFromInline
package enum BinaryOperation: Sendable, CaseIterable {
  case add, subtract, multiply, divide, floorDivide, remainder, power
  case less, lessEqual, greater, greaterEqual, equal, notEqual
  case and, or
  case minimum, maximum

  /// The operator as it is written, for messages.
  package var symbol: String {
    switch self {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .floorDivide: "//"
    case .remainder: "%"
    case .power: "^"
    case .less: "<"
    case .lessEqual: "<="
    case .greater: ">"
    case .greaterEqual: ">="
    case .equal: "=="
    case .notEqual: "!="
    case .and: "and"
    case .or: "or"
    case .minimum: "minimum"
    case .maximum: "maximum"
    }
  }

  /// What the result's elements mean: comparisons and logic give bools, arithmetic gives numbers.
  package func resultKind(_ left: ElementKind, _ right: ElementKind) -> ElementKind {
    switch self {
    case .add, .subtract, .multiply, .divide, .floorDivide, .remainder, .power: .number
    case .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual, .and, .or: .bool
    case .minimum, .maximum: left == .bool && right == .bool ? .bool : .number
    }
  }
}

/// The operation on two numbers, the one definition that every tensor kernel is made from.
///
/// Floats follow IEEE 754. `floorDivide` and `remainder` follow Python and NumPy: the quotient is
/// rounded down, the remainder has the divisor's sign. `minimum` and `maximum` pass NaN on.
/// Comparisons and logic give 1 or 0; every number but 0 counts as true.
@inlinable @inline(__always)
package func apply(_ operation: BinaryOperation, _ left: Double, _ right: Double) -> Double {
  switch operation {
  case .add: left + right
  case .subtract: left - right
  case .multiply: left * right
  case .divide: left / right
  case .floorDivide: floorDivision(left, right)
  case .remainder: floorRemainder(left, right)
  case .power: right == 2 ? left * left : power(left, right)
  case .less: left < right ? 1 : 0
  case .lessEqual: left <= right ? 1 : 0
  case .greater: left > right ? 1 : 0
  case .greaterEqual: left >= right ? 1 : 0
  case .equal: left == right ? 1 : 0
  case .notEqual: left != right ? 1 : 0
  case .and: left != 0 && right != 0 ? 1 : 0
  case .or: left != 0 || right != 0 ? 1 : 0
  case .minimum: left < right || left != left ? left : right
  case .maximum: left > right || left != left ? left : right
  }
}

/// `left` to the power of `right`, as C's `pow`.
@usableFromInline
func power(_ left: Double, _ right: Double) -> Double { pow(left, right) }

/// The remainder with the divisor's sign, as Python's `%` on floats.
@usableFromInline
func floorRemainder(_ left: Double, _ right: Double) -> Double {
  let remainder = fmod(left, right)
  if right == 0 || remainder.isNaN { return remainder }
  if remainder == 0 { return copysign(0, right) }
  return (right < 0) != (remainder < 0) ? remainder + right : remainder
}

/// The quotient rounded down, as NumPy's `floor_divide`.
@usableFromInline
func floorDivision(_ left: Double, _ right: Double) -> Double {
  if right == 0 { return left / right }
  let remainder = fmod(left, right)
  var quotient = (left - remainder) / right
  if remainder != 0, (right < 0) != (remainder < 0) { quotient -= 1 }
  if quotient == 0 { return copysign(0, left / right) }
  // The quotient is whole but for rounding, so the nearest whole number is meant.
  let whole = quotient.rounded(.down)
  return quotient - whole > 0.5 ? whole + 1 : whole
}
