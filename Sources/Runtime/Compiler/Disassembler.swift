package import Diagnostics

/// Writes compiled code as text: one line an instruction, registers under their variables' names,
/// the source beside it.
///
/// The opcode table says what a line looks like; a name that ends with `+` runs together with the
/// line below it. Temporary values are called t1, t2, …
package struct Disassembler {
  private let code: FunctionCode
  private let globals: [String]
  /// The number of each instruction that something jumps to.
  private let labels: [Int: Int]

  private init(_ code: FunctionCode, globals: [String]) {
    self.code = code
    self.globals = globals
    let targets = Set(code.instructions.indices.compactMap { Disassembler.target(code, $0) })
      .union(code.handlers.map(\.target))
    labels = Dictionary(
      uniqueKeysWithValues: targets.sorted().enumerated().map { ($0.element, $0.offset + 1) })
  }

  // MARK: - Listing

  /// The listing of a function of the language.
  ///
  /// - Throws: a failure of kind `type` for a builtin, which has no instructions.
  package static func listing(_ function: Function, in interpreter: Interpreter) throws -> String {
    guard let code = function.code else {
      throw Failure(
        .type, "\(function.name ?? "this function") is built in and has no instructions to show",
        notes: ["define a function: fn f(x) = x + 1, then :disassemble f"])
    }
    return listing(code, globals: interpreter.globals.names)
  }

  /// The listing of a piece of program, which is compiled but not run.
  package static func listing(
    _ source: SourceText, in interpreter: Interpreter
  ) throws -> String {
    listing(try interpreter.compiled(source), globals: interpreter.globals.names)
  }

  /// The instructions that a piece of program and the functions inside are compiled to.
  package static func opcodes(
    of source: SourceText, in interpreter: Interpreter
  ) throws -> Set<Opcode> { opcodes(try interpreter.compiled(source)) }

  private static func opcodes(_ code: FunctionCode) -> Set<Opcode> {
    code.children.map(opcodes).reduce(Set(code.instructions.map(\.operation))) { $0.union($1) }
  }

  static func listing(_ code: FunctionCode, globals: [String]) -> String {
    let disassembler = Disassembler(code, globals: globals)
    let own = [disassembler.title] + disassembler.lines.map { "  " + $0 }
    return
      ([own.joined(separator: "\n") + "\n"] + code.children.map { listing($0, globals: globals) })
      .joined(separator: "\n")
  }

  private var title: String {
    let instructions = positions.count == 1 ? "1 instruction" : "\(positions.count) instructions"
    let name =
      code.variableCount == nil
      ? code.name ?? "fn" : code.source.name
    let signature =
      code.variableCount == nil
      ? "\(name)(\(code.parameters.map(\.described).joined(separator: ", ")))" : name
    return "\(signature): \(instructions)"
  }

  /// Where instructions begin; the words behind some of them are operands.
  private var positions: [Int] {
    var positions: [Int] = []
    var position = 0
    while position < code.instructions.count {
      positions.append(position)
      position += code.instructions[position].operation.plain == .callGlobal ? 2 : 1
    }
    return positions
  }

  private var lines: [String] {
    let rows = positions.map { position in
      let information = code.instructions[position].operation.information
      return (label(position), information.name, operands(position), position)
    }
    let labelWidth = rows.map(\.0.count).max() ?? 0
    let nameWidth = rows.map(\.1.count).max() ?? 0
    let width = min(rows.map(\.2.count).max() ?? 0, 40)
    var lastLine = -1
    return rows.map { label, name, operands, position in
      let line = sourceLine(position)
      let beside = line == lastLine || line < 0 ? "" : sourceText(line)
      if line >= 0 { lastLine = line }
      let text =
        "\(padded(label, labelWidth))  \(padded(name, nameWidth))  \(padded(operands, width))"
        + (beside.isEmpty ? "" : "  | \(beside)")
      return trimmedEnd(text)
    }
  }

  private func label(_ position: Int) -> String { labels[position].map { "L\($0)" } ?? "" }

  private func sourceLine(_ position: Int) -> Int {
    let range = code.sites[position].range
    return range.end == 0 ? -1 : code.source.lineIndex(at: range.start)
  }

  private func sourceText(_ line: Int) -> String {
    String(code.source.line(line).drop { $0 == " " || $0 == "\t" })
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func trimmedEnd(_ text: String) -> String {
    var text = text[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  // MARK: - Operands

  /// Where the instruction at a position jumps; `nil` when it does not.
  private static func target(_ code: FunctionCode, _ position: Int) -> Int? {
    let instruction = code.instructions[position]
    // The word behind a global call looks like a jump and is the number of a variable.
    if position > 0, code.instructions[position - 1].operation == .callGlobal { return nil }
    let form = instruction.operation.information.form
    if form.contains("{label wide}") { return position + 1 + instruction.wide }
    return form.contains("{label c}") ? position + 1 + instruction.shortJump : nil
  }

  /// The form of an instruction with its placeholders filled in.
  private func operands(_ position: Int) -> String {
    var text = ""
    var rest = code.instructions[position].operation.information.form[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      text += rest[..<open]
      text += operand(String(rest[rest.index(after: open)..<close]), position)
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }

  private func operand(_ placeholder: String, _ position: Int) -> String {
    let words = placeholder.split(separator: " ").map(String.init)
    let i = code.instructions[position]
    let argument = words.count > 1 ? field(words[1], i) : 0
    switch words[0] {
    case "constant": return constant(argument)
    case "global": return globals[argument]
    case "callee": return globals[code.instructions[position + 1].wide]
    case "captured": return code.captureNames[argument]
    case "name": return code.names[argument]
    case "label": return Disassembler.target(code, position).map(label) ?? ""
    case "dies": return i.flags & 1 != 0 ? " (moved)" : ""
    case "unless": return i.flags & 1 != 0 ? "if " : "unless "
    case "value": return i.flags & 1 != 0 ? constant(argument) : register(argument)
    case "path": return path(argument + 1, code.paths[Int(i.c)])
    case "last": return register(Int(i.b))
    case "function": return code.children[i.wide].name ?? "fn"
    default: return making(words[0], i) ?? register(field(words[0], i))
    }
  }

  /// The operands of instructions that take many registers.
  private func making(_ word: String, _ i: Instruction) -> String? {
    switch word {
    case "arguments": return registers(Int(i.a) + 1, count: Int(i.b)).joined(separator: ", ")
    case "keywords":
      let layout = code.calls[Int(i.b)]
      let count = layout.positionalCount + layout.keywords.count
      let all = registers(Int(i.a) + 1, count: count)
      let named = zip(layout.keywords, all.dropFirst(layout.positionalCount))
      return (all.prefix(layout.positionalCount) + named.map { "\($0)=\($1)" })
        .joined(separator: ", ")
    case "bracket": return bracket(i)
    case "record":
      let names = code.records[Int(i.c)].names
      let fields = zip(names, registers(Int(i.b), count: names.count)).map { name, value in
        name.map { "\($0): \(value)" } ?? "...\(value)"
      }
      return "{\(fields.joined(separator: ", "))}"
    case "range":
      return registers(Int(i.b), count: 2 + Int(i.flags)).joined(separator: ":")
    case "string": return string(i)
    case "parts": return registers(Int(i.b), count: Int(i.c)).joined(separator: ", ")
    default: return nil
    }
  }

  private func bracket(_ i: Instruction) -> String {
    var first = Int(i.b)
    let rows = code.brackets[Int(i.c)].rowCounts.map { count in
      defer { first += count }
      return registers(first, count: count).joined(separator: ", ")
    }
    return "[\(rows.joined(separator: "; "))]"
  }

  private func string(_ i: Instruction) -> String {
    var next = Int(i.b)
    let pieces = code.strings[Int(i.c)].pieces.map { piece in
      switch piece {
      case .text(let text): return String(Value.text(text).literal.dropFirst().dropLast())
      case .value:
        defer { next += 1 }
        return "{\(register(next))}"
      }
    }
    return "\"\(pieces.joined())\""
  }

  /// The steps of a path, whose operands begin at a register.
  private func path(_ first: Int, _ layout: PathLayout) -> String {
    var next = first
    func take(_ isThere: Bool = true) -> String {
      guard isThere else { return "" }
      defer { next += 1 }
      return register(next)
    }
    return layout.steps.map { step in
      guard case .index(let parts) = step else {
        if case .field(let name) = step { return ".\(name)" }
        return ""
      }
      let texts = parts.map { part in
        switch part {
        case .ellipsis: return "..."
        case .value: return take()
        case .slice(let hasStart, let hasStop, let hasStep):
          let bounds = "\(take(hasStart)):\(take(hasStop))"
          return hasStep ? "\(bounds):\(take())" : bounds
        }
      }
      return "[\(texts.joined(separator: ", "))]"
    }.joined()
  }

  /// What a word such as `a`, `b+1` or `wide` names in an instruction.
  private func field(_ word: String, _ i: Instruction) -> Int {
    let parts = word.split(separator: "+")
    let offset = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    switch parts.first {
    case "a": return Int(i.a) + offset
    case "b": return Int(i.b) + offset
    case "c": return Int(i.c) + offset
    default: return i.wide
    }
  }

  private func registers(_ first: Int, count: Int) -> [String] {
    (0..<count).map { register(first + $0) }
  }

  /// A variable's name, or the number of a temporary.
  private func register(_ index: Int) -> String {
    let names = code.variableCount.map { globals.prefix($0) } ?? code.variableNames[...]
    return index < names.count ? names[index] : "t\(index - names.count + 1)"
  }

  private func constant(_ index: Int) -> String {
    code.constants[index].value.abbreviated(limit: 24)
  }
}
