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
          + "and one of d e f g %", default: ""),
      examples: [
        Example("format(pi, \".3f\")", prints: "3.142"),
        Example("format(42, \"*>6d\")", prints: "****42"),
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
      "join", "The elements of a list as one string.",
      Parameter<Value>("list", "a list or tensor, whose elements are written as print does"),
      Parameter<String>("separator", "what to put between them", default: ""),
      examples: [Example("join([\"a\", \"b\"], \"-\")", prints: "a-b")],
      body: { list, separator in
        var text = ""
        for (index, part) in try parts(of: list, for: "join", "list").enumerated() {
          if index > 0 { text += separator }
          text += part.printed
          if index & 0xFFF == 0 { try Interrupt.check() }
          try ValueLimits.checkText(text.utf8.count)
        }
        return text
      }),
    Builtin(
      "upper", "The string in capitals.", input,
      examples: [Example("upper(\"abc\")", prints: "ABC")],
      body: { text in text.uppercased() }),
    Builtin(
      "lower", "The string in small letters.", input,
      examples: [Example("lower(\"ABC\")", prints: "abc")],
      body: { text in text.lowercased() }),
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
      body: { text, old, new in
        text.split(separator: old, omittingEmptySubsequences: false)
          .joined(separator: new)
      }),
  ]

  private static func split(_ text: String, _ separator: String?) throws -> [String] {
    guard let separator else {
      return text.split { whitespace.contains($0) || $0.isWhitespace }.map(String.init)
    }
    guard !separator.isEmpty else {
      throw Failure(
        .value, "split: the separator must not be empty",
        notes: ["list(text) gives the characters", "split(text) splits at spaces"])
    }
    return text.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
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
}
