internal import Diagnostics
internal import Runtime
internal import Syntax

extension CellNames {
  /// Reads the names off a program.
  ///
  /// A name counts as read where it is used before every way to that place has given it a value; a
  /// function's names count where the function is used, for they are looked up when it is called.
  package init(_ program: String, in surroundings: CellSurroundings = CellSurroundings()) {
    var analysis = CellAnalysis(surroundings)
    analysis.visit(Parser.parse(SourceText(name: "", text: program), pipesAnswer: true).statements)
    self = analysis.names
  }
}

/// Follows a program in the order in which it runs and keeps account of its names.
struct CellAnalysis {
  private(set) var names = CellNames()

  private let surroundings: CellSurroundings
  /// The names that functions declared in the cell look up when they are called.
  private var declared: [String: Set<String>] = [:]
  /// Whether anything was called that may have drawn random numbers.
  private var hasCalled = false
  /// Whether the loop being visited may end early.
  private var hasJumped = false
  /// The folder of the file being imported.
  private var folder = ""
  private var importDepth = 0

  private static let maximumImports = 32

  init(_ surroundings: CellSurroundings) { self.surroundings = surroundings }

  // MARK: - Names

  /// Takes the value of a name, and what functions in it look up.
  private mutating func use(_ name: String) {
    var pending = [name]
    var seen: Set<String> = [name]
    while let name = pending.popLast() {
      if !names.assigned.contains(name) { names.read.insert(name) }
      if name == "out" { names.read.insert(CellNames.everyOutput) }
      for other in lookedUp(by: name) where seen.insert(other).inserted { pending.append(other) }
    }
  }

  private func lookedUp(by name: String) -> Set<String> {
    let own = declared[name] ?? []
    return names.assigned.contains(name) ? own : own.union(surroundings.functionNames(name))
  }

  private mutating func define(_ name: String) {
    names.assigned.insert(name)
    names.possiblyAssigned.insert(name)
    declared[name] = nil
  }

  private mutating func declare(_ name: String, _ function: FunctionLiteral) {
    define(name)
    declared[name] = function.globalNames
  }

  /// Visits code that may be left out.
  private mutating func visitOptional(_ body: (inout CellAnalysis) -> Void) {
    let before = names.assigned
    body(&self)
    names.assigned = before
  }

  // MARK: - Statements

