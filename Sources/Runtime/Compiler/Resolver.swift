internal import Syntax

/// The names a function assigns and the ones it takes from outside.
struct FunctionScope {
  /// Parameters and assigned names, in order of appearance.
  private(set) var locals: [String] = []
  /// Names assigned only through `x[i] = e`: they start as copies of the outer value.
  private(set) var copied: Set<String> = []
  /// Names read from outside, here or in nested functions.
  private(set) var free: Set<String> = []

  private var isLocal: Set<String> = []
  private var indexAssigned: [String] = []
  private var isIndexAssigned: Set<String> = []
  private var used: Set<String> = []

  /// The scope of a function.
  init(_ function: FunctionLiteral) {
    for parameter in function.parameters { assign(parameter.name.name) }
    for parameter in function.parameters { parameter.defaultValue.map { visit($0) } }
    visit(function.body)
    finish()
  }

  /// The scope of a cell: its assigned names are global.
  init(cell statements: [Statement]) {
    for statement in statements { visit(statement) }
    finish()
  }

  private mutating func finish() {
    for name in indexAssigned where !isLocal.contains(name) {
      copied.insert(name)
      isLocal.insert(name)
      locals.append(name)
    }
    free = used.subtracting(isLocal).union(copied)
  }

  private mutating func assign(_ name: String) {
    if isLocal.insert(name).inserted { locals.append(name) }
  }

  private mutating func visit(_ block: Block) {
    for statement in block.statements { visit(statement) }
  }

  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .expression(let value): visit(value)
    case .assign(let targets, let values):
      for value in values { visit(value) }
      for target in targets { visit(target) }
    case .update(let target, _, let value, _):
      visit(value)
      visit(target)
    case .function(let function):
      function.name.map { assign($0.name) }
      visit(function)
    case .forLoop(let position, let element, let sequence, let body):
      position.map { assign($0.name) }
      assign(element.name)
      visit(sequence)
      visit(body)
    case .whileLoop(let condition, let body):
      visit(condition)
      visit(body)
    case .returnValue(let value): value.map { visit($0) }
    case .assert(let condition, let message):
      visit(condition)
      message.map { visit($0) }
    case .breakLoop, .continueLoop, .importFile: break
    }
  }

  private mutating func visit(_ target: AssignmentTarget) {
    if target.steps.isEmpty {
      assign(target.name.name)
    } else if isIndexAssigned.insert(target.name.name).inserted {
      indexAssigned.append(target.name.name)
    }
    for case .index(let parts, _) in target.steps { visit(parts) }
  }

  private mutating func visit(_ function: FunctionLiteral) {
    var inner = FunctionScope(function)
    if let name = function.name?.name { inner.free.remove(name) }
    used.formUnion(inner.free)
    function.name.map { _ = used.insert($0.name) }
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

  private mutating func visit(_ expression: Expression) {
    switch expression.kind {
    case .number, .bool, .none, .missing: break
    case .string(let parts):
      for case .value(let value, _) in parts { visit(value) }
    case .name(let name): used.insert(name)
    case .bracket(let rows, _):
      for row in rows { for value in row { visit(value) } }
    case .record(let parts):
      for part in parts {
        switch part {
        case .field(_, let value), .spread(let value): visit(value)
        }
      }
    case .range(let start, let stop, let step):
      visit(start)
      visit(stop)
      step.map { visit($0) }
    case .negate(let value), .not(let value), .transpose(let value): visit(value)
    case .field(let value, _): visit(value)
    case .binary(_, let left, let right, _), .and(let left, let right), .or(let left, let right):
      visit(left)
      visit(right)
    case .comparison(let first, let parts):
      visit(first)
      for part in parts { visit(part.operand) }
    case .conditional(let branches, let otherwise):
      for branch in branches {
        visit(branch.condition)
        visit(branch.body)
      }
      otherwise.map { visit($0) }
    case .tryCatch(let body, let name, let handler):
      visit(body)
      assign(name.name)
      visit(handler)
    case .block(let block): visit(block)
    case .function(let function):
      visit(function)
    case .call(let callee, let arguments):
      visit(callee)
      for argument in arguments { visit(argument.value) }
    case .index(let base, let parts):
      visit(base)
      visit(parts)
    }
  }
}
