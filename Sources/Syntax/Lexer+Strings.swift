internal import Diagnostics

extension Lexer {
  /// Scans a literal that begins with a double quote, one line or `"""` many.
  mutating func scanString() -> Token.Kind {
    if byte(1) == UInt8(ascii: "\""), byte(2) == UInt8(ascii: "\"") { return scanBlockString() }
    let start = position
    position += 1
    isInterpolationOpen = false
    var builder = SegmentBuilder()
    while true {
      guard position < end, bytes[position] != UInt8(ascii: "\n") else {
        report(
          "this string is not closed", from: start, to: start + 1,
          notes: ["add \" at its end; a text of many lines begins and ends with \"\"\""],
          .unclosedString)
        return .string(builder.finished())
      }
      if bytes[position] == UInt8(ascii: "\"") {
        position += 1
        return .string(builder.finished())
      }
      scanStringPart(into: &builder)
      // What is wrong was said where it began.
      if isInterpolationOpen { return .string(builder.finished()) }
    }
  }

  private mutating func scanBlockString() -> Token.Kind {
    let start = position
    position += 3
    if byte() == UInt8(ascii: "\r"), byte(1) == UInt8(ascii: "\n") { position += 1 }
    if byte() == UInt8(ascii: "\n") { position += 1 }
    var builder = SegmentBuilder()
    while true {
      guard position < end else {
        reportUnterminated("this text is not closed", from: start, notes: ["add \"\"\" at its end"])
        return .string(builder.finished())
      }
      if byte() == UInt8(ascii: "\""), byte(1) == UInt8(ascii: "\""), byte(2) == UInt8(ascii: "\"")
      {
        let indentation = indentationBefore(position)
        position += 3
        return .string(builder.finished(removing: indentation))
      }
      scanStringPart(into: &builder)
    }
  }

  /// The blanks between the start of the line and an offset, or nothing when text stands there.
  private func indentationBefore(_ offset: Int) -> Int {
    var start = offset
    while start > 0, bytes[start - 1] == 0x20 || bytes[start - 1] == 0x09 { start -= 1 }
    return start > 0 && bytes[start - 1] == UInt8(ascii: "\n") ? offset - start : 0
  }

  private mutating func scanStringPart(into builder: inout SegmentBuilder) {
    switch bytes[position] {
    case UInt8(ascii: "\\"): scanEscape(into: &builder)
    case UInt8(ascii: "{"): scanInterpolation(into: &builder)
    case UInt8(ascii: "}"):
      report(
        "a } in a string stands alone", from: position, to: position + 1,
        notes: ["write \\} for the character itself"])
      position += 1
    case UInt8(ascii: "\r") where byte(1) == UInt8(ascii: "\n"):
      // A file saved with Windows line ends holds the same texts as any other.
      position += 1
    default:
      builder.append(bytes[position])
      position += 1
    }
  }

