internal import Runtime

extension SyntaxHelp {
  static let text = SyntaxChapter(
    name: "text", summary: "strings, interpolation and formats",
    text: """
      Strings stand in double quotes; a value is put in by braces: "loss {x:.3f}".
      Positions and lengths count characters as people see them: an accent belongs to its
      letter, a family is one.
      """,
    topics: [
      SyntaxTopic(
        "\"", ["\"\"", "\"...\"", "\"…\"", "string", "strings", "quotes"], "A string on one line.",
        forms: ["\"a string\""],
        details: "The single quote ' is the transpose and never begins a string. + joins strings, "
          + "== and < compare them, in looks for a part; ?strings lists the functions.",
        examples: [
          Example("\"to\" + \"gether\"", prints: "together"),
          Example("\"label\"[0]", prints: "l"),
          Example("\"bel\" in \"label\"", prints: "true"),
        ]),
      SyntaxTopic(
        "\"\"\"", ["\"\"\"\"\"\""], "A string of many lines.",
        forms: ["\"\"\"", "text", "\"\"\""],
        details: "The indentation of the closing quotes is taken off every line.",
        examples: [
          Example(
            "print(\"\"\"\n  one\n    two\n  \"\"\")", prints: "one\n  two")
        ]),
      SyntaxTopic(
        "\\",
        ["\\n", "\\t", "\\\"", "\\\\", "\\{", "\\}", "\\u", "\\u{1F600}", "escape", "escapes"],
        "An escape: a character that cannot be typed, or that means something else in a string.",
        forms: [
          "\\n a new line", "\\t a tab", "\\\" a quote", "\\\\ a backslash", "\\{ \\} braces",
          "\\u{1F600} the character of that number",
        ],
        examples: [
          Example(
            "print(\"a\\tb \\\"c\\\" \\{d\\} \\\\ \\u{E9}\\nz\")", prints: "a\tb \"c\" {d} \\ é\nz")
        ]),
      SyntaxTopic(
        "{x}", ["interpolation", "\"{x}\"", "\"{}\""],
        "The value of an expression inside a string.",
        forms: ["\"loss {x}\"", "\"loss {x:.3f}\""],
        details: "Any expression, strings included, may stand inside, no newline. The first : "
          + "outside of brackets begins the format, so a range needs parentheses.",
        examples: [
          Example("x = 0.25; \"loss {x}, twice {2 * x:.3f}\"", prints: "loss 0.25, twice 0.500"),
          Example("\"first {(0:3)}\"", prints: "first [0, 1, 2]"),
        ]),
      SyntaxTopic(
        "formats", [":.3f", ":>8", ":05d", ":%", "format specification"],
        "How an interpolation and format(x, spec) lay out a value.",
        forms: ["\"{x:[[fill]align][sign][0][width][.precision][type]}\""],
        details: "align is < left, > right or ^ centred; sign is +, - or a space; 0 fills with "
          + "zeros. Types: d whole, e exponent, f fixed, g significant digits, % percent, s the "
          + "value as text. A tensor is laid out element by element.",
        examples: [
          Example(
            "\"[{3.14159:8.2f}] [{42:05d}] [{0.125:.1%}]\"", prints: "[    3.14] [00042] [12.5%]"),
          Example(
            "\"[{1234.5:e}] [{1234.5:.3g}] [{7:+d}]\"", prints: "[1.234500e+03] [1.23e+03] [+7]"),
          Example("\"[{\"a\":*^5s}] [{\"b\":<3}] [{\"c\":>3}]\"", prints: "[**a**] [b  ] [  c]"),
          Example("\"{[1, 2.5]:.1f}\"", prints: "[1.0, 2.5]"),
        ]),
    ])
}
