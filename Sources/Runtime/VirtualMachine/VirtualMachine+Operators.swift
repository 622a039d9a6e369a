internal import Diagnostics
internal import Tensors

extension VirtualMachine {
  typealias Registers = UnsafeMutablePointer<Register>

  /// Polls for Ctrl-C and the time limit; loops do so rarely, so what may take long does it too.
  ///
  /// Whoever waits for it is told how far the cell's loop is.
  @inline(never)
  func poll() throws(Diagnostic) {
    if Progress.wantsLoop { Progress.tellLoop() }
    do {
      try Interrupt.check()
    } catch {
      throw Diagnostic(error)
    }
  }

  /// Arithmetic on anything but two numbers, reusing the left operand's memory when it dies.
  @inline(never)
  func slowBinary(
    _ operation: BinaryOperation, _ i: Instruction, _ r: Registers, _ constant: Register? = nil
  ) throws(Diagnostic) {
    try poll()
    if constant == nil, computeSmall(operation, i, r) { return }
    if try fuse(operation, i, r, constant) { return }
    let right = constant?.value ?? r[Int(i.c)].value
    if constant == nil, i.flags & 2 != 0, i.c != i.a {
      r[Int(i.c)].release()
      r[Int(i.c)] = .undefined
    }
    try requireDefined(r[Int(i.b)])
    if constant == nil, i.flags & 2 == 0 { try requireDefined(r[Int(i.c)]) }
    let dies = i.flags & 1 != 0 || i.a == i.b
    var left = dies ? r[Int(i.b)].take() : r[Int(i.b)].value
    do {
      try Operators.update(&left, operation, with: right)
    } catch {
      if dies { r[Int(i.b)] = Register(left) }
      throw Diagnostic(error)
    }
    set(r + Int(i.a), left)
  }

  /// Catches operands that were read without a check, such as a local before its first value.
  private func requireDefined(_ register: Register) throws(Diagnostic) {
    if register.isUndefined { throw Diagnostic(.name, "this has no value yet") }
  }

  @inline(never)
  func matrixProduct(_ i: Instruction, _ r: Registers) throws(Diagnostic) {
    try poll()
    do {
      let result = try Operators.matrixProduct(r[Int(i.b)].value, r[Int(i.c)].value)
      set(r + Int(i.a), result)
    } catch {
      throw Diagnostic(error)
    }
  }

  @inline(never)
  func slowUnary(_ i: Instruction, _ r: Registers) throws(Diagnostic) {
    try poll()
    if i.operation != .transpose, try fuse(i.operation == .negate ? .negate : .not, i, r) { return }
    let value = r[Int(i.b)].value
    do {
      switch i.operation {
      case .negate: set(r + Int(i.a), try Operators.negate(value))
      case .not: set(r + Int(i.a), try Operators.not(value))
      default: set(r + Int(i.a), try Operators.transpose(value))
      }
    } catch {
      throw Diagnostic(error)
    }
  }

  private static func comparison(_ opcode: Opcode) -> BinaryOperation {
    switch opcode {
    case .notEqual: .notEqual
    case .less: .less
    case .lessEqual: .lessEqual
    case .greater: .greater
    case .greaterEqual: .greaterEqual
    default: .equal
    }
  }

  @inline(never)
  func compare(_ i: Instruction, _ r: Registers) throws(Diagnostic) {
    let x = r[Int(i.b)]
    let y = r[Int(i.c)]
    let operation = VirtualMachine.comparison(i.operation)
    if x.isNumber, y.isNumber {
      let old = r[Int(i.a)]
      r[Int(i.a)] = Register(apply(operation, x.number, y.number) != 0)
      return old.release()
    }
    try poll()
    if try fuse(operation, i, r) { return }
    do {
      set(r + Int(i.a), try Operators.compare(operation, r[Int(i.b)].value, r[Int(i.c)].value))
    } catch {
      throw Diagnostic(error)
    }
  }

  /// A comparison that decides a jump, on anything but two numbers.
  @inline(never)
  func slowCondition(
    _ operation: BinaryOperation, _ x: Register, _ y: Register, _ i: Instruction
  ) throws(Diagnostic) -> Bool {
    try poll()
    let result: Value
    do {
      result = try Operators.compare(operation, x.value, y.value)
    } catch {
      throw Diagnostic(error)
    }
    guard case .bool(let isTrue) = result else { throw VirtualMachine.conditionError(result) }
    return isTrue
  }

  @inline(never)
  func membership(_ i: Instruction, _ r: Registers) throws(Diagnostic) {
    do {
      let isMember = try Operators.contains(r[Int(i.c)].value, r[Int(i.b)].value)
      set(r + Int(i.a), .bool(isMember == (i.operation == .isIn)))
    } catch {
      throw Diagnostic(error)
    }
  }

  // MARK: - Truth

