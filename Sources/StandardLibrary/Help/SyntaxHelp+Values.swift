internal import Runtime

extension SyntaxHelp {
  static let values = SyntaxChapter(
    name: "values", summary: "what there is",
    text: """
      number 1.5   bool true   string "a"   tensor [1, 2; 3, 4]   list ["a", 1]
      record {name: "x", rows: 10}   function x -> x^2   none
      and objects that functions make: data set, model, label graph, chart, stepper.
      type(x) gives the name. Values never change behind your back.
      """,
    topics: [
      SyntaxTopic(
        "true", ["false", "bool"], "The two bools, which conditions and comparisons give.",
        forms: ["true", "false"],
        details: "Arithmetic takes them as 1 and 0; if and while take nothing else.",
        examples: [
          Example("2 > 1", prints: "true"), Example("sum([true, false, true])", prints: "2"),
        ]),
      SyntaxTopic(
        "none", ["null", "nil"], "The value of what has no value.", forms: ["none"],
        details: "A function that ends without a value, an if without else whose condition is "
          + "false and functions that only act give it. It is not shown.",
        examples: [Example("x = if 1 > 2 { 5 }; x == none", prints: "true")]),
      SyntaxTopic(
        "list", ["lists"], "Values of any types, one after the other.",
        forms: ["[\"a\", 1]", "[[1], [2, 3]]", "[]"],
        details: "A bracket whose parts are not all numbers, all bools or tensors of one shape is "
          + "a list. + joins two lists; append, insert, remove and reverse give changed copies.",
        examples: [
          Example("[\"a\", 1] + [none]", prints: "[\"a\", 1, none]"),
          Example("xs = [\"a\", \"b\"]; xs[1] = 5; xs", prints: "[\"a\", 5]"),
        ]),
      SyntaxTopic(
        "copies", ["value semantics", "references"], "A value never changes behind your back.",
        forms: ["b = a"],
        details: "After b = a, a change of b leaves a as it was; the same holds for arguments.",
        examples: [Example("a = [1, 2]; b = a; b[0] = 9; print(a, b)", prints: "[1, 2] [9, 2]")]),
    ])

  static let numbers = SyntaxChapter(
    name: "numbers", summary: "how numbers are written",
    text: """
      Every number is a 64-bit float. Whole ones print with all digits, others with six
      significant ones; show(x, digits=12) and formats such as "{x:.12g}" print more.
      """,
    topics: [
      SyntaxTopic(
        "number literals", ["1", "1.5", "1e3", ".5", "0b101", "_", "1_000", "0b", "e"],
        "Digits, a point, an exponent; _ sets digits apart and 0b begins a binary number.",
        forms: ["1", "2.5", ".5", "1e-3", "1_000", "0b101"],
        examples: [
          Example(
            "[1_000, .5, 1e-3, 0b101]", prints: "tensor 4\n  1000         0.5       0.001     5"),
          Example("2x", fails: "2x is neither a number nor a name"),
        ]),
      SyntaxTopic(
        "inf", ["nan", "infinity", "NaN"], "The numbers beyond: infinity, and what is no number.",
        forms: ["inf", "-inf", "nan"],
        details: "nan differs from everything, itself included: isnan(x) finds it.",
        examples: [
          Example("print(1 / 0, -inf, nan == nan, isnan(inf - inf))", prints: "inf -inf false true")
        ]),
      SyntaxTopic(
        "pi", [], "The circle's number.", forms: ["pi"],
        examples: [Example("2 * pi", prints: "6.28319")]),
    ])
}
