internal import Diagnostics
internal import Syntax

extension FunctionCompiler {
  /// Compiles an expression; its value ends up in `destination`, which is written last.
  func compile(_ expression: Expression, into destination: Int) throws(Diagnostic) {
    try withTemporaries { () throws(Diagnostic) in
      try compileKind(expression, into: destination)
    }
  }

  /// The register that holds an expression's value: the variable's own, or a fresh temporary.
  func operand(_ expression: Expression) throws(Diagnostic) -> Operand {
    if case .name(let name) = expression.kind, case .register(let register) = locate(name) {
      checkDefined(register, name, expression.range)
      return Operand(register: register, isTemporary: false)
    }
    let register = try allocate()
    try compile(expression, into: register)
    return Operand(register: register, isTemporary: true)
  }

  /// An operand that keeps its value while `later` runs, even when that assigns the variable.
  ///
  /// The register to prefer may hold the value meanwhile when it is a temporary.
  private func operand(
    _ expression: Expression, before later: [Expression], preferring destination: Int? = nil
  ) throws(Diagnostic) -> Operand {
    guard case .name = expression.kind, later.contains(where: \.mayAssign) else {
      if let destination, !isVariable(destination), !isRegisterName(expression) {
        try compile(expression, into: destination)
        return Operand(register: destination, isTemporary: true)
      }
      return try operand(expression)
    }
    let register = try allocate()
    try compile(expression, into: register)
    return Operand(register: register, isTemporary: true)
  }

  private func isRegisterName(_ expression: Expression) -> Bool {
    guard case .name(let name) = expression.kind, case .register = locate(name) else {
      return false
    }
    return true
  }

  func loadConstant(_ value: Value, into register: Int, _ range: SourceRange) {
    builder.emit(
      Instruction(.loadConstant, a: register, wide: builder.constant(value)),
      InstructionSite(range))
  }

  private func compileKind(_ expression: Expression, into destination: Int) throws(Diagnostic) {
    let range = expression.range
    let site = InstructionSite(range)
    switch expression.kind {
    case .number(let value): loadConstant(.number(value), into: destination, range)
    case .bool(let value): loadConstant(.bool(value), into: destination, range)
    case .none, .missing: loadConstant(.none, into: destination, range)
    case .string(let parts): try compileString(parts, into: destination, range)
    case .name(let name): compileName(name, into: destination, range)
    case .bracket(let rows, let hasRows):
      try compileBracket(rows, hasRows: hasRows, into: destination, range)
    case .record(let parts): try compileRecord(parts, into: destination, range)
    case .range(let start, let stop, let step):
      let first = try consecutive([start, stop] + (step.map { [$0] } ?? []))
      builder.emit(
        Instruction(.makeRange, a: destination, b: first, flags: step == nil ? 0 : 1), site)
    case .negate(let value):
      if case .number(let number) = value.kind {
        return loadConstant(.number(-number), into: destination, range)
      }
      try compileUnary(.negate, value, into: destination, range)
    case .not(let value): try compileUnary(.not, value, into: destination, range)
    case .transpose(let value): try compileUnary(.transpose, value, into: destination, range)
    case .binary(let operation, let left, let right, let operatorRange):
      let leftOperand = try operand(left, before: [right], preferring: destination)
      try emitBinary(
        operation, into: destination, leftOperand, right,
        InstructionSite(operatorRange, left: left.range, right: right.range))
    case .comparison(let first, let parts):
      try compileComparison(first, parts, into: destination, range)
    case .and(let left, let right):
      try compileLogical(.shortCircuitAnd, .logicalAnd, left, right, into: destination, range)
    case .or(let left, let right):
      try compileLogical(.shortCircuitOr, .logicalOr, left, right, into: destination, range)
    case .conditional(let branches, let otherwise):
      try compileConditional(branches, otherwise, into: destination, range)
    case .tryCatch(let body, let name, let handler):
      try compileTry(body, name, handler, into: destination, range)
    case .block(let block): try compile(block, into: destination)
    case .function(let function): try compileClosure(function, into: destination)
    case .call(let callee, let arguments):
      try compileCall(callee, arguments, into: destination, range)
    case .index(let base, let parts): try compileIndex(base, parts, into: destination, range)
    case .field(let base, let name):
      let source = try operand(base)
      let index = try tableIndex(builder.nameIndex(name.name))
      builder.emit(
        Instruction(.field, a: destination, b: source.register, c: index),
        InstructionSite(name.range, left: base.range))
    }
  }

