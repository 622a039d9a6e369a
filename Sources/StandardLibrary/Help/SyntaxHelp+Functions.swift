internal import Runtime

extension SyntaxHelp {
  static let functions = SyntaxChapter(
    name: "functions", summary: "fn, ->, calls and arguments",
    text: """
      fn f(x, k=2) { x^k }     fn g(x) = x + 1     x -> x^2     (x, y) -> x + y
      The last expression is the value; return leaves early.
      f(3)  f(3, k=4)  3 |> f(k=4)  [1, 2] |> (x -> x + 1)
      In the shell, :disassemble f shows the instructions f is compiled to, one a line: on the
      left the places that jumps lead to, on the right the source; values on the way are called
      t1, t2, …, and a name with a + runs together with the line below it.
      """,
    topics: [
      SyntaxTopic(
        "fn", ["function", "def"], "Makes a function.",
        forms: ["fn f(x, k=2) { statements }", "fn f(x) = expression", "fn (x) { statements }"],
        details: "Defaults are computed at each call and may use earlier parameters. A function "
          + "sees itself and, when it is called, the top-level names.",
        examples: [
          Example("fn f(x, k=2) { x^k }\nprint(f(3), f(3, k=3))", prints: "9 27"),
          Example(
            "fn fact(n) = if n < 2 { 1 } else { n * fact(n - 1) }\nfact(10)", prints: "3628800"),
        ]),
      SyntaxTopic(
        "->", ["lambda", "x -> y"], "A function without a name.",
        forms: ["x -> expression", "(x, y) -> expression", "x -> { statements }"],
        details: "The body reaches as far right as it can.",
        examples: [
          Example("map([1, 2, 3], x -> x^2)", prints: "tensor 3\n  1  4  9"),
          Example("add = (x, y=10) -> x + y; add(1)", prints: "11"),
        ]),
      SyntaxTopic(
        "return", [], "Leaves a function with a value.", forms: ["return value", "return"],
        details: "Without one the value of a function is that of its last expression.",
        examples: [
          Example(
            "fn first_even(xs) {\n  for x in xs { if x % 2 == 0 { return x } }\n}\nfirst_even([3, 4, 6])",
            prints: "4")
        ]),
      SyntaxTopic(
        "f(x)", ["call", "arguments", "keyword", "f(x, k=2)"],
        "A call, with arguments by position and then by name.",
        forms: ["f(a, b)", "f(a, k=3)", "a |> f(k=3)"],
        details: "?name lists a function's parameters. An unknown name of an argument is an error "
          + "that lists those taken.",
        examples: [
          Example("round(3.14159, digits=2)", prints: "3.14"),
          Example("round(3.14159, digit=2)", fails: "round has no argument digit"),
        ]),
      SyntaxTopic(
        "local names", ["scope", "closure", "closures"],
        "What is assigned in a function is its own.",
        forms: ["fn f() { x = 1 }"],
        details: "A name not assigned there is read from outside. Changing a part of an outer "
          + "value changes a copy. A function made inside another keeps the values it uses.",
        examples: [
          Example("x = 1\nfn f() { x = 5; x }\nprint(f(), x)", prints: "5 1"),
          Example("fn adder(n) = x -> x + n\nadd2 = adder(2); add2(40)", prints: "42"),
        ]),
    ])

  static let control = SyntaxChapter(
    name: "control", summary: "if, for, while, try",
    text: """
      if a > 1 { … } else if a > 0 { … } else { … }     also a value: x = if c { 1 } else { 2 }
      for x in xs { … }   for i, x in xs { … }   for i in 0:10 { … }   while c { … }
      Their blocks share the variables around them.
      """,
    topics: [
      SyntaxTopic(
        "if", ["else", "else if", "elif", "?:"], "Runs one of several blocks, and has its value.",
        forms: ["if c { … }", "if c { … } else { … }", "if c { … } else if d { … } else { … }"],
        details: "The condition is one bool. else stands on the line of the closing brace. Without "
          + "else the value may be none.",
        examples: [
          Example(
            "x = 3; size = if x > 5 { \"big\" } else if x > 2 { \"middle\" } else { \"small\" }\nsize",
            prints: "middle"),
          Example(
            "if [true, false] { 1 }", fails: "a condition is true or false, found a vector of 2"),
        ]),
      SyntaxTopic(
        "for", ["for i, x", "loop"], "Runs a block for every element.",
        forms: [
          "for x in xs { … }", "for i, x in xs { … }", "for i in 0:10 { … }",
          "for name, value in r { … }",
        ],
        details: "Over a tensor by rows, a string by characters, a record by values; two names "
          + "take position and element, of a record name and value.",
        examples: [
          Example("total = 0\nfor i in 0:5 { total += i }\ntotal", prints: "10"),
          Example("for i, x in [\"a\", \"b\"] { print(i, x) }", prints: "0 a\n1 b"),
          Example("for name, value in {a: 1} { print(name, value) }", prints: "a 1"),
        ]),
      SyntaxTopic(
        "while", [], "Runs a block as long as a condition holds.", forms: ["while c { … }"],
        examples: [
          Example(
            "n = 27; k = 0\nwhile n != 1 { n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 }; k += 1 }\nk",
            prints: "111")
        ]),
      SyntaxTopic(
        "break", [], "Leaves the innermost loop.", forms: ["break"],
        examples: [Example("for i in 0:inf { if i^2 > 50 { break } }\ni", prints: "8")]),
      SyntaxTopic(
        "continue", [], "Goes on with the loop's next round.", forms: ["continue"],
        examples: [
          Example("for i in 0:4 { if i == 1 { continue }; print(i, end=\" \") }", prints: "0 2 3 ")
        ]),
      SyntaxTopic(
        "try", ["catch", "exception"], "Runs a block, and another one when it fails.",
        forms: ["try { … } catch err { … }"],
        details: "err.message and err.kind tell what went wrong; the value is that of the block "
          + "that ran to its end. Ctrl-C and the time limit are not caught.",
        examples: [
          Example(
            "try { number(\"abc\") } catch err { err.message }",
            prints: "number cannot read \"abc\""),
          Example("try { [1, 2][5] } catch err { err.kind }", prints: "index"),
        ]),
    ])
}
