internal import Diagnostics
internal import Tensors

extension VirtualMachine {
  private func plainParts(_ first: Registers, count: Int) throws(Diagnostic) -> [IndexValue] {
    var parts: [IndexValue] = []
    for index in 0..<count {
      guard !first[index].isUndefined else { throw Diagnostic(.name, "this has no value yet") }
      parts.append(.value(first[index].value))
    }
    return parts
  }

  @inline(never)
  func slowIndex(_ i: Instruction, _ r: Registers, count: Int) throws(Diagnostic) {
    try poll()
    let parts = try plainParts(r + Int(i.c), count: count)
    do {
      set(r + Int(i.a), try Indexing.read(r[Int(i.b)].value, parts))
    } catch {
      throw Diagnostic(error)
    }
  }

  @inline(never)
  func slowSetIndex(
    _ i: Instruction, _ r: Registers, value: Register, count: Int
  ) throws(Diagnostic) {
    try poll()
    let parts = try plainParts(r + Int(i.b), count: count)
    try replace(r + Int(i.a), [.index(parts)], with: value.value)
  }

  private func replace(
    _ base: Registers, _ path: [Indexing.Step], with value: Value
  ) throws(Diagnostic) {
    var whole = base.pointee.take()
    defer { base.pointee = Register(whole) }
    do {
      try Indexing.replace(&whole, path[...], with: value)
    } catch {
      throw Diagnostic(error)
    }
  }

  // MARK: - Paths

  /// Reads the steps of a path; operands stand behind `block`.
  private func steps(
    _ layout: PathLayout, _ block: Registers
  ) throws(Diagnostic)
    -> [Indexing.Step]
  {
    var operand = block + 1
    var steps: [Indexing.Step] = []
    for step in layout.steps {
      switch step {
      case .field(let name): steps.append(.field(name))
      case .index(let parts):
        var values: [IndexValue] = []
        for part in parts { values.append(try indexValue(part, &operand)) }
        steps.append(.index(values))
      }
    }
    return steps
  }

  private func indexValue(
    _ part: PathLayout.Part, _ operand: inout Registers
  ) throws(Diagnostic)
    -> IndexValue
  {
    switch part {
    case .ellipsis: return .ellipsis
    case .value:
      let value = operand.pointee.value
      operand += 1
      return .value(value)
    case .slice(let hasStart, let hasStop, let hasStep):
      let start = hasStart ? try bound(&operand) : nil
      let stop = hasStop ? try bound(&operand) : nil
      let step = hasStep ? try bound(&operand) : nil
      return .slice(start: start, stop: stop, step: step ?? 1)
    }
  }

  /// A bound of a slice; infinities and huge numbers clamp like any other bound.
  private func bound(_ operand: inout Registers) throws(Diagnostic) -> Int? {
    let value = operand.pointee.value
    operand += 1
    if case .none = value { return nil }
    guard case .number(let number) = value, number == number, number == number.rounded() else {
      throw Diagnostic(.index, "a slice's bounds are whole numbers, found \(value.described)")
    }
    return Int(exactly: max(-0x1p60, min(0x1p60, number)))
  }

  @inline(never)
  func indexPath(_ i: Instruction, _ r: Registers) throws(Diagnostic) {
    guard let layout = currentCode?.paths[Int(i.c)] else { return }
    let block = r + Int(i.a)
    var value = r[Int(i.b)].value
    do {
      for step in try steps(layout, block) {
        switch step {
        case .index(let parts): value = try Indexing.read(value, parts)
        case .field(let name): value = try Indexing.field(value, name)
        }
      }
    } catch {
      throw Diagnostic(error)
    }
    set(block, value)
  }

  @inline(never)
  func setPath(_ i: Instruction, _ r: Registers) throws(Diagnostic) {
    guard let layout = currentCode?.paths[Int(i.c)] else { return }
    let block = r + Int(i.b)
    let path = try steps(layout, block)
    try replace(r + Int(i.a), path, with: block.pointee.take())
  }

  @inline(never)
  func readField(_ i: Instruction, _ r: Registers) throws(Diagnostic) {
    let name = names[Int(i.c)]
    guard !r[Int(i.b)].isUndefined else { throw Diagnostic(.name, "this has no value yet") }
    do {
      set(r + Int(i.a), try Indexing.field(r[Int(i.b)].value, name))
    } catch {
      throw Diagnostic(error)
    }
  }
}
