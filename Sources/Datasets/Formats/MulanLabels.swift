internal import Diagnostics

/// The label names of a Mulan XML file, in its order; nested labels come after their parent.
///
/// Tsoumakas, Spyromitros-Xioufis, Vilcek and Vlahavas, "Mulan: A Java Library for Multi-Label
/// Learning", Journal of Machine Learning Research 12, 2011.
///
/// - Throws: `file` when it cannot be read, `data` with line and column when it is no label file.
package func readMulanLabels(_ path: String) throws -> [String] {
  try mulanLabels(ByteFile(reading: path))
}

/// The label names of a Mulan XML file at hand.
package func mulanLabels(_ file: ByteFile) throws -> [String] {
  var scanner = MulanScanner(file: file, position: file.textStart)
  return try scanner.labels()
}

/// Walks through the tags of a label file.
private struct MulanScanner {
  let file: ByteFile
  var position: Int

  mutating func labels() throws -> [String] {
    var names: [String] = []
    var open: [String] = []
    var sawRoot = false
    while let start = find("<", from: position) {
      position = start + 1
      if skipsMarkup(at: start) { continue }
      if position == file.count + 1 || isMarkup("?", at: start) || isMarkup("!", at: start) {
        throw file.failure(at: start, "this piece of markup is not closed")
      }
      let isClosing = isMarkup("/", at: start)
      if isClosing { position += 1 }
      let element = name()
      if isClosing {
        guard open.popLast() == element else {
          throw file.failure(at: start, "</\(element)> closes no open element")
        }
        try expectClosingBracket()
        continue
      }
      guard element == (sawRoot ? "label" : "labels"), !(sawRoot && open.isEmpty) else {
        throw file.failure(
          at: start, "expected <\(sawRoot ? "label" : "labels")>, found <\(element)>",
          notes: ["a Mulan label file holds <label name=\"…\"/> inside <labels>"])
      }
      let (attributes, isEmpty) = try attributes()
      if sawRoot {
        guard let label = attributes["name"], !label.isEmpty else {
          throw file.failure(at: start, "expected a label with a name")
        }
        names.append(label)
      }
      sawRoot = true
      if !isEmpty { open.append(element) }
    }
    guard sawRoot, open.isEmpty else {
      throw file.failure(
        at: file.count,
        sawRoot
          ? "the file ends before </\(open.last ?? "labels")>"
          : "expected <labels>, found no element")
    }
    return names
  }

  /// Passes a comment, a declaration or a processing instruction.
  private mutating func skipsMarkup(at start: Int) -> Bool {
    let end: String
    if matches("<!--", at: start) {
      end = "-->"
    } else if isMarkup("?", at: start) {
      end = "?>"
    } else if isMarkup("!", at: start) {
      end = ">"
    } else {
      return false
    }
    guard let found = find(end, from: start + 2) else { return false }
    position = found + end.utf8.count
    return true
  }

  private func isMarkup(_ character: Unicode.Scalar, at start: Int) -> Bool {
    start + 1 < file.count && file.bytes[start + 1] == UInt8(ascii: character)
  }

  private func matches(_ text: String, at start: Int) -> Bool {
    file.bytes[start...].starts(with: text.utf8)
  }

  private func find(_ text: String, from start: Int) -> Int? {
    guard let first = text.utf8.first else { return nil }
    var i = start
    while i < file.count {
      if file.bytes[i] == first, matches(text, at: i) { return i }
      i += 1
    }
    return nil
  }

  /// An element's or attribute's name without its namespace prefix.
  private mutating func name() -> String {
    let start = position
    while position < file.count, !" \t\r\n=/>\"'<".utf8.contains(file.bytes[position]) {
      position += 1
    }
    let whole = file.bytes[start..<position]
    return ByteFile.text(whole.split(separator: UInt8(ascii: ":")).last ?? [])
  }

  private mutating func skipSpace() {
    while position < file.count, " \t\r\n".utf8.contains(file.bytes[position]) { position += 1 }
  }

  private mutating func expectClosingBracket() throws {
    skipSpace()
    guard position < file.count, file.bytes[position] == UInt8(ascii: ">") else {
      throw file.failure(at: position, "expected > at the end of a tag")
    }
    position += 1
  }

  private mutating func attributes() throws -> (values: [String: String], isEmpty: Bool) {
    var values: [String: String] = [:]
    while true {
      skipSpace()
      guard position < file.count else {
        throw file.failure(at: position, "the file ends inside of a tag")
      }
      if file.bytes[position] == UInt8(ascii: "/") {
        position += 1
        try expectClosingBracket()
        return (values, true)
      }
      if file.bytes[position] == UInt8(ascii: ">") {
        position += 1
        return (values, false)
      }
      let key = name()
      skipSpace()
      guard !key.isEmpty, position < file.count, file.bytes[position] == UInt8(ascii: "=") else {
        throw file.failure(at: position, "expected an attribute with = and a value")
      }
      position += 1
      skipSpace()
      values[key] = try quotedValue()
    }
  }

  private mutating func quotedValue() throws -> String {
    let quote = file.bytes[position]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"), position < file.count else {
      throw file.failure(at: position, "expected a value in quotes")
    }
    let start = position + 1
    guard let end = file.bytes[start..<file.count].firstIndex(of: quote) else {
      throw file.failure(at: position, "the value in quotes is not closed")
    }
    position = end + 1
    return try unescaped(ByteFile.text(file.bytes[start..<end]), at: start)
  }

  /// Text with the five named entities and numeric character references replaced.
  private func unescaped(_ text: String, at offset: Int) throws -> String {
    guard text.contains("&") else { return text }
    var result = ""
    var rest = text[...]
    while let ampersand = rest.firstIndex(of: "&") {
      result += rest[..<ampersand]
      rest = rest[rest.index(after: ampersand)...]
      guard let semicolon = rest.firstIndex(of: ";"),
        let character = character(String(rest[..<semicolon]))
      else {
        throw file.failure(
          at: offset, "\"&\" begins no known entity in \"\(text)\"",
          notes: ["write &amp; for an ampersand"])
      }
      result.unicodeScalars.append(character)
      rest = rest[rest.index(after: semicolon)...]
    }
    return result + rest
  }

  private func character(_ entity: String) -> Unicode.Scalar? {
    switch entity {
    case "amp": "&"
    case "lt": "<"
    case "gt": ">"
    case "quot": "\""
    case "apos": "'"
    case _ where entity.hasPrefix("#x"):
      UInt32(entity.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
    case _ where entity.hasPrefix("#"): UInt32(entity.dropFirst()).flatMap(Unicode.Scalar.init)
    default: nil
    }
  }
}