  /// What a letter behind a backslash stands for; `u` begins the number of a character.
  package static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "n"): 0x0A, UInt8(ascii: "t"): 0x09, UInt8(ascii: "\\"): UInt8(ascii: "\\"),
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "{"): UInt8(ascii: "{"),
    UInt8(ascii: "}"): UInt8(ascii: "}"),
  ]

  private mutating func scanEscape(into builder: inout SegmentBuilder) {
    let start = position
    position += 2
    let letter = start + 1 < end ? bytes[start + 1] : 0
    if let byte = Lexer.escapes[letter] {
      builder.append(byte)
    } else if letter == UInt8(ascii: "u") {
      scanUnicodeEscape(from: start, into: &builder)
    } else {
      position = min(start + 2, end)
      report(
        "\\\(source[SourceRange(start + 1, position)]) is no escape", from: start,
        notes: ["escapes are \\n \\t \\\" \\\\ \\{ \\} \\u{1F600}"])
    }
  }

  private mutating func scanUnicodeEscape(from start: Int, into builder: inout SegmentBuilder) {
    let digitsStart = position + 1
    var stop = digitsStart
    while stop < end, stop - digitsStart < 8, bytes[stop] != UInt8(ascii: "}"),
      bytes[stop] != UInt8(ascii: "\""), bytes[stop] != UInt8(ascii: "\n")
    { stop += 1 }
    let isBraced = byte() == UInt8(ascii: "{") && stop < end && bytes[stop] == UInt8(ascii: "}")
    let digits = source[SourceRange(digitsStart, stop)]
    guard isBraced, let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code) else {
      report(
        "a character's number stands in braces", from: start, to: position,
        notes: ["write \\u{1F600}"])
      return
    }
    for byte in String(scalar).utf8 { builder.append(byte) }
    position = stop + 1
  }

  /// Records the expression between braces; the parser reads it later.
  private mutating func scanInterpolation(into builder: inout SegmentBuilder) {
    let open = position
    isInterpolationOpen = false
    position += 1
    var closers: [UInt8] = []
    var colon: Int?
    while true {
      guard position < end, bytes[position] != UInt8(ascii: "\n") else {
        report(
          "this { in a string is not closed on its line", from: open, to: open + 1,
          notes: [
            "what stands in braces ends on its line: x = … first, then \"{x}\"; the character itself "
              + "is written \\{"
          ])
        isInterpolationOpen = true
        return
      }
      let current = bytes[position]
      if current == UInt8(ascii: "}"), closers.isEmpty { break }
      if colon == nil { advanceInExpression(&closers, &colon) } else { position += 1 }
    }
    let stop = colon ?? position
    if source[SourceRange(open + 1, stop)].allSatisfy({ $0 == " " }) {
      report(
        "nothing stands in the braces", from: open, to: position + 1,
        notes: ["what is filled in stands there: \"{x}\"; the characters are written \\{ and \\}"],
        .foreignCode)
      position += 1
      return
    }
    let format = colon.map { source[SourceRange($0 + 1, position)] }
    builder.append(.interpolation(SourceRange(open + 1, stop), format: format))
    position += 1
  }

  private mutating func advanceInExpression(_ closers: inout [UInt8], _ colon: inout Int?) {
    let current = bytes[position]
    switch current {
    case UInt8(ascii: "("): closers.append(UInt8(ascii: ")"))
    case UInt8(ascii: "["): closers.append(UInt8(ascii: "]"))
    case UInt8(ascii: "{"): closers.append(UInt8(ascii: "}"))
    case UInt8(ascii: ":") where closers.isEmpty:
      colon = position
    case UInt8(ascii: "\""):
      skipNestedString()
      return
    default:
      if current == closers.last { closers.removeLast() }
    }
    position += 1
  }

  /// Skips a string inside an interpolation, interpolations of its own included.
  private mutating func skipNestedString() {
    position += 1
    var depth = 0
    while position < end, bytes[position] != UInt8(ascii: "\n") {
      switch bytes[position] {
      case UInt8(ascii: "\\"): position += 1
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth = max(0, depth - 1)
      case UInt8(ascii: "\"") where depth == 0:
        position += 1
        return
      default: break
      }
      position += 1
    }
    position = min(position, end)
  }
}

/// Collects a literal's characters and interpolations.
private struct SegmentBuilder {
  private var segments: [StringSegment] = []
  private var bytes: [UInt8] = []

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  mutating func append(_ segment: StringSegment) {
    flush()
    segments.append(segment)
  }

  private mutating func flush() {
    guard !bytes.isEmpty else { return }
    segments.append(.text(String(decoding: bytes, as: UTF8.self)))
    bytes = []
  }

  mutating func finished() -> [StringSegment] {
    flush()
    return segments
  }

  /// Removes the closing quotes' indentation from every line, and the last line when it is blank.
  mutating func finished(removing indentation: Int) -> [StringSegment] {
    flush()
    var atLineStart = true
    var result: [StringSegment] = []
    for segment in segments {
      guard case .text(let text) = segment else {
        result.append(segment)
        atLineStart = false
        continue
      }
      result.append(.text(SegmentBuilder.unindent(text, indentation, &atLineStart)))
    }
    if case .text(let last)? = result.last, indentation > 0 || last.hasSuffix("\n") {
      result[result.count - 1] = .text(SegmentBuilder.trimmingLastLine(last))
    }
    return result
  }

  private static func unindent(
    _ text: String, _ indentation: Int, _ atLineStart: inout Bool
  )
    -> String
  {
    var result = ""
    var skipped = 0
    for scalar in text.unicodeScalars {
      if atLineStart, skipped < indentation, scalar == " " || scalar == "\t" {
        skipped += 1
        continue
      }
      atLineStart = scalar == "\n"
      skipped = 0
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  private static func trimmingLastLine(_ text: String) -> String {
    var scalars = text.unicodeScalars
    while let last = scalars.last, last == " " || last == "\t" { scalars.removeLast() }
    if scalars.last == "\n" { scalars.removeLast() }
    return String(scalars)
  }
}
