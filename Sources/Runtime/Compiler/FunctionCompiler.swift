internal import Diagnostics
internal import Syntax

/// Where a name's value is found from inside a function.
enum NameLocation {
  case register(Int)
  case captured(Int)
  case itself
  case global(Int)
}

/// A register that holds an expression's value.
struct Operand {
  let register: Int
  /// Whether the register is a temporary, whose value dies with the instruction that reads it.
  let isTemporary: Bool
}

/// Compiles one function, or the statements of one cell, to register bytecode.
final class FunctionCompiler {
  /// The jumps that `break` and `continue` leave to be patched.
  struct Loop {
    var breaks: [Int] = []
    var continues: [Int] = []
  }

  static let maximumRegisters = 60_000

  let parent: FunctionCompiler?
  let source: SourceText
  /// Slots of the top-level names, which the cell has made before it is compiled.
  let globals: GlobalTable
  var builder: CodeBuilder
  /// Registers of local names; at top level the slots of the global ones.
  var locals: [String: Int] = [:]
  /// The name a local function sees itself under.
  let selfName: String?
  /// Registers that hold a value on every path to the present instruction.
  var defined: Set<Int> = []
  var nextTemporary: Int
  var loops: [Loop] = []
  /// Whether a local is read that was not proved to be assigned.
  var readsUnproved = false
  private var captureIndices: [String: Int] = [:]

  var isTopLevel: Bool { parent == nil }

  /// A compiler for a cell.
  init(source: SourceText, globals: GlobalTable, definedSlots: Set<Int>) {
    parent = nil
    self.source = source
    self.globals = globals
    selfName = nil
    builder = CodeBuilder(name: nil, source: source, range: SourceRange(0, source.utf8.count))
    for (slot, name) in globals.names.enumerated() { locals[name] = slot }
    defined = definedSlots
    nextTemporary = globals.count
    builder.registerLimit = globals.count
    builder.variableCount = globals.count
  }

  /// A compiler for a function inside another.
  ///
  /// A function declared by a statement at top level is global: it finds itself by its name when it
  /// runs, so that it may be redefined. Every other named function sees itself.
  init(_ function: FunctionLiteral, parent: FunctionCompiler, isGlobal: Bool) {
    self.parent = parent
    source = parent.source
    globals = parent.globals
    let name = function.name?.name
    selfName = isGlobal ? nil : name
    builder = CodeBuilder(name: name, source: source, range: function.range)
    nextTemporary = 0
  }

  // MARK: - Cells and functions

  static func compileCell(
    _ statements: [Statement], source: SourceText, globals: GlobalTable, definedSlots: Set<Int>
  ) throws(Diagnostic) -> FunctionCode {
    let compiler = FunctionCompiler(source: source, globals: globals, definedSlots: definedSlots)
    for statement in statements { try compiler.compileTopLevel(statement) }
    compiler.builder.emit(Instruction(.halt), InstructionSite(SourceRange(0, 0)))
    return FunctionCode(compiler.builder)
  }

  static func compile(
    _ function: FunctionLiteral, parent: FunctionCompiler, isGlobal: Bool
  ) throws(Diagnostic)
    -> FunctionCode
  {
    let compiler = FunctionCompiler(function, parent: parent, isGlobal: isGlobal)
    let scope = FunctionScope(function)
    for name in scope.locals { compiler.locals[name] = try compiler.allocate() }
    compiler.builder.variableNames = scope.locals
    for parameter in function.parameters { compiler.defined.insert(compiler.register(parameter)) }
    try compiler.compileParameters(function.parameters)
    for name in scope.locals where scope.copied.contains(name) { compiler.copyOuter(name) }
    let result = try compiler.allocate()
    try compiler.compile(function.body, into: result)
    compiler.builder.emit(
      Instruction(.returnValue, a: result), InstructionSite(function.body.range))
    if compiler.readsUnproved {
      compiler.builder.clearedCount = scope.locals.count - function.parameters.count
    }
    return FunctionCode(compiler.builder)
  }

  private func register(_ parameter: ParameterSyntax) -> Int { locals[parameter.name.name] ?? 0 }

