internal import Diagnostics
internal import Syntax

extension FunctionCompiler {
  /// Compiles a statement of a cell; the value of a bare expression is shown.
  func compileTopLevel(_ statement: Statement) throws(Diagnostic) {
    guard case .expression(let value) = statement.kind else { return try compile(statement) }
    try withTemporaries { () throws(Diagnostic) in
      let register = try allocate()
      try compile(value, into: register)
      if statement.isSilenced {
        builder.emit(Instruction(.clear, a: register), InstructionSite(value.range))
      } else {
        builder.emit(Instruction(.show, a: register), InstructionSite(value.range))
      }
    }
  }

  /// Compiles a block; its last expression's value goes to a register when one is given.
  func compile(_ block: Block, into destination: Int?) throws(Diagnostic) {
    for (index, statement) in block.statements.enumerated() {
      if let destination, index == block.statements.count - 1,
        case .expression(let value) = statement.kind
      {
        return try compile(value, into: destination)
      }
      try compile(statement)
    }
    if let destination { loadConstant(.none, into: destination, block.range) }
  }

  func compile(_ statement: Statement) throws(Diagnostic) {
    try withTemporaries { () throws(Diagnostic) in
      switch statement.kind {
      case .expression(let value): try compileForEffect(value)
      case .assign(let targets, let values):
        try compileAssignment(targets, values, statement.range)
      case .update(let target, let operation, let value, let range):
        try compileUpdate(target, operation, value, at: range, statement.range)
      case .function(let function): try compileFunctionStatement(function)
      case .forLoop(let position, let element, let sequence, let body):
        try compileFor(position, element, sequence, body)
      case .whileLoop(let condition, let body): try compileWhile(condition, body)
      case .breakLoop: try compileLoopExit(\.breaks, "break", statement.range)
      case .continueLoop: try compileLoopExit(\.continues, "continue", statement.range)
      case .returnValue(let value): try compileReturn(value, statement.range)
      case .importFile(_, let range):
        throw error(.syntax, "import stands at top level, outside functions and blocks", at: range)
      case .assert(let condition, let message):
        try compileAssert(condition, message, statement.range)
      }
    }
  }

  private func compileForEffect(_ value: Expression) throws(Diagnostic) {
    switch value.kind {
    case .conditional(let branches, let otherwise):
      try compileConditional(branches, otherwise, into: nil, value.range)
    case .tryCatch(let body, let name, let handler):
      try compileTry(body, name, handler, into: nil, value.range)
    case .block(let block): try compile(block, into: nil)
    default:
      let register = try allocate()
      try compile(value, into: register)
      builder.emit(Instruction(.clear, a: register), InstructionSite(value.range))
    }
  }

  private func compileFunctionStatement(_ function: FunctionLiteral) throws(Diagnostic) {
    guard let name = function.name, case .register(let register) = locate(name.name) else { return }
    try compileClosure(function, into: register, isGlobal: isTopLevel)
    defined.insert(register)
  }

  private func compileReturn(_ value: Expression?, _ range: SourceRange) throws(Diagnostic) {
    guard !isTopLevel else { throw error(.syntax, "return stands outside a function", at: range) }
    if let value {
      // The frame ends here, so even a variable's value may move out of its register.
      let result = try operand(value)
      builder.emit(Instruction(.returnValue, a: result.register), InstructionSite(range))
      return
    }
    let register = try allocate()
    loadConstant(.none, into: register, range)
    builder.emit(Instruction(.returnValue, a: register), InstructionSite(range))
  }

  private func compileAssert(
    _ condition: Expression, _ message: Expression?, _ range: SourceRange
  ) throws(Diagnostic) {
    let jumps = try compileCondition(condition, jumpWhen: true)
    let register = try allocate()
    if let message {
      try compile(message, into: register)
    } else {
      let text = "not true: \(source[condition.range])"
      loadConstant(.text(text), into: register, range)
    }
    builder.emit(Instruction(.fail, a: register), InstructionSite(range))
    for jump in jumps { try builder.patchJump(at: jump) }
  }

  // MARK: - Loops

  private func compileLoopExit(
    _ list: WritableKeyPath<Loop, [Int]>, _ word: String, _ range: SourceRange
  ) throws(Diagnostic) {
    guard !loops.isEmpty else { throw error(.syntax, "\(word) stands outside a loop", at: range) }
    let jump = builder.emit(Instruction(.jump), InstructionSite(range))
    loops[loops.count - 1][keyPath: list].append(jump)
  }