  private func compileName(_ name: String, into destination: Int, _ range: SourceRange) {
    let location = locate(name)
    if case .register(let register) = location { checkDefined(register, name, range) }
    emitLoad(location, into: destination, site: InstructionSite(range))
  }

  /// Evaluates expressions into fresh registers that follow each other; returns the first.
  func consecutive(_ expressions: [Expression]) throws(Diagnostic) -> Int {
    let first = try allocate(expressions.count)
    for (index, expression) in expressions.enumerated() {
      try compile(expression, into: first + index)
    }
    return first
  }

  // MARK: - Operators

  private func compileUnary(
    _ operation: Opcode, _ value: Expression, into destination: Int, _ range: SourceRange
  ) throws(Diagnostic) {
    let source = try operand(value)
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
    builder.emit(
      Instruction(
        opcodes.registers, a: destination, b: left.register, c: right.register,
        flags: leftFlag | (right.isTemporary ? 2 : 0)), site)
  }

  private static let comparisonOpcodes: [ComparisonOperator: Opcode] = [
    .equal: .equal, .notEqual: .notEqual, .less: .less, .lessEqual: .lessEqual,
    .greater: .greater, .greaterEqual: .greaterEqual, .isIn: .isIn, .isNotIn: .isNotIn,
  ]

  private func compileComparison(
    _ first: Expression, _ parts: [ComparisonPart], into destination: Int, _ range: SourceRange
  ) throws(Diagnostic) {
    let isChain = parts.count > 1
    let result = isChain ? try allocate() : destination
    // Only up to the last operand that may assign do the ones before it need a copy.
    let lastAssigning = parts.lastIndex { $0.operand.mayAssign }
    let assigning = lastAssigning.map { [parts[$0].operand] } ?? []
    var left = try operand(first, before: assigning)
    var leftRange = first.range
    var jumps: [Int] = []
    var always = defined
    for (index, part) in parts.enumerated() {
      let isFollowed = lastAssigning.map { $0 > index } ?? false
      let right = try operand(part.operand, before: isFollowed ? assigning : [])
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

  private func emitComparison(
    _ part: ComparisonPart, _ leftRange: SourceRange, _ left: Operand, _ right: Operand,
    into target: Int
  ) {
    let opcode = FunctionCompiler.comparisonOpcodes[part.operation] ?? .equal
    builder.emit(
      Instruction(opcode, a: target, b: left.register, c: right.register),
      InstructionSite(part.range, left: leftRange, right: part.operand.range))
  }

  private func emitMove(_ register: Int, to destination: Int, _ range: SourceRange) {
    guard register != destination else { return }
    builder.emit(
      Instruction(.move, a: destination, b: register, flags: 1), InstructionSite(range))
  }

  private func compileLogical(
    _ test: Opcode, _ combine: Opcode, _ left: Expression, _ right: Expression,
    into destination: Int, _ range: SourceRange
  ) throws(Diagnostic) {
    let result = isVariable(destination) ? try allocate() : destination
    try compile(left, into: result)
    let before = defined
    let jump = builder.emit(
      Instruction(test, a: result), InstructionSite(left.range, left: left.range))
    let second = try operand(right)
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
          Instruction(.jumpIf, a: value.register, flags: sense ? 1 : 0),
          InstructionSite(expression.range))
      ]
    }
  }

  private func compileConditions(
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
  private func compileComparisonJump(
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

  // MARK: - Calls and closures

  func compileClosure(_ function: FunctionLiteral, into destination: Int) throws(Diagnostic) {
    let code = try FunctionCompiler.compile(function, parent: self)
    for case .register(let register) in code.captures where !defined.contains(register) {
      readsUnproved = true
    }
    builder.children.append(code)
    builder.emit(
      Instruction(.makeClosure, a: destination, wide: builder.children.count - 1),
      InstructionSite(function.range))
  }

  private func compileCall(
    _ callee: Expression, _ arguments: [Argument], into destination: Int, _ range: SourceRange
  ) throws(Diagnostic) {
    let window = try allocate(arguments.count + 1)
    let site = InstructionSite(callee.range, left: range)
    let globalSlot = globalCallee(callee)
    if globalSlot == nil { try compile(callee, into: window) }
    for (index, argument) in arguments.enumerated() {
      try compile(argument.value, into: window + 1 + index)
    }
    let keywords = arguments.compactMap { $0.keyword?.name }
    if keywords.isEmpty, let globalSlot {
      builder.emit(
        Instruction(.callGlobal, a: window, b: arguments.count, c: destination), site)
      builder.emit(Instruction(.jump, wide: globalSlot), site)
      return
    }
    if let globalSlot {
      emitLoad(.global(globalSlot), into: window, site: InstructionSite(callee.range))
    }
    guard !keywords.isEmpty else {
      builder.emit(Instruction(.call, a: window, b: arguments.count, c: destination), site)
      return
    }
    builder.calls.append(
      CallLayout(positionalCount: arguments.count - keywords.count, keywords: keywords))
    let layout = try tableIndex(builder.calls.count - 1)
    builder.emit(Instruction(.callWithKeywords, a: window, b: layout, c: destination), site)
  }

  /// The slot of a callee that is a top-level name, read from inside a function or at top level.
  private func globalCallee(_ callee: Expression) -> Int? {
    guard case .name(let name) = callee.kind else { return nil }
    switch locate(name) {
    case .global(let slot): return slot
    case .register(let register) where isTopLevel: return register
    default: return nil
    }
  }

  private func compileIndex(
    _ base: Expression, _ parts: [IndexPart], into destination: Int, _ range: SourceRange
  ) throws(Diagnostic) {
    let later = parts.compactMap { part in
      if case .value(let value) = part { return value }
      return nil
    }
    let source = try operand(base, before: later)
    let site = InstructionSite(range, left: base.range)
    if let plain = plainPositions(parts) {
      let positions = try positions(plain)
      builder.emit(
        Instruction(
          plain.count == 1 ? .index : .indexPair, a: destination, b: source.register, c: positions),
        site)
      return
    }
    let block = try allocate()
    let layout = try indexOperands(parts)
    let path = try addPath([.index(layout)], operandCount: nextTemporary - block - 1)
    builder.emit(Instruction(.indexPath, a: block, b: source.register, c: path), site)
    emitMove(block, to: destination, range)
  }

  // MARK: - Literals

  private func compileString(
    _ parts: [StringPart], into destination: Int, _ range: SourceRange
  ) throws(Diagnostic) {
    var pieces: [StringLayout.Piece] = []
    var values: [Expression] = []
    for part in parts {
      switch part {
      case .text(let text): pieces.append(.text(text))
      case .value(let value, let format):
        pieces.append(
          .value(
            try format.map { (text) throws(Diagnostic) in
              try formatSpecification(text, value.range)
            }))
        values.append(value)
      }
    }
    if values.isEmpty {
      let text = parts.map { if case .text(let text) = $0 { text } else { "" } }.joined()
      return loadConstant(.text(text), into: destination, range)
    }
    let first = try consecutive(values)
    builder.strings.append(StringLayout(pieces: pieces))
    let layout = try tableIndex(builder.strings.count - 1)
    builder.emit(
      Instruction(.makeString, a: destination, b: first, c: layout), InstructionSite(range))
  }

  private func formatSpecification(
    _ text: String, _ range: SourceRange
  ) throws(Diagnostic)
    -> FormatSpecification
  {
    do {
      return try FormatSpecification(text)
    } catch {
      throw self.error(.syntax, error.message, at: range, notes: error.notes)
    }
  }

  private func compileBracket(
    _ rows: [[Expression]], hasRows: Bool, into destination: Int, _ range: SourceRange
  ) throws(Diagnostic) {
    if let tensor = constantTensor(rows, hasRows: hasRows) {
      return loadConstant(.tensor(tensor), into: destination, range)
    }
    let first = try consecutive(rows.flatMap { $0 })
    builder.brackets.append(BracketLayout(rowCounts: rows.map(\.count), hasRows: hasRows))
    let layout = try tableIndex(builder.brackets.count - 1)
    builder.emit(
      Instruction(.makeBracket, a: destination, b: first, c: layout), InstructionSite(range))
  }

  private func compileRecord(
    _ parts: [RecordPart], into destination: Int, _ range: SourceRange
  ) throws(Diagnostic) {
    var names: [String?] = []
    var known: Set<String> = []
    var values: [Expression] = []
    for part in parts {
      switch part {
      case .field(let name, let value):
        guard known.insert(name.name).inserted else {
          throw error(.syntax, "the field \(name.name) appears twice", at: name.range)
        }
        names.append(name.name)
        values.append(value)
      case .spread(let value):
        names.append(nil)
        values.append(value)
      }
    }
    let first = try consecutive(values)
    builder.records.append(RecordLayout(names: names))
    let layout = try tableIndex(builder.records.count - 1)
    builder.emit(
      Instruction(.makeRecord, a: destination, b: first, c: layout), InstructionSite(range))
  }
}
