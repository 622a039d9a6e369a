internal import Diagnostics
internal import Runtime

extension Explanation {
  /// Mistakes in how a program is written.
  static let writing = [
    Explanation(
      .mistake(.unclosedBracket), "a bracket that is not closed",
      rule: "Every (, [ and { needs its partner, the innermost one first.",
      remedy: "Add the missing bracket, or the comma or operator between two parts. The note above "
        + "says where the open one stands.",
      wrong: Example("x = (1 + 2", fails: "expected ), found the end"),
      right: Example("x = (1 + 2)\nx", prints: "3"), readOn: ["()", "[]", "{"]),
    Explanation(
      .mistake(.unclosedString), "a string that is not closed",
      rule: "A string begins and ends with \" on one line; \"\"\" begins and ends a text of many.",
      remedy: "Add the closing quote. A quote within a string is written \\\", a brace \\{.",
      wrong: Example("name = \"Ada", fails: "this string is not closed"),
      right: Example("name = \"Ada\"\nname", prints: "Ada"), readOn: ["\"", "escapes"]),
    Explanation(
      .mistake(.singleQuotes), "single quotes",
      rule: "' is the transpose of what stands before it; strings use double quotes.",
      remedy: "Write \"…\".",
      wrong: Example("name = 'Ada'", fails: "expected an expression, found '"),
      right: Example("name = \"Ada\"\nname", prints: "Ada"), readOn: ["\"", "'"]),
    Explanation(
      .mistake(.missingBrace), "a block without braces",
      rule: "What belongs to if, for, while, fn and try stands in braces. Neither a colon nor "
        + "indentation begins a block, and no end ends it; else stands on the line of the }.",
      remedy: "Write { behind the condition and } behind the last statement.",
      wrong: Example("for i in 0:3:\n  print(i)", fails: "expected {, found :"),
      right: Example("for i in 0:3 {\n  print(i)\n}", prints: "0\n1\n2"),
      readOn: ["for", "if", "fn"]),
    Explanation(
      .mistake(.missingComma), "parts without commas",
      rule: "The parts of a tensor or list are separated by commas, its rows by semicolons.",
      remedy: "Put a comma between the parts. What runs over a sequence is map(xs, x -> …).",
      wrong: Example("[1 2; 3 4]", fails: "expected , or ; or ], found the number 2"),
      right: Example("[1, 2; 3, 4]", prints: "tensor 2×2\n  1  2\n  3  4"),
      readOn: ["[]", "map"]),
    Explanation(
      .mistake(.assignmentAsComparison), "= where == was meant",
      rule: "= gives a name its value, == asks whether two values are equal.",
      remedy: "Write == in conditions and other expressions.",
      wrong: Example("x = 3\nif x = 3 { print(\"three\") }", fails: "expected {, found ="),
      right: Example("x = 3\nif x == 3 { print(\"three\") }", prints: "three"),
      readOn: ["==", "=", "if"]),
    Explanation(
      .mistake(.callWithoutParentheses), "a call without parentheses",
      rule: "A function is called with its arguments in parentheses; two values side by side mean "
        + "nothing.",
      remedy: "Put the arguments in parentheses, or an operator between the values.",
      wrong: Example("print \"a\"", fails: "expected the end of the statement, found a string"),
      right: Example("print(\"a\")", prints: "a"), readOn: ["f(x)", "print"]),
    Explanation(
      .mistake(.foreignCode), "the words of another language",
      rule: "Tandem is close to Python, R, Julia and Octave, and not the same: blocks stand in "
        + "braces, powers are ^, functions begin with fn, and/or/not are words, builtins need no "
        + "import.",
      remedy: "The note above says how this is written here.",
      wrong: Example("x = 3\nx**2", fails: "expected an expression, found *"),
      right: Example("x = 3\nx^2", prints: "9"), readOn: ["operators", "control", "functions"]),
    Explanation(
      .mistake(.tuple), "several values in parentheses",
      rule: "Parentheses only group; there are no tuples. Several values in one are a tensor or a "
        + "list and stand in square brackets; shapes are given as separate numbers.",
      remedy: "Write [a, b], or leave the inner parentheses out.",
      wrong: Example("zeros((2, 3))", fails: "expected ), found ,"),
      right: Example("zeros(2, 3)", prints: "tensor 2×3\n  0  0  0\n  0  0  0"),
      readOn: ["()", "[]", "zeros"]),
  ]

  /// Mistakes in names.
  static let names = [
    Explanation(
      .mistake(.unknownName), "an unknown name",
      rule:
        "A name has a value once a cell gave it one with =; builtins have theirs from the start. "
        + "Small and capital letters differ. An error undoes its whole cell, so that what a failed "
        + "cell made does not exist either.",
      here: "Nothing is called {name}.",
      remedy:
        "Check the spelling, or run the cell that makes the value first; :vars lists what there "
        + "is.",
      wrong: Example("weights = [1, 2]\nsum(wieghts)", fails: "there is no name wieghts"),
      right: Example("weights = [1, 2]\nsum(weights)", prints: "3"),
      readOn: ["names", ":vars", "local names"]),
    Explanation(
      .mistake(.foreignName), "a name from another language",
      rule: "What Python, R, Julia and Octave call differently has one name here; functions stand "
        + "alone, without a module before them.",
      here: "For {name}: {advice}.",
      remedy: "Write it the way the note says; ? lists the functions by topic.",
      wrong: Example("length([1, 2, 3])", fails: "there is no length"),
      right: Example("len([1, 2, 3])", prints: "3"), readOn: ["functions", "tensors", "shape"]),
    Explanation(
      .mistake(.missingField), "a field that is not there",
      rule: "A record, data set or fitted model has the fields it was made with; small and capital "
        + "letters differ.",
      here: "This {owner} has {fields}.",
      remedy:
        "Use one of its fields; keys(r) lists those of a record, Tab behind the dot offers them.",
      wrong: Example("r = {rows: 10}\nr.row", fails: "this record has no field row"),
      right: Example("r = {rows: 10}\nr.rows", prints: "10"), readOn: ["records", "keys", "."]),
    Explanation(
      .mistake(.noFields), "a function written like a field",
      rule: "Tensors, lists and strings have no fields and no methods: what is done to them are "
        + "functions that take them first.",
      here: "{field} would be a field of {owner}.",
      remedy:
        "Write shape(x) for x.shape, mean(x) for x.mean(), x' for x.T; x |> f |> g chains calls.",
      wrong: Example("x = [1, 2; 3, 4]\nx.shape", fails: "a 2×2 tensor has no fields"),
      right: Example("x = [1, 2; 3, 4]\nshape(x)", prints: "tensor 2\n  2  2"),
      readOn: ["f(x)", "|>", "shape"]),
  ]
}
