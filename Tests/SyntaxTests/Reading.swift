import Diagnostics
import Syntax

/// What the parser makes of a source, in forms that tests compare.
enum Reading {
  static func parse(_ text: String, pipesAnswer: Bool = false) -> ParseResult {
    Parser.parse(SourceText(name: "cell", text: text), pipesAnswer: pipesAnswer)
  }

  /// The statements as fully parenthesised trees, or the first error.
  static func tree(_ text: String, pipesAnswer: Bool = false) -> String {
    let result = parse(text, pipesAnswer: pipesAnswer)
    if let error = result.diagnostics.first { return "error: \(error.message)" }
    return result.statements.map(describe).joined(separator: " | ")
  }

  /// The message, the text under the caret and the notes of each error.
  static func errors(_ text: String) -> [String] {
    parse(text).diagnostics.map(\.message)
  }

  /// The texts that the errors point at.
  static func places(_ text: String) -> [String] {
    parse(text).diagnostics.map { diagnostic in
      diagnostic.marks.first.map { $0.source[$0.range] } ?? ""
    }
  }

  static func describe(_ statement: Statement) -> String {
    let silence = statement.isSilenced ? ";" : ""
    switch statement.kind {
    case .expression(let value): return describe(value) + silence
    case .assign(let targets, let values):
      let left = targets.map { describe($0) }.joined(separator: ", ")
      return "\(left) = \(values.map(describe).joined(separator: ", "))\(silence)"
    case .update(let target, let operation, let value, _):
      return "\(describe(target)) \(operation.rawValue)= \(describe(value))"
    case .function(let function): return "fn \(function.name?.name ?? "")" + describe(function)
    case .forLoop(let position, let element, let sequence, let body):
      let names = (position.map { "\($0.name), " } ?? "") + element.name
      return "for \(names) in \(describe(sequence)) \(describe(body))"
    case .whileLoop(let condition, let body):
      return "while \(describe(condition)) \(describe(body))"
    case .breakLoop: return "break"
    case .continueLoop: return "continue"
    case .returnValue(let value): return "return \(value.map(describe) ?? "")"
    case .importFile(let path, _): return "import \(path)"
    case .assert(let condition, let message):
      return "assert \(describe(condition))" + (message.map { ", \(describe($0))" } ?? "")
    }
  }

  private static func describe(_ block: Block) -> String {
    "{\(block.statements.map(describe).joined(separator: "; "))}"
  }

  private static func describe(_ function: FunctionLiteral) -> String {
    let parameters = function.parameters.map { parameter in
      parameter.name.name + (parameter.defaultValue.map { "=\(describe($0))" } ?? "")
    }
    return "(\(parameters.joined(separator: ", "))) -> \(describe(function.body))"
  }

  private static func describe(_ target: AssignmentTarget) -> String {
    target.steps.reduce(target.name.name) { text, step in
      switch step {
      case .index(let parts, _): "\(text)[\(parts.map(describe).joined(separator: ", "))]"
      case .field(let name): "\(text).\(name.name)"
      }
    }
  }

  private static func describe(_ part: IndexPart) -> String {
    switch part {
    case .value(let value): describe(value)
    case .slice(let start, let stop, let step, _):
      "\(start.map(describe) ?? ""):\(stop.map(describe) ?? "")"
        + (step.map { ":\(describe($0))" } ?? "")
    case .ellipsis: "..."
    }
  }

  static func describe(_ value: Expression) -> String {
    switch value.kind {
    case .number(let number):
      number == number.rounded() && abs(number) < 1e9 ? "\(Int(number))" : "\(number)"
    case .bool(let bool): "\(bool)"
    case .none: "none"
    case .missing: "?"
    case .name(let name): name
    case .string(let parts):
      "\""
        + parts.map { part in
          switch part {
          case .text(let text): text
          case .value(let value, let format): "{\(describe(value))\(format.map { "|\($0)" } ?? "")}"
          }
        }.joined() + "\""
    case .bracket(let rows, let hasRows):
      "[" + rows.map { $0.map(describe).joined(separator: ", ") }.joined(separator: "; ")
        + (hasRows && rows.count == 1 ? ";" : "") + "]"
    case .record(let parts):
      "{"
        + parts.map { part in
          switch part {
          case .field(let name, let value): "\(name.name): \(describe(value))"
          case .spread(let value): "...\(describe(value))"
          }
        }.joined(separator: ", ") + "}"
    case .range(let start, let stop, let step):
      "(\(describe(start)):\(describe(stop))\(step.map { ":\(describe($0))" } ?? ""))"
    case .negate(let inner): "(-\(describe(inner)))"
    case .not(let inner): "(not \(describe(inner)))"
    case .binary(let operation, let left, let right, _):
      "(\(describe(left)) \(operation.rawValue) \(describe(right)))"
    case .comparison(let first, let parts):
      "("
        + parts.reduce(describe(first)) {
          "\($0) \($1.operation.rawValue) \(describe($1.operand))"
        } + ")"
    case .and(let left, let right): "(\(describe(left)) and \(describe(right)))"
    case .or(let left, let right): "(\(describe(left)) or \(describe(right)))"
    case .conditional(let branches, let otherwise):
      branches.map { "if \(describe($0.condition)) \(describe($0.body))" }.joined(
        separator: " else ")
        + (otherwise.map { " else \(describe($0))" } ?? "")
    case .tryCatch(let body, let name, let handler):
      "try \(describe(body)) catch \(name.name) \(describe(handler))"
    case .block(let block): describe(block)
    case .function(let function): "(\(describe(function)))"
    case .call(let callee, let arguments):
      describe(callee) + "("
        + arguments.map { ($0.keyword.map { "\($0.name)=" } ?? "") + describe($0.value) }
        .joined(separator: ", ") + ")"
    case .index(let base, let parts):
      "\(describe(base))[\(parts.map(describe).joined(separator: ", "))]"
    case .field(let base, let name): "\(describe(base)).\(name.name)"
    case .transpose(let inner): "\(describe(inner))'"
    }
  }
}
