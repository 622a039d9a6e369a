internal import Syntax

/// Where the results of element-wise operations may wait.
extension FunctionCompiler {
  /// Whether a call by position of a top-level name can be fused while the name means the builtin.
  func isFusible(_ callee: Expression, argumentCount: Int) -> Bool {
    guard case .name(let name) = callee.kind else { return false }
    return globals.fusibleCalls[name] == argumentCount
  }

  /// Allows the value of a temporary that was just computed to wait: the caller emits the one
  /// instruction that reads it, an element-wise operator or a call marked accordingly.
  @discardableResult
  func letWait(_ operand: Operand) -> Bool {
    operand.isTemporary && builder.letWait(in: operand.register)
  }
}

extension CodeBuilder {
  /// Allows the result of the last instruction to wait when it is an element-wise operation, or a
  /// call that may be one, that writes this register.
  mutating func letWait(in register: Int) -> Bool {
    guard var position = instructions.indices.last else { return false }
    if position - 1 == lastFusibleCall {
      // The word behind a call names the function.
      position -= 1
      guard instructions[position].c == register else { return false }
    } else {
      guard instructions[position].a == register, instructions[position].isFusible else {
        return false
      }
    }
    instructions[position].flags |= FusionFlags.resultMayWait
    return true
  }
}

extension Instruction {
  /// Whether the instruction is an element-wise operator.
  fileprivate var isFusible: Bool {
    switch operation {
    case .add, .subtract, .multiply, .divide, .floorDivide, .remainder, .power, .addConstant,
      .subtractConstant, .multiplyConstant, .divideConstant, .remainderConstant, .negate, .not,
      .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual:
      true
    default: false
    }
  }
}
