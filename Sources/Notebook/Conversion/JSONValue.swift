/// A piece of JSON.
enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int64)
  case real(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// The value of a key of an object.
  subscript(key: String) -> JSONValue? {
    if case .object(let fields) = self { return fields[key] }
    return nil
  }

  var string: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  var integer: Int64? {
    if case .integer(let number) = self { return number }
    return nil
  }

  var array: [JSONValue]? {
    if case .array(let elements) = self { return elements }
    return nil
  }

  var object: [String: JSONValue]? {
    if case .object(let fields) = self { return fields }
    return nil
  }

  /// A text that is given whole or as a list of its lines, as notebooks have it.
  var lines: String? {
    switch self {
    case .string(let text): text
    case .array(let lines):
      lines.contains { $0.string == nil } ? nil : lines.compactMap(\.string).joined()
    default: nil
    }
  }

  /// A text as the list of its lines, each with its newline.
  static func lines(_ text: String) -> JSONValue {
    var lines: [JSONValue] = []
    var rest = text.utf8[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(.string(String(Substring(rest[...end]))))
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty { lines.append(.string(String(Substring(rest)))) }
    return .array(lines)
  }

  /// The fields that are there; `nil` where none is.
  static func fields(_ fields: [String: JSONValue?]) -> JSONValue? {
    let present = fields.compactMapValues { $0 }
    return present.isEmpty ? nil : .object(present)
  }
}
