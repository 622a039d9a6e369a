internal import Diagnostics

extension VirtualMachine {
  /// Calls a builtin whose arguments stand behind a window; they move into the call.
  @inline(never)
  func callBuiltin(
    _ callee: Register, _ window: Registers, count: Int, into target: Registers
  ) throws(Diagnostic) {
    // The window or a top-level variable keeps the function, and that its declaration.
    let declaration = Unmanaged<Function>.fromOpaque(callee.address)._withUnsafeGuaranteedRef {
      $0.builtin.map { Unmanaged.passUnretained($0) }
    }
    guard let builtin = declaration?.takeUnretainedValue() else { return }
    if try callDirectly(builtin, window, count: count, into: target) {
      window.pointee.release()
      window.pointee = .undefined
      return
    }
    let arguments = takeValues(window + 1, count: count)
    let result = try callBuiltin(builtin, positional: arguments)
    window.pointee.release()
    window.pointee = .undefined
    set(target, result)
  }

  /// Calls a builtin that takes values as they are; `false` when it must be called the ordinary way.
  private func callDirectly(
    _ builtin: Builtin, _ window: Registers, count: Int, into target: Registers
  ) throws(Diagnostic) -> Bool {
    // Under differentiation every call is seen by the one that takes the derivative.
    guard !host.isDifferentiating else { return false }
    if count == 2 {
      guard let update = builtin.updatingFunction else { return false }
      return try updateDirectly(update, window, into: target)
    }
    guard count == 1 else { return false }
    if let scalar = builtin.scalarFunction, window[1].isNumber {
      setNumber(target, 0)
      target.pointee = Register(foreign: scalar(window[1].number))
      return true
    }
    guard let unary = builtin.unaryFunction else { return false }
    try poll()
    do {
      set(target, try unary(window[1].take()))
    } catch {
      throw Diagnostic(error)
    }
    return true
  }

  /// Changes the first argument in place; also a variable's own value, which the result replaces.
  private func updateDirectly(
    _ update: (inout Value, Value) throws -> Bool, _ window: Registers, into target: Registers
  ) throws(Diagnostic) -> Bool {
    try poll()
    let replacesVariable = window[1].isObject && window[1].bits == target.pointee.bits
    if replacesVariable {
      target.pointee.release()
      target.pointee = .undefined
    }
    var whole = window[1].take()
    let part = window[2].take()
    do {
      if try update(&whole, part) {
        set(target, whole)
        return true
      }
    } catch {
      if replacesVariable { target.pointee = Register(whole) }
      throw Diagnostic(error)
    }
    if replacesVariable { target.pointee = Register(whole) }
    window[1] = Register(whole)
    window[2] = Register(part)
    return false
  }

  @inline(never)
  func callBuiltin(_ builtin: Builtin, positional: [Value]) throws(Diagnostic) -> Value {
    do {
      return try callBuiltin(builtin, try builtin.bind(positional, keywords: []))
    } catch {
      throw Diagnostic(error)
    }
  }

  /// Calls a builtin with arguments in the order of its parameters, `nil` for those left out.
  @inline(never)
  func callBuiltin(_ builtin: Builtin, _ arguments: [Value?]) throws(Diagnostic) -> Value {
    guard nativeDepth < VirtualMachine.maximumNativeDepth else {
      throw Diagnostic(
        .limit,
        "functions that call each other through builtins nest deeper than "
          + "\(VirtualMachine.maximumNativeDepth) levels", .tooDeepRecursion)
    }
    try poll()
    let outer = VirtualMachine.begin(builtin)
    defer { VirtualMachine.end(backTo: outer) }
    do {
      let result =
        try host.differentiation?(host, builtin, arguments) ?? builtin.call(host, arguments)
      guard result.depth <= maximumValueDepth else { throw Value.tooDeep }
      return result
    } catch {
      throw Diagnostic(error)
    }
  }

  @inline(never)
  func notAFunction(_ callee: Register) -> Diagnostic {
    if callee.isUndefined { return Diagnostic(.name, "this has no value yet") }
    let value = callee.value
    var notes: [String] = []
    if case .tensor = value { notes = ["an element is written x[i]"] }
    return Diagnostic(
      .type, "\(value.described) cannot be called", notes: notes, .notCallable,
      facts: ["found": value.described])
  }

  // MARK: - Completing arguments

  /// Checks a positional call whose argument count differs from the parameter count.
  @inline(never)
  func completeArguments(
    _ callee: Register, _ window: Registers, given: Int
  ) throws(Diagnostic) {
    let function = Unmanaged<Function>.fromOpaque(callee.address).takeUnretainedValue()
    guard let code = function.code else { return }
    try completeArguments(code, window, given: given, keywords: [])
  }

