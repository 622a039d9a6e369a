internal import Autodiff
internal import Runtime
internal import Tensors

extension StandardLibrary {
  /// Functions of matrices.
  static let matrixRules: [(String, DerivativeRule)] = [
    (
      "dot",
      .variable { call in
        let (a, b) = (try call.variable(0), try call.variable(1))
        return a.shape.rank == 0 || b.shape.rank == 0 ? try a * b : try a.matmul(b)
      }
    ),
    (
      "outer",
      .variable { call in
        let (a, b) = (try call.variable(0), try call.variable(1))
        return try a.reshaped(Shape(a.shape.count, 1)) * b.reshaped(Shape(1, b.shape.count))
      }
    ),
    ("inv", .variable { try Operation.inverse($0.variable(0)) }),
    ("solve", .variable { try Operation.solve($0.variable(0), $0.variable(1)) }),
    ("det", .variable { try Operation.determinant($0.variable(0)) }),
    ("pinv", .variable { try Operation.pseudoInverse($0.variable(0)) }),
    ("cholesky", .variable { try Operation.cholesky($0.variable(0)) }),
    (
      "svd", .derived { try record(["U", "S", "Vt"], Operation.svd.results(of: [$0.variable(0)])) }
    ),
    (
      "eig",
      .derived {
        try record(["values", "vectors"], Operation.eigen.results(of: [$0.variable(0)]))
      }
    ),
    ("qr", .derived { try record(["Q", "R"], Operation.qr.results(of: [$0.variable(0)])) }),
    ("lstsq", .derived(leastSquares)),
    ("trace", .variable { try diagonal($0.variable(0), 0).sum() }),
    (
      "diag",
      .variable { call in
        let (x, offset) = (try call.variable(0), try call.whole(1))
        return x.shape.rank == 1
          ? try withDiagonal(x, offset, call) : try diagonal(x, offset)
      }
    ),
    ("triu", .variable { try part($0) { x, offset in try x.upperTriangle(offset) } }),
    ("tril", .variable { try part($0) { x, offset in try x.lowerTriangle(offset) } }),
    ("kron", .variable(kron)),
  ]

  private static func record(_ names: [String], _ parts: [Variable]) throws -> Value {
    .flatRecord(Array(zip(names, parts.map { Value($0) })))
  }

  private static func leastSquares(_ call: BuiltinCall) throws -> Value {
    let (a, b) = (try call.variable(0), try call.variable(1))
    let solution = try Operation.lstsq(a, b)
    let errors = try b - a.matmul(solution)
    let residuals = try (errors * errors).sum(axis: 0).flattened()
    let plain = try LinearAlgebra.leastSquares(a.value, b.value)
    // Two ways to the same values; they differ by rounding, which the sum takes back exactly.
    let values = try Operation.svd.results(of: [a])[1]
    let rounding = try apply(.subtract, plain.singularValues, values.value)
    return .flatRecord([
      ("x", Value(solution)), ("residuals", Value(residuals)),
      ("rank", .number(Double(plain.rank))), ("s", Value(try values + Variable(rounding))),
    ])
  }

  /// A diagonal of a matrix, by the positions of its elements.
  private static func diagonal(_ x: Variable, _ offset: Int) throws -> Variable {
    guard x.shape.rank == 2 else { throw BuiltinCall.Mismatch() }
    let count = try x.value.diagonal(offset).count
    let (top, left) = (Swift.max(0, count > 0 ? -offset : 0), Swift.max(0, count > 0 ? offset : 0))
    return try x.indexed(
      by: [
        .positions((0..<count).map { top + $0 }), .positions((0..<count).map { left + $0 }),
      ])
  }

  private static func withDiagonal(
    _ x: Variable, _ offset: Int, _ call: BuiltinCall
  ) throws -> Variable {
    let shape = try call.plainShape()
    let (top, left) = (Swift.max(-offset, 0), Swift.max(offset, 0))
    let places: [AxisIndex] = [
      .positions((0..<x.shape.count).map { top + $0 }),
      .positions((0..<x.shape.count).map { left + $0 }),
    ]
    return try Operation.scatter(x, setting: .places([places], shape))
  }

  /// A triangle of a matrix: the elements that stay in a matrix of ones.
  private static func part(
    _ call: BuiltinCall, _ keep: (Tensor, Int) throws -> Tensor
  ) throws -> Variable {
    let x = try call.variable(0)
    guard x.shape.rank == 2 else { throw BuiltinCall.Mismatch() }
    let kept = try keep(Tensor(repeating: 1, x.shape), try call.whole(1))
    return try Operation.choose(Variable(kept), x, Variable(0))
  }

  private static func kron(_ call: BuiltinCall) throws -> Variable {
    let (a, b) = (try call.variable(0), try call.variable(1))
    guard (1...2).contains(a.shape.rank), (1...2).contains(b.shape.rank) else {
      throw BuiltinCall.Mismatch()
    }
    let result = try call.plainShape()
    func sizes(_ x: Variable) -> (Int, Int) {
      x.shape.rank == 2 ? (x.shape[0], x.shape[1]) : (1, x.shape.count)
    }
    let ((m, n), (p, q)) = (sizes(a), sizes(b))
    let left = try a.reshaped(Shape(checking: [m, 1, n, 1]))
    let right = try b.reshaped(Shape(checking: [1, p, 1, q]))
    return try (left * right).reshaped(result)
  }
}
