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
  func operand(
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

  func isRegisterName(_ expression: Expression) -> Bool {
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

  func compileKind(_ expression: Expression, into destination: Int) throws(Diagnostic) {
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
      if operation != .matrixProduct { letWait(leftOperand) }
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

  func compileName(_ name: String, into destination: Int, _ range: SourceRange) {
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
}
