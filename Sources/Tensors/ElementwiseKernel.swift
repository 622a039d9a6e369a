/// Elements computed between two looks at the interrupt flag.
let interruptBlock = 1 << 16

/// Computes one row of an element-wise operation; steps are 0 (one value for the row) or 1.
func computeRow(
  _ operation: BinaryOperation, _ left: UnsafePointer<Double>, _ leftStep: Int,
  _ right: UnsafePointer<Double>, _ rightStep: Int, into target: UnsafeMutablePointer<Double>,
  count: Int
) throws {
  var done = 0
  while count - done > interruptBlock {
    computeBlock(
      operation, left + done * leftStep, leftStep, right + done * rightStep, rightStep,
      into: target + done, count: interruptBlock)
    done += interruptBlock
    try Interrupt.check()
  }
  computeBlock(
    operation, left + done * leftStep, leftStep, right + done * rightStep, rightStep,
    into: target + done, count: count - done)
}

/// Chooses the loop that was compiled for the operation; the loops themselves have no branches.
private func computeBlock(
  _ operation: BinaryOperation, _ left: UnsafePointer<Double>, _ leftStep: Int,
  _ right: UnsafePointer<Double>, _ rightStep: Int, into target: UnsafeMutablePointer<Double>,
  count: Int
) {
  @inline(__always)
  func loop(_ constant: BinaryOperation) {
    elementwiseLoop(constant, left, leftStep, right, rightStep, into: target, count: count)
  }
  switch operation {
  case .add: loop(.add)
  case .subtract: loop(.subtract)
  case .multiply: loop(.multiply)
  case .divide: loop(.divide)
  case .floorDivide: loop(.floorDivide)
  case .remainder: loop(.remainder)
  case .power: loop(.power)
  case .less: loop(.less)
  case .lessEqual: loop(.lessEqual)
  case .greater: loop(.greater)
  case .greaterEqual: loop(.greaterEqual)
  case .equal: loop(.equal)
  case .notEqual: loop(.notEqual)
  case .and: loop(.and)
  case .or: loop(.or)
  case .minimum: loop(.minimum)
  case .maximum: loop(.maximum)
  }
}

/// The loop itself: inlined with a constant operation, so that LLVM vectorises it.
@inline(__always)
private func elementwiseLoop(
  _ operation: BinaryOperation, _ left: UnsafePointer<Double>, _ leftStep: Int,
  _ right: UnsafePointer<Double>, _ rightStep: Int, into target: UnsafeMutablePointer<Double>,
  count: Int
) {
  if leftStep == 1, rightStep == 1 {
    for i in 0..<count { target[i] = apply(operation, left[i], right[i]) }
  } else if leftStep == 1 {
    let value = right[0]
    for i in 0..<count { target[i] = apply(operation, left[i], value) }
  } else if rightStep == 1 {
    let value = left[0]
    for i in 0..<count { target[i] = apply(operation, value, right[i]) }
  } else {
    let value = apply(operation, left[0], right[0])
    for i in 0..<count { target[i] = value }
  }
}
