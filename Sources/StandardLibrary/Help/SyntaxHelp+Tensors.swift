internal import Runtime

extension SyntaxHelp {
  static let tensors = SyntaxChapter(
    name: "tensors", summary: "literals, ranges, broadcasting",
    text: """
      [1, 2, 3] is a vector, [1, 2; 3, 4] a 2×2 matrix; commas are required.
      0:5 is [0, 1, 2, 3, 4]; 0:10:2 steps by two.
      Tensors hold numbers or bools; shape(x) gives the sizes of the axes.
      """,
    topics: [
      SyntaxTopic(
        "[", ["]", "[]", "[ ]", "[...]", "brackets", "tensor"],
        "Brackets: a tensor, a list, or behind a value a position in it.",
        forms: ["[1, 2, 3]", "[1, 2; 3, 4]", "[[1, 2], [3, 4]]", "[\"a\", 1]", "[]", "x[i]"],
        details: "Parts that are all numbers, all bools or tensors of one shape make a tensor, "
          + "others a list. Directly inside, [1 -2] is an error: write [1, -2] or [1 - 2].",
        examples: [
          Example("[1, 2, 3]", prints: "tensor 3\n  1  2  3"),
          Example(
            "[[1, 2], [3, 4]] == [1, 2; 3, 4]",
            prints: "bool tensor 2×2\n  true  true\n  true  true"),
          Example("[1, \"a\"]", prints: "[1, \"a\"]"),
          Example(
            "[1 -2]", fails: "is this one part or two? a space stands before - and none after it"),
        ]),
      SyntaxTopic(
        "; in brackets", ["rows"], "Ends a row of a matrix.", forms: ["[1, 2; 3, 4]", "[a; b]"],
        details: "The rows are of one size; two vectors make a matrix of two rows.",
        examples: [
          Example("a = [1, 2]; [a; 10 * a]", prints: "tensor 2×2\n   1   2\n  10  20"),
          Example("[1, 2; 3]", fails: "rows of a tensor are of one size, found 2, 1"),
        ]),
      SyntaxTopic(
        ":", ["a:b", "a:b:c", "range", "ranges", "1:3", "0:3"],
        "A range of numbers, from the first up to, but without, the last.",
        forms: ["start:stop", "start:stop:step", "x[start:stop]", "{name: value}", "\"{x:.3f}\""],
        details: "Directly inside an index it is a slice, between a name and a value in braces "
          + "it makes a record's field, in a string's braces it begins the format. At a cell's "
          + "first column it begins a command: :help lists them.",
        examples: [
          Example("0:4", prints: "tensor 4\n  0  1  2  3"),
          Example("print(10:0:-3, 0:1:0.25)", prints: "[10, 7, 4, 1] [0, 0.25, 0.5, 0.75]"),
        ]),
      SyntaxTopic(
        "broadcasting", ["broadcast"], "Tensors of different sizes work together by stretching.",
        forms: ["x + 1", "matrix - row", "matrix / column"],
        details: "As in NumPy an axis of size 1, or a missing one in front, is stretched to the "
          + "other's size. But of two operands of different rank only one may stretch: a 5×1 "
          + "minus a vector of 5 is an error with the fix.",
        examples: [
          Example("[1, 2; 3, 4] - [1, 2]", prints: "tensor 2×2\n  0  0\n  2  2"),
          Example(
            "m = [1, 2; 3, 4]; m / sum(m, axis=1)",
            prints: "tensor 2×2\n  0.333333  0.666667\n  0.428571  0.571429"),
        ]),
    ])

