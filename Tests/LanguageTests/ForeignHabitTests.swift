import Diagnostics
import StandardLibrary
import Testing

/// What people type who come from Python, R, Julia and Octave: each is an error that says how it is
/// written here.
@Suite("Habits of other languages")
struct ForeignHabitTests {
  /// A line and a part of the advice it brings.
  static let habits: [(String, String)] = [
    ("x = [1, 2]; x.shape", "shape(x)"), ("x = [1, 2]; x.size", "write shape(x)"),
    ("x = [1, 2]; x.T", "x'"), ("x = [1, 2]; x.mean()", "mean(x)"),
    ("x = [1, 2]; x.append(3)", "append(x)"), ("x = [1, 2]; x.length", "write len(x)"),
    ("for i in range(3):\n  print(i)", "a block stands in braces"),
    ("for i in 0:3\n  print(i)\nend", "a block stands in braces"),
    ("if 1 == 1:\n  y = 2", "a block stands in braces"),
    ("if (1 == 1)\n  y = 2\nend", "a block stands in braces"),
    ("while true:\n  pass", "a block stands in braces"),
    ("try:\n  x\nexcept:\n  y", "a block stands in braces"),
    ("x = 1; if x = 1 { 2 }", "a comparison is written =="),
    ("x = 3; x**2", "a power is written ^"), ("x = 5; x++", "x += 1"), ("x = 5; x--", "x -= 1"),
    ("import numpy as np", "builtins need no import"), ("import numpy", "builtins need no import"),
    ("from numpy import array", "builtins need no import"),
    ("using Plots", "builtins need no import"),
    ("library(ggplot2)", "builtins need no import"), ("np.zeros(3)", "functions stand alone"),
    ("print \"a\"", "a call needs parentheses: print(\"a\")"),
    ("len x", "a call needs parentheses: len(x)"),
    ("print(f\"x\")", "a string needs no f"), ("f\"x {1}\"", "a string needs no f"),
    ("%%time", "a comment begins with #"), ("%timeit x", ":time"),
    ("// comment", "a comment begins with #"), ("% comment", "a comment begins with #"),
    ("x <- 3", "x = …"), ("x := 3", "x = 3"), ("c(1, 2, 3)", "[1, 2, 3]"),
    ("function f(x)\n  x\nend", "fn f(x)"), ("def f(x):\n  return x", "fn f(x)"),
    ("elif x { }", "else if"), ("switch x", "else if"), ("lambda x: x + 1", "x -> …"),
    ("!true", "not"), ("true && false", "write and"), ("true || false", "write or"),
    ("x = 'hello'", "strings use double quotes"), ("\"a\" + 1", "string(x)"),
    ("[1 2 3]", "separated by commas"), ("x = [1, 2, 3]; x(1)", "x[i]"),
    ("x = [1, 2, 3]; x[3]", "positions count from 0"), ("x = [1, 2, 3]; x[end]", "x[-1]"),
    ("{\"a\": 1}", "without quotes"), ("(1, 2)", "[1, 2]"), ("zeros((3, 4))", "[1, 2]"),
    ("x = None", "write none"), ("True", "write true"), ("[x for x in 0:3]", "map(xs"),
    ("ones(2, 2) .* ones(2, 2)", "without a dot"), ("ones(2, 2) .^ 2", "without a dot"),
    ("A = eye(2); A \\ [1, 2]", "solve(A, b)"), ("1 == 1 ? 2 : 3", "if c { a } else { b }"),
    ("2 if true else 3", "if c { a } else { b }"), ("disp(3)", "print("),
    ("println(3)", "print("), ("nrow(ones(2, 2))", "shape(x)[0]"), ("numel([1, 2])", "flatten"),
    ("isempty([])", "len(x) == 0"), ("length([1, 2])", "len(x)"), ("size([1, 2])", "shape(x)"),
    ("mean(ones(2, 2), dim=0)", "did you mean axis=?"), ("int(\"3\")", "round(x)"),
    ("x is None", "=="), ("del x", ":reset"), ("pass", "{ }"), ("sorted([2, 1])", "sort(x)"),
    ("rnorm(3)", "randn"), ("pd.read_csv(\"a\")", "read_csv"), ("plt.plot([1])", "plot(x)"),
    ("var x = 3", "name = value"), ("3x", "3 * x"), ("whos", ":vars"), ("clear", ":reset"),
    ("\"{}\"", "{x}"), ("for (i = 0; i < 3; i++) { }", "for i in 0:3 { … }"),
    ("for i = 1:3 { }", "for i in 0:3 { … }"), ("for i in 3 { }", "for i in 0:3"),
    ("f = x => x + 1", "x -> …"), ("x = 3; x <> 4", "!="), ("x = 3; x ~= 4", "!="),
    ("~true", "not"),
    ("r = {a: 1}; for k, v in r.items() { }", "for name, value in r"),
    ("r = {a: 1}; r.keys()", "keys(r)"), ("[1, 2].map(x -> x)", "map("),
    ("\"abc\".upper()", "upper("), ("x = [1, 2]; x.sum()", "sum("),
    ("train_test_split([1])", "split_data(data, 0.7)"), ("StandardScaler()", "standardize("),
    ("LogisticRegression()", "logistic("), ("RandomForestClassifier()", "random_forest("),
    ("accuracy_score([1], [1])", "accuracy("), ("confusion_matrix([1], [1])", "confusion("),
    ("nn.Linear(2, 3)", "dense("), ("torch.tensor([1])", "functions stand alone"),
    ("model.fit([1], [1])", "fit(model, data)"), ("df.describe()", "load_data"),
    ("self.x", "fn f(x)"), ("cross_val_score(1)", "cross_validate("), ("null", "write none"),
    ("undefined", "write none"), ("raise ValueError(\"x\")", "error(\"why\")"),
    ("x = 1,000", "a list is written"), ("let x = 3", "name = value"),
    ("class A:\n  pass", "{name: value}"), ("x = 5; x === 5", "a comparison is written =="),
    ("if 1 { 2 }", "x != 0"), ("x = [1, 2, 3]; x[0.5]", "floor(x)"),
    ("d = make_labels(rows=9); d.columns", "did you mean features?"),
    ("d = make_labels(rows=9); d.size", "did you mean rows?"),
    ("d = make_labels(rows=9); d.target", "did you mean Y?"),
    ("d = make_labels(rows=9); head(d)", "x[:5]"),
    ("d = make_labels(rows=9); shape(d)", "data.X"),
    ("sort([1, 2], descending=true)", "did you mean reverse=?"),
    ("fit(logistic(), [1; 2], [0, 1], epoch=3)", "did you mean epochs=?"),
    (
      "d = make_labels(rows=9); m = fit(binary_relevance(logistic()), d); predict(m, d.X[0])",
      "reshape(x, 1, -1)"
    ),
    (
      "n = hard_sharing(inputs=2, heads={a: regression()}); m = fit(n, ones(4, 2), {a: ones(4)}, "
        + "epochs=1); predict(m, [1, 2])", "reshape(x, 1, -1)"
    ),
    (
      "d = make_labels(rows=9); m = fit(binary_relevance(logistic()), d); save(m, \"m.x\")",
      ":save in the shell"
    ),
    ("x = 2; \"a {x +\n1}\"", "ends on its line"),
  ]

  @Test("bring the way it is written here", arguments: habits)
  func advice(line: String, expected: String) throws {
    let error = try #require(ExplanationTests.error(line), "\(line) runs")
    let text = ([error.message] + error.notes).joined(separator: "\n")
    #expect(text.contains(expected), "\(line): \(text)")
    // It stands at a place, and :why has a page on it.
    #expect(!error.marks.isEmpty, "\(line)")
    #expect(Explanation.of(error) != nil, "\(line)")
    // Advice comes once: a second, weaker guess only confuses.
    #expect(error.notes.count <= 2, "\(line): \(error.notes)")
  }
}
