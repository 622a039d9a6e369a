internal import Diagnostics
internal import Syntax

extension FunctionCompiler {
  // MARK: - Calls and closures

  func compileClosure(
    _ function: FunctionLiteral, into destination: Int, isGlobal: Bool = false
  ) throws(Diagnostic) {
    let code = try FunctionCompiler.compile(function, parent: self, isGlobal: isGlobal)
    for case .register(let register) in code.captures where !defined.contains(register) {
      readsUnproved = true
    }
    builder.children.append(code)
    builder.emit(
      Instruction(.makeClosure, a: destination, wide: builder.children.count - 1),
      InstructionSite(function.range))
  }

  func compileCall(
    _ callee: Expression, _ arguments: [Argument], into destination: Int, _ range: SourceRange
  ) throws(Diagnostic) {
    let window = try allocate(arguments.count + 1)
    let site = InstructionSite(callee.range, left: range)
    let globalSlot = globalCallee(callee)
    if globalSlot == nil { try compile(callee, into: window) }
    let keywords = arguments.compactMap { $0.keyword?.name }
    let isFusible =
      globalSlot != nil && keywords.isEmpty && isFusible(callee, argumentCount: arguments.count)
    var flags: UInt8 = 0
    for (index, argument) in arguments.enumerated() {
      try compile(argument.value, into: window + 1 + index)
      if isFusible, builder.letWait(in: window + 1 + index) {
        flags = FusionFlags.argumentMayWait
      }
    }
    if keywords.isEmpty, let globalSlot {
      let call = builder.emit(
        Instruction(.callGlobal, a: window, b: arguments.count, c: destination, flags: flags), site)
      if isFusible { builder.lastFusibleCall = call }
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
  func globalCallee(_ callee: Expression) -> Int? {
    guard case .name(let name) = callee.kind else { return nil }
    switch locate(name) {
    case .global(let slot): return slot
    case .register(let register) where isTopLevel: return register
    default: return nil
    }
  }

  func compileIndex(
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

  func compileString(
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

  func formatSpecification(
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

  func compileBracket(
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

  func compileRecord(
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
