package import Diagnostics
internal import Syntax
package import Tensors

/// Runs cells one after another over one set of top-level variables.
///
/// A cell that fails leaves every variable, the random numbers included, as it found them.
package final class Interpreter {
  /// Everything an undo restores.
  package struct Snapshot {
    fileprivate let values: [Value?]
    package let random: RandomGenerator

    /// The values in memory of their own that another one has replaced, and by what.
    package func replaced(in other: Snapshot) -> [(old: Value, new: Value?)] {
      values.indices.compactMap { slot in
        guard let old = values[slot], let memory = old.memory else { return nil }
        let new = slot < other.values.count ? other.values[slot] : nil
        return new?.memory == memory ? nil : (old, new)
      }
    }
  }

  /// Draws of `rand`, `shuffle` and their kin; part of what an error restores.
  package var random = RandomGenerator(seed: 0)
  /// The room and abilities of the terminal.
  package var display = DisplayOptions()
  package var files = FileAccess()
  /// What builtins keep outside of the variables.
  package let services = SessionServices()
  /// Where `print` writes.
  package var write: (String) -> Void = { _ in }
  /// What happens with the value of a bare expression.
  package var show: (Value) throws -> Void = { _ in }
  /// Names given from outside, which win over the first assignment in the program.
  package var fixedNames: Set<String> = []
  /// The folder that `import` and relative paths of the running document start from.
  package var folder = ""

  /// What builtins do while a derivative is taken: a value when it decided, `nil` to call as ever.
  ///
  /// `nil` unless a differentiation is running.
  package var differentiation: BuiltinRules? {
    didSet { isDifferentiating = differentiation != nil }
  }
  /// Whether a differentiation is running, for calls that cannot afford to copy the rules.
  private(set) var isDifferentiating = false

  package let builtins: [String: Builtin]
  private let builtinValues: [String: Value]
  private(set) var globals = GlobalTable()
  private lazy var machine = VirtualMachine(host: self)
  private var importing: [String] = []

  static let maximumImports = 32

  /// An interpreter that knows these builtins.
  package init(builtins list: [Builtin]) {
    var table: [String: Builtin] = [:]
    table.reserveCapacity(list.count)
    for builtin in list { table[builtin.name] = builtin }
    builtins = table
    builtinValues = table.mapValues { .function(Function($0)) }
    globals.fusibleCalls = table.compactMapValues { $0.fusion?.argumentCount }
  }

  // MARK: - Cells

  /// Parses and runs a cell.
  ///
  /// - Throws: the first diagnostic; the variables are then as they were before.
  package func run(_ source: SourceText, pipesAnswer: Bool = false) throws(Diagnostic) {
    let parsed = Parser.parse(source, pipesAnswer: pipesAnswer)
    if let first = parsed.diagnostics.first { throw first }
    let before = snapshot()
    let fixed = fixedNames
    Progress.beginProgram(machine.probe)
    var isComplete = false
    defer { Progress.endProgram(isComplete: isComplete) }
    do throws(Diagnostic) {
      try run(parsed.statements, source)
      isComplete = true
    } catch {
      restore(before)
      fixedNames = fixed
      throw error
    }
  }

  /// Runs code and gives the value of its last bare expression, which is not shown.
  package func evaluate(_ source: SourceText) throws(Diagnostic) -> Value {
    var last = Value.none
    let outer = show
    show = { last = $0 }
    defer { show = outer }
    try run(source)
    return last
  }

  /// Runs statements; an import ends one stretch of code and begins the next.
  private func run(_ statements: [Statement], _ source: SourceText) throws(Diagnostic) {
    var stretch: [Statement] = []
    for statement in statements {
      if case .importFile(let path, let range) = statement.kind {
        try runStretch(stretch, source)
        stretch = []
        try importFile(path, SourceMark(source, range))
      } else if !takesFixedName(statement) {
        stretch.append(statement)
      }
    }
    try runStretch(stretch, source)
  }

  /// Whether the statement is the first assignment of a name that was given from outside.
  private func takesFixedName(_ statement: Statement) -> Bool {
    guard !fixedNames.isEmpty, case .assign(let targets, _) = statement.kind,
      targets.count == 1, targets[0].steps.isEmpty
    else { return false }
    return fixedNames.remove(targets[0].name.name) != nil
  }

  private func runStretch(_ statements: [Statement], _ source: SourceText) throws(Diagnostic) {
    guard !statements.isEmpty else { return }
    let code = try compile(statements, source)
    do {
      try machine.runCell(try Function(code: code, captured: []), globalCount: globals.count)
    } catch {
      throw Diagnostic(error)
    }
  }

  /// The code of a piece of program without imports, which is not run.
  func compiled(_ source: SourceText) throws(Diagnostic) -> FunctionCode {
    let parsed = Parser.parse(source)
    if let first = parsed.diagnostics.first { throw first }
    return try compile(parsed.statements, source)
  }

  private func compile(
    _ statements: [Statement], _ source: SourceText
  ) throws(Diagnostic) -> FunctionCode {
    let scope = FunctionScope(cell: statements)
    let new = globals.newCount(among: Set(scope.locals).union(scope.free))
    // Checked before any is made: slots stay, and a cell that is refused must not fill the table.
    guard globals.count + new <= GlobalTable.maximumCount else {
      throw Diagnostic(
        .limit, "more than \(GlobalTable.maximumCount) top-level names",
        notes: ["keep many values in a list or a record"])
    }
    for name in scope.locals { _ = makeSlot(for: name) }
    for name in scope.free { _ = makeSlot(for: name) }
    var defined: Set<Int> = []
    for slot in 0..<globals.count where !machine.registers[slot].isUndefined {
      defined.insert(slot)
    }
    return try FunctionCompiler.compileCell(
      statements, source: source, globals: globals, definedSlots: defined)
  }

  private func makeSlot(for name: String) -> Int {
    let isNew = globals.slot(of: name) == nil
    let slot = globals.makeSlot(for: name)
    if isNew {
      machine.globalCount = globals.count
      machine.registers[slot].release()
      machine.registers[slot] = .undefined
      if let builtin = builtinValues[name] { machine.set(machine.registers + slot, builtin) }
    }
    return slot
  }

  private func importFile(_ path: String, _ mark: SourceMark) throws(Diagnostic) {
    let full = path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
    do {
      guard !importing.contains(full), importing.count < Interpreter.maximumImports else {
        throw Failure(
          .file, "\(path) imports itself", notes: ["the way: \(importing.joined(separator: " → "))"]
        )
      }
      let text = try FileAccess.read(try files.readable(full))
      importing.append(full)
      let outerFolder = folder
      folder = full.lastIndex(of: "/").map { String(full[..<$0]) } ?? ""
      defer {
        importing.removeLast()
        folder = outerFolder
      }
      let source = SourceText(name: path, text: text)
      let parsed = Parser.parse(source)
      if let first = parsed.diagnostics.first { throw first }
      try run(parsed.statements, source)
    } catch {
      var diagnostic = Diagnostic(error)
      if diagnostic.marks.isEmpty { diagnostic.marks = [mark] }
      throw diagnostic
    }
  }

  // MARK: - Functions

  /// Calls a function of the language from Swift.
  package func call(_ function: Function, _ arguments: [Value]) throws -> Value {
    try machine.call(function, arguments)
  }

  /// Calls a function with arguments in the order of its parameters, `nil` for those left out.
  package func call(_ function: Function, completing arguments: [Value?]) throws -> Value {
    try machine.call(function, completing: arguments)
  }

  /// Calls a function by position and keyword.
  package func call(
    _ builtin: Builtin, _ arguments: [Value], keywords: [(String, Value)]
  ) throws -> Value {
    try builtin.call(self, try builtin.bind(arguments, keywords: keywords))
  }

  // MARK: - Variables

  /// The value of a top-level name; builtins count unless they were replaced.
  package func value(of name: String) -> Value? {
    guard let slot = globals.slot(of: name) else { return builtinValues[name] }
    let register = machine.registers[slot]
    return register.isUndefined ? nil : register.value
  }

  func hasValue(_ name: String) -> Bool { value(of: name) != nil }

  /// Gives a top-level name a value.
  package func assign(_ name: String, _ value: Value) {
    let slot = makeSlot(for: name)
    machine.set(machine.registers + slot, value)
  }

  /// The names the user gave a value, in order of first appearance.
  package var variableNames: [String] {
    globals.names.enumerated().compactMap { slot, name in
      let register = machine.registers[slot]
      if register.isUndefined { return nil }
      if case .function(let function) = register.value, function.builtin != nil,
        case .function(let own)? = builtinValues[name], own === function
      {
        return nil
      }
      return name
    }
  }

  /// Everything that can be restored; costs a reference a variable.
  package func snapshot() -> Snapshot {
    let values = (0..<globals.count).map { slot -> Value? in
      let register = machine.registers[slot]
      return register.isUndefined ? nil : register.value
    }
    return Snapshot(values: values, random: random)
  }

  /// Puts every variable back; names that came later lose their values.
  package func restore(_ snapshot: Snapshot) {
    random = snapshot.random
    for (slot, name) in globals.names.enumerated() {
      let register = machine.registers + slot
      if slot < snapshot.values.count, let value = snapshot.values[slot] {
        machine.set(register, value)
      } else if let builtin = builtinValues[name], slot >= snapshot.values.count {
        machine.set(register, builtin)
      } else {
        register.pointee.release()
        register.pointee = .undefined
      }
    }
  }

  // MARK: - Names

  /// The error for a name that nobody knows, with the nearest ones.
  func unknownName(_ name: String) -> Diagnostic {
    if name.allSatisfy({ $0 == "_" }) {
      return Diagnostic(
        .name, "\(name) is a blank to fill in", notes: ["replace it by your own expression"])
    }
    if let foreign = ForeignNames.advice[name] {
      return Diagnostic(
        .name, "there is no \(name)", notes: [foreign], .foreignName,
        facts: ["name": name, "advice": foreign])
    }
    let near = nearNames(to: name, among: Array(builtins.keys) + variableNames)
    let notes = near.isEmpty ? [] : ["did you mean \(near.joined(separator: " or "))?"]
    return Diagnostic(
      .name, "there is no name \(name)", notes: notes, .unknownName,
      facts: ["name": name, "near": near.first ?? ""])
  }
}
