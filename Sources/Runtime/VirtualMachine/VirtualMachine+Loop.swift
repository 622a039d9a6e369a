internal import Diagnostics
internal import Tensors

extension VirtualMachine {
  /// Runs the topmost frame, which is new, until it has returned to `entry`.
  ///
  /// One long loop on purpose: every case handles numbers in place and leaves the rest to a method.
  func execute(from entry: UnsafeMutablePointer<Frame>) throws(Diagnostic) {
    var pc = frame.pointee.resume
    var k = frame.pointee.constants
    var r = frame.pointee.base
    var budget = 1024
    // Read where it is used: the fields of a copy would take registers away from the operands.
    var i: Instruction { pc[-1] }
    let lastFrame = frames + VirtualMachine.maximumFrames - 1
    let lastRegister = registers + VirtualMachine.maximumRegisters

    while true {
      do throws(Diagnostic) {
        while true {
          let operation = pc.pointee.operation
          pc += 1
          switch operation {
          // MARK: Moving
          case .move:
            let source = r + Int(i.b)
            let target = r + Int(i.a)
            let old = target.pointee
            if i.flags != 0 {
              target.pointee = source.pointee
              source.pointee = .undefined
            } else {
              retain(source.pointee)
              target.pointee = source.pointee
            }
            old.release()
          case .loadConstant:
            let constant = k[i.wide]
            retain(constant)
            let old = r[Int(i.a)]
            r[Int(i.a)] = constant
            old.release()
          case .getGlobal:
            let source = registers[i.wide]
            if source.isUndefined, i.flags == 0 { throw undefinedGlobal(i.wide) }
            retain(source)
            let old = r[Int(i.a)]
            r[Int(i.a)] = source
            old.release()
          case .getCaptured: try getCaptured(i, r)
          case .getSelf: getSelf(i, r)
          case .checkDefined:
            if r[Int(i.a)].isUndefined { throw undefinedLocal(i) }
          case .clear:
            r[Int(i.a)].release()
            r[Int(i.a)] = .undefined

          // MARK: Arithmetic
          case .add:
            let x = r[Int(i.b)]
            let y = r[Int(i.c)]
            if x.isNumber && y.isNumber {
              let old = r[Int(i.a)]
              r[Int(i.a)] = Register(x.number + y.number)
              old.release()
            } else {
              try slowBinary(.add, i, r)
            }
          case .subtract:
            let x = r[Int(i.b)]
            let y = r[Int(i.c)]
            if x.isNumber && y.isNumber {
              let old = r[Int(i.a)]
              r[Int(i.a)] = Register(x.number - y.number)
              old.release()
            } else {
              try slowBinary(.subtract, i, r)
            }
          case .multiply:
            let x = r[Int(i.b)]
            let y = r[Int(i.c)]
            if x.isNumber && y.isNumber {
              let old = r[Int(i.a)]
              r[Int(i.a)] = Register(x.number * y.number)
              old.release()
            } else {
              try slowBinary(.multiply, i, r)
            }
          case .multiplyRemainder:
            let x = r[Int(i.b)]
            let y = r[Int(i.c)]
            if x.isNumber && y.isNumber {
              pc += 1
              let old = r[Int(i.a)]
              r[Int(i.a)] = Register(
                remainder(x.number * y.number, ofPositive: k[Int(i.c)].number))
              old.release()
            } else {
              try slowBinary(.multiply, i, r)
            }
          case .multiplyAdd:
            let x = r[Int(i.b)]
            let y = r[Int(i.c)]
            let sum = r[Int(pc.pointee.b)]
            if x.isNumber && y.isNumber && sum.isNumber {
              pc += 1
              let old = r[Int(i.a)]
              r[Int(i.a)] = Register(sum.number + x.number * y.number)
              old.release()
            } else {
              try slowBinary(.multiply, i, r)
            }
          case .divide:
            let x = r[Int(i.b)]
            let y = r[Int(i.c)]
            if x.isNumber && y.isNumber {
              let old = r[Int(i.a)]
              r[Int(i.a)] = Register(x.number / y.number)
              old.release()
            } else {
              try slowBinary(.divide, i, r)
            }
          case .remainder:
            let x = r[Int(i.b)]
            let y = r[Int(i.c)]
            if x.isNumber && y.isNumber {
              let old = r[Int(i.a)]
              r[Int(i.a)] = Register(foreign: remainder(x.number, y.number))
              old.release()
            } else {
              try slowBinary(.remainder, i, r)
            }
          case .floorDivide: try slowBinary(.floorDivide, i, r)
          case .power: try slowBinary(.power, i, r)
          case .matrixProduct: try matrixProduct(i, r)
          case .addConstant:
            let x = r[Int(i.b)]
            if x.isNumber {
              let old = r[Int(i.a)]
              r[Int(i.a)] = Register(x.number + k[Int(i.c)].number)
              old.release()
            } else {
              try slowBinary(.add, i, r, k[Int(i.c)])
            }
          case .subtractConstant:
            let x = r[Int(i.b)]
            if x.isNumber {
              let old = r[Int(i.a)]
              r[Int(i.a)] = Register(x.number - k[Int(i.c)].number)
              old.release()
            } else {
              try slowBinary(.subtract, i, r, k[Int(i.c)])
            }
          case .multiplyConstant:
            let x = r[Int(i.b)]
            if x.isNumber {
              let old = r[Int(i.a)]
              r[Int(i.a)] = Register(x.number * k[Int(i.c)].number)
              old.release()
            } else {
              try slowBinary(.multiply, i, r, k[Int(i.c)])
            }
          case .divideConstant:
            let x = r[Int(i.b)]
            if x.isNumber {
              let old = r[Int(i.a)]
              r[Int(i.a)] = Register(x.number / k[Int(i.c)].number)
              old.release()
            } else {
              try slowBinary(.divide, i, r, k[Int(i.c)])
            }
          case .remainderConstant:
            let x = r[Int(i.b)]
            if x.isNumber {
              let old = r[Int(i.a)]
              r[Int(i.a)] = Register(remainder(x.number, ofPositive: k[Int(i.c)].number))
              old.release()
            } else {
              try slowBinary(.remainder, i, r, k[Int(i.c)])
            }
          case .negate:
            let x = r[Int(i.b)]
            if x.isNumber {
              let old = r[Int(i.a)]
              r[Int(i.a)] = Register(-x.number)
              old.release()
            } else {
              try slowUnary(i, r)
            }
          case .not, .transpose: try slowUnary(i, r)

          // MARK: Comparison
          case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual:
            try compare(i, r)
          case .isIn, .isNotIn: try membership(i, r)
          case .logicalAnd, .logicalOr: try combineLogical(i, r)

          // MARK: Jumps
          case .jump:
            let offset = i.wide
            if offset < 0 {
              budget &-= 1
              if budget == 0 {
                budget = 1024
                frame.pointee.resume = pc
                // Before the jump, so that an interruption points at the loop.
                try poll()
              }
            }
            pc += offset
          case .jumpIfDefined:
            if !r[Int(i.a)].isUndefined { pc += i.wide }
          case .jumpIf:
            let condition = r[Int(i.a)]
            let isTrue = condition.bits == Register.true.bits
            guard isTrue || condition.bits == Register.false.bits else {
              throw notACondition(condition)
            }
            if isTrue == (i.flags & 1 != 0) { pc += i.wide }
          case .shortCircuitAnd:
            if r[Int(i.a)].bits == Register.false.bits {
              pc += i.wide
            } else {
              try checkLogical(r[Int(i.a)], "and")
            }
          case .shortCircuitOr:
            if r[Int(i.a)].bits == Register.true.bits {
              pc += i.wide
            } else {
              try checkLogical(r[Int(i.a)], "or")
            }
          case .jumpLess:
            let x = r[Int(i.a)]
            let y = r[Int(i.b)]
            let isTrue =
              x.isNumber && y.isNumber ? x.number < y.number : try slowCondition(.less, x, y, i)
            if isTrue == (i.flags & 1 != 0) { pc += i.shortJump }
          case .jumpLessEqual:
            let x = r[Int(i.a)]
            let y = r[Int(i.b)]
            let isTrue =
              x.isNumber && y.isNumber
              ? x.number <= y.number : try slowCondition(.lessEqual, x, y, i)
            if isTrue == (i.flags & 1 != 0) { pc += i.shortJump }
          case .jumpEqual:
            let x = r[Int(i.a)]
            let y = r[Int(i.b)]
            let isTrue =
              x.isNumber && y.isNumber ? x.number == y.number : try slowCondition(.equal, x, y, i)
            if isTrue == (i.flags & 1 != 0) { pc += i.shortJump }
          case .jumpLessConstant:
            let x = r[Int(i.a)]
            let y = k[Int(i.b)]
            let isTrue = x.isNumber ? x.number < y.number : try slowCondition(.less, x, y, i)
            if isTrue == (i.flags & 1 != 0) { pc += i.shortJump }
          case .jumpLessEqualConstant:
            let x = r[Int(i.a)]
            let y = k[Int(i.b)]
            let isTrue = x.isNumber ? x.number <= y.number : try slowCondition(.lessEqual, x, y, i)
            if isTrue == (i.flags & 1 != 0) { pc += i.shortJump }
          case .jumpGreaterConstant:
            let x = r[Int(i.a)]
            let y = k[Int(i.b)]
            let isTrue = x.isNumber ? x.number > y.number : try slowCondition(.greater, x, y, i)
            if isTrue == (i.flags & 1 != 0) { pc += i.shortJump }
          case .jumpGreaterEqualConstant:
            let x = r[Int(i.a)]
            let y = k[Int(i.b)]
            let isTrue =
              x.isNumber ? x.number >= y.number : try slowCondition(.greaterEqual, x, y, i)
            if isTrue == (i.flags & 1 != 0) { pc += i.shortJump }
          case .jumpEqualConstant:
            let x = r[Int(i.a)]
            let y = k[Int(i.b)]
            let isTrue = x.isNumber ? x.number == y.number : try slowCondition(.equal, x, y, i)
            if isTrue == (i.flags & 1 != 0) { pc += i.shortJump }

          // MARK: Loops
          case .rangePrepare:
            if try !prepareRange(r + Int(i.a)) { pc += i.wide }
          case .addRangeLoop, .storeRangeLoop, .rangeLoop:
            if operation == .addRangeLoop {
              let x = r[Int(i.b)]
              let y = r[Int(i.c)]
              guard x.isNumber && y.isNumber else {
                try slowBinary(.add, i, r)
                continue
              }
              let old = r[Int(i.a)]
              r[Int(i.a)] = Register(x.number + y.number)
              old.release()
              pc += 1
            } else if operation == .storeRangeLoop {
              guard fastStore(i, r, k) else {
                try slowSetIndex(i, r, value: (i.flags & 1 == 0 ? r : k)[Int(i.c)], count: 1)
                continue
              }
              pc += 1
            }
            let hidden = r + Int(i.a)
            let next = hidden[0].number + 1
            if next < hidden[1].number {
              hidden[0] = Register(next)
              let old = r[Int(i.b)]
              r[Int(i.b)] = Register(hidden[2].number + next * hidden[3].number)
              old.release()
              pc += i.shortJump
              budget &-= 1
              if budget == 0 {
                budget = 1024
                frame.pointee.resume = pc
                try poll()
              }
            }
          case .loopPrepare: try prepareLoop(r + Int(i.a))
          case .loopNext:
            if try !advanceLoop(r + Int(i.a), into: r + Int(i.b)) { pc += i.shortJump }

          // MARK: Making values
          case .makeBracket: try makeBracket(i, r)
          case .makeRecord: try makeRecord(i, r)
          case .makeRange: try makeRange(i, r)
          case .makeString: try makeString(i, r)
          case .makeClosure: try makeClosure(i, r)

          // MARK: Calls
          case .subtractCallGlobal, .call, .callGlobal:
            if operation == .subtractCallGlobal {
              let x = r[Int(i.b)]
              guard x.isNumber else {
                try slowBinary(.subtract, i, r, k[Int(i.c)])
                continue
              }
              let old = r[Int(i.a)]
              r[Int(i.a)] = Register(x.number - k[Int(i.c)].number)
              old.release()
              pc += 1
            }
            let window = r + Int(i.a)
            let call = i
            let count = Int(call.b)
            let destination = Int(call.c)
            var callee = window.pointee
            if operation != .call {
              let slot = pc.pointee.wide
              pc += 1
              callee = registers[slot]
              if callee.isUndefined { throw undefinedGlobal(slot) }
            }
            guard callee.tag == Register.Tag.function else {
              throw notAFunction(callee)
            }
            if call.flags != 0, try fuseCall(callee, call, window, into: r + Int(call.c)) {
              continue
            }
            let entered = Unmanaged<Function>.fromOpaque(callee.address)
              ._withUnsafeGuaranteedRef { $0.target }
            guard let entered = entered?.pointee else {
              frame.pointee.resume = pc
              try callBuiltin(callee, window, count: count, into: r + destination)
              continue
            }
            if count != entered.parameterCount {
              try completeArguments(callee, window, given: count)
            }
            let base = window + 1
            let current = frame
            guard current < lastFrame, base + entered.registerCount < lastRegister else {
              throw VirtualMachine.recursionError
            }
            var local = entered.parameterCount
            while local < entered.parameterCount + entered.clearedCount {
              base[local].release()
              base[local] = .undefined
              local += 1
            }
            var mark = objectCount
            for argument in 0..<entered.parameterCount where base[argument].isObject { mark = -1 }
            current.pointee.resume = pc
            let next = current + 1
            next.pointee.base = base
            next.pointee.constants = entered.constants
            next.pointee.function = callee.address
            next.pointee.registerCount = Int32(truncatingIfNeeded: entered.registerCount)
            next.pointee.destination = Int32(truncatingIfNeeded: destination)
            next.pointee.objectMark = mark
            frame = next
            r = base
            k = entered.constants
            pc = entered.instructions
            budget &-= 1
            if budget == 0 {
              budget = 1024
              try poll()
            }
          case .callWithKeywords:
            let window = r + Int(i.a)
            frame.pointee.resume = pc
            if let entered = try callWithKeywords(i, window, r) {
              r = window + 1
              k = entered.constants
              pc = entered.instructions
            }
          case .addReturn, .returnValue:
            if operation == .addReturn {
              let x = r[Int(i.b)]
              let y = r[Int(i.c)]
              guard x.isNumber && y.isNumber else {
                try slowBinary(.add, i, r)
                continue
              }
              let old = r[Int(i.a)]
              r[Int(i.a)] = Register(x.number + y.number)
              old.release()
              pc += 1
            }
            let result = r[Int(i.a)]
            r[Int(i.a)] = .undefined
            let current = frame
            let destination = Int(current.pointee.destination)
            if current.pointee.objectMark != objectCount {
              clear(r, count: Int(current.pointee.registerCount))
            }
            frame = current - 1
            let window = r - 1
            if destination < 0 {
              window.pointee = result
              return
            }
            if window.pointee.isObject {
              window.pointee.release()
              window.pointee = .undefined
            }
            let caller = current - 1
            r = caller.pointee.base
            k = caller.pointee.constants
            pc = caller.pointee.resume
            let old = r[destination]
            r[destination] = result
            if result.isObject { objectCount &+= 1 }
            old.release()
          case .halt:
            // Comparing and printing give up when asked to stop; what they made must not stay.
            try poll()
            return

          // MARK: Parts
          case .indexJump:
            let base = r[Int(i.b)]
            let position = r[Int(i.c)]
            if position.isNumber, base.tag == Register.Tag.tensor,
              let element = fastElement(base.address, position.number), !element.isNumber
            {
              pc += 1
              if (element.bits == Register.true.bits) == (i.flags & 1 != 0) { pc += i.wide }
            } else {
              try slowIndex(i, r, count: 1)
            }
          case .index:
            let base = r[Int(i.b)]
            let position = r[Int(i.c)]
            if position.isNumber, base.tag == Register.Tag.tensor,
              let element = fastElement(base.address, position.number)
            {
              let old = r[Int(i.a)]
              r[Int(i.a)] = element
              old.release()
            } else {
              try slowIndex(i, r, count: 1)
            }
          case .indexPair:
            let base = r[Int(i.b)]
            let row = r[Int(i.c)]
            let column = r[Int(i.c) + 1]
            if row.isNumber, column.isNumber, base.tag == Register.Tag.tensor,
              let element = fastElement(base.address, row.number, column.number)
            {
              let old = r[Int(i.a)]
              r[Int(i.a)] = element
              old.release()
            } else {
              try slowIndex(i, r, count: 2)
            }
          case .indexPath: try indexPath(i, r)
          case .field: try readField(i, r)
          case .setIndex:
            if fastStore(i, r, k) { continue }
            try slowSetIndex(i, r, value: (i.flags & 1 == 0 ? r : k)[Int(i.c)], count: 1)
          case .setIndexPair:
            let base = r[Int(i.a)]
            let row = r[Int(i.b)]
            let column = r[Int(i.b) + 1]
            if row.isNumber, column.isNumber, base.tag == Register.Tag.tensor,
              Tensor.isUniquelyOwned(at: base.address),
              fastStore(
                base.address, row.number, column.number,
                (i.flags & 1 == 0 ? r : k)[Int(i.c)])
            {
              continue
            }
            try slowSetIndex(i, r, value: (i.flags & 1 == 0 ? r : k)[Int(i.c)], count: 2)
          case .setPath: try setPath(i, r)
          case .destructure: try destructure(i, r)

          // MARK: Statements
          case .show: try show(r + Int(i.a))
          case .fail: throw assertionFailure(r[Int(i.a)])
          }
        }
      } catch {
        let resumed = try recover(from: error, at: pc, entry: entry)
        pc = resumed.instruction
        k = resumed.constants
        r = resumed.base
      }
    }
  }

