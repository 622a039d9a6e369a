internal import Diagnostics

/// A column of an ARFF file.
struct ARFFAttribute {
  var name: String
  /// Values as declared; `nil` for a numeric column.
  var values: [[UInt8]]?
}

/// What an ARFF file declares before its data.
struct ARFFHeader {
  var relation = ""
  var attributes: [ARFFAttribute] = []
  /// The offset behind the line of `@data`.
  var dataStart = 0

  /// The labels that MEKA's option `-C n` in the relation's name declares: the first n columns, or
  /// the last −n.
  ///
  /// Read, Reutemann, Pfahringer and Holmes, "MEKA: A Multi-label/Multi-target Extension to WEKA",
  /// Journal of Machine Learning Research 17, 2016.
  var mekaLabels: [Int]? {
    let words = (optionColon.map { relation[$0...] } ?? relation[...])
      .split { $0 == " " || $0 == ":" || $0 == "\t" }
    guard let option = words.firstIndex(where: { $0.lowercased() == "-c" }),
      option + 1 < words.count
    else { return nil }
    let digits = words[option + 1].prefix { $0 == "-" || $0.isNumber }
    guard let count = Int(digits), count != 0, count.magnitude <= attributes.count else {
      return nil
    }
    return count > 0
      ? Array(0..<count) : Array(attributes.count + count..<attributes.count)
  }

  /// The relation's name without the options behind it.
  var plainName: String {
    if let colon = optionColon { return String(relation[..<colon]) }
    let words = relation.split(separator: " ")
    guard let option = words.firstIndex(where: { $0.lowercased() == "-c" }) else { return relation }
    return words[..<option].joined(separator: " ")
  }

  /// The colon that options follow; a name may hold other colons.
  private var optionColon: String.Index? {
    relation.indices.first { index in
      relation[index] == ":"
        && relation[relation.index(after: index)...].first { $0 != " " && $0 != "\t" } == "-"
    }
  }

  /// Reads the header of a file.
  ///
  /// - Throws: `data` with line and column where it is no ARFF header.
  init(_ file: ByteFile) throws {
    var scanner = ARFFHeaderScanner(file: file, position: file.textStart)
    try scanner.read(into: &self)
  }
}

/// Walks through the lines of an ARFF header.
private struct ARFFHeaderScanner {
  let file: ByteFile
  var position: Int

  private var byte: UInt8 { file.bytes[position] }
  private var isLineEnd: Bool { byte == UInt8(ascii: "\n") }

  mutating func read(into header: inout ARFFHeader) throws {
    while true {
      skipSpace()
      guard position < file.count else {
        throw file.failure(
          at: position, "expected @data, found the end of the file",
          notes: ["an ARFF file has @relation, @attribute lines, @data and the rows"])
      }
      if isLineEnd || byte == UInt8(ascii: "%") {
        skipLine()
        continue
      }
      let start = position
      let keyword = word().lowercased()
      switch keyword {
      case "@relation":
        skipSpace()
        header.relation = ByteFile.text(isLineEnd ? [] : try token(stops: ""))
      case "@attribute":
        header.attributes.append(try attribute())
      case "@data":
        guard !header.attributes.isEmpty else {
          throw file.failure(at: start, "expected an @attribute before @data")
        }
        skipLine()
        header.dataStart = position
        return
      default:
        throw file.failure(
          at: start,
          "expected @relation, @attribute or @data, found \(ByteFile.quotation(keyword.utf8))")
      }
      try endLine()
    }
  }