  /// Brings arguments into the order of the parameters; those left out stay undefined.
  @inline(never)
  func completeArguments(
    _ code: FunctionCode, _ window: Registers, given: Int, keywords: [String]
  ) throws(Diagnostic) {
    let positional = given - keywords.count
    guard positional <= code.parameters.count else {
      throw CallMessages.tooMany(
        code.name, expected: code.parameters.count, found: positional,
        signature: code.parameters.map(\.described))
    }
    guard window + code.parameters.count + 1 < registers + VirtualMachine.maximumRegisters else {
      throw VirtualMachine.recursionError
    }
    // Registers behind the given arguments may hold what earlier expressions left.
    for index in given..<max(given, code.parameters.count) {
      window[index + 1].release()
      window[index + 1] = .undefined
    }
    if !keywords.isEmpty {
      try placeKeywords(code, window, positional: positional, keywords)
    }
    for (index, parameter) in code.parameters.enumerated()
    where !parameter.isOptional && (index >= positional || keywords.isEmpty && index >= given)
      && window[index + 1].isUndefined
    {
      throw CallMessages.missing(
        code.name, parameter.name, signature: code.parameters.map(\.described))
    }
  }

  private func placeKeywords(
    _ code: FunctionCode, _ window: Registers, positional: Int, _ keywords: [String]
  ) throws(Diagnostic) {
    let values = takeValues(window + 1 + positional, count: keywords.count)
    for (keyword, value) in zip(keywords, values) {
      guard let index = code.parameters.firstIndex(where: { $0.name == keyword }) else {
        throw CallMessages.unknownKeyword(
          code.name, keyword, among: code.parameters.map(\.name))
      }
      guard index >= positional, window[index + 1].isUndefined else {
        throw CallMessages.givenTwice(code.name, keyword)
      }
      window[index + 1] = Register(value)
    }
  }

  /// Performs a call with keywords; returns where to go on when a compiled function was entered.
  @inline(never)
  func callWithKeywords(
    _ i: Instruction, _ window: Registers, _ r: Registers
  ) throws(Diagnostic) -> CallTarget? {
    guard let layout = currentCode?.calls[Int(i.b)] else { return nil }
    let callee = window.pointee
    guard callee.tag == Register.Tag.function else { throw notAFunction(callee) }
    let function = Unmanaged<Function>.fromOpaque(callee.address).takeUnretainedValue()
    let given = layout.positionalCount + layout.keywords.count
    if let builtin = function.builtin {
      let values = takeValues(window + 1, count: given)
      do {
        let bound = try builtin.bind(
          Array(values.prefix(layout.positionalCount)),
          keywords: Array(zip(layout.keywords, values.suffix(layout.keywords.count))))
        let result = try callBuiltin(builtin, bound)
        window.pointee.release()
        window.pointee = .undefined
        set(r + Int(i.c), result)
      } catch {
        throw Diagnostic(error)
      }
      return nil
    }
    guard let code = function.code, let target = function.target?.pointee else { return nil }
    try completeArguments(code, window, given: given, keywords: layout.keywords)
    try pushFrame(
      function, target, base: window + 1, destination: Int(i.c),
      resume: frame.pointee.resume)
    return target
  }
}

/// The words of errors about arguments.
enum CallMessages {
  static func tooMany(
    _ name: String?, expected: Int, found: Int, signature: [String]
  )
    -> Diagnostic
  {
    let takes =
      expected == 0 ? "no arguments" : expected == 1 ? "1 argument" : "\(expected) arguments"
    return Diagnostic(
      .argument, "\(name ?? "this function") takes \(takes), found \(found)",
      notes: ["\(name ?? "fn")(\(signature.joined(separator: ", ")))"], .tooManyArguments,
      facts: ["function": name ?? "fn", "given": "\(found)", "taken": "\(expected)"])
  }

  static func missing(_ name: String?, _ parameter: String, signature: [String]) -> Diagnostic {
    Diagnostic(
      .argument, "\(name ?? "this function") needs the argument \(parameter)",
      notes: ["\(name ?? "fn")(\(signature.joined(separator: ", ")))"], .missingArgument,
      facts: ["function": name ?? "fn", "argument": parameter])
  }

  static func unknownKeyword(
    _ name: String?, _ keyword: String, among names: [String]
  )
    -> Diagnostic
  {
    let near =
      ForeignNames.keywords[keyword]?.first(where: names.contains).map { [$0] }
      ?? nearNames(to: keyword, among: names, limit: 1)
    let suggestion = near.first.map { ["did you mean \($0)=?"] } ?? []
    let taken =
      names.isEmpty ? "it takes no arguments" : "it takes \(names.joined(separator: ", "))"
    return Diagnostic(
      .argument, "\(name ?? "this function") has no argument \(keyword)",
      notes: suggestion + [taken], .unknownKeyword,
      facts: ["function": name ?? "this function", "keyword": keyword])
  }

  static func givenTwice(_ name: String?, _ keyword: String) -> Diagnostic {
    Diagnostic(.argument, "\(name ?? "this function") got the argument \(keyword) twice")
  }
}