  mutating func visit(_ statements: [Statement]) {
    for statement in statements { visit(statement) }
  }

  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .expression(let value): _ = keep(value)
    case .assign(let targets, let values): assign(targets, values)
    case .update(let target, _, let value, _):
      use(target.name.name)
      visit(value)
      store(target)
    case .function(let function): function.name.map { declare($0.name, function) }
    case .forLoop(let position, let element, let sequence, let body):
      visit(sequence)
      loop([position?.name, element.name].compactMap { $0 }, sequence, body)
    case .whileLoop(let condition, let body):
      visit(condition)
      visitOptional { $0.visit(body.statements) }
    case .returnValue(let value): value.map { visit($0) }
    case .assert(let condition, let message):
      visit(condition)
      if let message { visitOptional { $0.visit(message) } }
    case .breakLoop, .continueLoop: hasJumped = true
    case .importFile(let path, _): visitImport(path)
    }
  }

  private mutating func assign(_ targets: [AssignmentTarget], _ values: [Expression]) {
    if targets.count == 1, targets[0].steps.isEmpty, values.count == 1,
      case .function(let function) = values[0].kind
    {
      return declare(targets[0].name.name, function)
    }
    if targets.count == 1, targets[0].steps.isEmpty, values.count == 1 {
      let kept = keep(values[0])
      define(targets[0].name.name)
      declared[targets[0].name.name] = kept
      return
    }
    for value in values { visit(value) }
    for target in targets { store(target) }
  }

  /// Visits a value that is only put somewhere, so that no function in it is called; the names of
  /// functions that may be in it.
  private mutating func keep(_ value: Expression) -> Set<String> {
    switch value.kind {
    case .name(let name) where name != "out":
      if !names.assigned.contains(name) { names.read.insert(name) }
      return lookedUp(by: name).union([name])
    case .bracket(let rows, _):
      var kept: Set<String> = []
      for row in rows { for part in row { kept.formUnion(keep(part)) } }
      return kept
    case .record(let parts):
      var kept: Set<String> = []
      for part in parts {
        switch part {
        case .field(_, let value), .spread(let value): kept.formUnion(keep(value))
        }
      }
      return kept
    default:
      visit(value)
      return []
    }
  }

  private mutating func store(_ target: AssignmentTarget) {
    if !target.steps.isEmpty { use(target.name.name) }
    for case .index(let parts, _) in target.steps { visit(parts) }
    define(target.name.name)
  }

  private mutating func loop(_ variables: [String], _ sequence: Expression, _ body: Block) {
    let before = names.assigned
    let outer = hasJumped
    hasJumped = false
    variables.forEach { define($0) }
    visit(body.statements)
    if !Self.hasElements(sequence) {
      names.assigned = before
    } else if hasJumped {
      names.assigned = before.union(variables)
    }
    hasJumped = outer
  }

  /// Whether a sequence is seen to hold something without running it.
  private static func hasElements(_ sequence: Expression) -> Bool {
    switch sequence.kind {
    case .bracket(let rows, _): return rows.first?.isEmpty == false
    case .call(let callee, let arguments):
      guard case .name("range") = callee.kind, arguments.count == 1,
        case .number(let count) = arguments[0].value.kind
      else { return false }
      return count >= 1
    case .range(let start, let stop, step: nil):
      guard case .number(let first) = start.kind, case .number(let last) = stop.kind else {
        return false
      }
      return first < last
    default: return false
    }
  }

  private mutating func visitImport(_ path: String) {
    let full = path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
    guard importDepth < Self.maximumImports, let text = surroundings.importedText(full) else {
      return
    }
    let outer = folder
    folder = full.lastIndex(of: "/").map { String(full[..<$0]) } ?? ""
    importDepth += 1
    visit(Parser.parse(SourceText(name: path, text: text)).statements)
    importDepth -= 1
    folder = outer
  }

  // MARK: - Expressions

  private mutating func visit(_ expression: Expression) {
    switch expression.kind {
    case .number, .bool, .none, .missing: break
    case .string(let parts): for case .value(let value, _) in parts { visit(value) }
    case .name(let name): use(name)
    case .bracket(let rows, _): for row in rows { for value in row { visit(value) } }
    case .record(let parts):
      for part in parts {
        switch part {
        case .field(_, let value), .spread(let value): visit(value)
        }
      }
    case .range(let start, let stop, let step):
      for value in [start, stop, step] { value.map { visit($0) } }
    case .negate(let value), .not(let value), .transpose(let value), .field(let value, _):
      visit(value)
    case .binary(_, let left, let right, _):
      visit(left)
      visit(right)
    case .and(let left, let right), .or(let left, let right):
      visit(left)
      visitOptional { $0.visit(right) }
    case .comparison(let first, let parts):
      visit(first)
      parts.first.map { visit($0.operand) }
      visitOptional { analysis in for part in parts.dropFirst() { analysis.visit(part.operand) } }
    case .conditional(let branches, let otherwise): visit(branches, otherwise)
    case .tryCatch(let body, let name, let handler): visit(body, name, handler)
    case .block(let block): visit(block.statements)
    case .function(let function):
      for name in function.globalNames.sorted() { use(name) }
    case .call(let callee, let arguments): call(callee, arguments)
    case .index(let base, let parts): index(base, parts)
    }
  }

  private mutating func visit(_ parts: [IndexPart]) {
    for part in parts {
      switch part {
      case .value(let value): visit(value)
      case .slice(let start, let stop, let step, _):
        for value in [start, stop, step] { value.map { visit($0) } }
      case .ellipsis: break
      }
    }
  }

  private mutating func visit(_ branches: [ConditionalBranch], _ otherwise: Block?) {
    var ends: [Set<String>] = []
    for branch in branches {
      visit(branch.condition)
      let before = names.assigned
      visit(branch.body.statements)
      ends.append(names.assigned)
      names.assigned = before
    }
    otherwise.map { visit($0.statements) }
    names.assigned = ends.reduce(names.assigned) { $0.intersection($1) }
  }

  private mutating func visit(_ body: Block, _ name: Identifier, _ handler: Block) {
    let before = names.assigned
    visit(body.statements)
    let end = names.assigned
    names.assigned = before
    define(name.name)
    visit(handler.statements)
    names.assigned.formIntersection(end)
  }

  private mutating func call(_ callee: Expression, _ arguments: [Argument]) {
    visit(callee)
    for argument in arguments { visit(argument.value) }
    if case .name("seed") = callee.kind, !hasCalled, !names.possiblyAssigned.contains("seed") {
      names.restartsRandom = true
    }
    hasCalled = true
  }

  /// `out[3]` depends on one cell, `out` on all of them.
  private mutating func index(_ base: Expression, _ parts: [IndexPart]) {
    guard case .name("out") = base.kind, !names.assigned.contains("out"), parts.count == 1,
      case .value(let position) = parts[0], case .number(let value) = position.kind,
      let number = Int(exactly: value), number >= 0
    else {
      visit(base)
      return visit(parts)
    }
    names.read.formUnion(["out", CellNames.output(number)])
  }
}
