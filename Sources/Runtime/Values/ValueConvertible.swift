package import Tensors

/// A Swift type that stands for values of the language, in parameters and results of builtins.
package protocol ValueConvertible {
  /// What the type is called in help and errors, with its article-free noun: `number`.
  static var typeName: String { get }
  /// The Swift value, or `nil` when the value is of another type.
  static func from(_ value: Value) -> Self?
  /// The value of the language.
  var value: Value { get }
  /// Whether a parameter of this type takes all remaining positional arguments.
  static var isVariadic: Bool { get }
  /// The words a parameter of this type accepts, for completion and help.
  static var choices: [String] { get }
  /// What an error adds where a value is of another type: how one is made.
  static var hint: String? { get }
  /// Which part of a value that `from` turned down is to blame, and what it should have been.
  static func misfit(in value: Value) -> Misfit?
}

/// A part of an argument that is not what it should be.
package struct Misfit {
  package let position: Int
  package let expected: String
  package let found: Value

  package init(position: Int, expected: String, found: Value) {
    self.position = position
    self.expected = expected
    self.found = found
  }
}

extension ValueConvertible {
  package static var isVariadic: Bool { false }
  package static var choices: [String] { [] }
  package static var hint: String? { nil }
  package static func misfit(in value: Value) -> Misfit? { nil }

  /// The first element that is no value of this type.
  fileprivate static func firstMisfit(in value: Value) -> Misfit? {
    guard case .list(let box) = value else { return nil }
    for (position, element) in box.elements.enumerated() where from(element) == nil {
      return Misfit(position: position, expected: typeName, found: element)
    }
    return nil
  }
}

extension Value: ValueConvertible {
  package static var typeName: String { "any value" }
  package static func from(_ value: Value) -> Value? { value }
  package var value: Value { self }
}

extension Double: ValueConvertible {
  package static var typeName: String { "number" }
  package static func from(_ value: Value) -> Double? {
    if case .number(let number) = value { return number }
    return nil
  }
  package var value: Value { .number(self) }
}

extension Int: ValueConvertible {
  package static var typeName: String { "whole number" }
  package static func from(_ value: Value) -> Int? {
    if case .number(let number) = value { return Int(exactly: number) }
    return nil
  }
  package var value: Value { .number(Double(self)) }
}

extension Bool: ValueConvertible {
  package static var typeName: String { "bool" }
  package static func from(_ value: Value) -> Bool? {
    if case .bool(let bool) = value { return bool }
    return nil
  }
  package var value: Value { .bool(self) }
}

extension String: ValueConvertible {
  package static var typeName: String { "string" }
  package static func from(_ value: Value) -> String? {
    if case .string(let box) = value { return box.text }
    return nil
  }
  package var value: Value { .text(self) }
}

extension Tensor: ValueConvertible {
  package static var typeName: String { "tensor" }
  package static func from(_ value: Value) -> Tensor? {
    switch value {
    case .tensor(let tensor): tensor
    case .number(let number): Tensor(scalar: number)
    case .bool(let bool): Tensor(scalar: bool ? 1 : 0, kind: .bool)
    default: nil
    }
  }
  package var value: Value { .reduced(self) }
}

extension Record: ValueConvertible {
  package static var typeName: String { "record" }
  package static func from(_ value: Value) -> Record? {
    if case .record(let box) = value { return box.record }
    if case .object(let box) = value { return (box.object as? any RecordReadable)?.record }
    return nil
  }
  package var value: Value { .flatRecord(Array(zip(names, values))) }
}

extension Function: ValueConvertible {
  package static var typeName: String { "function" }
  package static func from(_ value: Value) -> Function? {
    if case .function(let function) = value { return function }
    return nil
  }
  package var value: Value { .function(self) }
}

extension Optional: ValueConvertible where Wrapped: ValueConvertible {
  package static var typeName: String { "\(Wrapped.typeName) or none" }
  package static var choices: [String] { Wrapped.choices }
  package static func from(_ value: Value) -> Wrapped?? {
    if case .none = value { return .some(nil) }
    return Wrapped.from(value).map { .some($0) }
  }
  package var value: Value { self?.value ?? .none }
}

/// Several of a type: `numbers`, `data sets of heads`.
private func plural(of noun: String) -> String {
  guard let end = noun.firstRange(of: " of ")?.lowerBound else { return noun + "s" }
  return noun[..<end] + "s" + noun[end...]
}

/// A list of one type; a tensor counts as the list along its first axis.
extension Array: ValueConvertible where Element: ValueConvertible {
  package static var typeName: String { "list of \(plural(of: Element.typeName))" }
  package static func from(_ value: Value) -> [Element]? {
    let parts: [Value]
    switch value {
    case .list(let box): parts = box.elements
    case .tensor(let tensor) where tensor.rank > 0:
      // Rows without elements cost memory that nobody checked for the tensor.
      guard tensor.rowCount <= Swift.max(tensor.count, 1 << 20) else { return nil }
      parts = (0..<tensor.rowCount).map { Operators.row(tensor, $0) }
    default: return nil
    }
    var result: [Element] = []
    result.reserveCapacity(parts.count)
    for part in parts {
      guard let element = Element.from(part) else { return nil }
      result.append(element)
    }
    return result
  }
  package static func misfit(in value: Value) -> Misfit? { Element.firstMisfit(in: value) }
  package var value: Value { .flatList(map(\.value)) }
}

/// A result without a value.
package struct Nothing: ValueConvertible {
  package static var typeName: String { "none" }
  package static func from(_ value: Value) -> Nothing? { nil }
  package var value: Value { .none }

  package init() {}
}

/// All remaining positional arguments.
package struct Variadic<Element: ValueConvertible & Sendable>: ValueConvertible, Sendable {
  package static var typeName: String { plural(of: Element.typeName) }
  package static var isVariadic: Bool { true }
  package let values: [Element]

  package static func from(_ value: Value) -> Variadic? {
    [Element].from(value).map { Variadic(values: $0) }
  }
  package static func misfit(in value: Value) -> Misfit? { Element.firstMisfit(in: value) }
  package var value: Value { values.value }
}

/// A number, or a tensor taken element by element.
package enum NumberOrTensor: ValueConvertible, Sendable {
  case number(Double)
  case tensor(Tensor)

  package static var typeName: String { "number or tensor" }
  package static func from(_ value: Value) -> NumberOrTensor? {
    switch value {
    case .number(let number): .number(number)
    case .bool(let bool): .number(bool ? 1 : 0)
    case .tensor(let tensor): .tensor(tensor)
    default: nil
    }
  }
  package var value: Value {
    switch self {
    case .number(let number): .number(number)
    case .tensor(let tensor): .reduced(tensor)
    }
  }
}

/// An option given as one of a few words.
package protocol Choice: ValueConvertible, RawRepresentable<String>, CaseIterable, Sendable {}

extension Choice {
  package static var typeName: String { choices.map { "\"\($0)\"" }.joined(separator: " or ") }
  package static var choices: [String] { allCases.map(\.rawValue) }
  package static func from(_ value: Value) -> Self? {
    if case .string(let box) = value { return Self(rawValue: box.text) }
    return nil
  }
  package var value: Value { .text(rawValue) }
}

/// Objects made by builtins convert to and from their boxes.
extension ValueConvertible where Self: LanguageObject {
  package static func from(_ value: Value) -> Self? {
    if case .object(let box) = value { return box.object as? Self }
    return nil
  }
  package var value: Value { .object(ObjectBox(self)) }
}