  /// Retains what a register will hold as well.
  @inline(__always)
  private func retain(_ register: Register) {
    guard register.isObject else { return }
    objectCount &+= 1
    register.retain()
  }

  /// The remainder of division by a whole number between 1 and 2^31; never negative.
  ///
  /// The quotient is rounded to the nearest whole number by adding and taking away a number too
  /// large for fractions. The product and the difference are then exact below 2^51.
  @inline(__always)
  private func remainder(_ x: Double, ofPositive y: Double) -> Double {
    guard abs(x) < 0x1p51 else { return apply(.remainder, x, y) }
    let quotient = (x / y + 0x1.8p52) - 0x1.8p52
    let rest = x - quotient * y
    return rest + (rest < 0 ? y : 0)
  }

  /// The remainder with the divisor's sign, exact for whole numbers.
  @inline(__always)
  private func remainder(_ x: Double, _ y: Double) -> Double {
    if abs(x) < 0x1p53, abs(y) < 0x1p53 {
      let a = Int64(x)
      let b = Int64(y)
      if b != 0, Double(a) == x, Double(b) == y {
        let result = a % b
        if result == 0 { return b < 0 ? -0.0 : 0.0 }
        return Double((result ^ b) < 0 ? result + b : result)
      }
    }
    return apply(.remainder, x, y)
  }