  static let records = SyntaxChapter(
    name: "records", summary: "named fields",
    text: """
      r = {name: "x", rows: 10}   r.name   {...r, rows: 20}   r.rows += 1
      a, b = r takes the fields in order; keys(r) and values(r) list them; "rows" in r asks;
      remove(r, "rows") takes one out; map and filter work on the values.
      """,
    topics: [
      SyntaxTopic(
        "{", ["}", "{}", "{ }", "braces", "record", "{name: value}"],
        "Braces: a record, or a block of statements.",
        forms: ["{name: value, …}", "{}", "{ statements }"],
        details: "Where an expression starts, { opens a record when }, ... or name: follows, else "
          + "a block, whose value is the last expression's. After if, else, for, while, try, "
          + "catch and fn(…) it is always a block. In a string braces hold a value to put in.",
        examples: [
          Example("r = {name: \"x\", rows: 10}; r.rows", prints: "10"),
          Example("x = { y = 2; y * 3 }; x", prints: "6"),
          Example("map([1, 2], k -> { half = k / 2; half + 1 })", prints: "tensor 2\n  1.5  2"),
        ]),
      SyntaxTopic(
        ".", ["r.name", "field", "fields"], "A field of a record or an object.",
        forms: ["r.name", "r.name = value", "r.a.b[0] = value"],
        details: "r[\"name\"] takes the name from a string. Assigning to a field that does not "
          + "exist makes it.",
        examples: [
          Example("r = {a: {b: [1, 2]}}; r.a.b[0] = 9; print(r)", prints: "{a: {b: [9, 2]}}"),
          Example("{rows: 1}.row", fails: "this record has no field row"),
        ]),
      SyntaxTopic(
        "...", ["…", "spread", "ellipsis"],
        "In a record the fields of another one, in an index all axes not named.",
        forms: ["{...r, rows: 20}", "x[..., 0]"],
        details: "A later field replaces an earlier one of its name.",
        examples: [
          Example("r = {a: 1, b: 2}; print({...r, b: 5})", prints: "{a: 1, b: 5}"),
          Example("x = reshape(0:8, 2, 2, 2); x[..., 0]", prints: "tensor 2×2\n  0  2\n  4  6"),
        ]),
    ])

  static let indexing = SyntaxChapter(
    name: "indexing", summary: "parts of values",
    text: """
      x[0]  x[-1]  x[1, 2]  x[:, 1]  x[1:3]  x[::-1]  x[..., 0]  x[x > 0]  x[[0, 2]]
      r.field  r["field"]  list[0]  "text"[0]  data[0:10]
      Positions count from 0. Assignment takes the same paths: x[i, :] = 0, r.a[1] = 2.
      """,
    topics: [
      SyntaxTopic(
        "x[i]", ["x[i, j]", "x[-1]", "x[0]", "index", "position"],
        "The element at a position, counted from 0, or from the end when negative.",
        forms: ["x[i]", "x[i, j]", "x[-1]"],
        details: "One position of a matrix takes a row. Out of range is an error.",
        examples: [
          Example("x = [1, 2; 3, 4]; print(x[0, 1], x[-1])", prints: "2 [3, 4]"),
          Example(
            "[5, 6][2]", fails: "index 2 is out of range: axis 0 has size 2, valid are -2 to 1"),
        ]),
      SyntaxTopic(
        "x[a:b]", ["x[:]", "x[1:]", "x[:, 1]", "x[::-1]", "x[1:3]", "slice", "slices"],
        "A slice: from the first position up to, but without, the last, in steps.",
        forms: ["x[a:b]", "x[a:]", "x[:b]", "x[::step]", "x[:, 1]"],
        details: "As in Python: what lies beyond the ends is left out, negative positions count "
          + "from the end, and a negative step goes backwards.",
        examples: [
          Example("x = 0:6; print(x[1:3], x[-2:], x[::-2])", prints: "[1, 2] [4, 5] [5, 3, 1]"),
          Example("m = [1, 2; 3, 4]; m[:, 1]", prints: "tensor 2\n  2  4"),
          Example("\"label\"[:3]", prints: "lab"),
        ]),
      SyntaxTopic(
        "x[mask]", ["x[x > 0]", "mask", "masks"], "The elements where a mask of bools is true.",
        forms: ["x[mask]", "x[x > 0] = 0"],
        examples: [
          Example("x = [3, -1, 2]; x[x > 0]", prints: "tensor 2\n  3  2"),
          Example("x = [3, -1, 2]; x[x < 0] = 0; x", prints: "tensor 3\n  3  0  2"),
        ]),
      SyntaxTopic(
        "x[[0, 2]]", ["x[positions]", "positions"],
        "The elements at listed positions, in that order.",
        forms: ["x[[0, 2]]", "x[positions]"],
        details: "Of several lists the positions pair up; x[rows][:, columns] takes all "
          + "combinations.",
        examples: [
          Example("x = [10, 20, 30]; x[[2, 0, 0]]", prints: "tensor 3\n  30  10  10")
        ]),
      SyntaxTopic(
        "r[\"name\"]", ["x[\"field\"]"], "A record's field by a name in a string.",
        forms: ["r[\"name\"]", "r[\"name\"] = value"],
        examples: [
          Example("r = {a: 1}; name = \"b\"; r[name] = 2; print(r)", prints: "{a: 1, b: 2}")
        ]),
      SyntaxTopic(
        "data[0:10]", ["data[mask]"], "Rows of a data set.", forms: ["data[0:10]", "data[mask]"],
        examples: [Example("d = make_labels(rows=40); len(d[0:10])", prints: "10")]),
    ])
}
