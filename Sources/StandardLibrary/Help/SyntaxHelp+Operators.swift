internal import Runtime

extension SyntaxHelp {
  static let operators = SyntaxChapter(
    name: "operators", summary: "arithmetic, and what binds tighter",
    text: """
      Loosest first:  ->   |>   or   and   not   == != < <= > >= in   :   + -   * / // % @
      -x   ^   then ' [ ] ( ) . behind a value. -2^2 is -4, 2^-1 is 0.5.
      Arithmetic works element by element; see ?broadcasting.
      """,
    topics: [
      SyntaxTopic(
        "+", ["plus", "x + y", "+x"], "The sum; of two strings or two lists one behind the other.",
        forms: ["x + y", "+x"],
        examples: [
          Example("[1, 2] + 10", prints: "tensor 2\n  11  12"),
          Example("[\"a\"] + [\"b\", 1]", prints: "[\"a\", \"b\", 1]"),
          Example("\"n = \" + 3", fails: "+ does not work on the string \"n = \" and the number 3"),
        ]),
      SyntaxTopic(
        "-", ["minus", "x - y", "-x"], "The difference, or the negative.", forms: ["x - y", "-x"],
        examples: [Example("print(5 - 2, -[1, 2])", prints: "3 [-1, -2]")]),
      SyntaxTopic(
        "*", ["times", "x * y"], "The product, element by element.", forms: ["x * y"],
        details: "The matrix product is @.",
        examples: [Example("[1, 2] * [3, 4]", prints: "tensor 2\n  3  8")]),
      SyntaxTopic(
        "/", ["divide", "x / y"], "The quotient.", forms: ["x / y"],
        details: "Division by 0 gives inf, -inf or nan.",
        examples: [Example("print(7 / 2, 1 / 0)", prints: "3.5 inf")]),
      SyntaxTopic(
        "//", ["x // y", "floor division"], "The quotient rounded down.", forms: ["x // y"],
        examples: [Example("print(7 // 2, -7 // 2)", prints: "3 -4")]),
      SyntaxTopic(
        "%", ["x % y", "modulo", "remainder"],
        "The remainder, with the sign of the divisor.", forms: ["x % y"],
        examples: [Example("print(7 % 3, -7 % 3, [1, 2, 3] % 2)", prints: "1 2 [1, 0, 1]")]),
      SyntaxTopic(
        "^", ["x ^ y", "power", "**"], "The power; binds to the right.", forms: ["x ^ y"],
        details: "Tighter than a minus on its left, and takes one on its right.",
        examples: [Example("print(-2^2, 2^-1, 2^3^2, [1, 2, 3]^2)", prints: "-4 0.5 512 [1, 4, 9]")]
      ),
      SyntaxTopic(
        "@", ["x @ y", "matrix product"], "The product of matrices and vectors.", forms: ["x @ y"],
        details: "Two vectors give their inner product; more axes in front are batches.",
        examples: [
          Example("[1, 2; 3, 4] @ [1, 1]", prints: "tensor 2\n  3  7"),
          Example("[1, 2] @ [3, 4]", prints: "11"),
          Example("[1, 2] @ [1, 2, 3]", fails: "shapes do not fit: 2 @ 3 needs 2 = 3"),
        ]),
      SyntaxTopic(
        "'", ["x'", "transpose"], "The transpose: swaps the last two axes; a vector stays.",
        forms: ["x'"], details: "Strings use double quotes.",
        examples: [Example("[1, 2; 3, 4]'", prints: "tensor 2×2\n  1  3\n  2  4")]),
      SyntaxTopic(
        "|>", ["pipe", "pipeline", "x |> f"], "Gives a value to a function as its first argument.",
        forms: ["x |> f", "x |> f(k=3)", "x |> (y -> y + 1)"],
        details: "A line may begin with |>; a cell that does so takes ans.",
        examples: [
          Example("[3, 1, 2] |> sort |> sum", prints: "6"),
          Example("2\n  |> (x -> x + 1)\n  |> print(\"is three\")", prints: "3 is three"),
        ]),
      SyntaxTopic(
        "(", [")", "()", "( )", "parentheses"],
        "Parentheses: what is computed first, the arguments of a call, parameters.",
        forms: ["(a + b) * c", "f(x, k=2)", "(x, y) -> x + y"],
        examples: [Example("print((1 + 2) * 3, round(2.567, digits=1))", prints: "9 2.6")]),
    ])

  static let comparisons = SyntaxChapter(
    name: "comparisons", summary: "which is larger, what is true, what is in",
    text: """
      Comparisons work element by element on tensors and whole on strings, lists and records.
      if and while want one bool: any(x) and all(x) make one of many.
      """,
    topics: [
      SyntaxTopic(
        "==", ["!=", "equal"], "Whether two values are equal, or different.",
        forms: ["x == y", "x != y"],
        details: "Of tensors each element is compared; strings, lists and records as a whole; "
          + "values of different types differ; nan differs from itself.",
        examples: [
          Example("[1, 2] == [1, 3]", prints: "bool tensor 2\n   true  false"),
          Example("print([\"a\", 1] == [\"a\", 1], 1 != \"1\")", prints: "true true"),
        ]),
      SyntaxTopic(
        "<", ["<=", ">", ">=", "less", "greater", "chain"], "The order of numbers and of strings.",
        forms: ["x < y", "x <= y", "x > y", "x >= y", "a < x < b"],
        details: "Comparisons chain: 0 < x < 1 asks for both.",
        examples: [
          Example(
            "x = 0.5; print(0 < x < 1, 1 >= 1, \"a\" <= \"b\", 2 > 3)",
            prints: "true true true false"),
          Example("[1, 5, 3] > 2", prints: "bool tensor 3\n  false   true   true"),
        ]),
      SyntaxTopic(
        "and", ["or", "&&", "||"], "Both, or at least one; element by element on bool tensors.",
        forms: ["a and b", "a or b"],
        details: "On single bools the right side is computed only when it matters.",
        examples: [
          Example("x = 3; x > 0 and x < 5 or x == 10", prints: "true"),
          Example("[true, false] or [false, false]", prints: "bool tensor 2\n   true  false"),
          Example("1 and 2", fails: "and joins bools, found the number 1"),
        ]),
      SyntaxTopic(
        "not", ["!"], "The opposite of a bool.", forms: ["not a"],
        details: "Binds looser than comparisons: not x == 1 is not (x == 1).",
        examples: [
          Example("not 1 > 2", prints: "true"),
          Example("not [true, false]", prints: "bool tensor 2\n  false   true"),
        ]),
      SyntaxTopic(
        "in", ["not in", "membership"],
        "Whether a list or tensor has an element, a string a part, a record a field.",
        forms: ["x in y", "x not in y", "for x in y { … }"],
        examples: [
          Example(
            "print(2 in [1, 2], \"x\" not in \"text\", \"a\" in {a: 1})", prints: "true false true")
        ]),
    ])
}
