/// How a JSON text is broken into lines.
package struct JSONLayout: Sendable {
  /// Columns that each level is indented by.
  let indent: Int
  /// How many levels have a line for each element; what is deeper stands on one line.
  let levels: Int
  /// Whether blanks follow commas and colons.
  let isSpaced: Bool

  /// One line without a blank.
  package static let compact = JSONLayout(indent: 0, levels: 0, isSpaced: false)
  /// One line.
  package static let line = JSONLayout(indent: 0, levels: 0, isSpaced: true)
  /// A line for each member of the whole.
  package static let members = JSONLayout(indent: 2, levels: 1, isSpaced: true)
  /// A line for each element, as Jupyter writes its notebooks.
  package static let notebook = JSONLayout(indent: 1, levels: .max, isSpaced: true)
}

extension JSONValue {
  /// The value as text in UTF-8, members in their order, numbers with the fewest digits that give the
  /// same number again.
  ///
  /// - Parameters:
  ///   - layout: where lines end.
  ///   - check: asked every few thousand values; may throw to stop.
  /// - Returns: the text, without a newline at its end.
  package func text(_ layout: JSONLayout, check: () throws -> Void) rethrows -> String {
    var writer = JSONWriter(layout: layout)
    try writer.write(self, level: 0, check)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// The value as text that is not long.
  package func text(_ layout: JSONLayout) -> String { text(layout) {} }
}

/// A JSON text while it is written.
private struct JSONWriter {
  let layout: JSONLayout
  var bytes: [UInt8] = []
  private var count = 0

  init(layout: JSONLayout) { self.layout = layout }

  mutating func write(_ value: JSONValue, level: Int, _ check: () throws -> Void) rethrows {
    count &+= 1
    if count & 0xFFF == 0 { try check() }
    switch value {
    case .null: append("null")
    case .bool(let bool): append(bool ? "true" : "false")
    case .integer(let number): append("\(number)")
    case .real(let number): append(number.isFinite ? "\(number)" : "null")
    case .string(let text): quote(text)
    case .array(let elements):
      try writeAll(elements, "[", "]", level) { writer, element in
        try writer.write(element, level: level + 1, check)
      }
    case .object(let members):
      try writeAll(members, "{", "}", level) { writer, member in
        writer.quote(member.name)
        writer.append(writer.layout.isSpaced ? ": " : ":")
        try writer.write(member.value, level: level + 1, check)
      }
    }
  }

  private mutating func writeAll<Element>(
    _ elements: [Element], _ open: StaticString, _ close: StaticString, _ level: Int,
    _ body: (inout JSONWriter, Element) throws -> Void
  ) rethrows {
    append("\(open)")
    let hasLines = level < layout.levels && !elements.isEmpty
    for (position, element) in elements.enumerated() {
      if position > 0 { append(layout.isSpaced && !hasLines ? ", " : ",") }
      if hasLines { breakLine(level + 1) }
      try body(&self, element)
    }
    if hasLines { breakLine(level) }
    append("\(close)")
  }

  private mutating func breakLine(_ level: Int) {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * layout.indent))
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// A string in double quotes with JSON's escapes.
  private mutating func quote(_ text: String) {
    append("\"")
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case 8: append("\\b")
      case 9: append("\\t")
      case 10: append("\\n")
      case 12: append("\\f")
      case 13: append("\\r")
      case 0..<32:
        append("\\u00")
        append(byte < 16 ? "0" : "1")
        append(String(byte & 15, radix: 16))
      default: bytes.append(byte)
      }
    }
    append("\"")
  }
}