  /// An element of a vector, when the position is valid as it stands.
  @inline(__always)
  private func fastElement(_ address: UnsafeRawPointer, _ position: Double) -> Register? {
    Tensor.withStorage(at: address) { shape, kind, elements in
      guard shape.rank == 1, position >= 0, position < Double(shape[0]) else { return nil }
      let index = Int(position)
      guard Double(index) == position else { return nil }
      return kind == .bool ? Register(elements[index] != 0) : Register(foreign: elements[index])
    }
  }

  /// An element of a matrix, when the positions are valid as they stand.
  @inline(__always)
  private func fastElement(
    _ address: UnsafeRawPointer, _ row: Double, _ column: Double
  )
    -> Register?
  {
    Tensor.withStorage(at: address) { shape, kind, elements in
      guard shape.rank == 2, row >= 0, row < Double(shape[0]), column >= 0,
        column < Double(shape[1])
      else { return nil }
      let i = Int(row)
      let j = Int(column)
      guard Double(i) == row, Double(j) == column else { return nil }
      let element = elements[i * shape[1] + j]
      return kind == .bool ? Register(element != 0) : Register(foreign: element)
    }
  }

  /// `R[a][R[b]] = value` for a vector that nobody else owns; `false` when it is anything else.
  @inline(__always)
  private func fastStore(_ i: Instruction, _ r: Registers, _ k: Registers) -> Bool {
    let base = r[Int(i.a)]
    let position = r[Int(i.b)]
    guard position.isNumber, base.tag == Register.Tag.tensor,
      Tensor.isUniquelyOwned(at: base.address)
    else { return false }
    return fastStore(base.address, position.number, (i.flags & 1 == 0 ? r : k)[Int(i.c)])
  }

