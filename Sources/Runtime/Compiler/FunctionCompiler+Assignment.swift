internal import Diagnostics
internal import Syntax

extension FunctionCompiler {
  func compileAssignment(
    _ targets: [AssignmentTarget], _ values: [Expression], _ range: SourceRange
  ) throws(Diagnostic) {
    if targets.count == 1 {
      guard values.count == 1 else {
        throw error(
          .syntax, "\(values.count) values for one name", at: range,
          notes: ["a list is written [a, b]"])
      }
      return try assign(values[0], to: targets[0])
    }
    let first = try allocate(targets.count)
    if values.count == targets.count {
      for (index, value) in values.enumerated() { try compile(value, into: first + index) }
    } else if values.count == 1 {
      let operand = try operand(values[0])
      builder.emit(
        Instruction(.destructure, a: operand.register, b: first, c: targets.count),
        InstructionSite(range, left: nil, right: values[0].range))
    } else {
      throw error(
        .syntax, "\(targets.count) names for \(values.count) values", at: range, .countOfNames)
    }
    for (index, target) in targets.enumerated() { try store(first + index, in: target) }
  }

  private func assign(_ value: Expression, to target: AssignmentTarget) throws(Diagnostic) {
    guard target.steps.isEmpty, case .register(let register) = locate(target.name.name) else {
      if try storeConstant(value, in: target) { return }
      let temporary = try allocate()
      try compile(value, into: temporary)
      return try store(temporary, in: target)
    }
    try compile(value, into: register)
    defined.insert(register)
  }

  /// Stores a temporary's value where a target says; the value moves.
  private func store(_ register: Int, in target: AssignmentTarget) throws(Diagnostic) {
    guard case .register(let base) = locate(target.name.name) else { return }
    let site = InstructionSite(target.range, left: target.name.range)
    if target.steps.isEmpty {
      builder.emit(Instruction(.move, a: base, b: register, flags: 1), site)
      defined.insert(base)
      return
    }
    checkDefined(base, target.name.name, target.name.range)
    try withTemporaries { () throws(Diagnostic) in
      if let parts = plainPositions(target) {
        let positions = try positions(parts)
        let operation: Opcode = parts.count == 1 ? .setIndex : .setIndexPair
        builder.emit(Instruction(operation, a: base, b: positions, c: register), site)
      } else {
        let (block, layout) = try pathOperands(target)
        builder.emit(Instruction(.move, a: block, b: register, flags: 1), site)
        builder.emit(Instruction(.setPath, a: base, b: block, c: layout), site)
      }
    }
  }

  /// `x[i] = c` for a number or a bool; `false` when the value or the target is another one.
  private func storeConstant(
    _ value: Expression, in target: AssignmentTarget
  ) throws(Diagnostic) -> Bool {
    guard case .register(let base) = locate(target.name.name), let parts = plainPositions(target),
      let constant = value.scalarLiteral,
      let index = UInt16(exactly: builder.constant(constant))
    else { return false }
    checkDefined(base, target.name.name, target.name.range)
    try withTemporaries { () throws(Diagnostic) in
      let positions = try positions(parts)
      builder.emit(
        Instruction(
          parts.count == 1 ? .setIndex : .setIndexPair, a: base, b: positions, c: Int(index),
          flags: 1),
        InstructionSite(target.range, left: target.name.range))
    }
    return true
  }

  func compileUpdate(
    _ target: AssignmentTarget, _ operation: BinaryOperator, _ value: Expression,
    at operatorRange: SourceRange, _ range: SourceRange
  ) throws(Diagnostic) {
    guard case .register(let base) = locate(target.name.name) else { return }
    checkDefined(base, target.name.name, target.name.range)
    let site = InstructionSite(operatorRange, left: target.range, right: value.range)
    let place = InstructionSite(target.range, left: target.name.range)
    if target.steps.isEmpty {
      return try emitBinary(
        operation, into: base, Operand(register: base, isTemporary: false), value, site)
    }
    if let parts = plainPositions(target) {
      let positions = try positions(parts)
      let current = try allocate()
      let isPair = parts.count == 2
      builder.emit(
        Instruction(isPair ? .indexPair : .index, a: current, b: base, c: positions), place)
      try emitBinary(
        operation, into: current, Operand(register: current, isTemporary: true), value, site)
      builder.emit(
        Instruction(isPair ? .setIndexPair : .setIndex, a: base, b: positions, c: current), place)
      return
    }
    let (block, layout) = try pathOperands(target)
    builder.emit(Instruction(.indexPath, a: block, b: base, c: layout), place)
    try emitBinary(operation, into: block, Operand(register: block, isTemporary: true), value, site)
    builder.emit(Instruction(.setPath, a: base, b: block, c: layout), place)
  }

  // MARK: - Positions

  /// The one or two positions of a target like `x[i]` or `x[i, j]`.
  private func plainPositions(_ target: AssignmentTarget) -> [Expression]? {
    guard target.steps.count == 1, case .index(let parts, _) = target.steps[0] else { return nil }
    return plainPositions(parts)
  }

  func plainPositions(_ parts: [IndexPart]) -> [Expression]? {
    guard parts.count <= 2 else { return nil }
    var values: [Expression] = []
    for part in parts {
      guard case .value(let value) = part else { return nil }
      values.append(value)
    }
    return values
  }

  /// Evaluates positions into registers that follow each other; a single one may be a variable.
  func positions(_ parts: [Expression]) throws(Diagnostic) -> Int {
    if parts.count == 1 { return try operand(parts[0]).register }
    let first = try allocate(parts.count)
    for (index, part) in parts.enumerated() { try compile(part, into: first + index) }
    return first
  }

  /// Evaluates the operands of a path behind a free register; returns that register and the layout.
  private func pathOperands(_ target: AssignmentTarget) throws(Diagnostic) -> (Int, Int) {
    var steps: [PathLayout.Step] = []
    let block = try allocate()
    for step in target.steps {
      switch step {
      case .field(let name): steps.append(.field(name.name))
      case .index(let parts, _): steps.append(.index(try indexOperands(parts)))
      }
    }
    return (block, try addPath(steps, operandCount: nextTemporary - block - 1))
  }

  /// Evaluates the operands of an index into fresh registers that follow each other.
  func indexOperands(_ parts: [IndexPart]) throws(Diagnostic) -> [PathLayout.Part] {
    var layout: [PathLayout.Part] = []
    for part in parts {
      switch part {
      case .ellipsis: layout.append(.ellipsis)
      case .value(let value):
        try compile(value, into: try allocate())
        layout.append(.value)
      case .slice(let start, let stop, let step, _):
        for value in [start, stop, step] {
          if let value { try compile(value, into: try allocate()) }
        }
        layout.append(
          .slice(hasStart: start != nil, hasStop: stop != nil, hasStep: step != nil))
      }
    }
    return layout
  }

  func addPath(_ steps: [PathLayout.Step], operandCount: Int) throws(Diagnostic) -> Int {
    builder.paths.append(PathLayout(steps: steps, operandCount: operandCount))
    return try tableIndex(builder.paths.count - 1)
  }

  /// Checks that an index fits an operand.
  func tableIndex(_ index: Int) throws(Diagnostic) -> Int {
    guard index <= Int(UInt16.max) else {
      throw Diagnostic(
        .limit, "this function is too long", marks: [SourceMark(source, builder.range)],
        notes: ["put a part of it into a function"])
    }
    return index
  }
}
