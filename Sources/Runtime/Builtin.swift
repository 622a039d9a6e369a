package import Diagnostics

/// A constraint on the values a parameter accepts, with the words that describe it.
package struct Constraint<T>: Sendable {
  package let description: String
  package let isSatisfied: @Sendable (T) -> Bool

  package init(_ description: String, isSatisfied: @escaping @Sendable (T) -> Bool) {
    self.description = description
    self.isSatisfied = isSatisfied
  }
}

extension Constraint where T == Double {
  package static var nonnegative: Self { Self("a number ≥ 0") { $0 >= 0 } }
  package static var positive: Self { Self("a number > 0") { $0 > 0 } }
  package static var share: Self { Self("a number between 0 and 1") { $0 >= 0 && $0 <= 1 } }
}

extension Constraint where T == Int {
  package static var nonnegative: Self { Self("a whole number ≥ 0") { $0 >= 0 } }
  package static var positive: Self { Self("a whole number > 0") { $0 > 0 } }
}

/// Whose names the strings that a parameter takes may be, for completion.
package enum NameSource: Sendable {
  /// The labels, tasks or heads of a data set.
  case labels
  case features
  /// Files, by their paths.
  case files
}

/// One parameter of a builtin.
package struct Parameter<T: ValueConvertible & Sendable>: Sendable {
  package let name: String
  package let summary: String
  package let defaultValue: T?
  package let constraint: Constraint<T>?
  /// Whose names its strings may be.
  package let naming: [NameSource]

  package init(
    _ name: String, _ summary: String, default defaultValue: T? = nil,
    _ constraint: Constraint<T>? = nil, naming: [NameSource] = []
  ) {
    self.naming = naming
    self.name = name
    self.summary = summary
    self.defaultValue = defaultValue
    self.constraint = constraint
  }
}

/// An example of a builtin or of syntax: source, and what running it brings.
package struct Example: Sendable, Equatable {
  package let source: String
  /// What it prints and shows.
  package let output: String
  /// The error that ends it; `nil` when it runs to its end.
  package let error: String?
  /// Whether it reads or writes files of its own, and so runs in an empty folder.
  package let needsFolder: Bool

  /// An example that runs to its end.
  ///
  /// - Parameters:
  ///   - source: a cell.
  ///   - output: what it prints and shows.
  ///   - needsFolder: whether it reads or writes files of its own.
  package init(_ source: String, prints output: String, needsFolder: Bool = false) {
    self.source = source
    self.output = output
    self.needsFolder = needsFolder
    error = nil
  }

  /// An example of a mistake, with the first line of its error.
  package init(_ source: String, fails error: String, needsFolder: Bool = false) {
    self.source = source
    self.error = error
    self.needsFolder = needsFolder
    output = ""
  }
}

/// A parameter with its Swift type erased, as help, completion and binding see it.
package struct ParameterInfo: Sendable {
  package let name: String
  package let summary: String
  package let typeName: String
  package let defaultValue: Value?
  package let constraint: String?
  package let isVariadic: Bool
  /// The words it accepts, when it is one of a few.
  package let choices: [String]
  /// Whose names its strings may be.
  package let naming: [NameSource]

  package init<T>(_ parameter: Parameter<T>) {
    name = parameter.name
    summary = parameter.summary
    typeName = T.typeName
    defaultValue = parameter.defaultValue?.value
    constraint = parameter.constraint?.description
    isVariadic = T.isVariadic
    choices = T.choices
    naming = parameter.naming
  }

  package var isOptional: Bool { defaultValue != nil || isVariadic }

  /// How the parameter stands in a signature: `x`, `tol=1e-06`, `values…`.
  package var spelling: String {
    if isVariadic { return "\(name)…" }
    guard let defaultValue else { return name }
    return "\(name)=\(defaultValue.literal)"
  }
}

