internal import Runtime

extension SyntaxHelp {
  static let statements = SyntaxChapter(
    name: "statements", summary: "assignments, separators, checks, files",
    text: """
      x = e   x[i, :] = e   r.f.g[1] = e   a, b = e   x += 1   assert c, "why"   import "file.tdm"
      A statement ends at a newline or ;. Names are letters, digits and _.
      """,
    topics: [
      SyntaxTopic(
        "=", ["assignment", "x = e", "names"], "Gives a name, or a part of its value, a value.",
        forms: [
          "x = value", "x[i, :] = value", "r.f.g[1] = value", "f(k=value)", "fn f(k=value) { … }",
        ],
        details: "A comparison is written ==. In a call it names an argument, in parameters it "
          + "gives the default. Any builtin's name may be reused for a variable.",
        examples: [
          Example("x = zeros(2, 2); x[0, :] = [1, 2]; x", prints: "tensor 2×2\n  1  2\n  0  0"),
          Example("2 = x", fails: "cannot assign to this"),
        ]),
      SyntaxTopic(
        ",", ["comma", "a, b = e", "destructuring"],
        "Sets parts apart; left of = it takes a value apart.",
        forms: ["a, b = values", "a, b = b, a", "[1, 2]", "f(x, y)", "x[i, j]"],
        details:
          "A list or tensor is taken apart by position, a record by the order of its fields; "
          + "a count that differs is an error. A trailing comma is ignored.",
        examples: [
          Example("a, b = 1, 2; a, b = b, a; print(a, b)", prints: "2 1"),
          Example("first, second = {x: 5, y: 6}; second", prints: "6"),
          Example("a, b = [1, 2, 3]", fails: "2 names for 3 values"),
        ]),
      SyntaxTopic(
        "+=", ["-=", "*=", "/=", "@=", "^=", "//=", "%=", "++", "update"],
        "Computes with a variable and puts the result back.",
        forms: [
          "x += e", "x -= e", "x *= e", "x /= e", "x @= e", "x ^= e", "x[i] += e", "r.f += e",
        ],
        details: "x //= e and x %= e are written x = x // e and x = x % e.",
        examples: [
          Example("x = 5; x += 1; x -= 2; x *= 3; x /= 2; x ^= 2; x", prints: "36"),
          Example(
            "m = eye(2); m @= [1, 2; 3, 4]; m[0, :] += 10; m",
            prints: "tensor 2×2\n  11  12\n   3   4"),
        ]),
      SyntaxTopic(
        ";", ["semicolon", "newline", "\\n between statements"],
        "Ends a statement, as a new line does.",
        forms: ["a = 1; b = 2", "x;", "[1, 2; 3, 4]"],
        details: "At the end of a line it keeps the value from being shown; in brackets it ends a "
          + "row. A statement goes on after an operator, a comma, = or ->, inside brackets, and "
          + "before a line that begins with |>.",
        examples: [
          Example("a = 1; b = 2; a + b", prints: "3"), Example("a = 1; a;", prints: ""),
          Example("1 +\n  2", prints: "3"),
        ]),
      SyntaxTopic(
        "#", ["comment", "comments"], "A comment, to the end of the line.", forms: ["# comment"],
        examples: [Example("1 + 1  # two", prints: "2")]),
      SyntaxTopic(
        "assert", [], "Stops with a message unless a condition is true.",
        forms: ["assert condition", "assert condition, \"why\"", "assert(condition, \"why\")"],
        examples: [
          Example("assert 1 + 1 == 2", prints: ""),
          Example(
            "x = -1; assert x > 0, \"x must be positive, found {x}\"",
            fails: "x must be positive, found -1"),
        ]),
      SyntaxTopic(
        "import", ["module", "include"], "Runs a file here, once for each import.",
        forms: ["import \"file.tdm\""],
        details: "The path is relative to the importing file. What the file assigns is there "
          + "afterwards. Builtins need no import.",
        examples: [
          Example(
            "write_text(\"greeting = \\\"hello\\\"\", \"words.tdm\")\nimport \"words.tdm\"\ngreeting",
            prints: "hello", needsFolder: true),
          Example(
            "import \"no_such_file.tdm\"",
            fails: "cannot read no_such_file.tdm: there is no such file"),
        ]),
      SyntaxTopic(
        "___", ["____", "blank"], "A blank in an exercise, to be filled in.", forms: ["x = ___"],
        examples: [Example("x = ___", fails: "___ is a blank to fill in")]),
    ])

  static let cells = SyntaxChapter(
    name: "cells", summary: "what the shell shows and keeps",
    text: """
      A bare expression is shown, an assignment or none is not. An error undoes its whole cell.
      tandem FILE runs a script or a notebook, tandem check FILE compares a notebook with its
      recorded outputs; :help lists the shell's commands, ?text asks for help.
      """,
    topics: [
      SyntaxTopic(
        "ans", [], "The value shown last.", forms: ["ans", "|> f"],
        examples: [Example("ans = 5; ans + 1", prints: "6")]),
      SyntaxTopic(
        "out", ["out[3]"], "The value shown by a cell, by the cell's number.", forms: ["out[3]"],
        details: "none for a cell that showed nothing.",
        examples: [Example("out = [none, 4]; out[1]", prints: "4")]),
      SyntaxTopic(
        "?", ["help topics", "?name"], "Asks for help at the beginning of a cell.",
        forms: ["?", "?name", "?+", "?for", "help(\"name\")"],
        details: "Finds functions, words, operators, commands such as ?:save and options such as "
          + "?--root. help(\"name\") does so in a script.",
        examples: [
          Example(
            "help(\"pi\")", prints: "pi\n  The circle's number.\n\n  > 2 * pi\n  6.28319")
        ]),
      SyntaxTopic(
        "errors", ["error messages", "err.message", "err.kind"], "An error undoes its whole cell.",
        forms: ["err.message", "err.kind", "err.notes"],
        details: "It has a kind, a place and, where one is near, a suggestion. Kinds are name, "
          + "type, value, shape, index, argument, syntax, file, limit, user, assertion and more; "
          + "error(\"why\") makes one, try catches it.",
        examples: [
          Example(
            "x = 1\ntry { x = 2; error(\"stop\") } catch err { print(err.kind, x) }",
            prints: "user 2"),
          Example("summ([1])", fails: "there is no name summ"),
        ]),
    ])
}
