internal import Autodiff
internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  /// Compares a gradient with finite differences, see the help of `check_grad`.
  static func checkedGradient(
    _ interpreter: Interpreter, _ f: Function, _ arguments: [Value]
  ) throws -> Value {
    guard let first = f.parameterNames.first else {
      throw Failure(.argument, "check_grad: \(f.name ?? "f") takes no arguments")
    }
    guard !arguments.isEmpty else {
      throw Failure(
        .argument, "check_grad needs the argument \(first) of \(f.name ?? "f")",
        notes: ["check_grad(f, x)"])
    }
    let values = arguments.map(\.deeplyPlain)
    let bound = try f.builtin?.bind(values, keywords: []) ?? values
    let problem = try DifferentiationProblem("check_grad", f, at: bound, positions: [0])
    let randomness = interpreter.random
    let (_, exact) = try interpreter.valueAndGradients(of: problem, by: applyDerivativeRule)
    let numeric = try interpreter.silently {
      try NumericDerivative.gradient(at: problem.variables.map(\.value)) { moved in
        interpreter.random = randomness
        let value = try interpreter.call(problem, with: moved.map { Variable($0) })
        return value.scalar ?? .nan
      }
    }
    let comparison = GradientComparison(exact.map(\.value), numeric, problem.parts[0].names)
    return .flatRecord([
      ("agrees", .bool(comparison.error < 1e-6)), ("error", .number(comparison.error)),
      ("at", .text(comparison.place)), ("gradient", problem.values(of: exact)[0]),
      ("numeric", problem.values(of: numeric.map { Variable($0) })[0]),
    ])
  }
}

/// The largest difference of two gradients, and where it is.
private struct GradientComparison {
  private(set) var error = 0.0
  private(set) var place = ""

  init(_ exact: [Tensor], _ numeric: [Tensor], _ names: [String]) {
    var largest = 0.0
    for tensor in exact + numeric {
      for element in tensor.elements where element.isFinite { largest = max(largest, abs(element)) }
    }
    for (part, name) in names.enumerated() {
      for (i, (a, b)) in zip(exact[part].elements, numeric[part].elements).enumerated() {
        let scale = max(abs(a), abs(b), 1e-3 * largest, 1e-9)
        let difference = a == b ? 0 : abs(a - b) / scale
        guard place.isEmpty || difference > error || difference.isNaN && !error.isNaN else {
          continue
        }
        error = difference
        place = name + GradientComparison.index(i, exact[part].shape)
      }
    }
  }

  /// The index of an element, as programs write it.
  private static func index(_ position: Int, _ shape: Shape) -> String {
    guard shape.rank > 0 else { return "" }
    var rest = position
    var parts: [String] = []
    for axis in stride(from: shape.rank - 1, through: 0, by: -1) {
      parts.append("\(rest % shape[axis])")
      rest /= shape[axis]
    }
    return "[\(parts.reversed().joined(separator: ", "))]"
  }
}
