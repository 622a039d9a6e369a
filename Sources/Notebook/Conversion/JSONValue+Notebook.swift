internal import Files

extension JSONValue {
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

  /// The members that are there; `nil` where none is.
  static func fields(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue? {
    let object = JSONValue.members(members)
    return object.members?.isEmpty == true ? nil : object
  }

  /// Reads a piece of a document that may be JSON.
  init?(json text: String) {
    guard let value = try? JSONValue(Array(text.utf8)) else { return nil }
    self = value
  }
}
