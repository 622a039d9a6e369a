internal import Diagnostics
package import Tensors

/// A value of the language; 16 bytes, copied freely, never changed behind anybody's back.
package enum Value: Sendable {
  case none
  case bool(Bool)
  case number(Double)
  case string(StringBox)
  case tensor(Tensor)
  case list(ListBox)
  case record(RecordBox)
  case function(Function)
  case object(ObjectBox)
}

/// A list on the heap; changed in place only by its single owner.
package final class ListBox: @unchecked Sendable {
  package internal(set) var elements: [Value]
  /// How deeply lists, records and captures nest below; bounded so that walking them is safe.
  package internal(set) var depth: Int

  init(_ elements: [Value], depth: Int) {
    self.elements = elements
    self.depth = depth
  }
}

/// An object made by a builtin, on the heap.
package final class ObjectBox: Sendable {
  package let object: any LanguageObject

  package init(_ object: any LanguageObject) { self.object = object }
}

/// Something that builtins make and the language passes around: a data set, a model, a chart.
package protocol LanguageObject: Sendable {
  /// What `type(x)` gives.
  var typeName: String { get }
  /// What `len(x)` gives; `nil` when the object has no elements.
  var elementCount: Int? { get }
  /// The fields that `x.name` reads, in order.
  var fieldNames: [String] { get }
  /// The strings that can stand in brackets behind the object.
  var positionNames: [String] { get }
  /// A field by name; `nil` when there is none.
  func field(_ name: String) throws -> Value?
  /// The elements that `x[…]` selects.
  func indexed(by parts: [IndexValue]) throws -> Value
  /// How the shell shows the object, one or more lines.
  func display(_ options: DisplayOptions) -> String
  /// How `print` and interpolation write the object, on one line.
  var summary: String { get }
  /// Whether another object has the same value.
  func isEqual(to other: any LanguageObject) -> Bool
  /// What messages call the object: `a data set`.
  var described: String { get }
  /// What an error adds where the object is not what a parameter takes.
  var misfitNotes: [String] { get }
}

extension LanguageObject {
  package var elementCount: Int? { nil }
  package var fieldNames: [String] { [] }
  package var positionNames: [String] { [] }
  package func field(_ name: String) throws -> Value? { nil }
  package func indexed(by parts: [IndexValue]) throws -> Value {
    throw Failure(.type, "a \(typeName) cannot be indexed")
  }
  package func display(_ options: DisplayOptions) -> String { summary }
  package var summary: String { "<\(typeName)>" }
  package func isEqual(to other: any LanguageObject) -> Bool { false }
  package var described: String {
    "\("aeiou".contains(typeName.prefix(1)) ? "an" : "a") \(typeName)"
  }
  package var misfitNotes: [String] { [] }
}

/// One position inside `x[…]`, evaluated.
package enum IndexValue: Sendable {
  case value(Value)
  case slice(start: Int?, stop: Int?, step: Int)
  case ellipsis
}

/// The largest depth to which lists, records and closures may nest.
package let maximumValueDepth = 1_000

extension Value {
  /// A string value.
  package static func text(_ text: String) -> Value { .string(StringBox(text)) }

  /// A list value; throws when it would nest too deeply.
  package static func list(of elements: [Value]) throws -> Value {
    .list(ListBox(elements, depth: try depth(above: elements)))
  }

  /// A list whose elements nest nothing, such as numbers and strings.
  package static func flatList(_ elements: [Value]) -> Value {
    .list(ListBox(elements, depth: 1 + (elements.lazy.map(\.depth).max() ?? 0)))
  }

  /// How deeply the value nests: 0 for scalars, tensors and objects.
  package var depth: Int {
    switch self {
    case .list(let box): box.depth
    case .record(let box): box.depth
    case .function(let function): function.depth
    default: 0
    }
  }