  @inline(never)
  func notACondition(_ register: Register) -> Diagnostic {
    register.isUndefined
      ? Diagnostic(.name, "this has no value yet")
      : VirtualMachine.conditionError(register.value)
  }

  static func conditionError(_ value: Value) -> Diagnostic {
    let advice: [String]
    switch value {
    case .tensor(let tensor) where tensor.isBool:
      advice = ["any(…) asks whether one element is true, all(…) whether every one is"]
    case .number: advice = ["compare it: x != 0"]
    case .none: advice = ["compare it: x == none"]
    default: advice = []
    }
    return Diagnostic(
      .type, "a condition is true or false, found \(value.described)", notes: advice,
      .notACondition, facts: ["found": value.described])
  }

  /// The left operand of `and` or `or` is a bool or a tensor of bools.
  @inline(never)
  func checkLogical(_ register: Register, _ word: String) throws(Diagnostic) {
    if register.bits == Register.true.bits || register.bits == Register.false.bits { return }
    let value = register.value
    if case .tensor(let tensor) = value, tensor.isBool { return }
    throw Diagnostic(
      .type, "\(word) joins bools, found \(value.described)", notes: ["compare it first: x != 0"])
  }

  @inline(never)
  func combineLogical(_ i: Instruction, _ r: Registers) throws(Diagnostic) {
    let isAnd = i.operation == .logicalAnd
    if try fuse(isAnd ? .and : .or, i, r) { return }
    try checkLogical(r[Int(i.c)], isAnd ? "and" : "or")
    do {
      let result = try Operators.combine(
        isAnd ? .and : .or, r[Int(i.b)].value, r[Int(i.c)].value)
      set(r + Int(i.a), result)
    } catch {
      throw Diagnostic(error)
    }
  }

  // MARK: - Loops

  /// Turns start, stop, step into index, count, start, step; `false` when there is nothing to do.
  @inline(never)
  func prepareRange(_ hidden: Registers) throws(Diagnostic) -> Bool {
    for index in 0..<3 where !hidden[index].isNumber {
      let names = ["start", "stop", "step"]
      throw Diagnostic(
        .type, "a range's \(names[index]) is a number, found \(hidden[index].value.described)")
    }
    let (start, stop, step) = (hidden[0].number, hidden[1].number, hidden[2].number)
    guard step != 0, step == step, start.isFinite, stop == stop else {
      throw Diagnostic(
        .value, step == 0 ? "a range's step must not be 0" : "a range needs finite numbers")
    }
    let count = ((stop - start) / step).rounded(.up)
    for (index, number) in [0, count, start, step].enumerated() {
      setNumber(hidden + index, number)
    }
    return count > 0
  }

  @inline(never)
  func prepareLoop(_ hidden: Registers) throws(Diagnostic) {
    switch hidden[0].value {
    case .list, .string, .record: break
    case .tensor(let tensor) where tensor.rank > 0: break
    case .object(let box) where box.object is any OperandObject && box.object.elementCount != nil:
      break
    case let other:
      throw Diagnostic(
        .type, "for goes over a tensor, list, record or string, found \(other.described)",
        notes: VirtualMachine.loopAdvice(other))
    }
    setNumber(hidden + 1, 0)
    setNumber(hidden + 2, 0)
  }

  private static func loopAdvice(_ value: Value) -> [String] {
    guard case .number = value else { return [] }
    return ["count with a range: for i in 0:\(value.literal)"]
  }

  func operandElement(_ value: Value, _ index: Int) throws(Diagnostic) -> Value {
    do {
      return try OperandOperation.element(value, index).performed() ?? .none
    } catch {
      throw Diagnostic(error)
    }
  }

  /// Puts the next element and its position (or name) into two registers.
  @inline(never)
  func advanceLoop(_ hidden: Registers, into target: Registers) throws(Diagnostic) -> Bool {
    let index = Int(hidden[1].number)
    var position = Value.number(Double(index))
    let element: Value
    switch hidden[0].value {
    case .list(let box):
      guard index < box.elements.count else { return false }
      element = box.elements[index]
    case .record(let box):
      guard index < box.record.count else { return false }
      element = box.record.values[index]
      position = .text(box.record.names[index])
    case .tensor(let tensor):
      guard index < tensor.rowCount else { return false }
      element = Operators.row(tensor, index)
    case .string(let box):
      let text = box.text
      let offset = Int(hidden[2].number)
      guard offset < text.utf8.count else { return false }
      let start = text.utf8.index(text.startIndex, offsetBy: offset)
      let character = text[start]
      hidden[2] = Register(Double(offset + character.utf8.count))
      element = .text(String(character))
    case .object(let box):
      guard index < box.object.elementCount ?? 0 else { return false }
      element = try operandElement(.object(box), index)
    default: return false
    }
    hidden[1] = Register(Double(index + 1))
    set(target, element)
    set(target + 1, position)
    return true
  }
}
