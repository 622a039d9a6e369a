internal import Diagnostics

/// A column that an ARFF file declares.
struct ArffAttribute {
  /// What the values of a column look like.
  enum Kind {
    case numeric
    case nominal
    /// Any text; its values are numbered as they come.
    case text
  }

  var name: String
  var kind: Kind
  var symbols = SymbolTable()
  /// Whether the values are `0` and `1`; such a column keeps its value as its code.
  var isBinary = false
  /// What a sparse row means by leaving the column out: 0, or the code of the first value declared.
  var sparseDefault = 0.0

  /// The kind of the column that this attribute becomes.
  var featureKind: FeatureKind {
    if case .numeric = kind { return .numeric }
    return .nominal(symbols.values.map { String(decoding: $0, as: UTF8.self) })
  }
}

/// The part of an ARFF file before `@data`.
struct ArffHeader {
  var relation = ""
  var attributes: [ArffAttribute] = []

  /// Reads up to and including the line of `@data`.
  init(_ cursor: inout TextCursor) throws {
    while true {
      while cursor.current.isSpace { cursor.position += 1 }
      guard !cursor.isAtEnd else {
        throw cursor.error("expected @data, found the end of the file")
      }
      if cursor.current == .percent {
        cursor.skipLine()
        continue
      }
      let start = cursor.position
      let keyword = ArffHeader.scanWord(&cursor)
      switch keyword {
      case "@relation": relation = try ArffHeader.scanName(&cursor) ?? ""
      case "@attribute": try parseAttribute(&cursor)
      case "@data":
        try ArffHeader.expectLineEnd(&cursor)
        guard !attributes.isEmpty else {
          throw cursor.error("expected at least one @attribute before @data", at: start)
        }
        return
      default:
        throw cursor.error(
          "expected @relation, @attribute or @data, found \(quoted(keyword))", at: start,
          notes: attributes.isEmpty && relation.isEmpty ? ["is this an ARFF file?"] : [])
      }
      try ArffHeader.expectLineEnd(&cursor)
    }
  }

  /// The number of labels that MEKA writes into the relation's name, `-C 6`; negative ones are last.
  var mekaLabels: LabelSelection? {
    let words = relation.split { $0 == " " || $0 == "\t" || $0 == ":" }
    guard let flag = words.firstIndex(of: "-C"), flag + 1 < words.count,
      let count = Int(words[flag + 1]), count != 0, count > Int.min
    else { return nil }
    return count > 0 ? .first(count) : .last(-count)
  }

  private mutating func parseAttribute(_ cursor: inout TextCursor) throws {
    guard let name = try ArffHeader.scanName(&cursor) else {
      throw cursor.error("expected the name of an attribute")
    }
    cursor.skipBlanks()
    if cursor.current == .openBrace {
      attributes.append(try ArffHeader.parseNominal(named: name, &cursor))
      return
    }
    let start = cursor.position
    let type = ArffHeader.scanWord(&cursor)
    switch type {
    case "numeric", "real", "integer":
      attributes.append(ArffAttribute(name: name, kind: .numeric))
    case "string": attributes.append(ArffAttribute(name: name, kind: .text))
    case "date", "relational":
      throw cursor.error(
        "expected numeric, string or {…} for \(quoted(name)), found \(type)", at: start,
        notes: ["columns of type \(type) are not supported; remove the column"])
    default:
      throw cursor.error(
        "expected numeric, string or {…} for \(quoted(name)), found \(quoted(type))", at: start)
    }
  }

