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
