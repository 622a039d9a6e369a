internal import Diagnostics
internal import Tensors

extension VirtualMachine {
  /// The code of the running function.
  var currentCode: FunctionCode? {
    guard frame > frames else { return nil }
    return Unmanaged<Function>.fromOpaque(frame.pointee.function)
      .takeUnretainedValue().code
  }

  var names: [String] { currentCode?.names ?? [] }

  /// Takes values out of registers that follow each other.
  @inline(never)
  func takeValues(_ first: Registers, count: Int) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(count)
    for index in 0..<count { values.append(first[index].take()) }
    return values
  }

  @inline(never)
  func getSelf(_ i: Instruction, _ r: Registers) {
    let function = Unmanaged<Function>.fromOpaque(frame.pointee.function).takeUnretainedValue()
    set(r + Int(i.a), .function(function))
  }

  @inline(never)
  func getCaptured(_ i: Instruction, _ r: Registers) throws(Diagnostic) {
    let function = Unmanaged<Function>.fromOpaque(frame.pointee.function)
      .takeUnretainedValue()
    let value = Register(function.captured[Int(i.b)])
    objectCount &+= 1
    r[Int(i.a)].release()
    r[Int(i.a)] = value
  }

  @inline(never)
  func makeBracket(_ i: Instruction, _ r: Registers) throws(Diagnostic) {
    guard let layout = currentCode?.brackets[Int(i.c)] else { return }
    let parts = takeValues(r + Int(i.b), count: layout.rowCounts.reduce(0, +))
    do {
      set(r + Int(i.a), try Brackets.value(parts, layout))
    } catch {
      throw Diagnostic(error)
    }
  }

  @inline(never)
  func makeRecord(_ i: Instruction, _ r: Registers) throws(Diagnostic) {
    guard let layout = currentCode?.records[Int(i.c)] else { return }
    let values = takeValues(r + Int(i.b), count: layout.names.count)
    var record = Record()
    for (name, value) in zip(layout.names, values) {
      if let name {
        record[name] = value
      } else if case .record(let spread) = value {
        for (name, value) in zip(spread.record.names, spread.record.values) {
          record[name] = value
        }
      } else {
        throw Diagnostic(.type, "... spreads a record, found \(value.described)")
      }
    }
    do {
      set(r + Int(i.a), try .record(of: record))
    } catch {
      throw Diagnostic(error)
    }
  }

  @inline(never)
  func makeRange(_ i: Instruction, _ r: Registers) throws(Diagnostic) {
    let parts = takeValues(r + Int(i.b), count: 2 + Int(i.flags))
    for part in parts {
      guard case .number = part else {
        throw Diagnostic(.type, "a range is made of numbers, found \(part.described)")
      }
    }
    let bounds = parts.compactMap(\.scalar)
    do {
      let range = try Tensor.range(bounds[0], bounds[1], bounds.count > 2 ? bounds[2] : 1)
      set(r + Int(i.a), .tensor(range))
    } catch {
      throw Diagnostic(error)
    }
  }

  @inline(never)
  func makeString(_ i: Instruction, _ r: Registers) throws(Diagnostic) {
    guard let layout = currentCode?.strings[Int(i.c)] else { return }
    var operand = Int(i.b)
    if let grown = try growString(layout, r + operand) { return set(r + Int(i.a), grown) }
    var text = ""
    for piece in layout.pieces {
      switch piece {
      case .text(let characters): text += characters
      case .value(let format):
        let value = r[operand].take()
        operand += 1
        do {
          text += try format?.apply(to: value) ?? value.printed
          try ValueLimits.checkText(text.utf8.count)
          try Interrupt.check()
        } catch {
          throw Diagnostic(error)
        }
      }
    }
    set(r + Int(i.a), .text(text))
  }

  /// An interpolated string that begins with a long string, which grows instead of being copied.
  private func growString(
    _ layout: StringLayout, _ operands: Registers
  ) throws(Diagnostic) -> Value? {
    guard case .value(nil)? = layout.pieces.first, operands.pointee.tag == Register.Tag.string,
      case .string(var text) = operands.pointee.value, text.byteCount >= StringBox.growingBytes
    else { return nil }
    operands.pointee.release()
    operands.pointee = .undefined
    var operand = operands + 1
    do {
      for piece in layout.pieces.dropFirst() {
        switch piece {
        case .text(let characters): try StringBox.append(StringBox(characters), to: &text)
        case .value(let format):
          let value = operand.pointee.take()
          operand += 1
          let part = try format?.apply(to: value) ?? value.printed
          try StringBox.append(StringBox(part), to: &text)
          try Interrupt.check()
        }
      }
    } catch {
      throw Diagnostic(error)
    }
    return .string(text)
  }

  @inline(never)
  func makeClosure(_ i: Instruction, _ r: Registers) throws(Diagnostic) {
    guard let code = currentCode?.children[i.wide] else { return }
    let running = Unmanaged<Function>.fromOpaque(frame.pointee.function)
      .takeUnretainedValue()
    var captured: [Value] = []
    for capture in code.captures {
      switch capture {
      case .register(let register):
        guard !r[register].isUndefined else {
          throw Diagnostic(
            .name, "the function uses a name that has no value yet",
            notes: ["a closure takes the values of its surroundings when it is made"])
        }
        captured.append(r[register].value)
      case .captured(let index): captured.append(running.captured[index])
      case .itself: captured.append(.function(running))
      }
    }
    do {
      set(r + Int(i.a), .function(try Function(code: code, captured: captured)))
    } catch {
      throw Diagnostic(error)
    }
  }

  @inline(never)
  func destructure(_ i: Instruction, _ r: Registers) throws(Diagnostic) {
    let count = Int(i.c)
    let source = r[Int(i.a)].value
    let parts: [Value]
    switch source {
    case .list(let box): parts = box.elements
    case .record(let box): parts = box.record.values
    case .object(let box) where source.operandObject != nil && box.object.elementCount == count:
      var elements: [Value] = []
      for index in 0..<count { elements.append(try operandElement(source, index)) }
      parts = elements
    case .tensor(let tensor) where tensor.rank > 0 && tensor.rowCount <= count + 1:
      parts = (0..<tensor.rowCount).map { Operators.row(tensor, $0) }
    case .tensor(let tensor):
      throw Diagnostic(.value, "\(count) names for \(tensor.rowCount) values", .countOfNames)
    default:
      throw Diagnostic(
        .type, "\(count) names need a list, tensor or record, found \(source.described)")
    }
    guard parts.count == count else {
      throw Diagnostic(.value, "\(count) names for \(parts.count) values", .countOfNames)
    }
    for (index, part) in parts.enumerated() { set(r + Int(i.b) + index, part) }
  }

  @inline(never)
  func show(_ register: Registers) throws(Diagnostic) {
    let value = register.pointee.take()
    if case .none = value { return }
    do {
      try host.show(value)
    } catch {
      throw Diagnostic(error)
    }
  }
}
