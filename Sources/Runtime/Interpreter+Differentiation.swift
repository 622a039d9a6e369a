package import Autodiff
internal import Diagnostics
internal import Tensors

/// What builtins do with arguments that a derivative follows: a value where the rules decide, `nil`
/// where the builtin runs as ever.
package typealias BuiltinRules = (Interpreter, Builtin, [Value?]) throws -> Value?

/// A function of the language with the arguments at which it is differentiated.
package struct DifferentiationProblem {
  /// Who asks, for messages: `grad`.
  let asker: String
  let function: Function
  /// In the order of the parameters, `nil` for those left out.
  var arguments: [Value?]
  /// The positions of the arguments that derivatives are taken with respect to.
  let positions: [Int]
  /// What these arguments are made of.
  package let parts: [DifferentiableParts]

  /// - Throws: `type` when an argument is not made of numbers and tensors.
  package init(
    _ asker: String, _ function: Function, at arguments: [Value?], positions: [Int]
  ) throws {
    self.asker = asker
    self.function = function
    self.arguments = arguments
    self.positions = positions
    let names = function.parameterNames
    parts = try positions.map { position in
      guard position < arguments.count, let argument = arguments[position] else {
        throw Failure(
          .argument,
          "\(asker): the argument \(names[position]) was left out, and it is the one "
            + "to differentiate by")
      }
      return try DifferentiableParts(argument, name: names[position], for: asker)
    }
  }

  /// All parts of all arguments, in order.
  package var variables: [Variable] { parts.flatMap(\.variables) }

  /// Values of the arguments' forms made of other parts, one for each argument.
  package func values(of variables: [Variable]) -> [Value] {
    var rest = variables[...]
    return parts.map { part in
      defer { rest = rest.dropFirst(part.variables.count) }
      return part.value(of: Array(rest.prefix(part.variables.count)))
    }
  }
}

extension Interpreter {
  /// The value of a function and its derivatives, one for each part of the arguments.
  ///
  /// - Parameter rules: what builtins do with traced arguments.
  /// - Throws: what the function throws; `type` when it does not give a number; `numeric`, at the
  ///   place of the operation, where it is not differentiable.
  package func valueAndGradients(
    of problem: DifferentiationProblem,
    by rules: @escaping BuiltinRules
  ) throws -> (value: Value, gradients: [Variable]) {
    let outer = differentiation
    defer { differentiation = outer }
    differentiation = rules
    let randomness = random
    let tape = Tape()
    defer { tape.close() }
    let (inputs, result) = try follow(problem, on: tape)
    do {
      let gradients = try tape.gradients(of: result, at: inputs)
      return (Value(result.outside(tape)), gradients)
    } catch let failure as UndefinedDerivative {
      throw place(of: failure, problem, randomness)
    }
  }

  /// Runs the function with its arguments on a tape.
  private func follow(
    _ problem: DifferentiationProblem, on tape: Tape
  ) throws -> (inputs: [Variable], result: Variable) {
    let inputs = try problem.variables.map { try tape.variable($0) }
    let value = try call(problem, with: inputs)
    guard let result = value.variable, result.shape.rank == 0, !result.value.isBool else {
      let isTensor = (value.variable?.shape.rank ?? 0) > 0
      throw Failure(
        .type,
        "\(problem.asker) needs a function that gives a number, found "
          + value.plain.described,
        notes: isTensor ? ["sum(…) or mean(…) makes one number of a tensor"] : [])
    }
    return (inputs, result)
  }

  /// Calls the function of a problem at other parts of the arguments.
  package func call(
    _ problem: DifferentiationProblem, with variables: [Variable]
  ) throws -> Value {
    var arguments = problem.arguments
    for (position, value) in zip(problem.positions, problem.values(of: variables)) {
      arguments[position] = value
    }
    return try call(problem.function, completing: arguments)
  }

  /// Finds the place of an operation without a derivative: the function runs again, silently, on a
  /// tape that fails there, and the virtual machine says where that was.
  private func place(
    of failure: UndefinedDerivative, _ problem: DifferentiationProblem,
    _ randomness: RandomGenerator
  ) -> any Error {
    let tape = Tape(failingAt: failure)
    defer { tape.close() }
    do {
      try silently {
        random = randomness
        _ = try follow(problem, on: tape)
      }
      return failure.error
    } catch {
      return error
    }
  }

  /// Runs something that must neither print nor show, nor use up random numbers.
  package func silently<R>(_ body: () throws -> R) rethrows -> R {
    let (write, show, random) = (self.write, self.show, self.random)
    self.write = { _ in }
    self.show = { _ in }
    defer { (self.write, self.show, self.random) = (write, show, random) }
    return try body()
  }
}