/// A function of the language implemented in Swift: one declaration from which help, completion,
/// argument checks, reference pages and example tests are derived.
package final class Builtin: Sendable {
  package let name: String
  package let summary: String
  package let details: String
  package let parameters: [ParameterInfo]
  package let resultType: String
  package let examples: [Example]
  /// The function on one number, for builtins that have one: calls with a number take this way.
  package let scalarFunction: (@Sendable (Double) -> Double)?
  /// The function on one value of any type, for builtins that have one parameter and no default.
  package let unaryFunction: (@Sendable (Value) throws -> Value)?
  /// What `x = f(x, y)` does to `x` in place; gives `false` where only the ordinary way works.
  ///
  /// It changes nothing when it fails or gives `false`.
  package let updatingFunction: (@Sendable (inout Value, Value) throws -> Bool)?
  /// What the builtin does to elements, when calls may be computed together with what surrounds them.
  package let fusion: Fusion?
  private let implementation: @Sendable (Interpreter, [Value?]) throws -> Value

  /// Declares a builtin that needs the interpreter: to call functions, print, or draw numbers.
  package init<each P: ValueConvertible & Sendable, R: ValueConvertible & Sendable>(
    _ name: String, _ summary: String, _ parameter: repeat Parameter<each P>,
    details: String = "", examples: [Example] = [],
    scalar: (@Sendable (Double) -> Double)? = nil, fusion: Fusion? = nil,
    unary: (@Sendable (Value) throws -> Value)? = nil,
    updating: (@Sendable (inout Value, Value) throws -> Bool)? = nil,
    with body: @escaping @Sendable (Interpreter, repeat each P) throws -> R
  ) {
    var infos: [ParameterInfo] = []
    repeat infos.append(ParameterInfo(each parameter))
    self.name = name
    self.summary = summary
    self.details = details
    parameters = infos
    resultType = R.typeName
    self.examples = examples
    scalarFunction = scalar
    unaryFunction = unary
    updatingFunction = updating
    self.fusion = fusion
    implementation = { interpreter, arguments in
      var reader = ArgumentReader(function: name, arguments: arguments)
      return try body(interpreter, repeat try reader.next(each parameter)).value
    }
  }

  /// Declares a builtin that computes a value from its arguments alone.
  package convenience init<each P: ValueConvertible & Sendable, R: ValueConvertible & Sendable>(
    _ name: String, _ summary: String, _ parameter: repeat Parameter<each P>,
    details: String = "", examples: [Example] = [],
    scalar: (@Sendable (Double) -> Double)? = nil, fusion: Fusion? = nil,
    unary: (@Sendable (Value) throws -> Value)? = nil,
    updating: (@Sendable (inout Value, Value) throws -> Bool)? = nil,
    body: @escaping @Sendable (repeat each P) throws -> R
  ) {
    self.init(
      name, summary, repeat each parameter, details: details, examples: examples, scalar: scalar,
      fusion: fusion, unary: unary, updating: updating,
      with: { (_: Interpreter, argument: repeat each P) in try body(repeat each argument) })
  }

  /// Declares a builtin that reads its arguments itself, in the order of the parameters, `nil` for
  /// those left out.
  package init(
    _ name: String, _ summary: String, parameters: [ParameterInfo],
    resultType: String = Value.typeName, details: String = "", examples: [Example] = [],
    with body: @escaping @Sendable (Interpreter, [Value?]) throws -> Value
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.parameters = parameters
    self.resultType = resultType
    self.examples = examples
    scalarFunction = nil
    unaryFunction = nil
    updatingFunction = nil
    fusion = nil
    implementation = body
  }

  /// A function made of another one, whose arguments it takes, in the order of its parameters.
  package convenience init(
    _ name: String, _ summary: String, like function: Function,
    with body: @escaping @Sendable (Interpreter, [Value?]) throws -> Value
  ) {
    self.init(name, summary, parameters: function.parameterInfos, with: body)
  }

  /// The line that help and completion show: `clip(x, low, high) -> tensor`.
  package var signature: String {
    "\(name)(\(parameters.map(\.spelling).joined(separator: ", ")))"
  }

  /// Runs the builtin with arguments in the order of its parameters, `nil` for those left out.
  package func call(_ interpreter: Interpreter, _ arguments: [Value?]) throws -> Value {
    guard let operand = arguments.lazy.compactMap({ $0?.operandArgument }).first else {
      return try implementation(interpreter, arguments)
    }
    if let overload = operand.overload(of: name) {
      return try overload.implementation(interpreter, arguments)
    }
    do {
      return try implementation(interpreter, arguments)
    } catch {
      throw Diagnostic(error).advising(operand)
    }
  }

  /// Brings the arguments of a call into the order of the parameters.
  ///
  /// Parameters behind a variadic one are given by keyword only.
  package func bind(
    _ positional: [Value], keywords: [(String, Value)]
  ) throws(Diagnostic) -> [Value?] {
    var bound = [Value?](repeating: nil, count: parameters.count)
    if let rest = parameters.firstIndex(where: \.isVariadic) {
      for index in 0..<min(rest, positional.count) { bound[index] = positional[index] }
      bound[rest] = .flatList(Array(positional.dropFirst(rest)))
    } else {
      guard positional.count <= parameters.count else {
        throw CallMessages.tooMany(
          name, expected: parameters.count, found: positional.count,
          signature: signatureParts)
      }
      for (index, value) in positional.enumerated() { bound[index] = value }
    }
    for (keyword, value) in keywords {
      guard let index = parameters.firstIndex(where: { $0.name == keyword }) else {
        throw CallMessages.unknownKeyword(name, keyword, among: parameters.map(\.name))
      }
      guard bound[index] == nil || parameters[index].isVariadic && positional.count <= index else {
        throw CallMessages.givenTwice(name, keyword)
      }
      bound[index] = value
    }
    for (index, parameter) in parameters.enumerated()
    where bound[index] == nil && !parameter.isOptional {
      throw CallMessages.missing(name, parameter.name, signature: signatureParts)
    }
    return bound
  }

  private var signatureParts: [String] {
    [String(signature.dropFirst(name.count + 1).dropLast())]
  }
}

