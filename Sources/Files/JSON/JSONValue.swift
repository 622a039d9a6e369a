/// A value as a JSON text writes it.
package enum JSONValue: Sendable, Equatable {
  /// A name of an object with its value.
  package struct Member: Sendable, Equatable {
    package let name: String
    package let value: JSONValue

    package init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  case null
  case bool(Bool)
  case integer(Int64)
  case real(Double)
  case string(String)
  case array([JSONValue])
  /// The members in the order of the text.
  case object([Member])

  /// A number as JSON can have it: a whole one below 2^53 as an integer, NaN and infinities as `null`.
  package static func number(_ number: Double) -> JSONValue {
    guard number.isFinite else { return .null }
    let isWhole = number.magnitude < 0x1p53 && number == number.rounded()
    return isWhole && !(number == 0 && number.sign == .minus)
      ? .integer(Int64(number)) : .real(number)
  }

  /// An object of the members that have a value, in their order.
  package static func members(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
    .object(members.compactMap { name, value in value.map { Member(name, $0) } })
  }

  // MARK: - Parts

  /// The value of a name in an object.
  package subscript(name: String) -> JSONValue? { members?.first { $0.name == name }?.value }

  package var string: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  /// A whole number, also where it is written as a real one.
  package var integer: Int64? {
    switch self {
    case .integer(let number): number
    case .real(let number): Int64(exactly: number)
    default: nil
    }
  }

  package var array: [JSONValue]? {
    if case .array(let elements) = self { return elements }
    return nil
  }

  package var members: [Member]? {
    if case .object(let members) = self { return members }
    return nil
  }
}