  /// Adds an element to a list in place; `false` when somebody else holds the list.
  ///
  /// - Throws: a failure when the list would be too long or nest too deeply; it is then unchanged.
  package mutating func appendToList(_ element: Value) throws -> Bool {
    guard case .list(var box) = self else { return false }
    let depth = element.depth
    guard depth < maximumValueDepth else { throw Value.tooDeep }
    self = .none
    defer { self = .list(box) }
    guard isKnownUniquelyReferenced(&box) else { return false }
    try ValueLimits.checkList(box.elements.count + 1)
    box.elements.append(element)
    box.depth = max(box.depth, depth + 1)
    return true
  }

  /// Adds an element to a vector in place; `false` when somebody else holds it, or it is none.
  package mutating func appendToTensor(_ element: Double, kind: ElementKind) throws -> Bool {
    guard case .tensor(var tensor) = self else { return false }
    self = .none
    defer { self = .tensor(tensor) }
    return try tensor.append(element, kind: kind)
  }

  static func depth(above values: [Value]) throws -> Int {
    var deepest = 0
    for value in values { deepest = max(deepest, value.depth) }
    guard deepest < maximumValueDepth else { throw tooDeep }
    return deepest + 1
  }

  static var tooDeep: Diagnostic {
    Diagnostic(.limit, "lists and records nest at most \(maximumValueDepth) levels deep")
  }

  /// What `type(x)` gives.
  package var typeName: String {
    switch self {
    case .none: "none"
    case .bool: "bool"
    case .number: "number"
    case .string: "string"
    case .tensor: "tensor"
    case .list: "list"
    case .record: "record"
    case .function: "function"
    case .object(let box): box.object.typeName
    }
  }

  /// The type with what matters about it, for messages: `a 3×4 tensor`, `a list of 2`.
  package var described: String {
    switch self {
    case .none: "none"
    case .bool(let value): value ? "true" : "false"
    case .number: "the number \(literal)"
    case .string(let box): box.text.count <= 20 ? "the string \"\(box.text)\"" : "a string"
    case .tensor(let tensor) where tensor.rank == 1: "a vector of \(tensor.count)"
    case .tensor(let tensor): "a \(tensor.shape) tensor"
    case .list(let box): box.elements.isEmpty ? "an empty list" : "a list of \(box.elements.count)"
    case .record: "a record"
    case .function: "a function"
    case .object(let box): traced?.described ?? box.object.described
    }
  }

  /// What the value holds on the heap; `nil` for what needs no memory of its own.
  package var memory: ObjectIdentifier? {
    switch self {
    case .none, .bool, .number: nil
    case .string(let box): ObjectIdentifier(box)
    case .tensor(let tensor): tensor.memory
    case .list(let box): ObjectIdentifier(box)
    case .record(let box): ObjectIdentifier(box)
    case .function(let function): ObjectIdentifier(function)
    case .object(let box): ObjectIdentifier(box)
    }
  }

  /// A tensor as a value; one without axes is a number or a bool.
  package static func reduced(_ tensor: Tensor) -> Value {
    guard tensor.rank == 0 else { return .tensor(tensor) }
    let element = tensor[flat: 0]
    return tensor.isBool ? .bool(element != 0) : .number(element)
  }

  /// Whether two values are the same, wholly; NaN differs from itself.
  ///
  /// Shared parts make small values with endlessly many pairs of parts: a request to stop ends the
  /// comparison, and the virtual machine, which polls at the end of a cell, drops the result.
  package func isEqual(to other: Value) -> Bool {
    if Interrupt.isRequested { return false }
    return switch (self, other) {
    case (.none, .none): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.string(let a), .string(let b)): a.text == b.text
    case (.tensor(let a), .tensor(let b)):
      a.shape == b.shape && a.isBool == b.isBool && a.elements == b.elements
    case (.list(let a), .list(let b)):
      a === b
        || a.elements.count == b.elements.count
          && zip(a.elements, b.elements).allSatisfy { $0.isEqual(to: $1) }
    case (.record(let a), .record(let b)): a === b || a.record.isEqual(to: b.record)
    case (.function(let a), .function(let b)): a === b
    case (.object(let a), .object(let b)): a === b || a.object.isEqual(to: b.object)
    default: (traced ?? other.traced) != nil && plain.isEqual(to: other.plain)
    }
  }
}
