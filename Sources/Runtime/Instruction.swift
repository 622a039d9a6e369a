/// What an instruction does; `a`, `b`, `c` are its operands, R a register, K a constant.
///
/// Jumps are relative to the following instruction. Where a comment names a flag, it is bit 0 of
/// `flags` unless told otherwise.
enum Opcode: UInt8 {
  // Moving values
  case move  // R[a] = R[b]; flag: R[b] dies
  case loadConstant  // R[a] = K[wide]
  case getGlobal  // R[a] = globals[wide]
  case getCaptured  // R[a] = captured[b]
  case getSelf  // R[a] = the running function
  case checkDefined  // error when R[a] has no value; its name is names[wide]
  case clear  // R[a] = undefined

  // Arithmetic: R[a] = R[b] op R[c]; flag bit 0: R[b] dies, bit 1: R[c] dies
  case add, subtract, multiply, divide, floorDivide, remainder, power, matrixProduct
  // R[a] = R[b] op K[c]
  case addConstant, subtractConstant, multiplyConstant, divideConstant
  case remainderConstant  // K[c] is whole, from 1 to 2^31
  case negate, not, transpose  // R[a] = op R[b]; flag: R[b] dies

  // Comparison: R[a] = R[b] op R[c]; flags as for arithmetic
  case equal, notEqual, less, lessEqual, greater, greaterEqual, isIn, isNotIn
  case logicalAnd, logicalOr  // R[a] = R[b] op R[c], the left one having been tested

  // Jumps
  case jump  // by wide
  case jumpIfDefined  // by wide when R[a] has a value
  case jumpIf  // by wide when the condition R[a] equals the flag
  case shortCircuitAnd, shortCircuitOr  // by wide when R[a] decides alone
  // by c when (R[a] op R[b]) equals the flag
  case jumpLess, jumpLessEqual, jumpEqual
  // by c when (R[a] op K[b]) equals the flag
  case jumpLessConstant, jumpLessEqualConstant, jumpGreaterConstant, jumpGreaterEqualConstant
  case jumpEqualConstant

  // Loops; hidden registers from a: index, count, start, step
  case rangePrepare  // from R[a], R[a+1], R[a+2] = start, stop, step; jump by wide when empty
  case rangeLoop  // R[b] = next, jump by c while there is one
  case loopPrepare  // R[a] = sequence, R[a+1] = index, R[a+2] = offset in a string
  case loopNext  // R[b] = element, R[b+1] = position or name; jump by c at the end

  // Making values
  case makeBracket  // R[a] = literal from temporaries at b; layout brackets[c]
  case makeRecord  // R[a] from temporaries at b; layout records[c]
  case makeRange  // R[a] from R[b], R[b+1], and R[b+2] with the flag
  case makeString  // R[a] from temporaries at b; layout strings[c]
  case makeClosure  // R[a] = children[wide] with its captures

  // Calls; the function at R[a], arguments after it, result in R[c]
  case call  // b arguments
  case callGlobal  // as call, the function in the slot that the next word names
  case callWithKeywords  // layout calls[b]
  case returnValue  // R[a], which dies
  case halt  // end of a cell

  // Parts of values
  case index  // R[a] = R[b][R[c]]
  case indexPair  // R[a] = R[b][R[c], R[c+1]]
  case indexPath  // R[a] = R[b] at paths[c], operands from R[a]
  case field  // R[a] = R[b].names[c]
  case setIndex  // R[a][R[b]] = R[c]
  case setIndexPair  // R[a][R[b], R[b+1]] = R[c]
  case setPath  // R[a] at paths[c] = last operand, operands from R[b]
  case destructure  // R[b]… = parts of R[a]; c of them

  // Statements
  case show  // R[a] in the shell
  case fail  // assertion with message R[a]
}

/// An instruction: eight bytes.
struct Instruction {
  var operation: Opcode
  var flags: UInt8
  var a: UInt16
  var b: UInt16
  var c: UInt16

  init(_ operation: Opcode, a: Int = 0, b: Int = 0, c: Int = 0, flags: UInt8 = 0) {
    self.operation = operation
    self.flags = flags
    self.a = UInt16(truncatingIfNeeded: a)
    self.b = UInt16(truncatingIfNeeded: b)
    self.c = UInt16(truncatingIfNeeded: c)
  }

  /// An instruction whose second operand needs 32 bits.
  init(_ operation: Opcode, a: Int = 0, wide: Int, flags: UInt8 = 0) {
    let bits = UInt32(bitPattern: Int32(truncatingIfNeeded: wide))
    self.init(operation, a: a, b: Int(bits & 0xFFFF), c: Int(bits >> 16), flags: flags)
  }

  /// `b` and `c` together, signed.
  @inline(__always) var wide: Int {
    Int(Int32(bitPattern: UInt32(b) | UInt32(c) << 16))
  }

  /// `c` as a signed jump.
  @inline(__always) var shortJump: Int { Int(Int16(bitPattern: c)) }
}
