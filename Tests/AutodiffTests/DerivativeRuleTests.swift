import Diagnostics
import Runtime
import StandardLibrary
import Syntax
import Testing

/// Every builtin with a derivative, called as programs call it.
@Suite("Derivatives of builtins")
struct DerivativeRuleTests {
  /// A builtin, an expression in `x` that calls it, and the point to differentiate at.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let expression: String
    let point: String

    init(_ name: String, _ expression: String, at point: String = "M") {
      (self.name, self.expression, self.point) = (name, expression, point)
    }

    var testDescription: String { "\(expression) at \(point)" }
  }

  /// Points: a matrix of both signs, a regular, a symmetric, a wide one, vectors, a number.
  private static let points = """
    M = [0.7, -1.2, 0.3; 2.1, 0.4, -0.6]
    P = [0.7, 1.2, 0.3; 2.1, 0.4, 1.6]
    A = [2.3, 0.4, -0.5; 0.1, 1.9, 0.6; -0.3, 0.2, 2.8]
    v = [0.9, -0.4, 1.7, 0.2]
    fn mix(y) { z = flatten(y); sum(z * range(1, len(z) + 1)) + sum(z^2) }
    """

  static let cases: [Case] =
    ["abs", "exp", "sin", "cos", "tan", "sigmoid", "tanh", "relu"].map { Case($0, "\($0)(x)") }
    + ["sqrt", "log", "log1p"].map { Case($0, "\($0)(x)", at: "P") }
    + ["sum", "prod", "mean", "median", "min", "max", "logsumexp", "softmax", "var", "std", "norm"]
    .flatMap { name in
      ["", ", axis=0", ", axis=1", ", axis=-2"].map { Case(name, "\(name)(x\($0))") }
        + [Case(name, "\(name)(x, axis=0)", at: "v")]
    } + [
      Case("median", "median(x)", at: "v"), Case("prod", "prod(x)", at: "[0, 2, 0.5]"),
      Case("prod", "prod(x, axis=1)", at: "[0, 0, 3; 1, 0, 2]"),
      Case("var", "var(x, ddof=1)"), Case("std", "std(x, axis=1, ddof=1)"),
      Case("norm", "norm(x, 1)", at: "v"), Case("norm", "norm(x, inf)", at: "v"),
      Case("norm", "norm(x, -inf)", at: "v"), Case("norm", "norm(x, 0) * sum(x)", at: "v"),
      Case("norm", "norm(x, 3)", at: "v"), Case("norm", "norm(x, 2)", at: "v"),
      Case("norm", "norm(x, 1.5, axis=1)"), Case("norm", "norm(x, \"fro\")"),
      Case("norm", "norm(x, \"nuc\")"), Case("norm", "norm(x, 2)"), Case("norm", "norm(x, -2)"),
      Case("norm", "norm(x, 1)"), Case("norm", "norm(x, inf)"), Case("norm", "norm(x, -1)"),
      Case("cumsum", "cumsum(x)"), Case("cumsum", "cumsum(x, axis=1)"),
      Case("diff", "diff(x)"), Case("diff", "diff(x, 2, axis=1)"), Case("diff", "diff(x, axis=0)"),
      Case("sort", "sort(x)"), Case("sort", "sort(x, axis=0)"), Case("unique", "unique(x)"),
      Case("clip", "clip(x, -0.5, 0.6)"), Case("clip", "clip(x, x[0, 1] / 3, x[0, 0])"),
      Case("where", "where(x > 0, x^2, 3 * x)"), Case("where", "where(x > 0, x, 2)"),
      Case("where", "where([true, false, true], x[0], x[1])"),
      Case("number", "number(x)"), Case("tensor", "tensor([x[0], x[1] * 2])"),
      Case("reshape", "reshape(x, 3, -1) * [1, 2]"), Case("flatten", "flatten(x) * (0:6)"),
      Case("concat", "concat([x, x^2], axis=1)"), Case("concat", "concat([x[0], [1, 2]])"),
      Case("concat", "concat(x)"), Case("stack", "stack([x[0], x[1] * 2], axis=1)"),
      Case("repeat", "repeat(x, 2)"), Case("repeat", "repeat(x, 3, axis=1)"),
      Case("repeat", "repeat([x[0, 0], x[0, 1]], 2)"),
      Case("append", "append(x, [1, 2])"), Case("append", "append([1, 2], x[0])"),
      Case("append", "append(x, x * 2, axis=0)"), Case("append", "append([], x[0, 0] * 3)"),
      Case("append", "append([], [x[0, 0], x[0, 1]])"),
      Case("full", "full(2, 3, x[0, 0])"), Case("full", "full(2, 2, value=x[1, 1])"),
      Case("range", "range(x[0, 0], 2, 0.25)"), Case("range", "range(0, 1, x[0, 0] / 4)"),
      Case("linspace", "linspace(x[0, 0], x[1, 0], 5)"),
      Case("linspace", "linspace(x, 1, 1)", at: "2"),
      Case("shuffle", "shuffle(x)"), Case("permutation", "permutation(x)", at: "v"),
      Case("choice", "choice(x, 5)", at: "v"), Case("choice", "choice(x)"),
      Case("choice", "choice(x, 3, p=[0.1, 0.2, 0.3, 0.4])", at: "v"),
      Case("map", "map(x, r -> sum(r^2))"), Case("map", "map(x, r -> r * 2)"),
      Case("map", "values(map({a: x[0, 0], b: x[0, 1]}, r -> r^3))"),
      Case("reduce", "reduce(x, (a, b) -> a * b)"),
      Case("filter", "filter(x, r -> r > 0)", at: "v"),
      Case("enumerate", "map(enumerate(x), p -> p[0] * p[1])", at: "v"),
      Case("zip", "map(zip(x[0], x[1]), p -> p[0] * p[1])"), Case("list", "list(x)[1] * 2"),
      Case("dot", "dot(x[0], x[1])"), Case("dot", "dot(x, x')"), Case("dot", "dot(x, 3)"),
      Case("outer", "outer(x[0], x[1])"), Case("outer", "outer(x, [1, 2])"),
      Case("inv", "inv(x)", at: "A"), Case("solve", "solve(x, [1, 2, 3])", at: "A"),
      Case("solve", "solve(x, x')", at: "A"), Case("det", "det(x)", at: "A"),
      Case("det", "det(x)", at: "[1, 2; 2, 4]"),
      Case("det", "det(x)", at: "[1, 2, 3; 2, 4, 6; 1, 0, 1]"),
      Case("pinv", "pinv(x)"), Case("pinv", "pinv(x')"), Case("pinv", "pinv(x)", at: "A"),
      Case("lstsq", "lstsq(x', [1, 2, 4]).x"), Case("lstsq", "lstsq(x, [1, 2]).x"),
      Case("lstsq", "lstsq(x', [1, 2, 4]).residuals"), Case("lstsq", "lstsq(x, [1, 2]).s"),
      Case("svd", "svd(x).S"), Case("svd", "svd(x).U"), Case("svd", "svd(x).Vt"),
      Case("svd", "u, s, vt = svd(x); u @ diag(s^2) @ vt"),
      Case("eig", "eig(x @ x').values"), Case("eig", "eig(x @ x').vectors"),
      Case("eig", "eig(x).values", at: "[2, 1; 0.5, 1]"),
      Case("eig", "eig(x).vectors", at: "[2, 1; 0.5, 1]"),
      Case("cholesky", "cholesky(x @ x' + eye(2))"),
      Case("cholesky", "cholesky(x)", at: "[4, 1; 1, 3]"),
      Case("qr", "qr(x).R"), Case("qr", "qr(x).Q"), Case("qr", "qr(x').R"), Case("qr", "qr(x').Q"),
      Case("qr", "q, r = qr(x); q @ r * r"), Case("trace", "trace(x @ x')"),
      Case("trace", "trace(x)"),
      Case("diag", "diag(x)"), Case("diag", "diag(x, 1)"), Case("diag", "diag(x, -1)"),
      Case("diag", "diag(x, 9)"), Case("diag", "diag(x, -1)", at: "v"),
      Case("diag", "diag(x)", at: "v"),
      Case("triu", "triu(x, 1)"), Case("tril", "tril(x)"),
      Case("kron", "kron(x, [1, 2; 3, 4])"), Case("kron", "kron(x[0], x[1])"),
      Case("kron", "kron([1, 2], x)"),
    ]

  private func run(_ source: String, _ row: Case) throws(Diagnostic) -> String {
    let interpreter = Interpreter(builtins: StandardLibrary.builtins)
    var output = ""
    interpreter.write = { output += $0 }
    let setup = "\(Self.points)\nfn g(x) { \(row.expression) }\nx = \(row.point)\n"
    try interpreter.run(SourceText(name: "case", text: setup + source))
    return output
  }

  @Test("every one is tested")
  func everyRuleIsTested() {
    let tested = Set(Self.cases.map(\.name))
    for name in StandardLibrary.differentiableBuiltins { #expect(tested.contains(name), "\(name)") }
    for row in Self.cases { #expect(row.expression.contains(row.name + "("), "\(row)") }
  }

  @Test("agree with finite differences", arguments: cases)
  func agreesWithDifferences(row: Case) {
    #expect(throws: Never.self, "\(row)") {
      let output = try run("print(check_grad(x -> mix(g(x)), x))", row)
      #expect(output.hasPrefix("{agrees: true"), "\(row): \(output)")
    }
  }

  @Test("agree with finite differences the second time", arguments: cases)
  func secondAgreesWithDifferences(row: Case) {
    // Cofactors of a singular matrix come from singular vectors, which are not unique there.
    if row.point.hasPrefix("[1, 2") { return }
    #expect(throws: Never.self, "\(row)") {
      let output = try run("print(check_grad(x -> mix(grad(x -> mix(g(x)))(x)), x))", row)
      #expect(output.hasPrefix("{agrees: true"), "\(row): \(output)")
    }
  }

  @Test("compute the same values as without a derivative", arguments: cases)
  func sameValues(row: Case) {
    #expect(throws: Never.self, "\(row)") {
      let output = try run(
        """
        seed(3); plain = g(x)
        fn f(x) { seed(3); y = g(x); print(y == plain, shape(y) == shape(plain), type(y) == type(plain)); mix(y) }
        y = grad(f)(x)
        """, row)
      let words = output.split { !$0.isLetter }
      #expect(!words.isEmpty && words.allSatisfy { $0 == "true" }, "\(row): \(output)")
    }
  }
}
