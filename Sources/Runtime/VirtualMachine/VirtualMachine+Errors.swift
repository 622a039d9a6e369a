internal import Diagnostics

extension VirtualMachine {
  @inline(never)
  func undefinedGlobal(_ slot: Int) -> Diagnostic { host.unknownName(host.globals.names[slot]) }

  @inline(never)
  func undefinedLocal(_ i: Instruction) -> Diagnostic {
    let name = names[i.wide]
    if frame == frames + 1 { return host.unknownName(name) }
    var notes = ["it is assigned in this function, which makes it local"]
    if host.hasValue(name) { notes.append("hand the outer \(name) over as an argument") }
    return Diagnostic(.name, "\(name) is read before it has a value", notes: notes)
  }

  @inline(never)
  func assertionFailure(_ register: Register) -> Diagnostic {
    Diagnostic(.assertion, register.value.printed)
  }

  /// Where execution goes on after an error was caught.
  struct Resumption {
    let instruction: UnsafeMutablePointer<Instruction>
    let constants: UnsafeMutablePointer<Register>
    let base: Registers
  }

  /// Adds the place of an error and unwinds to the innermost `try` of this run, if there is one.
  @inline(never)
  func recover(
    from error: Diagnostic, at pc: UnsafeMutablePointer<Instruction>,
    entry: UnsafeMutablePointer<Frame>
  ) throws(Diagnostic) -> Resumption {
    var error = error
    var pc = pc
    while frame > entry {
      let frame = frame.pointee
      let function = Unmanaged<Function>.fromOpaque(frame.function).takeUnretainedValue()
      guard let code = function.code, let target = function.target?.pointee else { break }
      let position = max(0, pc - target.instructions - 1)
      attachPlace(to: &error, code, position)
      if error.kind != .interrupted,
        let handler = code.handlers.first(where: { $0.start <= position && position < $0.end })
      {
        // What the interrupted expressions held is of no use to anybody.
        clear(
          frame.base + handler.firstTemporary, count: target.registerCount - handler.firstTemporary)
        set(frame.base + handler.register, VirtualMachine.errorRecord(error))
        return Resumption(
          instruction: target.instructions + handler.target, constants: target.constants,
          base: frame.base)
      }
      unwind(frame, count: target.registerCount)
      if self.frame > entry { pc = self.frame.pointee.resume }
    }
    throw error
  }

  private func unwind(_ frame: Frame, count: Int) {
    // The cell's own registers begin with the variables; `runCell` clears the others.
    guard frame.base > registers else {
      self.frame = frames
      return
    }
    clear(frame.base, count: count)
    let window = frame.base - 1
    window.pointee.release()
    window.pointee = .undefined
    self.frame -= 1
  }

  /// A recursion may be a hundred thousand calls deep.
  private static let keptCalls = 50

  /// The first frame gives the place, the others the way there.
  private func attachPlace(to error: inout Diagnostic, _ code: FunctionCode, _ position: Int) {
    let site = code.sites[min(position, code.sites.count - 1)]
    if error.marks.isEmpty {
      error.marks.append(SourceMark(code.source, site.range))
      let operation = code.instructions[min(position, code.instructions.count - 1)].operation
      if operation.information.isOperator {
        for range in [site.left, site.right] {
          if let range { error.marks.append(SourceMark(code.source, range, .secondary)) }
        }
        if error.kind == .shape { nameOperands(in: &error, site, code.source) }
        if error.mistake != nil { keepOperands(in: &error, site, code.source) }
      }
    } else if error.calls.count >= Self.keptCalls {
      error.forgottenCallCount += 1
    } else if error.kind != .syntax {
      error.calls.append(
        CallSite(
          function: error.pendingName ?? "fn",
          mark: SourceMark(code.source, site.left ?? site.range)))
    }
    error.pendingName = code.name ?? "fn"
  }

  /// Adds the operands' own text to the facts that an explanation may mention.
  private func keepOperands(
    in error: inout Diagnostic, _ site: InstructionSite, _ source: SourceText
  ) {
    for (name, range) in [("leftText", site.left), ("rightText", site.right)] {
      guard let range else { continue }
      let text = source[range]
      if text.count <= 40, !text.contains("\n") { error.facts[name] = text }
    }
  }

  /// Puts the operands' own text where a note of the compute core says `left` and `right`.
  private func nameOperands(
    in error: inout Diagnostic, _ site: InstructionSite, _ source: SourceText
  ) {
    for (word, range) in [("left", site.left), ("right", site.right)] {
      guard let range else { continue }
      let text = source[range]
      guard text.count <= 24, !text.contains("\n") else { continue }
      let operand = Self.isOneOperand(text) ? text : "(\(text))"
      error.notes = error.notes.map { Self.replace(word, in: $0, by: operand) }
    }
  }

  /// Whether a text needs no parentheses to be an operand: nothing but names, numbers and what
  /// stands in brackets.
  private static func isOneOperand(_ text: String) -> Bool {
    var depth = 0
    for character in text {
      if "([".contains(character) { depth += 1 }
      if ")]".contains(character) { depth -= 1 }
      let isPlain =
        character.isLetter || character.isNumber || "_.()[]'".contains(character) || depth > 0
      guard isPlain, depth >= 0 else { return false }
    }
    return depth == 0
  }

  /// Replaces a whole word.
  private static func replace(_ word: String, in note: String, by text: String) -> String {
    var result = ""
    var current = ""
    for character in note + "\n" {
      if character.isLetter || character.isNumber || character == "_" {
        current.append(character)
        continue
      }
      result += (current == word ? text : current) + String(character)
      current = ""
    }
    return String(result.dropLast())
  }

  /// What `catch err` sees.
  static func errorRecord(_ error: Diagnostic) -> Value {
    .flatRecord([
      ("message", .text(error.message)), ("kind", .text(error.kind.rawValue)),
      ("notes", .flatList(error.notes.map { .text($0) })),
    ])
  }
}
