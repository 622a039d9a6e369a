package import Files
package import Runtime
internal import Tensors

/// Values as JSON: tensors as nested arrays, records as objects, numbers with all their digits, NaN,
/// infinities and `none` as `null`.
package struct JSONForm {
  /// What has no JSON form and was left out, by its place: `fits.best`.
  package private(set) var leftOut: [(place: String, what: String)] = []

  package init() {}

  /// An object of names with values.
  ///
  /// - Parameter fields: functions and objects among them are left out.
  /// - Returns: the members in order.
  /// - Throws: when asked to stop.
  package mutating func json(_ fields: [(name: String, value: Value)]) throws -> JSONValue {
    try json(fields.map { ($0.name, $0.value) }, within: "")
  }

  /// The form of a value; `nil` for functions and objects.
  ///
  /// - Parameters:
  ///   - value: any value.
  ///   - place: what `leftOut` calls it.
  /// - Returns: the form.
  /// - Throws: when asked to stop.
  package mutating func json(_ value: Value, at place: String) throws -> JSONValue? {
    try Interrupt.check()
    switch value {
    case .none: return .null
    case .bool(let bool): return .bool(bool)
    case .number(let number): return .number(number)
    case .string(let box): return .string(box.text)
    case .tensor(let tensor):
      return try tensor.withElements { try Self.json(tensor, $0, axis: 0, offset: 0) }
    case .list(let box):
      var elements: [JSONValue] = []
      for (position, element) in box.elements.enumerated() {
        elements.append(try json(element, at: "\(place)[\(position)]") ?? .null)
      }
      return .array(elements)
    case .record(let box):
      let record = box.record
      return try json(Array(zip(record.names, record.values)), within: place + ".")
    case .function: return nil
    case .object(let box):
      leftOut.append((place, box.object.typeName))
      return nil
    }
  }

  private mutating func json(
    _ fields: [(String, Value)], within place: String
  ) throws -> JSONValue {
    var members: [JSONValue.Member] = []
    for (name, value) in fields {
      if let json = try json(value, at: place + name) {
        members.append(JSONValue.Member(name, json))
      }
    }
    return .object(members)
  }

  private static func json(
    _ tensor: Tensor, _ elements: UnsafeBufferPointer<Double>, axis: Int, offset: Int
  ) throws -> JSONValue {
    guard axis < tensor.rank else {
      return tensor.isBool ? .bool(elements[offset] != 0) : .number(elements[offset])
    }
    try Interrupt.check()
    let stride = ((axis + 1)..<tensor.rank).reduce(1) { $0 * tensor.shape[$1] }
    return .array(
      try (0..<tensor.shape[axis]).map {
        try json(tensor, elements, axis: axis + 1, offset: offset + $0 * stride)
      })
  }
}
