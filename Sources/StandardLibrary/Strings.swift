internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  static let whitespace = " \t\n\r"

  private static let input = Parameter<String>("text", "a string")

  static let strings: [Builtin] = [
    Builtin(
      "format", "A value as text, laid out by a format.",
      Parameter<Value>("x", "a number, or anything for width and alignment"),
      Parameter<String>(
        "spec",
        "as behind the colon in \"{x:.3f}\": fill, alignment, sign, 0, width, precision, "
          + "and one of d e f g % s", default: ""),
      details: "A tensor is written as its literal, each element by the format. A text is padded "
        + "by width and alignment: < left, > right, ^ centred.",
      examples: [
        Example("format(pi, \".3f\")", prints: "3.142"),
        Example("format(42, \"*>6d\")", prints: "****42"),
        Example("format([0.5, 1 / 3], \".2f\")", prints: "[0.50, 0.33]"),
        Example("width = 8; format(\"left\", \"<{width}\") + \"|\"", prints: "left    |"),
      ],
      body: { x, spec in try FormatSpecification(spec).apply(to: x) }),
    Builtin(
      "split", "The parts of a string between separators.", input,
      Parameter<String?>(
        "separator", "what stands between the parts; none: any run of spaces and newlines",
        default: .some(nil)),
      examples: [
        Example("split(\"a b  c\")", prints: "[\"a\", \"b\", \"c\"]"),
        Example("split(\"1,,2\", \",\")", prints: "[\"1\", \"\", \"2\"]"),
      ],
      body: { text, separator in try split(text, separator) }),
    Builtin(
      "lines", "The lines of a string, without their ends.", input,
      details: "A newline at the very end begins no further line.",
      examples: [Example("lines(\"one\\ntwo\\n\")", prints: "[\"one\", \"two\"]")],
      body: { text in
        let body = text.last.map(isLineEnd) == true ? text.dropLast() : text[...]
        return try text.isEmpty ? [] : pieces(of: body, keepingEmpty: true, where: isLineEnd)
      }),
    Builtin(
      "join", "The elements of a list as one string.",
      Parameter<Value>("list", "a list or tensor, whose elements are written as print does"),
      Parameter<String>("separator", "what to put between them", default: ""),
      examples: [Example("join([\"a\", \"b\"], \"-\")", prints: "a-b")],
      body: { list, separator in
        try joined(parts(of: list, for: "join", "list"), separator)
      }),
    Builtin(
      "upper", "The string in capitals.", input,
      examples: [Example("upper(\"abc\")", prints: "ABC")],
      body: { text in try limited(text.uppercased()) }),
    Builtin(
      "lower", "The string in small letters.", input,
      examples: [Example("lower(\"ABC\")", prints: "abc")],
      body: { text in try limited(text.lowercased()) }),
    Builtin(
      "trim", "The string without spaces and newlines at its ends.", input,
      Parameter<String>("characters", "what to remove", default: whitespace),
      examples: [
        Example("trim(\"  a b \")", prints: "a b"), Example("trim(\"--x-\", \"-\")", prints: "x"),
      ],
      body: { text, characters in trimmed(text, characters) }),
    Builtin(
      "replace", "The string with every occurrence of a part replaced.", input,
      Parameter<String>("old", "the part to replace", Constraint("not empty") { !$0.isEmpty }),
      Parameter<String>("new", "what to put in its place"),
      examples: [Example("replace(\"a-b-c\", \"-\", \"+\")", prints: "a+b+c")],
      body: { text, old, new in try replaced(text, old, new) }),
    Builtin(
      "starts_with", "Whether a string begins with a part.", input,
      Parameter<String>("part", "what to look for"),
      examples: [Example("starts_with(\"label\", \"la\")", prints: "true")],
      body: { text, part in text.starts(with: part) }),
    Builtin(
      "ends_with", "Whether a string ends with a part.", input,
      Parameter<String>("part", "what to look for"),
      examples: [Example("ends_with(\"data.csv\", \".csv\")", prints: "true")],
      body: { text, part in text.reversed().starts(with: part.reversed()) }),
    Builtin(
      "isdigit", "Whether a string has characters, all of them digits 0 to 9.", input,
      details: "number(text) reads signs, points and exponents, too.",
      examples: [
        Example("isdigit(\"2026\")", prints: "true"), Example("isdigit(\"2.5\")", prints: "false"),
      ],
      body: { text in consists(text) { $0.isASCII && $0.isWholeNumber } }),
    Builtin(
      "isalpha", "Whether a string has characters, all of them letters.", input,
      examples: [
        Example("isalpha(\"Größe\")", prints: "true"), Example("isalpha(\"x1\")", prints: "false"),
      ],
      body: { text in consists(text, of: \.isLetter) }),
    Builtin(
      "isspace", "Whether a string has characters, all of them spaces, tabs or line ends.", input,
      examples: [Example("isspace(\" \\t\")", prints: "true")],
      body: { text in consists(text, of: \.isWhitespace) }),
  ]

  // MARK: - Taking apart

  private static func split(_ text: String, _ separator: String?) throws -> [String] {
    guard let separator else {
      return try pieces(of: text[...], keepingEmpty: false) { $0.isWhitespace }
    }
    guard !separator.isEmpty else {
      throw Failure(
        .value, "split: the separator must not be empty",
        notes: ["list(text) gives the characters", "split(text) splits at spaces"])
    }
    var parts: [String] = []
    var start = text.startIndex
    try TextSearch.visit(separator, in: text) { place in
      try ValueLimits.checkList(parts.count + 2)
      parts.append(String(text[start..<place.lowerBound]))
      start = place.upperBound
      return true
    }
    return parts + [String(text[start...])]
  }

  /// The pieces between characters of a kind.
  private static func pieces(
    of text: Substring, keepingEmpty: Bool, where isSeparator: (Character) -> Bool
  ) throws -> [String] {
    var steps = 0
    let pieces = try text.split(omittingEmptySubsequences: !keepingEmpty) { character in
      steps += 1
      if steps & 0xFFF == 0 { try Interrupt.check() }
      return isSeparator(character)
    }
    try ValueLimits.checkList(pieces.count)
    return pieces.map(String.init)
  }

  private static func isLineEnd(_ character: Character) -> Bool {
    character == "\n" || character == "\r\n" || character == "\r"
  }

  /// The text without the given characters at its ends.
  static func trimmed(_ text: String, _ characters: String) -> String {
    var rest = text[...]
    while let first = rest.first, isTrimmed(first, characters) { rest.removeFirst() }
    while let last = rest.last, isTrimmed(last, characters) { rest.removeLast() }
    return String(rest)
  }

  /// A carriage return and newline are one character, which plain white space includes.
  private static func isTrimmed(_ character: Character, _ characters: String) -> Bool {
    characters.contains(character) || characters == whitespace && character.isWhitespace
  }

  private static func consists(_ text: String, of isWanted: (Character) -> Bool) -> Bool {
    !text.isEmpty && text.allSatisfy(isWanted)
  }

  // MARK: - Putting together

  /// The text, when a string may be so long.
  private static func limited(_ text: String) throws -> String {
    try ValueLimits.checkText(text.utf8.count)
    return text
  }

  private static func joined(_ parts: [Value], _ separator: String) throws -> String {
    // Bytes are gathered faster than strings, each of which is looked through when it is added.
    var bytes: [UInt8] = []
    for (index, part) in parts.enumerated() {
      if index & 0xFFF == 0 { try Interrupt.check() }
      if index > 0 { bytes += separator.utf8 }
      bytes += part.printed.utf8
      try ValueLimits.checkText(bytes.count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func replaced(_ text: String, _ old: String, _ new: String) throws -> String {
    var result = ""
    var start = text.startIndex
    try TextSearch.visit(old, in: text) { place in
      result += text[start..<place.lowerBound]
      result += new
      start = place.upperBound
      try ValueLimits.checkText(result.utf8.count)
      return true
    }
    return try limited(result + text[start...])
  }
}
