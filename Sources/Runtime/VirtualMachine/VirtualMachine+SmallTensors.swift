internal import Tensors

/// Arithmetic on tensors so small that making values of them would take longer than the arithmetic.
extension VirtualMachine {
  /// Adds, subtracts, multiplies or divides two small tensors of numbers and of one shape.
  ///
  /// The left one's memory takes the result when nobody else holds it and it dies here.
  ///
  /// - Returns: `false`, with nothing done, for any other operation or operands.
  @inline(__always)
  func computeSmall(_ operation: BinaryOperation, _ i: Instruction, _ r: Registers) -> Bool {
    guard r[Int(i.b)].tag == Register.Tag.tensor, r[Int(i.c)].tag == Register.Tag.tensor else {
      return false
    }
    switch operation {
    case .add: return computeSmall(i, r, +)
    case .subtract: return computeSmall(i, r, -)
    case .multiply: return computeSmall(i, r, *)
    case .divide: return computeSmall(i, r, /)
    default: return false
    }
  }

  @inline(__always)
  private func computeSmall(
    _ i: Instruction, _ r: Registers, _ operation: (Double, Double) -> Double
  ) -> Bool {
    let x = r[Int(i.b)]
    let y = r[Int(i.c)]
    let dies = i.flags & 1 != 0 || i.a == i.b
    let isInPlace = dies && Tensor.isUniquelyOwned(at: x.address)
    let result = Tensor.withStorage(at: x.address) { shape, kind, left in
      Tensor.withStorage(at: y.address) { otherShape, otherKind, right -> Register? in
        let count = shape.count
        guard count <= VirtualMachine.smallTensorCount, kind == .number, otherKind == .number,
          shape == otherShape
        else { return nil }
        if isInPlace {
          for j in 0..<count { left[j] = operation(left[j], right[j]) }
          return x
        }
        let made = Tensor(shape) { target in
          for j in 0..<count { target[j] = operation(left[j], right[j]) }
        }
        return Register(.tensor(made))
      }
    }
    guard let result else { return false }
    // A dying operand moves out of its register, or is let go.
    if i.flags & 2 != 0, i.c != i.a, i.c != i.b { r[Int(i.c)].clear() }
    if isInPlace {
      guard i.a != i.b else { return true }
      r[Int(i.b)] = .undefined
    } else if i.flags & 1 != 0, i.a != i.b {
      r[Int(i.b)].clear()
    }
    let old = r[Int(i.a)]
    r[Int(i.a)] = result
    objectCount &+= 1
    old.release()
    return true
  }

  /// The number of elements up to which tensors are small.
  private static let smallTensorCount = 64
}
