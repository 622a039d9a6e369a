internal import Runtime
internal import Tensors

/// Numbers in any form: a number, a bool, a tensor, or a list that could be one.
struct Numbers: ValueConvertible, Sendable {
  let tensor: Tensor

  static var typeName: String { "number or tensor" }

  static func from(_ value: Value) -> Numbers? {
    if let tensor = Tensor.from(value) { return Numbers(tensor: tensor) }
    guard case .list(let box) = value else { return nil }
    return stacked(box.elements).map(Numbers.init)
  }

  var value: Value { tensor.value }

  /// The tensor that a list holds; `nil` unless its parts are numbers of one shape.
  private static func stacked(_ elements: [Value]) -> Tensor? {
    guard elements.count > 0 else { return Tensor([]) }
    var parts: [Tensor] = []
    parts.reserveCapacity(elements.count)
    for element in elements {
      guard let part = Numbers.from(element)?.tensor,
        parts.first.map({ $0.shape == part.shape }) ?? true
      else { return nil }
      parts.append(part)
    }
    return try? Tensor.stack(parts)
  }

  static func misfit(in value: Value) -> Misfit? {
    guard case .list(let box) = value else { return nil }
    for (position, element) in box.elements.enumerated() where Numbers.from(element) == nil {
      return Misfit(position: position, expected: typeName, found: element)
    }
    return nil
  }
}

/// The sizes of axes: separate whole numbers, or one vector or list of them.
struct Sizes: ValueConvertible, Sendable {
  let sizes: [Int]

  static var typeName: String { "whole numbers" }
  static var isVariadic: Bool { true }

  static func from(_ value: Value) -> Sizes? {
    if let sizes = [Int].from(value) { return Sizes(sizes: sizes) }
    guard case .list(let box) = value, box.elements.count == 1 else { return nil }
    return [Int].from(box.elements[0]).map(Sizes.init)
  }

  static func misfit(in value: Value) -> Misfit? { [Int].misfit(in: value) }

  var value: Value { sizes.value }
}

/// Things with an order: numbers, or strings.
enum Sortable: ValueConvertible, Sendable {
  case tensor(Tensor)
  case texts([String])

  static var typeName: String { "tensor or list of strings" }

  static func from(_ value: Value) -> Sortable? {
    if let numbers = Numbers.from(value) { return .tensor(numbers.tensor) }
    return [String].from(value).map { .texts($0) }
  }

  var value: Value {
    switch self {
    case .tensor(let tensor): tensor.value
    case .texts(let texts): texts.value
    }
  }
}

extension StandardLibrary {
  /// The `x` of functions that take numbers in any form.
  static let numbers = Parameter<Numbers>("x", "a number or a tensor of any shape")

  /// The `axis=` of functions that work on all elements unless told otherwise.
  static let axis = Parameter<Int?>(
    "axis", "the axis to work along, counted from the end when negative; none: all elements",
    default: .some(nil))

  /// The `axis=` of functions that work along the last axis unless told otherwise.
  static let lastAxis = Parameter<Int>("axis", "the axis to work along", default: -1)
}