  private static func parseNominal(
    named name: String, _ cursor: inout TextCursor
  ) throws
    -> ArffAttribute
  {
    var attribute = ArffAttribute(name: name, kind: .nominal)
    let start = cursor.position
    cursor.position += 1
    while true {
      while cursor.current.isBlank || cursor.current == .comma { cursor.position += 1 }
      if cursor.isAtLineEnd { throw cursor.error("expected } after the values of \(quoted(name))") }
      if cursor.current == .closeBrace { break }
      let valueStart = cursor.position
      let value = try scanValue(&cursor)
      let before = attribute.symbols.values.count
      value.withUnsafeBufferPointer { _ = attribute.symbols.intern($0, 0, $0.count) }
      guard attribute.symbols.values.count > before else {
        throw cursor.error("\(quoted(name)) declares a value twice", at: valueStart)
      }
    }
    cursor.position += 1
    guard !attribute.symbols.values.isEmpty else {
      throw cursor.error("expected values between the braces of \(quoted(name))", at: start)
    }
    attribute.settleBinary()
    return attribute
  }

  /// One value of a list in braces, quoted or not.
  private static func scanValue(_ cursor: inout TextCursor) throws -> [UInt8] {
    if cursor.current == .quote || cursor.current == .apostrophe {
      return try scanQuoted(&cursor)
    }
    let start = cursor.position
    while !cursor.isAtLineEnd, cursor.current != .comma, cursor.current != .closeBrace {
      cursor.position += 1
    }
    var end = cursor.position
    while end > start, cursor.bytes[end - 1].isBlank { end -= 1 }
    return Array(cursor.bytes[start..<end])
  }

  /// A text in single or double quotes with its escapes resolved.
  static func scanQuoted(_ cursor: inout TextCursor) throws -> [UInt8] {
    let start = cursor.position
    let quote = cursor.current
    cursor.position += 1
    var text: [UInt8] = []
    while !cursor.isAtLineEnd {
      let byte = cursor.current
      cursor.position += 1
      if byte == quote { return text }
      guard byte == .backslash, !cursor.isAtLineEnd else {
        text.append(byte)
        continue
      }
      switch cursor.current {
      case UInt8(ascii: "n"): text.append(10)
      case UInt8(ascii: "t"): text.append(9)
      case UInt8(ascii: "r"): text.append(13)
      default: text.append(cursor.current)
      }
      cursor.position += 1
    }
    throw cursor.error("expected a closing quote on the same line", at: start)
  }

  /// A name, quoted or up to a blank or brace; `nil` at the end of the line.
  private static func scanName(_ cursor: inout TextCursor) throws -> String? {
    cursor.skipBlanks()
    if cursor.isAtLineEnd { return nil }
    if cursor.current == .quote || cursor.current == .apostrophe {
      return String(decoding: try scanQuoted(&cursor), as: UTF8.self)
    }
    let start = cursor.position
    while !cursor.isAtLineEnd, !cursor.current.isBlank, cursor.current != .openBrace {
      cursor.position += 1
    }
    return cursor.text(start, cursor.position)
  }

  /// A lower-case word up to a blank, brace or the end of the line.
  private static func scanWord(_ cursor: inout TextCursor) -> String {
    let start = cursor.position
    while !cursor.isAtLineEnd, !cursor.current.isBlank, cursor.current != .openBrace {
      cursor.position += 1
    }
    return cursor.text(start, cursor.position).lowercased()
  }

  private static func expectLineEnd(_ cursor: inout TextCursor) throws {
    cursor.skipBlanks()
    guard cursor.isAtLineEnd || cursor.current == .percent else {
      let start = cursor.position
      let rest = scanWord(&cursor)
      throw cursor.error("expected the end of the line, found \(quoted(rest))", at: start)
    }
    cursor.skipLine()
  }
}

extension ArffAttribute {
  /// Finds out whether the values are 0 and 1 in either order, and what sparse rows leave out.
  mutating func settleBinary() {
    let zero = [UInt8(ascii: "0")]
    let one = [UInt8(ascii: "1")]
    guard symbols.values == [zero, one] || symbols.values == [one, zero] else { return }
    isBinary = true
    guard symbols.values[0] == one else { return }
    sparseDefault = 1
    symbols = SymbolTable()
    for value in [zero, one] {
      value.withUnsafeBufferPointer { _ = symbols.intern($0, 0, $0.count) }
    }
  }
}