  /// Evaluates the defaults of parameters that the call left out, in order.
  private func compileParameters(_ parameters: [ParameterSyntax]) throws(Diagnostic) {
    for parameter in parameters {
      let described: String
      if let value = parameter.defaultValue {
        let site = InstructionSite(value.range)
        let skip = builder.emit(
          Instruction(.jumpIfDefined, a: register(parameter)), site)
        try compile(value, into: register(parameter))
        try builder.patchJump(at: skip)
        described = "\(parameter.name.name)=\(source[value.range])"
      } else {
        described = parameter.name.name
      }
      builder.parameters.append(
        CompiledParameter(
          name: parameter.name.name, isOptional: parameter.defaultValue != nil,
          described: described))
    }
  }

  /// Starts a local that is only assigned through its parts as a copy of the outer value.
  private func copyOuter(_ name: String) {
    guard let register = locals.removeValue(forKey: name) else { return }
    let location = locate(name)
    locals[name] = register
    emitLoad(location, into: register, site: InstructionSite(builder.range), mayBeUndefined: true)
  }

  // MARK: - Names

  func locate(_ name: String) -> NameLocation {
    if let register = locals[name] { return .register(register) }
    if name == selfName { return .itself }
    if let capture = captureIndex(of: name) { return .captured(capture) }
    return .global(globals.slot(of: name) ?? 0)
  }

  /// The index among the captured values of a local of an enclosing function.
  private func captureIndex(of name: String) -> Int? {
    if let known = captureIndices[name] { return known }
    guard let parent, !parent.isTopLevel else { return nil }
    let source: CaptureSource
    if let register = parent.locals[name] {
      source = .register(register)
    } else if name == parent.selfName {
      source = .itself
    } else if let index = parent.captureIndex(of: name) {
      source = .captured(index)
    } else {
      return nil
    }
    builder.captures.append(source)
    builder.captureNames.append(name)
    captureIndices[name] = builder.captures.count - 1
    return builder.captures.count - 1
  }

  func emitLoad(
    _ location: NameLocation, into register: Int, site: InstructionSite,
    mayBeUndefined: Bool = false
  ) {
    let flags: UInt8 = mayBeUndefined ? 1 : 0
    switch location {
    case .register(let source): builder.emit(Instruction(.move, a: register, b: source), site)
    case .captured(let index):
      builder.emit(Instruction(.getCaptured, a: register, b: index), site)
    case .itself: builder.emit(Instruction(.getSelf, a: register), site)
    case .global(let slot):
      builder.emit(Instruction(.getGlobal, a: register, wide: slot, flags: flags), site)
    }
  }

  /// Makes sure that a variable's register holds a value when it is read.
  func checkDefined(_ register: Int, _ name: String, _ range: SourceRange) {
    guard !defined.contains(register) else { return }
    readsUnproved = true
    builder.emit(
      Instruction(.checkDefined, a: register, wide: builder.nameIndex(name)),
      InstructionSite(range))
    defined.insert(register)
  }

  // MARK: - Registers

  func allocate(_ count: Int = 1) throws(Diagnostic) -> Int {
    let first = nextTemporary
    nextTemporary += count
    builder.registerLimit = max(builder.registerLimit, nextTemporary)
    guard nextTemporary <= FunctionCompiler.maximumRegisters else {
      throw Diagnostic(
        .limit, "this needs more than \(FunctionCompiler.maximumRegisters) values at once",
        marks: [SourceMark(source, builder.range)], notes: ["build it in a loop, or read a file"])
    }
    return first
  }

  /// Runs `body` and frees the temporaries it took.
  func withTemporaries<R>(_ body: () throws(Diagnostic) -> R) throws(Diagnostic) -> R {
    let mark = nextTemporary
    defer { nextTemporary = mark }
    return try body()
  }

  func isVariable(_ register: Int) -> Bool {
    register < (isTopLevel ? globals.count : locals.count)
  }

  func error(
    _ kind: DiagnosticKind, _ message: String, at range: SourceRange, notes: [String] = [],
    _ mistake: Mistake? = nil
  )
    -> Diagnostic
  {
    Diagnostic(kind, message, marks: [SourceMark(source, range)], notes: notes, mistake)
  }
}
