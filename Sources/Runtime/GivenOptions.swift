package import Diagnostics

/// Options that a call gave by name, which what the builtin acts on reads.
///
/// A verb that serves many kinds of things has, beside its own parameters, those of one kind: it shows
/// them in its help and hands them on unread.
package struct GivenOptions: Sendable {
  /// What was given, in the order of the builtin's parameters.
  package let values: [(name: String, value: Value)]

  package init(_ values: [(name: String, value: Value)] = []) { self.values = values }
}

extension Builtin {
  /// Declares a builtin with typed parameters of its own and, behind them, options that it hands on.
  ///
  /// Help, completion and binding know the options by their `options`; the body gets those that the
  /// call gave.
  package convenience init<each P: ValueConvertible & Sendable, R: ValueConvertible & Sendable>(
    _ name: String, _ summary: String, _ parameter: repeat Parameter<each P>,
    options: [ParameterInfo], details: String = "", examples: [Example] = [],
    handingOn body: @escaping @Sendable (Interpreter, GivenOptions, repeat each P) throws -> R
  ) {
    var infos: [ParameterInfo] = []
    repeat infos.append(ParameterInfo(each parameter))
    let own = infos.count
    self.init(
      name, summary, parameters: infos + options, resultType: R.typeName, details: details,
      examples: examples,
      with: { interpreter, arguments in
        var reader = ArgumentReader(function: name, arguments: Array(arguments.prefix(own)))
        let given = zip(options, arguments.dropFirst(own)).compactMap { option, value in
          value.map { (name: option.name, value: $0) }
        }
        return try body(interpreter, GivenOptions(given), repeat try reader.next(each parameter))
          .value
      })
  }
}

extension Parameter {
  /// Reads an argument as the parameter takes it.
  ///
  /// - Throws: `argument` when it is of another type or breaks the constraint.
  package func read(_ argument: Value, for function: String) throws(Diagnostic) -> T {
    var reader = ArgumentReader(function: function, arguments: [argument])
    return try reader.next(self)
  }
}
