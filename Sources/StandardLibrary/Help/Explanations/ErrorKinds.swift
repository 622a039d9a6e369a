internal import Diagnostics
internal import Runtime

extension Explanation {
  /// What is true of every error of a kind.
  static let kinds = [
    Explanation(
      .kind(.syntax), "a text that cannot be read",
      rule: "Before a cell runs it is read as a whole; the mark points at the first place where it "
        + "makes no sense, which is often just behind the mistake. Nothing has run.",
      remedy: "Look at what stands before the mark: a missing operator, comma or bracket.",
      wrong: Example("x = (1 +) 2", fails: "expected an expression, found )"),
      right: Example("x = (1 + 2)\nx", prints: "3"), readOn: ["statements", "operators"]),
    Explanation(
      .kind(.name), "a name without a value",
      rule:
        "A name has a value once it was given one. What is assigned anywhere in a function is a "
        + "local name of that function, and has no value before that.",
      remedy: "Give the name a value first; hand an outer value over as an argument.",
      wrong: Example(
        "n = 1\nfn next() {\n  n = n + 1\n  n\n}\nnext()",
        fails: "n is read before it has a "
          + "value"),
      right: Example("n = 1\nfn next(n) = n + 1\nnext(n)", prints: "2"),
      readOn: ["local names", "fn"]),
    Explanation(
      .kind(.type), "a value of the wrong type",
      rule: "Every operation takes values of some types; type(x) names that of a value.",
      remedy: "Convert the value, or use another operation.",
      wrong: Example("-\"a\"", fails: "- needs a number or a tensor, found the string \"a\""),
      right: Example("-number(\"3\")", prints: "-3"), readOn: ["type", "values"]),
    Explanation(
      .kind(.shape), "a tensor of the wrong shape",
      rule:
        "The shape of a tensor is its size along each axis: rows, columns, …; operations say which "
        + "they need.",
      remedy: "Look at shape(x) and change it with reshape, ' or a selection.",
      wrong: Example("inv(ones(2, 3))", fails: "inv takes a square matrix, found 2×3"),
      right: Example("shape(pinv(ones(2, 3)))", prints: "tensor 2\n  3  2"),
      readOn: ["shape", "reshape", "tensors"]),
    Explanation(
      .kind(.index), "a position that selects nothing",
      rule:
        "A part is selected by whole numbers from 0, by a slice, a list of positions, or a bool "
        + "for "
        + "every element (a mask).",
      remedy: "Compare the sizes: a mask has as many elements as the axis it selects from.",
      wrong: Example(
        "[1, 2, 3][[true, false]]", fails: "a mask of 2 does not fit axis 0 of size 3"),
      right: Example("x = [1, 2, 3]\nx[x > 1]", prints: "tensor 2\n  2  3"),
      readOn: ["indexing", "x[mask]"]),
    Explanation(
      .kind(.value), "a value that is not allowed here",
      rule: "The type is right, and the value is none that the operation can work with.",
      remedy: "The message says what was expected.",
      wrong: Example("number(\"abc\")", fails: "number cannot read \"abc\""),
      right: Example("number(\"1e-3\")", prints: "0.001"), readOn: ["number", "values"]),
    Explanation(
      .kind(.argument), "an argument that does not suit the function",
      rule: "A function checks its arguments before it begins.",
      remedy: "?name shows what each argument means and what it may be.",
      wrong: Example("logistic(tol=0.1, tol=0.2)", fails: "logistic got the argument tol twice"),
      right: Example("logistic(tol=0.1)", prints: "logistic(C=1, tol=0.1)"),
      readOn: ["f(x)", "logistic"]),
    Explanation(
      .kind(.numeric), "a computation without a result",
      rule: "Some problems have no answer, or none that floating-point numbers can hold.",
      remedy: "Check the data for NaN, infinities and huge scales; standardize it.",
      wrong: Example(
        "svd([1, nan; 2, 3])", fails: "svd takes finite numbers, found nan"),
      right: Example("len(svd([1, 0; 2, 3]))", prints: "3"), readOn: ["isnan", "standardize"]),
    Explanation(
      .kind(.data), "data that cannot be learned from",
      rule:
        "Learners ask for complete numbers, labels of 0 and 1, and targets of the kind they learn.",
      remedy: "The message names the row and the column; statistics(data) shows more of them.",
      wrong: Example(
        "fit(logistic(), [1; 2], [0.5, 1])",
        fails: "expected class numbers 0, 1, 2, …, found 0.5 in row 0"),
      right: Example(
        "predict(fit(logistic(), [1; 2], [0, 1]), [1; 2])", prints: "tensor 2\n  0  1"),
      readOn: ["statistics", "fit"]),
    Explanation(
      .kind(.file), "a file that cannot be used",
      rule:
        "Reading needs a file that may be read, writing a folder that may be written and room on "
        + "the disk. A file is replaced only once the new one is complete.",
      remedy: "Check the path, the permissions and the room on the disk.",
      wrong: Example("read_csv(\".\")", fails: "cannot read .: it is a folder"),
      right: Example(
        "write_text(\"a\", \"note.txt\")\nread_text(\"note.txt\")", prints: "a", needsFolder: true),
      readOn: ["read_text", "write_text", "load_data"]),
    Explanation(
      .kind(.limit), "a limit",
      rule:
        "Memory, depth and number are limited so that nothing can take the session down. A limit "
        + "is an error like others: the cell is undone.",
      remedy: "Work on fewer elements at a time.",
      wrong: Example(
        "repeat(\"a\", 1e13)",
        fails: "a string holds at most 256 MB, this one would have 9536743 MB"),
      right: Example("repeat(\"a\", 3)", prints: "aaa"), readOn: ["repeat", "range"]),
    Explanation(
      .kind(.assertion), "an assertion that does not hold",
      rule:
        "assert condition, \"why\" stops where the condition is not true; the message is the one "
        + "written there.",
      remedy: "Find out why the condition fails: print the values in it.",
      wrong: Example("x = -1\nassert x > 0, \"x must be positive\"", fails: "x must be positive"),
      right: Example("x = 1\nassert x > 0, \"x must be positive\"\nx", prints: "1"),
      readOn: ["assert", "try"]),
    Explanation(
      .kind(.user), "an error that the program raised",
      rule:
        "error(\"why\") stops with a message of the program's own; try { … } catch err { … } goes "
        + "on "
        + "after one, with err.message and err.kind.",
      remedy: "The message is the author's: look at the line it comes from.",
      wrong: Example("error(\"no such plan\")", fails: "no such plan"),
      right: Example(
        "try { error(\"no such plan\") } catch err { err.message }", prints: "no such plan"),
      readOn: ["error", "try"]),
    Explanation(
      .kind(.interrupted), "an interruption",
      rule: "Ctrl-C stops what runs, within 0.2 s or once the library call under way returns. The "
        + "cell is undone: every variable is as it was.",
      remedy: "Run it again with less to do; networks go on from a checkpoint with resume.",
      wrong: nil, right: Example("sum(0:10)", prints: "45"), readOn: ["resume", ":time"]),
    Explanation(
      .kind(.unsupported), "something that cannot be had of this object",
      rule: "Not every verb makes sense for every model: a squared loss has no probabilities, a "
        + "learner alone no stages to watch.",
      remedy: "The message says what is missing; describe(x) tells what an object is.",
      wrong: Example(
        "step(logistic(), [0; 1], [0, 1])",
        fails: "step: logistic(C=1) alone has no stages to watch"),
      right: Example(
        "describe(logistic())", prints: "The base learner logistic(C=1), not fitted yet."),
      readOn: ["describe", "step"]),
  ]
}
