internal import Diagnostics
internal import MultiLabel
internal import Runtime

/// A fitted model in an argument, of any kind.
///
/// A model that is not fitted yet is taken, too, so that the error can say what to do.
struct FittedArgument: ValueConvertible, Sendable {
  private let model: any ModelValue

  static var typeName: String { "fitted model" }

  static func from(_ value: Value) -> FittedArgument? {
    value.model.map { FittedArgument(model: $0) }
  }

  var value: Value { model.boxed }

  /// The model, once it is known to be fitted.
  func trained(for function: String) throws -> any FittedValue {
    if let fitted = model as? any FittedValue { return fitted }
    throw Failure(
      .argument, "\(function): \(model.summary) is not fitted yet",
      notes: ["fit it first: fitted = fit(model, data), then \(function)(fitted, …)"], .notFitted,
      facts: ["function": function, "model": model.summary])
  }

  /// The model of several labels; `nil` when it is fitted but of another kind.
  func labelModel(for function: String) throws -> (any FittedMultiLabel)? {
    (try trained(for: function) as? FittedObject)?.model
  }
}
