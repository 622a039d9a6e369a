internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let matrix = Parameter<Numbers>("x", "a matrix, n×d")
  private static let square = Parameter<Numbers>("x", "a square matrix, n×n")
  private static let offset = Parameter<Int>(
    "k", "the diagonal: 0 the main one, positive ones above, negative ones below", default: 0)

  static let matrices: [Builtin] = [
    Builtin(
      "dot", "The sum of products of two vectors, or the matrix product.",
      Parameter<Numbers>("a", "a vector or matrix"), Parameter<Numbers>("b", "a vector or matrix"),
      examples: [Example("dot([1, 2], [3, 4])", prints: "11")],
      body: { a, b in
        a.tensor.rank == 0 || b.tensor.rank == 0
          ? try apply(.multiply, a.tensor, b.tensor) : try matmul(a.tensor, b.tensor)
      }),
    Builtin(
      "outer", "All products of the elements of two vectors: m×n.",
      Parameter<Numbers>("a", "a vector of m"), Parameter<Numbers>("b", "a vector of n"),
      examples: [Example("outer([1, 2], [3, 4])", prints: "tensor 2×2\n  3  4\n  6  8")],
      body: { a, b in try a.tensor.outer(b.tensor) }),
    Builtin(
      "inv", "The inverse of a square matrix.", square,
      examples: [Example("inv([2, 0; 0, 4])", prints: "tensor 2×2\n  0.5  0\n  0    0.25")],
      body: { x in try LinearAlgebra.inverse(x.tensor) }),
    Builtin(
      "solve", "The solution x of a @ x = b.", Parameter<Numbers>("a", "a square matrix, n×n"),
      Parameter<Numbers>("b", "the right side: a vector of n, or n×k"),
      examples: [Example("solve([2, 0; 0, 4], [2, 8])", prints: "tensor 2\n  1  2")],
      body: { a, b in try LinearAlgebra.solve(a.tensor, b.tensor) }),
    Builtin(
      "lstsq", "The least squares solution x of a @ x ≈ b, the smallest one where there are many.",
      Parameter<Numbers>("a", "a matrix, n×d"),
      Parameter<Numbers>("b", "the right side: a vector of n, or n×k"),
      details: "A record: x, residuals (the sum of squares of each column of b - a @ x), rank, and "
        + "s, the singular values of a.",
      examples: [
        Example(
          "x, residuals = lstsq([1, 0; 1, 1; 1, 2], [1, 3, 5]).x; print(round([x, residuals], 6))",
          prints: "[1, 2]")
      ],
      body: { a, b in try leastSquares(a.tensor, b.tensor) }),
    Builtin(
      "svd", "The thin singular value decomposition x = U @ diag(S) @ Vt.", matrix,
      details: "A record: U (n×k), S (k, descending), Vt (k×d), k the smaller of n and d. The "
        + "largest entry of each column of U is positive.",
      examples: [Example("svd([3, 0; 0, 4]).S", prints: "tensor 2\n  4  3")],
      body: { x in
        let parts = try LinearAlgebra.svd(x.tensor)
        return Value.flatRecord([
          ("U", .tensor(parts.u)), ("S", .tensor(parts.s)), ("Vt", .tensor(parts.vt)),
        ])
      }),
    Builtin(
      "eig", "Eigenvalues in ascending order, and eigenvectors in the columns of a matrix.", square,
      details: "A record: values (n) and vectors (n×n). The eigenvalues must be real, as those of "
        + "a symmetric matrix are.",
      examples: [
        Example("eig([2, 1; 1, 2]).values", prints: "tensor 2\n  1  3"),
        Example(
          "values, vectors = eig([2, 0; 0, 1]); vectors", prints: "tensor 2×2\n  0  1\n  1  0"),
      ],
      body: { x in
        let parts = try LinearAlgebra.eigen(x.tensor)
        return Value.flatRecord([
          ("values", .tensor(parts.values)), ("vectors", .tensor(parts.vectors)),
        ])
      }),
    Builtin(
      "cholesky", "The lower triangular L with L @ L' = x.",
      Parameter<Numbers>("x", "a symmetric positive definite matrix, n×n"),
      examples: [Example("cholesky([4, 2; 2, 5])", prints: "tensor 2×2\n  2  0\n  1  2")],
      body: { x in try LinearAlgebra.cholesky(x.tensor) }),
    Builtin(
      "qr", "The thin decomposition x = Q @ R, Q with orthonormal columns, R upper triangular.",
      matrix, details: "A record: Q (n×k) and R (k×d), k the smaller of n and d.",
      examples: [
        Example("Q, R = qr([0, 1; 2, 0]); print(round(Q @ R, 6))", prints: "[0, 1; 2, 0]")
      ],
      body: { x in
        let parts = try LinearAlgebra.qr(x.tensor)
        return Value.flatRecord([("Q", .tensor(parts.q)), ("R", .tensor(parts.r))])
      }),
    Builtin(
      "det", "The determinant of a square matrix.", square,
      examples: [Example("det([1, 2; 3, 5])", prints: "-1")],
      body: { x in try LinearAlgebra.determinant(x.tensor) }),
    Builtin(
      "pinv", "The pseudo-inverse of a matrix, d×n.", matrix,
      examples: [Example("pinv([2, 0; 0, 0])", prints: "tensor 2×2\n  0.5  0\n  0    0")],
      body: { x in try LinearAlgebra.pseudoInverse(x.tensor) }),
    Builtin(
      "matrix_rank", "How many rows of a matrix are independent of each other.", matrix,
      examples: [Example("matrix_rank([1, 2; 2, 4])", prints: "1")],
      body: { x in try LinearAlgebra.rank(x.tensor) }),
    Builtin(
      "trace", "The sum of the main diagonal.", matrix,
      examples: [Example("trace([1, 2; 3, 4])", prints: "5")],
      body: { x in try x.tensor.trace() }),
    Builtin(
      "diag", "The diagonal of a matrix, or the matrix with a vector on its diagonal.",
      Parameter<Numbers>("x", "a vector or a matrix"), offset,
      examples: [
        Example("diag([1, 2; 3, 4])", prints: "tensor 2\n  1  4"),
        Example("diag([1, 2])", prints: "tensor 2×2\n  1  0\n  0  2"),
      ],
      body: { x, k in try x.tensor.diagonal(k) }),
    Builtin(
      "triu", "The matrix with zeros below a diagonal.", matrix, offset,
      examples: [Example("triu([1, 2; 3, 4])", prints: "tensor 2×2\n  1  2\n  0  4")],
      body: { x, k in try x.tensor.upperTriangle(k) }),
    Builtin(
      "tril", "The matrix with zeros above a diagonal.", matrix, offset,
      examples: [Example("tril([1, 2; 3, 4])", prints: "tensor 2×2\n  1  0\n  3  4")],
      body: { x, k in try x.tensor.lowerTriangle(k) }),
    Builtin(
      "kron", "The Kronecker product: each element of a times the whole of b.",
      Parameter<Numbers>("a", "a vector or matrix"), Parameter<Numbers>("b", "a vector or matrix"),
      examples: [Example("kron([1, 2], [1, 1])", prints: "tensor 4\n  1  1  2  2")],
      body: { a, b in try a.tensor.kron(b.tensor) }),
  ]

  private static func leastSquares(_ a: Tensor, _ b: Tensor) throws -> Value {
    let result = try LinearAlgebra.leastSquares(a, b)
    let errors = try apply(.subtract, b, matmul(a, result.solution))
    let squares = try apply(.multiply, errors, errors)
    let residuals = try squares.reduced(by: .sum, axis: 0)
    return .flatRecord([
      ("x", .tensor(result.solution)), ("residuals", .tensor(try residuals.flattened())),
      ("rank", .number(Double(result.rank))), ("s", .tensor(result.singularValues)),
    ])
  }
}
