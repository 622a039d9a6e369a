import Syntax

/// What the tree of a program is made of; the switches below keep the list complete.
enum SyntaxForm: CaseIterable {
  case expression, assign, update, function, forLoop, whileLoop, breakLoop, continueLoop
  case returnValue, importFile, assert
  case number, bool, none, string, name, bracket, record, range, negate, not, binary, comparison
  case and, or, conditional, tryCatch, block, lambda, call, index, field, transpose
}

/// Collects the forms that occur in programs.
struct FormCollector {
  private(set) var forms: Set<SyntaxForm> = []

  mutating func visit(_ statements: [Statement]) {
    for statement in statements { visit(statement) }
  }

  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .expression(let value): add(.expression, value)
    case .assign(_, let values): add(.assign, values)
    case .update(_, _, let value, _): add(.update, value)
    case .function(let literal):
      forms.insert(.function)
      visit(literal.body.statements)
    case .forLoop(_, _, let sequence, let body):
      add(.forLoop, sequence)
      visit(body.statements)
    case .whileLoop(let condition, let body):
      add(.whileLoop, condition)
      visit(body.statements)
    case .breakLoop: forms.insert(.breakLoop)
    case .continueLoop: forms.insert(.continueLoop)
    case .returnValue(let value): add(.returnValue, value.map { [$0] } ?? [])
    case .importFile: forms.insert(.importFile)
    case .assert(let condition, let message):
      add(.assert, [condition] + (message.map { [$0] } ?? []))
    }
  }

  private mutating func add(_ form: SyntaxForm, _ parts: [Expression]) {
    forms.insert(form)
    for part in parts { visit(part) }
  }

  private mutating func add(_ form: SyntaxForm, _ parts: Expression...) { add(form, parts) }

  private mutating func visit(_ expression: Expression) {
    switch expression.kind {
    case .number: forms.insert(.number)
    case .bool: forms.insert(.bool)
    case .none: forms.insert(.none)
    case .name: forms.insert(.name)
    case .missing: break
    case .string(let parts):
      let values = parts.compactMap { part in
        if case .value(let value, format: _) = part { value } else { nil }
      }
      add(.string, values)
    case .bracket(let rows, hasRows: _): add(.bracket, Array(rows.joined()))
    case .record(let parts):
      add(
        .record,
        parts.map { part in
          switch part {
          case .field(_, let value), .spread(let value): value
          }
        })
    case .range(let start, let stop, let step):
      add(.range, [start, stop] + (step.map { [$0] } ?? []))
    case .negate(let x): add(.negate, x)
    case .not(let x): add(.not, x)
    case .binary(_, let x, let y, at: _): add(.binary, x, y)
    case .comparison(let first, let parts): add(.comparison, [first] + parts.map(\.operand))
    case .and(let x, let y): add(.and, x, y)
    case .or(let x, let y): add(.or, x, y)
    case .conditional(let branches, let otherwise):
      add(.conditional, branches.map(\.condition))
      for branch in branches { visit(branch.body.statements) }
      if let otherwise { visit(otherwise.statements) }
    case .tryCatch(let body, name: _, let handler):
      forms.insert(.tryCatch)
      visit(body.statements + handler.statements)
    case .block(let block):
      forms.insert(.block)
      visit(block.statements)
    case .function(let literal):
      forms.insert(.lambda)
      visit(literal.body.statements)
    case .call(let callee, let arguments): add(.call, [callee] + arguments.map(\.value))
    case .index(let base, _): add(.index, base)
    case .field(let base, _): add(.field, base)
    case .transpose(let x): add(.transpose, x)
    }
  }
}
