import Diagnostics
import Runtime
import StandardLibrary
import Testing

/// Sparse matrices in the language, where a table of cases says more than a script.
@Suite("Sparse matrices in the language")
struct SparseTests {
  private static let matrix = "X = [0, 3, 0; 0, 0, 0; 1.5, -2, 0; 0, 0, 7]; S = sparse(X); "

  /// Each expression of S, its value made dense, equals the expression of the dense X.
  @Test(
    "give what the dense matrix gives",
    arguments: [
      "S'", "-S", "S * 2", "2 * S", "S / 4", "S // 2", "S % 2", "S ^ 2", "S + S", "S - S * 2",
      "S * S", "S > 1", "S != 0", "0 < S", "S * [1, 2, 3]", "[1; 2; 3; 4] * S", "S + X", "X - S",
      "S > X", "S @ S'", "S' @ S", "S @ [1, 2, 3]", "[1, 2, 3, 4] @ S", "S @ X'", "X' @ S",
      "S[0]", "S[-1, 0]", "S[1:3]", "S[::-1]", "S[[2, 0, 2]]", "S[:, 1]", "S[:, [2, 0]]",
      "S[[0, 2], [1, 1]]", "S[[true, false, true, false]]", "S[..., 0]", "sum(S)",
      "sum(S, axis=0)", "mean(S, axis=1)", "mean(S)", "min(S)", "max(S, axis=0)", "var(S)",
      "std(S, axis=0)", "var(S, axis=1, ddof=1)", "norm(S)", "norm(S, 1)", "norm(S, inf)",
      "norm(S, \"fro\")", "norm(S, axis=1)", "any(S)", "all(S)", "any(S, axis=1)", "prod(S)",
      "abs(S)", "sign(S)", "sqrt(abs(S))", "log1p(abs(S))", "sin(S)", "tanh(S)", "relu(S)",
      "floor(S)", "ceil(S)", "isnan(S)", "round(S)", "clip(S, -1, 2)", "shape(S)", "rank(S)",
      "len(S)", "tensor(S)", "number(S > 1)", "concat([S, S])", "concat([S, X], axis=1)",
      "concat([X, S])", "dot(S, [1, 2, 3])", "trace(S)", "diag(S)", "diag(S, 1)", "nnz(S)",
      "sum(S > 1)", "S == none", "S != \"a\"",
    ])
  func agree(expression: String) throws {
    let dense = expression.replacing("S", with: "X")
    let session = Session()
    #expect(
      try session.run(
        Self.matrix + "a = \(expression); b = \(dense); "
          + "if type(a) == \"sparse matrix\" { a = tensor(a) }\n"
          + "print(type(a) == type(b), if type(a) == \"tensor\" { shape(a) == shape(b) } else { true }, "
          + "if type(a) == \"tensor\" { max(abs(number(a) - number(b))) < 1e-12 } "
          + "else { a == b or abs(a - b) < 1e-12 })"
      ).filter { !"[],".contains($0) }.split(separator: " ").allSatisfy { $0 == "true" },
      "\(expression)")
  }

  @Test("say what to do where a builtin takes dense matrices only")
  func adviseConversion() {
    let calls = [
      "median(S)", "argmax(S)", "inv(S)", "svd(S)", "cumsum(S)", "sort(S)", "reshape(S, 2, 6)",
      "flatten(S)", "stack([S, S])", "softmax(S)", "heat(S)", "map(S, x -> x)", "list(S)",
      "kron(S, S)", "solve(S, [1, 2])", "write_npy(S, \"a.npy\")", "unique(S)", "exp(S)", "S + 1",
      "cos(S)", "1 / S", "S ^ 0", "S >= 0", "norm(S, 2)", "clip(S, 1, 2)",
    ]
    for call in calls {
      do {
        _ = try Session().run(Self.matrix + call)
        Issue.record("\(call) took a sparse matrix")
      } catch {
        #expect(
          error.notes.contains { $0.contains("tensor(x)") },
          "\(call): \(error.message), \(error.notes)")
      }
    }
  }

  @Test("have overloads with the parameters of the builtin")
  func overloadsHaveTheSameParameters() throws {
    let session = Session()
    _ = try session.run(Self.matrix)
    let value = try #require(session.interpreter.value(of: "S"))
    let object = try #require(value.operandObject)
    var count = 0
    for builtin in StandardLibrary.builtins {
      guard let overload = object.overload(of: builtin.name) else { continue }
      count += 1
      #expect(overload.name == builtin.name)
      #expect(overload.parameters.map(\.name) == builtin.parameters.map(\.name), "\(builtin.name)")
      #expect(
        overload.parameters.map { $0.defaultValue?.literal }
          == builtin.parameters.map { $0.defaultValue?.literal }, "\(builtin.name)")
    }
    #expect(count >= 30)
  }
}
