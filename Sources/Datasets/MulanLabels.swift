internal import Diagnostics
internal import Files

/// Mulan's label file: `<labels>` that holds `<label name="…">` elements, nested or not.
package enum MulanLabels {
  /// The names of the labels, in document order, children after their parents.
  ///
  /// - Throws: `file` when the file cannot be read, `data` when it is not a label file.
  package static func read(_ path: String) throws -> [String] {
    try parse(File.read(path), file: File.name(of: path))
  }

  /// The names of the labels in the bytes of a label file.
  package static func parse(_ bytes: [UInt8], file: String) throws -> [String] {
    try bytes.withUnsafeBufferPointer { buffer in
      var parser = MulanLabelParser(cursor: TextCursor(buffer, file: file))
      return try parser.parse()
    }
  }
}

/// Reads just as much XML as a label file can hold.
private struct MulanLabelParser {
  var cursor: TextCursor
  var open: [String] = []
  var names: [String] = []
  var hasRoot = false

  mutating func parse() throws -> [String] {
    while !cursor.isAtEnd {
      guard cursor.current == UInt8(ascii: "<") else {
        guard cursor.current.isSpace || !open.isEmpty else {
          throw cursor.error("expected <labels>, found text outside of it")
        }
        cursor.position += 1
        continue
      }
      try parseMarkup()
    }
    if let element = open.last {
      throw cursor.error("expected </\(element)>, found the end of the file")
    }
    guard hasRoot else { throw cursor.error("expected <labels>, found the end of the file") }
    guard !names.isEmpty else { throw cursor.error("expected at least one <label name=\"…\">") }
    return names
  }

  private mutating func parseMarkup() throws {
    if try skip("<!--", to: "-->") || skip("<?", to: "?>") || skip("<![CDATA[", to: "]]>")
      || skip("<!", to: ">")
    {
      return
    }
    let start = cursor.position
    cursor.position += 1
    let isClosing = cursor.current == UInt8(ascii: "/")
    if isClosing { cursor.position += 1 }
    let element = scanName()
    guard !element.isEmpty else { throw cursor.error("expected the name of an element after <") }
    if isClosing { return try close(element, from: start) }
    try openElement(element, from: start)
  }

  private mutating func close(_ element: String, from start: Int) throws {
    skipSpaces()
    guard cursor.current == UInt8(ascii: ">") else { throw cursor.error("expected >") }
    cursor.position += 1
    guard open.last == element else {
      let expected = open.last.map { "</\($0)>" } ?? "no closing tag"
      throw cursor.error("expected \(expected), found </\(element)>", at: start)
    }
    open.removeLast()
  }

  private mutating func openElement(_ element: String, from start: Int) throws {
    guard hasRoot ? !open.isEmpty : element == "labels" else {
      throw cursor.error("expected one <labels> around everything, found <\(element)>", at: start)
    }
    hasRoot = true
    guard open.count < 200 else { throw cursor.error("labels are nested more than 200 deep") }
    var name: String?
    while true {
      skipSpaces()
      switch cursor.current {
      case UInt8(ascii: ">"):
        cursor.position += 1
        open.append(element)
      case UInt8(ascii: "/"):
        cursor.position += 1
        guard cursor.current == UInt8(ascii: ">") else { throw cursor.error("expected > after /") }
        cursor.position += 1
      default:
        let (key, value) = try scanAttribute()
        if key == "name" { name = value }
        continue
      }
      break
    }
    guard element == "label" else { return }
    guard let name else { throw cursor.error("expected a name for this label", at: start) }
    names.append(name)
  }

  private mutating func scanAttribute() throws -> (String, String) {
    let key = scanName()
    guard !key.isEmpty, !cursor.isAtEnd else { throw cursor.error("expected > or an attribute") }
    skipSpaces()
    guard cursor.current == UInt8(ascii: "=") else {
      throw cursor.error("expected = after \(quoted(key))")
    }
    cursor.position += 1
    skipSpaces()
    let quote = cursor.current
    guard quote == .quote || quote == .apostrophe else {
      throw cursor.error("expected a quoted value for \(quoted(key))")
    }
    cursor.position += 1
    let start = cursor.position
    while !cursor.isAtEnd, cursor.current != quote { cursor.position += 1 }
    guard !cursor.isAtEnd else {
      throw cursor.error("expected a closing quote for the value of \(quoted(key))", at: start)
    }
    defer { cursor.position += 1 }
    return (key, try resolved(cursor.text(start, cursor.position), at: start))
  }

  /// Text with its entities replaced.
  private func resolved(_ text: String, at offset: Int) throws -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    var result = String.UnicodeScalarView()
    var rest = Substring(text).unicodeScalars
    while let scalar = rest.popFirst() {
      guard scalar == "&" else {
        result.append(scalar)
        continue
      }
      guard let end = rest.firstIndex(of: ";"),
        let character = MulanLabelParser.entity(String(rest[..<end]))
      else {
        throw cursor.error(
          "expected an entity such as &amp; after &", at: offset,
          notes: ["write & itself as &amp;"])
      }
      result.append(character)
      rest = rest[rest.index(after: end)...]
    }
    return String(result)
  }

  private static func entity(_ name: String) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard name.hasPrefix("#") else { return nil }
      let digits = name.dropFirst()
      let isHex = digits.hasPrefix("x") || digits.hasPrefix("X")
      let code = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return code.flatMap(Unicode.Scalar.init)
    }
  }

  private mutating func skipSpaces() {
    while cursor.current.isSpace { cursor.position += 1 }
  }

  private mutating func scanName() -> String {
    let start = cursor.position
    while !cursor.isAtEnd {
      switch cursor.current {
      case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "/"), UInt8(ascii: "="), .quote,
        .apostrophe:
        return cursor.text(start, cursor.position)
      case let byte where byte.isSpace: return cursor.text(start, cursor.position)
      default: cursor.position += 1
      }
    }
    return cursor.text(start, cursor.position)
  }

  /// Passes a comment or the like; whether there was one.
  private mutating func skip(_ opening: StaticString, to closing: StaticString) throws -> Bool {
    guard starts(with: opening, at: cursor.position) else { return false }
    var i = cursor.position + opening.utf8CodeUnitCount
    while i < cursor.bytes.count {
      if starts(with: closing, at: i) {
        cursor.position = i + closing.utf8CodeUnitCount
        return true
      }
      i += 1
    }
    throw cursor.error("expected \(closing) after \(opening), found the end of the file")
  }

  private func starts(with text: StaticString, at offset: Int) -> Bool {
    guard offset + text.utf8CodeUnitCount <= cursor.bytes.count else { return false }
    for i in 0..<text.utf8CodeUnitCount where cursor.bytes[offset + i] != text.utf8Start[i] {
      return false
    }
    return true
  }
}
