internal import Diagnostics
internal import Syntax

extension FunctionCompiler {
  // MARK: - Operators

  func compileUnary(
    _ operation: Opcode, _ value: Expression, into destination: Int, _ range: SourceRange
  ) throws(Diagnostic) {
    let source = try operand(value)
    if operation != .transpose { letWait(source) }
    builder.emit(
      Instruction(operation, a: destination, b: source.register, flags: source.isTemporary ? 1 : 0),
      InstructionSite(range, left: value.range))
  }

  private static let opcodes: [BinaryOperator: (registers: Opcode, constant: Opcode?)] = [
    .add: (.add, .addConstant), .subtract: (.subtract, .subtractConstant),
    .multiply: (.multiply, .multiplyConstant), .divide: (.divide, .divideConstant),
    .remainder: (.remainder, .remainderConstant), .floorDivide: (.floorDivide, nil),
    .power: (.power, nil), .matrixProduct: (.matrixProduct, nil),
  ]

  /// Emits `destination = left op right`, with a constant operand where the right is a number.
  func emitBinary(
    _ operation: BinaryOperator, into destination: Int, _ left: Operand, _ right: Expression,
    _ site: InstructionSite
  ) throws(Diagnostic) {
    guard let opcodes = FunctionCompiler.opcodes[operation] else { return }
    let leftFlag: UInt8 = left.isTemporary ? 1 : 0
    if let constant = opcodes.constant, let number = right.numberLiteral,
      operation != .remainder || number >= 1 && number < 0x1p31 && number == number.rounded(),
      let index = UInt16(exactly: builder.constant(.number(number)))
    {
      builder.emit(
        Instruction(constant, a: destination, b: left.register, c: Int(index), flags: leftFlag),
        site)
      return
    }
    let right = try operand(right)
    if operation != .matrixProduct { letWait(right) }
    builder.emit(
      Instruction(
        opcodes.registers, a: destination, b: left.register, c: right.register,
        flags: leftFlag | (right.isTemporary ? 2 : 0)), site)
  }

  private static let comparisonOpcodes: [ComparisonOperator: Opcode] = [
    .equal: .equal, .notEqual: .notEqual, .less: .less, .lessEqual: .lessEqual,
    .greater: .greater, .greaterEqual: .greaterEqual, .isIn: .isIn, .isNotIn: .isNotIn,
  ]

  func compileComparison(
    _ first: Expression, _ parts: [ComparisonPart], into destination: Int, _ range: SourceRange
  ) throws(Diagnostic) {
    let isChain = parts.count > 1
    let result = isChain ? try allocate() : destination
    // Only up to the last operand that may assign do the ones before it need a copy.
    let lastAssigning = parts.lastIndex { $0.operand.mayAssign }
    let assigning = lastAssigning.map { [parts[$0].operand] } ?? []
    var left = try operand(first, before: assigning)
    // An operand in the middle of a chain is read twice.
    let mayWait = !isChain && parts.allSatisfy { $0.operation != .isIn && $0.operation != .isNotIn }
    if mayWait { letWait(left) }
    var leftRange = first.range
    var jumps: [Int] = []
    var always = defined
    for (index, part) in parts.enumerated() {
      let isFollowed = lastAssigning.map { $0 > index } ?? false
      let right = try operand(part.operand, before: isFollowed ? assigning : [])
      if mayWait { letWait(right) }
      if index == 0 { always = defined }
      let target = index == 0 ? result : try allocate()
      emitComparison(part, leftRange, left, right, into: target)
      if index > 0 {
        builder.emit(
          Instruction(.logicalAnd, a: result, b: result, c: target), InstructionSite(range))
      }
      if index < parts.count - 1 {
        jumps.append(builder.emit(Instruction(.shortCircuitAnd, a: result), InstructionSite(range)))
      }
      (left, leftRange) = (right, part.operand.range)
    }
    // A chain may end early: what its later operands assign is not certain.
    defined = always
    for jump in jumps { try builder.patchJump(at: jump) }
    if isChain { emitMove(result, to: destination, range) }
  }

  func emitComparison(
    _ part: ComparisonPart, _ leftRange: SourceRange, _ left: Operand, _ right: Operand,
    into target: Int
  ) {
    let opcode = FunctionCompiler.comparisonOpcodes[part.operation] ?? .equal
    builder.emit(
      Instruction(opcode, a: target, b: left.register, c: right.register),
      InstructionSite(part.range, left: leftRange, right: part.operand.range))
  }

  func emitMove(_ register: Int, to destination: Int, _ range: SourceRange) {
    guard register != destination else { return }
    builder.emit(
      Instruction(.move, a: destination, b: register, flags: 1), InstructionSite(range))
  }

  func compileLogical(
    _ test: Opcode, _ combine: Opcode, _ left: Expression, _ right: Expression,
    into destination: Int, _ range: SourceRange
  ) throws(Diagnostic) {
    let result = isVariable(destination) ? try allocate() : destination
    try compile(left, into: result)
    let before = defined
    let jump = builder.emit(
      Instruction(test, a: result), InstructionSite(left.range, left: left.range))
    let second = try operand(right)
    letWait(second)
    builder.emit(
      Instruction(combine, a: result, b: result, c: second.register),
      InstructionSite(range, left: left.range, right: right.range))
    defined = before
    try builder.patchJump(at: jump)
    emitMove(result, to: destination, range)
  }