/// Reads arguments in the order of the parameters, applying defaults and constraints.
package struct ArgumentReader {
  private let function: String
  private let arguments: [Value?]
  private var index = 0

  /// Reads the arguments of a call of the function, `nil` for those left out.
  package init(function: String, arguments: [Value?]) {
    self.function = function
    self.arguments = arguments
  }

  /// The next argument as the parameter takes it.
  package mutating func next<T>(_ parameter: Parameter<T>) throws(Diagnostic) -> T {
    defer { index += 1 }
    guard index < arguments.count, let argument = arguments[index] else {
      if let value = parameter.defaultValue { return value }
      throw CallMessages.missing(function, parameter.name, signature: [])
    }
    guard let value = T.from(argument) else {
      throw ArgumentReader.wrongType(function, parameter.name, T.self, argument)
    }
    if let constraint = parameter.constraint, !constraint.isSatisfied(value) {
      throw Diagnostic(
        .argument,
        "\(function): \(parameter.name) must be \(constraint.description), found "
          + argument.described, .forbiddenArgument,
        facts: [
          "function": function, "argument": parameter.name, "wanted": constraint.description,
          "found": argument.described,
        ])
    }
    return value
  }

  private static func wrongType<T: ValueConvertible>(
    _ function: String, _ name: String, _ type: T.Type, _ argument: Value
  ) -> Diagnostic {
    let facts = [
      "function": function, "argument": name, "wanted": withArticle(T.typeName),
      "found": argument.described,
    ]
    if let misfit = T.misfit(in: argument) {
      let place = T.isVariadic ? "each of \(name)" : "element \(misfit.position) of \(name)"
      return Diagnostic(
        .argument,
        "\(function): \(place) must be \(withArticle(misfit.expected)), found "
          + misfit.found.described, notes: misfit.found.misfitNotes(for: misfit.expected),
        .wrongArgument, facts: facts)
    }
    var notes = argument.misfitNotes(for: T.typeName)
    if case .string(let box) = argument, !T.choices.isEmpty {
      notes = nearNames(to: box.text, among: T.choices, limit: 1).map { "did you mean \"\($0)\"?" }
    }
    if notes.isEmpty, let hint = T.hint { notes = [hint] }
    return Diagnostic(
      .argument,
      "\(function): \(name) must be \(withArticle(T.typeName)), found "
        + argument.described, notes: notes, .wrongArgument, facts: facts)
  }

  private static func withArticle(_ noun: String) -> String {
    if noun.hasPrefix("\"") || noun.hasPrefix("any ") { return noun }
    return ("aeiou".contains(noun.prefix(1)) ? "an " : "a ") + noun
  }
}

extension Value {
  /// What an error adds where the value is not what a parameter takes.
  fileprivate func misfitNotes(for expected: String) -> [String] {
    if case .object(let box) = self { return box.object.misfitNotes }
    if case .function(let function) = self, let builtin = function.builtin,
      expected.hasPrefix(builtin.resultType)
    {
      return ["\(builtin.name)(…) makes one: the brackets are missing"]
    }
    return []
  }
}
