package import Tensors

extension Operation {
  /// Every operation that variables can go through, a row each.
  package static let table: [Operation] =
    arithmetic + comparisons + elementwise + steps + reductions + structure + products
    + decompositions
}

extension Operation {
  /// The row of an operator on two operands.
  package static func row(for operation: BinaryOperation) -> Operation {
    switch operation {
    case .add: add
    case .subtract: subtract
    case .multiply: multiply
    case .divide: divide
    case .floorDivide: floorDivide
    case .remainder: remainder
    case .power: power
    case .minimum: minimum
    case .maximum: maximum
    default: comparisons.first { $0.name == operation.symbol } ?? add
    }
  }

  /// The row of a name, as programs write it.
  package static func row(named name: String) -> Operation? { rowsByName[name] }

  private static let rowsByName = Dictionary(
    uniqueKeysWithValues: table.map { ($0.name, $0) })
}
