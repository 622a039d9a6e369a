/// What an instruction does.
///
/// `information` says for each one what it is called, what its operands `a`, `b`, `c` (or `b` and
/// `c` together, `wide`) stand for and what it does. Jumps are relative to the following
/// instruction.
package enum Opcode: UInt8, CaseIterable, Sendable {
  // Moving values
  case move, loadConstant, getGlobal, getCaptured, getSelf, checkDefined, clear

  // Arithmetic; flag bit 0: the left operand dies, bit 1: the right one does
  case add, subtract, multiply, divide, floorDivide, remainder, power, matrixProduct
  case addConstant, subtractConstant, multiplyConstant, divideConstant
  case remainderConstant  // the constant is whole, from 1 to 2^31
  case negate, not, transpose

  // Comparison; flags as for arithmetic
  case equal, notEqual, less, lessEqual, greater, greaterEqual, isIn, isNotIn
  case logicalAnd, logicalOr

  // Jumps; flag bit 0: the outcome that jumps
  case jump, jumpIfDefined
  case jumpIf  // flag bit 1: the condition dies
  case shortCircuitAnd, shortCircuitOr
  case jumpLess, jumpLessEqual, jumpEqual  // flag bit 1: the operands are swapped in the text
  case jumpLessConstant, jumpLessEqualConstant, jumpGreaterConstant, jumpGreaterEqualConstant
  case jumpEqualConstant

  // Loops; hidden registers from a: index, count, start, step
  case rangePrepare, rangeLoop
  // Loops; hidden registers from a: sequence, index, offset in a string
  case loopPrepare, loopNext

  // Making values
  case makeBracket, makeRecord, makeRange, makeString, makeClosure

  // Calls; the function at R[a], arguments after it, result in R[c]
  case call
  case callGlobal  // the next word names the function's slot
  case callWithKeywords
  case returnValue, halt

  // Parts of values
  case index, indexPair, indexPath, field
  case setIndex, setIndexPair  // flag bit 0: the value is K[c]
  case setPath, destructure

  // Statements
  case show, fail

  // Two instructions in one step: the operands of the first, the second one follows as it is
  case multiplyRemainder, multiplyAdd
  case addRangeLoop, storeRangeLoop
  case subtractCallGlobal, addReturn
  case indexJump
}

extension Opcode {
  /// A row of the opcode table.
  package struct Information: Sendable {
    /// What a listing calls the instruction.
    package let name: String
    /// How a listing writes its operands; `Disassembler` explains the placeholders.
    package let form: String
    /// What it does, in a few words.
    package let meaning: String
    /// Whether its errors point at the operator and both operands.
    package var isOperator = false

    init(_ name: String, _ form: String, _ meaning: String, isOperator: Bool = false) {
      self.name = name
      self.form = form
      self.meaning = meaning
      self.isOperator = isOperator
    }

    static func arithmetic(_ name: String, _ symbol: String, _ meaning: String) -> Information {
      Information(name, "{a} = {b} \(symbol) {c}", meaning, isOperator: true)
    }

    static func withConstant(_ name: String, _ symbol: String) -> Information {
      Information(
        name, "{a} = {b} \(symbol) {constant c}", "arithmetic with a constant", isOperator: true)
    }

    static func jump(_ name: String, _ symbol: String) -> Information {
      Information(
        name, "{unless}{a} \(symbol) {b} -> {label c}", "compares two values and jumps",
        isOperator: true)
    }

    static func constantJump(_ name: String, _ symbol: String) -> Information {
      Information(
        name, "{unless}{a} \(symbol) {constant b} -> {label c}",
        "compares with a constant and jumps", isOperator: true)
    }

    /// A row for two instructions in one; operands and errors are the first one's.
    static func pair(_ first: Opcode, _ second: Opcode) -> Information {
      let (one, two) = (first.information, second.information)
      return Information(
        "\(one.name)+", one.form, "this and the next (\(two.name)) in one step for plain numbers",
        isOperator: one.isOperator)
    }
  }

