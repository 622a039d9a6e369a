package import Autodiff
internal import Diagnostics
internal import Tensors

/// The numbers and tensors that an argument is made of, and how it is made of them.
///
/// Derivatives have the argument's form: a record of tensors gives a record of tensors.
package struct DifferentiableParts {
  private indirect enum Form {
    case part(Int)
    case list([Form])
    case record([String], [Form])
  }

  /// The parts, in order.
  package private(set) var variables: [Variable] = []
  /// How the argument's name leads to each part: `x.weights[0]`.
  package private(set) var names: [String] = []
  private var form = Form.list([])

  /// Takes an argument apart.
  ///
  /// - Parameters:
  ///   - name: what the argument is called, for messages.
  ///   - function: who differentiates, for messages.
  /// - Throws: `type` naming the part that is neither a number nor a tensor of numbers.
  package init(_ value: Value, name: String, for function: String) throws {
    form = try take(value, name, function)
  }

  private mutating func take(_ value: Value, _ name: String, _ function: String) throws -> Form {
    switch value {
    case .list(let box):
      return .list(
        try box.elements.enumerated().map { try take($1, "\(name)[\($0)]", function) })
    case .record(let box):
      let fields = try zip(box.record.names, box.record.values).map {
        try take($1, "\(name).\($0)", function)
      }
      return .record(box.record.names, fields)
    default:
      guard let variable = value.variable, !variable.value.isBool else {
        throw Failure(
          .type,
          "\(function): \(name) must be a number or a tensor of numbers, found "
            + value.described,
          notes: [
            "what has no derivative goes into another argument, or is captured: "
              + "x -> f(x, option)"
          ])
      }
      variables.append(variable)
      names.append(name)
      return .part(variables.count - 1)
    }
  }

  /// A value of the argument's form made of other parts.
  package func value(of parts: [Variable]) -> Value { value(form, parts) }

  private func value(_ form: Form, _ parts: [Variable]) -> Value {
    switch form {
    case .part(let index): Value(parts[index])
    case .list(let elements): .flatList(elements.map { value($0, parts) })
    case .record(let names, let fields):
      .flatRecord(Array(zip(names, fields.map { value($0, parts) })))
    }
  }
}
