internal import Diagnostics
internal import Tensors

/// Flags by which the compiler allows results to wait.
enum FusionFlags {
  /// The result is read by one instruction, which can go on from an expression.
  static let resultMayWait: UInt8 = 4
  /// Of a call: an argument may be waiting.
  static let argumentMayWait: UInt8 = 8
}

/// Operations on large tensors that are computed together.
extension VirtualMachine {
  // MARK: - Operators

  /// Performs an element-wise operator when an operand waits, or when its result may; `false`, with
  /// no operand waiting any more, when it has to be performed in the ordinary way.
  func fuse(
    _ operation: BinaryOperation, _ i: Instruction, _ r: Registers, _ constant: Register? = nil
  ) throws(Diagnostic) -> Bool {
    let right = constant ?? r[Int(i.c)]
    guard r[Int(i.b)].isObject || right.isObject else { return false }
    guard isWorthFusing(i, r[Int(i.b)], right) else { return false }
    if let x = expression(r[Int(i.b)]), let y = expression(right),
      operation != .and && operation != .or || x.kind == .bool && y.kind == .bool
    {
      try finish(i, into: r + Int(i.a)) { try FusedExpression.applying(operation, to: x, y) }
      return true
    }
    try settle(r + Int(i.b))
    if constant == nil { try settle(r + Int(i.c)) }
    return false
  }

  /// Performs an operator on one operand in the same way.
  func fuse(
    _ operation: UnaryOperation, _ i: Instruction, _ r: Registers
  ) throws(Diagnostic) -> Bool {
    guard isWorthFusing(i, r[Int(i.b)], .none) else { return false }
    if let x = expression(r[Int(i.b)]), operation != .not || x.kind == .bool {
      try finish(i, into: r + Int(i.a)) { try FusedExpression.applying(operation, to: x) }
      return true
    }
    try settle(r + Int(i.b))
    return false
  }

  // MARK: - Calls

  /// Performs a call of a builtin that works element by element, or reduces; `false`, with no
  /// argument waiting any more, when the call has to be made in the ordinary way.
  @inline(__always)
  func fuseCall(
    _ callee: Register, _ i: Instruction, _ window: Registers, into target: Registers
  ) throws(Diagnostic) -> Bool {
    for index in 1..<Int(i.b) + 1 where window[index].isObject {
      return try fuseObjectCall(callee, i, window, into: target)
    }
    return false
  }

  @inline(never)
  private func fuseObjectCall(
    _ callee: Register, _ i: Instruction, _ window: Registers, into target: Registers
  ) throws(Diagnostic) -> Bool {
    let count = Int(i.b)
    var isWorth = false
    for index in 1..<count + 1 where window[index].isObject {
      isWorth = isWorth || waiting(window[index]) != nil || isLarge(window[index])
    }
    guard isWorth else { return false }
    let function = Unmanaged<Function>.fromOpaque(callee.address).takeUnretainedValue()
    if let fusion = function.builtin?.fusion, fusion.argumentCount == count,
      try performCall(fusion, i, window, into: target)
    {
      window.pointee.release()
      window.pointee = .undefined
      return true
    }
    for index in 1..<count + 1 { try settle(window + index) }
    return false
  }

  private func performCall(
    _ fusion: Fusion, _ i: Instruction, _ window: Registers, into target: Registers
  ) throws(Diagnostic) -> Bool {
    guard let x = expression(window[1]) else { return false }
    switch fusion {
    case .unary(let operation):
      try poll()
      window[1].clear()
      try finish(i, into: target) { try FusedExpression.applying(operation, to: x) }
    case .clip:
      guard window[2].isNumber, window[3].isNumber else { return false }
      try poll()
      window[1].clear()
      try finish(i, into: target) { try x.clipped(window[2].number, window[3].number) }
    case .choice:
      guard let whenTrue = expression(window[2]), let whenFalse = expression(window[3]) else {
        return false
      }
      try poll()
      for index in 1...3 { window[index].clear() }
      try finish(i, into: target) { try FusedExpression.choosing(by: x, whenTrue, whenFalse) }
    case .reduction(let reduction):
      guard x.operationCount > 0, FusedExpression.reduces(reduction) else { return false }
      try poll()
      window[1].clear()
      do {
        guard let number = try x.reduced(by: reduction) else { return false }
        let isBool = reduction == .any || reduction == .all
        set(target, isBool ? .bool(number != 0) : .number(number))
      } catch {
        throw Diagnostic(error)
      }
    }
    return true
  }

  // MARK: - Waiting

  /// Stores an expression's tensor, or the expression when it may wait.
  private func finish(
    _ i: Instruction, into target: Registers, _ make: () throws -> FusedExpression
  ) throws(Diagnostic) {
    do {
      let expression = try make()
      let waits =
        i.flags & FusionFlags.resultMayWait != 0
        && expression.shape.count >= FusedExpression.smallestCount
      if waits { return set(target, .object(ObjectBox(WaitingTensor(expression)))) }
      // What the register holds dies here: should its elements be lost halfway, then because the
      // cell was stopped, which undoes it.
      var old = isLarge(target.pointee) ? target.pointee.take() : .none
      if case .tensor(var tensor) = old {
        old = .none
        defer { set(target, .tensor(tensor)) }
        try expression.replace(&tensor)
      } else {
        set(target, .tensor(try expression.materialized()))
      }
    } catch {
      throw Diagnostic(error)
    }
  }

  /// Puts the tensor into a register whose expression waits.
  private func settle(_ register: Registers) throws(Diagnostic) {
    guard let expression = waiting(register.pointee) else { return }
    do {
      set(register, .tensor(try expression.materialized()))
    } catch {
      throw Diagnostic(error)
    }
  }

  private func isWorthFusing(_ i: Instruction, _ x: Register, _ y: Register) -> Bool {
    if waiting(x) != nil || waiting(y) != nil { return true }
    return i.flags & FusionFlags.resultMayWait != 0 && (isLarge(x) || isLarge(y))
  }

  private func isLarge(_ register: Register) -> Bool {
    guard register.tag == Register.Tag.tensor else { return false }
    return Tensor.withStorage(at: register.address) { shape, _, _ in
      shape.count >= FusedExpression.smallestCount
    }
  }

  /// The expression that waits in a register.
  private func waiting(_ register: Register) -> FusedExpression? {
    guard register.tag == Register.Tag.object,
      case .object(let box) = register.value, type(of: box.object) == WaitingTensor.self,
      let tensor = box.object as? WaitingTensor
    else { return nil }
    return tensor.expression
  }

  /// The operand of an element-wise operation that a register holds.
  private func expression(_ register: Register) -> FusedExpression? {
    switch register.value {
    case .number(let number): FusedExpression(number)
    case .bool(let bool): FusedExpression(bool ? 1 : 0, kind: .bool)
    case .tensor(let tensor): FusedExpression(tensor)
    default: waiting(register)
    }
  }
}

extension Register {
  /// Releases what the register holds.
  mutating func clear() {
    release()
    self = .undefined
  }
}
