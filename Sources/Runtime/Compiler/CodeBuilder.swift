internal import Diagnostics

/// Instructions and tables of a function while it is compiled.
struct CodeBuilder {
  var name: String?
  var parameters: [CompiledParameter] = []
  let source: SourceText
  let range: SourceRange
  var instructions: [Instruction] = []
  var sites: [InstructionSite] = []
  var constants: [Value] = []
  var handlers: [ErrorHandler] = []
  var loops: [LoopSite] = []
  var children: [FunctionCode] = []
  var captures: [CaptureSource] = []
  var captureNames: [String] = []
  /// The names of a function's first registers.
  var variableNames: [String] = []
  /// How many of the top-level variables are registers of this code; `nil` in a function.
  var variableCount: Int?
  var names: [String] = []
  var brackets: [BracketLayout] = []
  var records: [RecordLayout] = []
  var strings: [StringLayout] = []
  var calls: [CallLayout] = []
  var paths: [PathLayout] = []
  /// One more than the highest register used.
  var registerLimit = 0
  /// Locals that have to be undefined on entry.
  var clearedCount = 0

  /// Where the last call was emitted that can be fused.
  var lastFusibleCall: Int?

  private var numberConstants: [UInt64: Int] = [:]
  private var nameIndices: [String: Int] = [:]

  init(name: String?, source: SourceText, range: SourceRange) {
    self.name = name
    self.source = source
    self.range = range
  }

  /// Appends an instruction; returns its position.
  @discardableResult
  mutating func emit(_ instruction: Instruction, _ site: InstructionSite) -> Int {
    instructions.append(instruction)
    sites.append(site)
    return instructions.count - 1
  }

  /// The index of a constant; numbers are shared.
  mutating func constant(_ value: Value) -> Int {
    if case .number(let number) = value {
      if let known = numberConstants[number.bitPattern] { return known }
      numberConstants[number.bitPattern] = constants.count
    }
    constants.append(value)
    return constants.count - 1
  }

  /// The index of a name in `names`.
  mutating func nameIndex(_ name: String) -> Int {
    if let known = nameIndices[name] { return known }
    nameIndices[name] = names.count
    names.append(name)
    return names.count - 1
  }

  /// Points the jump at a position to the next instruction that will be emitted.
  mutating func patchJump(at position: Int) throws(Diagnostic) {
    try setJump(at: position, to: instructions.count)
  }

  /// Points the jump at a position to another one.
  mutating func setJump(at position: Int, to target: Int) throws(Diagnostic) {
    let offset = target - position - 1
    let old = instructions[position]
    switch old.operation {
    case .jump, .jumpIfDefined, .jumpIf, .shortCircuitAnd, .shortCircuitOr, .rangePrepare:
      instructions[position] = Instruction(
        old.operation, a: Int(old.a), wide: offset, flags: old.flags)
    default:
      guard let short = Int16(exactly: offset) else {
        let mark = SourceMark(source, sites[position].range)
        throw Diagnostic(
          .limit, "the code that this jumps over is too long", marks: [mark],
          notes: ["put a part of it into a function"])
      }
      instructions[position].c = UInt16(bitPattern: short)
    }
  }
}
