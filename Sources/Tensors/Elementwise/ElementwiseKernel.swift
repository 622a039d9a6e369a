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
func computeBlock(
  _ operation: BinaryOperation, _ left: UnsafePointer<Double>, _ leftStep: Int,
  _ right: UnsafePointer<Double>, _ rightStep: Int, into target: UnsafeMutablePointer<Double>,
  count: Int
) {
  let row = ElementwiseRow(
    left: left, leftStep: leftStep, right: right, rightStep: rightStep, target: target, count: count
  )
  switch operation {
  case .add: row.fill { apply(.add, $0, $1) }
  case .subtract: row.fill { apply(.subtract, $0, $1) }
  case .multiply: row.fill { apply(.multiply, $0, $1) }
  case .divide:
    ProcessorLoops.divide(left, leftStep, right, rightStep, into: target, count: count)
  case .floorDivide: row.fill { apply(.floorDivide, $0, $1) }
  case .remainder: row.fill { apply(.remainder, $0, $1) }
  case .power:
    VectorMath.shared.power(left, leftStep, right, rightStep, into: target, count: count)
  case .less: row.fill { apply(.less, $0, $1) }
  case .lessEqual: row.fill { apply(.lessEqual, $0, $1) }
  case .greater: row.fill { apply(.greater, $0, $1) }
  case .greaterEqual: row.fill { apply(.greaterEqual, $0, $1) }
  case .equal: row.fill { apply(.equal, $0, $1) }
  case .notEqual: row.fill { apply(.notEqual, $0, $1) }
  case .and: row.fill { apply(.and, $0, $1) }
  case .or: row.fill { apply(.or, $0, $1) }
  case .minimum: row.fill { apply(.minimum, $0, $1) }
  case .maximum: row.fill { apply(.maximum, $0, $1) }
  }
}

/// Operands and target of a row; steps are 0 (one value for the row) or 1.
private struct ElementwiseRow {
  let left: UnsafePointer<Double>
  let leftStep: Int
  let right: UnsafePointer<Double>
  let rightStep: Int
  let target: UnsafeMutablePointer<Double>
  let count: Int

  /// The loop itself: inlined with the operation, so that LLVM vectorises it.
  @inline(__always)
  func fill(_ operation: (Double, Double) -> Double) {
    if leftStep == 1, left == UnsafePointer(target) {
      // Said with one pointer, an operation in place is vectorised, too.
      if rightStep == 1 {
        for i in 0..<count { target[i] = operation(target[i], right[i]) }
      } else {
        let value = right[0]
        for i in 0..<count { target[i] = operation(target[i], value) }
      }
    } else if leftStep == 1, rightStep == 1 {
      for i in 0..<count { target[i] = operation(left[i], right[i]) }
    } else if leftStep == 1 {
      let value = right[0]
      for i in 0..<count { target[i] = operation(left[i], value) }
    } else if rightStep == 1 {
      let value = left[0]
      for i in 0..<count { target[i] = operation(value, right[i]) }
    } else {
      let value = operation(left[0], right[0])
      for i in 0..<count { target[i] = value }
    }
  }
}