  // MARK: - Conditions

  /// Compiles a condition to jumps that are taken when it equals `sense`; returns their positions.
  func compileCondition(
    _ expression: Expression, jumpWhen sense: Bool
  ) throws(Diagnostic)
    -> [Int]
  {
    switch expression.kind {
    case .bool(let value) where value != sense: return []
    case .not(let inner): return try compileCondition(inner, jumpWhen: !sense)
    case .and(let left, let right):
      return try compileConditions(left, right, decidedBy: false, jumpWhen: sense)
    case .or(let left, let right):
      return try compileConditions(left, right, decidedBy: true, jumpWhen: sense)
    case .comparison(let left, let parts) where parts.count == 1:
      if let jump = try compileComparisonJump(left, parts[0], jumpWhen: sense) { return [jump] }
    default: break
    }
    return try withTemporaries { () throws(Diagnostic) in
      let value = try operand(expression)
      return [
        builder.emit(
          Instruction(
            .jumpIf, a: value.register, flags: (sense ? 1 : 0) | (value.isTemporary ? 2 : 0)),
          InstructionSite(expression.range))
      ]
    }
  }

  func compileConditions(
    _ left: Expression, _ right: Expression, decidedBy decisive: Bool, jumpWhen sense: Bool
  ) throws(Diagnostic) -> [Int] {
    let first = try compileCondition(left, jumpWhen: decisive)
    let before = defined
    let second = try compileCondition(right, jumpWhen: sense)
    defined = before
    if sense == decisive { return first + second }
    for jump in first { try builder.patchJump(at: jump) }
    return second
  }

  /// Compiles a comparison of which a jump instruction exists.
  func compileComparisonJump(
    _ left: Expression, _ part: ComparisonPart, jumpWhen sense: Bool
  ) throws(Diagnostic) -> Int? {
    guard part.operation != .isIn, part.operation != .isNotIn else { return nil }
    return try withTemporaries { () throws(Diagnostic) in
      let site = InstructionSite(part.range, left: left.range, right: part.operand.range)
      let first = try operand(left, before: [part.operand])
      let flags: UInt8 = (sense != (part.operation == .notEqual)) ? 1 : 0
      if let number = part.operand.numberLiteral,
        let index = UInt16(exactly: builder.constant(.number(number)))
      {
        let opcode = FunctionCompiler.constantJumps[part.operation] ?? .jumpEqualConstant
        return builder.emit(
          Instruction(opcode, a: first.register, b: Int(index), flags: flags), site)
      }
      let second = try operand(part.operand)
      let (opcode, isSwapped) = FunctionCompiler.jumps[part.operation] ?? (.jumpEqual, false)
      return builder.emit(
        Instruction(
          opcode, a: isSwapped ? second.register : first.register,
          b: isSwapped ? first.register : second.register, flags: flags | (isSwapped ? 2 : 0)),
        site)
    }
  }

  private static let constantJumps: [ComparisonOperator: Opcode] = [
    .less: .jumpLessConstant, .lessEqual: .jumpLessEqualConstant,
    .greater: .jumpGreaterConstant, .greaterEqual: .jumpGreaterEqualConstant,
    .equal: .jumpEqualConstant, .notEqual: .jumpEqualConstant,
  ]

  private static let jumps: [ComparisonOperator: (Opcode, isSwapped: Bool)] = [
    .less: (.jumpLess, false), .lessEqual: (.jumpLessEqual, false), .greater: (.jumpLess, true),
    .greaterEqual: (.jumpLessEqual, true), .equal: (.jumpEqual, false),
    .notEqual: (.jumpEqual, false),
  ]

  func compileConditional(
    _ branches: [ConditionalBranch], _ otherwise: Block?, into destination: Int?,
    _ range: SourceRange
  ) throws(Diagnostic) {
    var exits: [Int] = []
    var merged: Set<Int>?
    for branch in branches {
      let jumps = try compileCondition(branch.condition, jumpWhen: false)
      let before = defined
      try compile(branch.body, into: destination)
      merged = merged?.intersection(defined) ?? defined
      defined = before
      exits.append(builder.emit(Instruction(.jump), InstructionSite(branch.body.range)))
      for jump in jumps { try builder.patchJump(at: jump) }
    }
    if let otherwise {
      try compile(otherwise, into: destination)
    } else if let destination {
      loadConstant(.none, into: destination, range)
    }
    defined = merged?.intersection(defined) ?? defined
    for exit in exits { try builder.patchJump(at: exit) }
  }

  func compileTry(
    _ body: Block, _ name: Identifier, _ handler: Block, into destination: Int?,
    _ range: SourceRange
  ) throws(Diagnostic) {
    guard case .register(let register) = locate(name.name) else { return }
    let before = defined
    let firstTemporary = nextTemporary
    let start = builder.instructions.count
    try compile(body, into: destination)
    let end = builder.instructions.count
    let exit = builder.emit(Instruction(.jump), InstructionSite(body.range))
    let afterBody = defined
    builder.handlers.append(
      ErrorHandler(
        start: start, end: end, target: builder.instructions.count, register: register,
        firstTemporary: firstTemporary))
    defined = before.union([register])
    try compile(handler, into: destination)
    defined = defined.intersection(afterBody)
    try builder.patchJump(at: exit)
  }
}