  /// Stores into a vector that nobody else owns; `false` when the ordinary way is needed.
  @inline(__always)
  private func fastStore(
    _ address: UnsafeRawPointer, _ position: Double, _ value: Register
  )
    -> Bool
  {
    Tensor.withStorage(at: address) { shape, kind, elements in
      guard shape.rank == 1, position >= 0, position < Double(shape[0]),
        let element = storable(value, kind)
      else { return false }
      let index = Int(position)
      guard Double(index) == position else { return false }
      elements[index] = element
      return true
    }
  }

  /// Stores into a matrix that nobody else owns; `false` when the ordinary way is needed.
  @inline(__always)
  private func fastStore(
    _ address: UnsafeRawPointer, _ row: Double, _ column: Double, _ value: Register
  ) -> Bool {
    Tensor.withStorage(at: address) { shape, kind, elements in
      guard shape.rank == 2, row >= 0, row < Double(shape[0]), column >= 0,
        column < Double(shape[1]), let element = storable(value, kind)
      else { return false }
      let i = Int(row)
      let j = Int(column)
      guard Double(i) == row, Double(j) == column else { return false }
      elements[i * shape[1] + j] = element
      return true
    }
  }

  @inline(__always)
  private func storable(_ value: Register, _ kind: ElementKind) -> Double? {
    if kind == .number { return value.isNumber ? value.number : nil }
    if value.bits == Register.true.bits { return 1 }
    return value.bits == Register.false.bits ? 0 : nil
  }
}
