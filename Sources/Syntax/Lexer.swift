package import Diagnostics

/// Turns program text into tokens; never fails, but collects what it could not read.
package struct Lexer {
  let source: SourceText
  let bytes: [UInt8]
  let end: Int
  var position: Int
  /// What could not be read, in order.
  package private(set) var diagnostics: [Diagnostic] = []
  /// Whether the last interpolation had no end on its line.
  var isInterpolationOpen = false
  /// Whether the text ended inside a string or an interpolation.
  package private(set) var endsInsideString = false

  /// A lexer over a part of a source; the whole of it unless told otherwise.
  package init(_ source: SourceText, range: SourceRange? = nil) {
    self.source = source
    bytes = source.utf8
    position = range?.start ?? 0
    end = min(range?.end ?? source.utf8.count, source.utf8.count)
  }

  /// All tokens up to and including `endOfFile`; comments only when asked for.
  package mutating func tokens(keepComments: Bool = false) -> [Token] {
    var result: [Token] = []
    while true {
      let token = next()
      if case .comment = token.kind, !keepComments { continue }
      result.append(token)
      if token.isEndOfFile { return result }
    }
  }

  mutating func next() -> Token {
    let spaceStart = position
    skipBlanks()
    let hasSpace = position > spaceStart
    let start = position
    let kind = scan()
    return Token(kind: kind, range: SourceRange(start, position), hasSpaceBefore: hasSpace)
  }

  func byte(_ offset: Int = 0) -> UInt8 {
    position + offset < end ? bytes[position + offset] : 0
  }

  mutating func report(
    _ message: String, from start: Int, to stop: Int? = nil, notes: [String] = [],
    _ mistake: Mistake? = nil
  ) {
    let mark = SourceMark(source, SourceRange(start, stop ?? position))
    diagnostics.append(Diagnostic(.syntax, message, marks: [mark], notes: notes, mistake))
  }

  mutating func reportUnterminated(_ message: String, from start: Int, notes: [String] = []) {
    endsInsideString = true
    report(message, from: start, to: start + 1, notes: notes, .unclosedString)
  }

  private mutating func skipBlanks() {
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
      case 0xC2 where byte(1) == 0xA0: position += 2  // no-break space, as pasted from web pages
      case 0xEF where position == 0 && byte(1) == 0xBB && byte(2) == 0xBF: position += 3
      default: return
      }
    }
  }

  private mutating func scan() -> Token.Kind {
    guard position < end else { return .endOfFile }
    let first = bytes[position]
    switch first {
    case UInt8(ascii: "\n"):
      position += 1
      return .newline
    case UInt8(ascii: "#"):
      while position < end, bytes[position] != UInt8(ascii: "\n") { position += 1 }
      return .comment
    case UInt8(ascii: "\""):
      return scanString()
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      return scanNumber()
    case UInt8(ascii: ".") where isDigit(byte(1)):
      return scanNumber()
    default:
      if isNameStart() { return scanName() }
      return scanPunctuator()
    }
  }

  // MARK: - Names

  func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// The Unicode scalar at the position and its length in bytes.
  func scalar(at offset: Int) -> (scalar: Unicode.Scalar, length: Int)? {
    guard offset < end else { return nil }
    let first = bytes[offset]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    var decoder = UTF8()
    var iterator = bytes[offset..<min(offset + length, end)].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
    return (scalar, String(scalar).utf8.count)
  }

  private func isNameStart() -> Bool {
    let first = bytes[position]
    if first < 0x80 { return isASCIILetter(first) }
    return scalar(at: position).map { $0.scalar.properties.isAlphabetic } ?? false
  }

  private func isASCIILetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte == UInt8(ascii: "_")
  }

  private mutating func skipNameCharacters() {
    while position < end {
      let byte = bytes[position]
      if byte < 0x80 {
        guard isASCIILetter(byte) || isDigit(byte) else { return }
        position += 1
      } else {
        guard let (scalar, length) = scalar(at: position),
          scalar.properties.isAlphabetic || scalar.properties.isXIDContinue
        else { return }
        position += length
      }
    }
  }

  private mutating func scanName() -> Token.Kind {
    let start = position
    skipNameCharacters()
    let text = source[SourceRange(start, position)]
    if let keyword = Keyword(rawValue: text) { return .keyword(keyword) }
    return Lexer.constants[text].map { .number($0) } ?? .name(text)
  }

  /// The words that are numbers.
  package static let constants: [String: Double] = ["inf": .infinity, "nan": .nan, "pi": .pi]

  // MARK: - Numbers

  private mutating func scanNumber() -> Token.Kind {
    let start = position
    if bytes[position] == UInt8(ascii: "0"), byte(1) | 0x20 == UInt8(ascii: "b") {
      return scanBinaryNumber(from: start)
    }
    var digits: [UInt8] = []
    appendDigits(to: &digits)
    if byte() == UInt8(ascii: "."), isDigit(byte(1)) {
      digits.append(UInt8(ascii: "."))
      position += 1
      appendDigits(to: &digits)
    } else if byte() == UInt8(ascii: "."), byte(1) != UInt8(ascii: ".") {
      position += 1
      report(
        "expected a digit after the decimal point", from: start,
        notes: ["write \(source[SourceRange(start, position)])0"])
      return .number(0)
    }
    if byte() | 0x20 == UInt8(ascii: "e") { scanExponent(&digits) }
    guard endsNumber(from: start) else { return .invalid }
    return .number(Double(String(decoding: digits, as: UTF8.self)) ?? .nan)
  }

  private mutating func appendDigits(to digits: inout [UInt8]) {
    while position < end {
      if isDigit(bytes[position]) {
        digits.append(bytes[position])
      } else if bytes[position] != UInt8(ascii: "_") || !isDigit(byte(1)) {
        return
      }
      position += 1
    }
  }

  private mutating func scanExponent(_ digits: inout [UInt8]) {
    let sign = byte(1)
    let hasSign = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
    guard isDigit(byte(hasSign ? 2 : 1)) else { return }
    digits.append(UInt8(ascii: "e"))
    if hasSign { digits.append(sign) }
    position += hasSign ? 2 : 1
    appendDigits(to: &digits)
  }

  private mutating func scanBinaryNumber(from start: Int) -> Token.Kind {
    position += 2
    var digits: [UInt8] = []
    appendDigits(to: &digits)
    guard endsNumber(from: start) else { return .invalid }
    guard !digits.isEmpty, digits.allSatisfy({ $0 <= UInt8(ascii: "1") }) else {
      report("a binary number has only the digits 0 and 1", from: start)
      return .number(0)
    }
    return .number(digits.reduce(0.0) { $0 * 2 + Double($1 - 0x30) })
  }

  /// Reports letters glued to a number, as in `2x`.
  private mutating func endsNumber(from start: Int) -> Bool {
    guard position < end, isNameStart() else { return true }
    let numberEnd = position
    skipNameCharacters()
    let number = source[SourceRange(start, numberEnd)]
    let rest = source[SourceRange(numberEnd, position)]
    report(
      "\(number)\(rest) is neither a number nor a name", from: start,
      notes: ["a product is written \(number) * \(rest)"])
    return false
  }

  // MARK: - Operators

  private static let punctuatorsByLength: [[Punctuator]] = (1...3).reversed().map { length in
    Punctuator.allCases.filter { $0.rawValue.utf8.count == length }
  }

  private mutating func scanPunctuator() -> Token.Kind {
    for candidates in Lexer.punctuatorsByLength {
      for candidate in candidates where matches(candidate.rawValue) {
        position += candidate.rawValue.utf8.count
        return .punctuator(candidate)
      }
    }
    let start = position
    position += scalar(at: position)?.length ?? 1
    reportUnknownCharacter(source[SourceRange(start, position)], from: start)
    return .invalid
  }

  private func matches(_ spelling: String) -> Bool {
    var offset = 0
    for unit in spelling.utf8 {
      guard byte(offset) == unit, position + offset < end else { return false }
      offset += 1
    }
    return true
  }

  private static let replacements = [
    "“": "strings use plain double quotes \"…\"", "”": "strings use plain double quotes \"…\"",
    "‘": "strings use double quotes \"…\"", "’": "strings use double quotes \"…\"",
    "×": "the product is written *", "·": "the product is written *", "−": "minus is written -",
    "–": "minus is written -", "≤": "write <=", "≥": "write >=", "≠": "write !=",
    "→": "write ->", "…": "write ...", "&": "write and",
    "!": "negation is written not; other programs are not run from here",
    "|": "write or; a pipeline is written |>", "$": "interpolation is written \"{name}\"",
    "\\": "A x = b is solved by solve(A, b); a line goes on after an operator or inside brackets",
    "?": "a choice is if c { a } else { b }; help is ?name at the start of a line in the shell",
    "~": "negation is written not",
  ]

  /// A character as messages show it: control characters by their number.
  private static func name(of text: String) -> String {
    guard let scalar = text.unicodeScalars.first, scalar.value < 32 || scalar.value == 127 else {
      return text
    }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: 4 - digits.count) + digits
  }

  private mutating func reportUnknownCharacter(_ text: String, from start: Int) {
    let isUnequal = text == "~" && byte() == UInt8(ascii: "=")
    let advice = isUnequal ? "unequal is written !=" : Lexer.replacements[text]
    let notes = advice.map { [$0] } ?? []
    report(
      "the character \(Lexer.name(of: text)) means nothing here", from: start, notes: notes,
      notes.isEmpty ? nil : .foreignCode)
  }
}