  private mutating func attribute() throws -> ARFFAttribute {
    skipSpace()
    guard !isLineEnd else { throw file.failure(at: position, "expected the name of an attribute") }
    let name = ByteFile.text(try token(stops: "{"))
    skipSpace()
    if byte == UInt8(ascii: "{") {
      return ARFFAttribute(name: name, values: try declaredValues())
    }
    let start = position
    let type = word().lowercased()
    switch type {
    case "numeric", "real", "integer": return ARFFAttribute(name: name, values: nil)
    case "string", "date", "relational":
      throw file.failure(
        at: start, "attribute \"\(name)\" is of type \(type), which cannot become a feature",
        notes: ["numeric, real, integer and {…} attributes can be read; remove the column"])
    default:
      throw file.failure(
        at: start,
        "expected numeric or {…} as the type of \"\(name)\", found \(ByteFile.quotation(type.utf8))"
      )
    }
  }

  private mutating func declaredValues() throws -> [[UInt8]] {
    let start = position
    position += 1
    var values: [[UInt8]] = []
    while true {
      skipSpace()
      if byte == UInt8(ascii: "}") {
        position += 1
        return values
      }
      guard !isLineEnd else { throw file.failure(at: start, "expected } at the end of the values") }
      if byte == UInt8(ascii: ",") {
        position += 1
        continue
      }
      values.append(try value())
    }
  }

  /// One value between braces; without quotes it may hold spaces.
  private mutating func value() throws -> [UInt8] {
    if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return try quoted() }
    let start = position
    var end = position
    while !isLineEnd, byte != UInt8(ascii: ","), byte != UInt8(ascii: "}") {
      position += 1
      if !isSpace(file.bytes[position - 1]) { end = position }
    }
    return Array(file.bytes[start..<end])
  }

  /// A name: in quotes, or up to white space.
  private mutating func token(stops: String) throws -> [UInt8] {
    if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return try quoted() }
    let start = position
    while !isLineEnd, !isSpace(byte), !stops.utf8.contains(byte) || position == start {
      position += 1
    }
    let first = Array(file.bytes[start..<position])
    guard stops.isEmpty else { return first }
    // The name of a relation may hold spaces even without quotes.
    while !isLineEnd { position += 1 }
    var end = position
    while end > start, isSpace(file.bytes[end - 1]) { end -= 1 }
    return Array(file.bytes[start..<end])
  }

  private mutating func quoted() throws -> [UInt8] {
    let start = position
    var result: [UInt8] = []
    let end = file.bytes.withUnsafeBufferPointer {
      ARFFText.unquote($0, from: start, into: &result)
    }
    guard let end else {
      throw file.failure(at: start, "the quoted text is not closed on its line")
    }
    position = end
    return result
  }

  private mutating func word() -> String {
    let start = position
    while !isLineEnd, !isSpace(byte) { position += 1 }
    return ByteFile.text(file.bytes[start..<position])
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  private mutating func skipSpace() {
    while isSpace(byte) { position += 1 }
  }

  private mutating func skipLine() {
    while !isLineEnd { position += 1 }
    position = min(position + 1, file.count)
  }

  /// Passes what Weka allows behind a declaration: a comment, or the range of a numeric type.
  private mutating func endLine() throws {
    skipSpace()
    guard isLineEnd || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "[") else {
      throw file.failure(at: position, "expected the end of the line")
    }
    skipLine()
  }
}

/// The quoting rules of ARFF.
enum ARFFText {
  /// Appends the text of a quotation that begins at `start`; the offset behind it, or `nil` when it
  /// is not closed on its line.
  static func unquote(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, into result: inout [UInt8]
  ) -> Int? {
    let quote = bytes[start]
    var i = start + 1
    while i < bytes.count, bytes[i] != UInt8(ascii: "\n") {
      var byte = bytes[i]
      i += 1
      if byte == quote { return i }
      if byte == UInt8(ascii: "\\"), i < bytes.count, bytes[i] != UInt8(ascii: "\n") {
        byte = bytes[i]
        i += 1
        if byte == UInt8(ascii: "t") { byte = UInt8(ascii: "\t") }
        if byte == UInt8(ascii: "n") { byte = UInt8(ascii: "\n") }
        if byte == UInt8(ascii: "r") { byte = UInt8(ascii: "\r") }
      }
      result.append(byte)
    }
    return nil
  }
}