  /// This instruction's row of the opcode table.
  package var information: Information {
    switch self {
    case .move: Information("move", "{a} = {b}{dies}", "copies a value, or moves it")
    case .loadConstant: Information("constant", "{a} = {constant wide}", "a constant")
    case .getGlobal: Information("global", "{a} = {global wide}", "reads a top-level variable")
    case .getCaptured:
      Information("captured", "{a} = {captured b}", "reads a variable the closure took along")
    case .getSelf: Information("self", "{a} = this function", "the running function")
    case .checkDefined:
      Information("check", "{a}", "an error when the variable has no value yet")
    case .clear: Information("clear", "{a}", "forgets a value")
    case .add: .arithmetic("add", "+", "sum")
    case .subtract: .arithmetic("subtract", "-", "difference")
    case .multiply: .arithmetic("multiply", "*", "product")
    case .divide: .arithmetic("divide", "/", "quotient")
    case .floorDivide: .arithmetic("floor divide", "//", "quotient rounded down")
    case .remainder: .arithmetic("remainder", "%", "remainder with the divisor's sign")
    case .power: .arithmetic("power", "^", "power")
    case .matrixProduct: .arithmetic("matrix product", "@", "matrix product")
    case .addConstant: .withConstant("add", "+")
    case .subtractConstant: .withConstant("subtract", "-")
    case .multiplyConstant: .withConstant("multiply", "*")
    case .divideConstant: .withConstant("divide", "/")
    case .remainderConstant: .withConstant("remainder", "%")
    case .negate: Information("negate", "{a} = -{b}", "the negative")
    case .not: Information("not", "{a} = not {b}", "the opposite bool")
    case .transpose: Information("transpose", "{a} = {b}'", "the transpose")
    case .equal: .arithmetic("equal", "==", "whether values are equal")
    case .notEqual: .arithmetic("not equal", "!=", "whether values differ")
    case .less: .arithmetic("less", "<", "comparison")
    case .lessEqual: .arithmetic("less or equal", "<=", "comparison")
    case .greater: .arithmetic("greater", ">", "comparison")
    case .greaterEqual: .arithmetic("greater or equal", ">=", "comparison")
    case .isIn: .arithmetic("in", "in", "membership")
    case .isNotIn: .arithmetic("not in", "not in", "membership")
    case .logicalAnd: .arithmetic("and", "and", "both, element by element")
    case .logicalOr: .arithmetic("or", "or", "either, element by element")
    case .jump: Information("jump", "-> {label wide}", "goes on elsewhere")
    case .jumpIfDefined:
      Information("jump", "{a} was given -> {label wide}", "jumps over a parameter's default")
    case .jumpIf: Information("jump", "{unless}{a} -> {label wide}", "jumps on a condition")
    case .shortCircuitAnd:
      Information("jump", "unless {a} -> {label wide}", "decides an `and` by its left side")
    case .shortCircuitOr:
      Information("jump", "if {a} -> {label wide}", "decides an `or` by its left side")
    case .jumpLess: .jump("jump", "<")
    case .jumpLessEqual: .jump("jump", "<=")
    case .jumpEqual: .jump("jump", "==")
    case .jumpLessConstant: .constantJump("jump", "<")
    case .jumpLessEqualConstant: .constantJump("jump", "<=")
    case .jumpGreaterConstant: .constantJump("jump", ">")
    case .jumpGreaterEqualConstant: .constantJump("jump", ">=")
    case .jumpEqualConstant: .constantJump("jump", "==")
    case .rangePrepare:
      Information(
        "range", "{a}:{a+1}:{a+2}, empty -> {label wide}", "begins a loop over a range of numbers")
    case .rangeLoop:
      Information("next", "{b} of {a}, if any -> {label c}", "the range's next number, and again")
    case .loopPrepare: Information("each", "{a}", "begins a loop over a value's elements")
    case .loopNext:
      Information("next", "{b}, {b+1} of {a}, at its end -> {label c}", "next element, position")
    case .makeBracket: Information("bracket", "{a} = {bracket}", "a tensor or a list")
    case .makeRecord: Information("record", "{a} = {record}", "a record")
    case .makeRange: Information("range", "{a} = {range}", "a range as a vector")
    case .makeString: Information("string", "{a} = {string}", "text with values put in")
    case .makeClosure:
      Information("function", "{a} = {function}", "a function and what it takes along")
    case .call: Information("call", "{c} = {a}({arguments})", "calls a function")
    case .callGlobal:
      Information("call", "{c} = {callee}({arguments})", "calls a top-level function")
    case .callWithKeywords:
      Information("call", "{c} = {a}({keywords})", "calls a function with keywords")
    case .returnValue: Information("return", "{a}", "ends the function")
    case .halt: Information("end", "", "ends the cell")
    case .index: Information("index", "{a} = {b}[{c}]", "a part of a value")
    case .indexPair: Information("index", "{a} = {b}[{c}, {c+1}]", "a part of a value")
    case .indexPath: Information("index", "{a} = {b}{path a}", "a part of a part, or a slice")
    case .field: Information("field", "{a} = {b}.{name c}", "a field")
    case .setIndex: Information("set", "{a}[{b}] = {value c}", "replaces a part, in place if alone")
    case .setIndexPair: Information("set", "{a}[{b}, {b+1}] = {value c}", "replaces a part")
    case .setPath:
      Information("set", "{a}{path b} = {last}", "replaces a part of a part, or a slice")
    case .destructure: Information("split", "{parts} = {a}", "a value's parts, one by one")
    case .show: Information("show", "{a}", "shows a value in the shell")
    case .fail: Information("fail", "{a}", "the error of an assertion")
    case .multiplyRemainder: .pair(.multiply, .remainderConstant)
    case .multiplyAdd: .pair(.multiply, .add)
    case .addRangeLoop: .pair(.add, .rangeLoop)
    case .storeRangeLoop: .pair(.setIndex, .rangeLoop)
    case .subtractCallGlobal: .pair(.subtractConstant, .callGlobal)
    case .addReturn: .pair(.add, .returnValue)
    case .indexJump: .pair(.index, .jumpIf)
    }
  }
}
