/// Two instructions that follow each other and run as one step when their operands are plain.
///
/// The first one's opcode is replaced; the second stays behind it, unchanged. A pair whose operands
/// are anything else than numbers does what its first instruction does, and the loop goes on with
/// the second; a jump to the second finds it, too. So nothing but time depends on the pairing.
struct InstructionPair {
  let first: Opcode
  let second: Opcode
  let together: Opcode
  /// Whether the first one's result, which the pair may keep to itself, is read by the second alone.
  let fits: @Sendable (Instruction, Instruction) -> Bool

  static let all: [InstructionPair] = [
    InstructionPair(
      first: .multiply, second: .remainderConstant, together: .multiplyRemainder,
      fits: { $1.b == $0.a && $1.flags & 1 != 0 }),
    InstructionPair(
      first: .multiply, second: .add, together: .multiplyAdd,
      fits: { $1.c == $0.a && $1.flags & 2 != 0 && $1.b != $0.a }),
    InstructionPair(
      first: .index, second: .jumpIf, together: .indexJump,
      fits: { $1.a == $0.a && $1.flags & 2 != 0 }),
    InstructionPair(first: .add, second: .rangeLoop, together: .addRangeLoop) { _, _ in true },
    InstructionPair(first: .setIndex, second: .rangeLoop, together: .storeRangeLoop) { _, _ in true
    },
    InstructionPair(
      first: .subtractConstant, second: .callGlobal, together: .subtractCallGlobal
    ) { _, _ in true },
    InstructionPair(first: .add, second: .returnValue, together: .addReturn) { _, _ in true },
  ]

  /// The first instruction's opcode as half of a pair; `nil` when the two make none.
  static func together(_ first: Instruction, _ second: Instruction) -> Opcode? {
    all.first {
      $0.first == first.operation && $0.second == second.operation && $0.fits(first, second)
    }?.together
  }

  /// Joins pairs wherever they stand; never two that overlap.
  static func join(_ instructions: UnsafeMutableBufferPointer<Instruction>) {
    var position = 0
    while position + 1 < instructions.count {
      if let together = together(instructions[position], instructions[position + 1]) {
        instructions[position].operation = together
        position += 1
      }
      position += 1
    }
  }
}

extension Opcode {
  /// The instruction whose operands this one has: itself, or the first of a pair.
  var plain: Opcode {
    InstructionPair.all.first { $0.together == self }?.first ?? self
  }
}