  private func compileLoopBody(_ body: Block) throws(Diagnostic) -> Loop {
    let before = defined
    loops.append(Loop())
    try compile(body, into: nil)
    defined = before
    return loops.removeLast()
  }

  private func compileWhile(_ condition: Expression, _ body: Block) throws(Diagnostic) {
    let start = builder.instructions.count
    let exits = try compileCondition(condition, jumpWhen: false)
    let loop = try compileLoopBody(body)
    for jump in loop.continues { try builder.setJump(at: jump, to: start) }
    let back = builder.emit(Instruction(.jump), InstructionSite(condition.range))
    try builder.setJump(at: back, to: start)
    for jump in exits + loop.breaks { try builder.patchJump(at: jump) }
  }

  private func compileFor(
    _ position: Identifier?, _ element: Identifier, _ sequence: Expression, _ body: Block
  ) throws(Diagnostic) {
    if position == nil, case .range(let start, let stop, let step) = sequence.kind {
      return try compileRangeLoop(
        element, [start, stop] + (step.map { [$0] } ?? []), sequence, body)
    }
    let site = InstructionSite(sequence.range)
    let hidden = try allocate(3)
    let values = try allocate(2)
    try compile(sequence, into: hidden)
    builder.emit(Instruction(.loopPrepare, a: hidden), site)
    let before = defined
    let start = builder.instructions.count
    let exit = builder.emit(Instruction(.loopNext, a: hidden, b: values), site)
    try store(values, in: element)
    if let position { try store(values + 1, in: position) }
    let loop = try compileLoopBody(body)
    for jump in loop.continues { try builder.patchJump(at: jump) }
    let back = builder.emit(Instruction(.jump), site)
    noteLoop(over: element, start...back, hidden, isRange: false)
    try builder.setJump(at: back, to: start)
    try builder.patchJump(at: exit)
    for jump in loop.breaks { try builder.patchJump(at: jump) }
    // Without elements the loop's names get no value.
    defined = before
    for register in [hidden, values, values + 1] {
      builder.emit(Instruction(.clear, a: register), site)
    }
  }

  /// Notes where the loop is, if it is a cell's and within no other.
  private func noteLoop(
    over element: Identifier, _ instructions: ClosedRange<Int>, _ hidden: Int, isRange: Bool
  ) {
    guard isTopLevel, loops.isEmpty else { return }
    builder.loops.append(
      LoopSite(
        title: "for \(element.name)", instructions: instructions, hidden: hidden, isRange: isRange))
  }

  /// Moves a temporary to a variable.
  private func store(_ register: Int, in name: Identifier) throws(Diagnostic) {
    guard case .register(let target) = locate(name.name) else { return }
    builder.emit(
      Instruction(.move, a: target, b: register, flags: 1), InstructionSite(name.range))
    defined.insert(target)
  }

  /// `for i in a:b:c`, which never makes the range's tensor.
  private func compileRangeLoop(
    _ element: Identifier, _ bounds: [Expression], _ sequence: Expression, _ body: Block
  ) throws(Diagnostic) {
    guard case .register(let target) = locate(element.name) else { return }
    let site = InstructionSite(sequence.range)
    let hidden = try allocate(4)
    for (index, bound) in bounds.enumerated() { try compile(bound, into: hidden + index) }
    if bounds.count == 2 { loadConstant(.number(1), into: hidden + 2, sequence.range) }
    let skip = builder.emit(Instruction(.rangePrepare, a: hidden), site)
    builder.emit(Instruction(.move, a: target, b: hidden + 2), site)
    let before = defined
    defined.insert(target)
    let start = builder.instructions.count
    let loop = try compileLoopBody(body)
    for jump in loop.continues { try builder.patchJump(at: jump) }
    let back = builder.emit(Instruction(.rangeLoop, a: hidden, b: target), site)
    noteLoop(over: element, start - 1...back, hidden, isRange: true)
    try builder.setJump(at: back, to: start)
    try builder.patchJump(at: skip)
    for jump in loop.breaks { try builder.patchJump(at: jump) }
    defined = before
  }
}
