internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let matrix = Parameter<SparseObject>("x", "a sparse matrix")

  /// What builtins do with a sparse matrix, by name; parameters are those of the builtin.
  static let sparseOverloads: [String: Builtin] = {
    let all = sparseReductions + sparseFunctions + sparseConversions + sparseAlgebra
    return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
  }()

  // MARK: - One number from many

  private static let sparseReductions: [Builtin] =
    ["sum", "prod", "mean", "min", "max", "any", "all"].compactMap { name in
      Reduction(rawValue: name).map { reduction in
        Builtin(
          name, "A dense result of all elements, or 1×d and n×1 along an axis.", matrix, axis,
          body: { x, axis in try x.matrix.reduced(by: reduction, axis: axis) })
      }
    } + [spread("var", .variance), spread("std", .std), sparseNorm]

  private static func spread(_ name: String, _ reduction: Reduction) -> Builtin {
    Builtin(
      name, "The spread of all elements, stored or not.", matrix, axis,
      Parameter<Int>("ddof", "the sum is divided by n - ddof", default: 0, .nonnegative),
      body: { x, axis, ddof in
        let result = try x.matrix.reduced(by: reduction, axis: axis)
        let shape = x.matrix.shape
        let count =
          try axis.map { Double(shape[try shape.resolve(axis: $0)]) }
          ?? Double(shape[0]) * Double(shape[1])
        return try corrected(result, count: count, ddof, reduction, name)
      })
  }

  private static let sparseNorm = Builtin(
    "norm", "The root of the sum of squares, or the norm 1 or inf of a matrix.", matrix,
    Parameter<NormOrder>("ord", "\"fro\", 1 or inf; none: as \"fro\"", default: .euclidean), axis,
    body: { x, order, axis in
      switch order {
      case .euclidean: return try x.matrix.reduced(by: .norm, axis: axis)
      case .frobenius where axis == nil: return try x.matrix.reduced(by: .norm, axis: nil)
      case .power(let p) where axis == nil && (p == 1 || p == .infinity):
        let sums = try apply(.abs, x.matrix).reduced(by: .sum, axis: p == 1 ? 0 : 1)
        return Tensor(scalar: try sums.reduced(by: .max))
      default:
        throw Failure(
          .argument, "norm: of a sparse matrix ord is \"fro\", 1 or inf without an axis",
          notes: ["norm(tensor(x), …) measures the dense matrix in every way"])
      }
    })

  // MARK: - Element by element

  private static let sparseFunctions: [Builtin] =
    [
      ("abs", .abs), ("sign", .sign), ("sqrt", .sqrt), ("exp", .exp), ("log", .log),
      ("log1p", .log1p), ("sin", .sin), ("cos", .cos), ("tan", .tan), ("sigmoid", .sigmoid),
      ("tanh", .tanh), ("relu", .relu), ("floor", .floor), ("ceil", .ceil), ("isnan", .isnan),
    ].map { (name: String, operation: UnaryOperation) in
      Builtin(
        name, "Sparse where 0 stays 0, else an error.", matrix,
        body: { x in SparseObject(try apply(operation, x.matrix)) })
    } + [
      Builtin(
        "round", "Rounds the entries.", matrix,
        Parameter<Int>("digits", "decimals to keep", default: 0),
        body: { x, digits in SparseObject(try x.matrix.rounded(digits: digits)) }),
      Builtin(
        "clip", "Keeps the entries between two bounds, 0 lying between them.", matrix,
        Parameter<Double>("low", "the lower bound, at most 0"),
        Parameter<Double>("high", "the upper bound, at least 0"),
        body: { x, low, high in
          guard low <= 0, high >= 0 else {
            throw Failure(
              .value, "clip: 0 does not lie between the bounds, so the result would not be sparse",
              notes: ["clip(tensor(x), …) is the dense result"])
          }
          return SparseObject(try x.matrix.clipped(low, high))
        }),
    ]

  // MARK: - Looks and conversions

  private static let sparseConversions: [Builtin] = [
    Builtin(
      "shape", "The numbers of rows and columns.", matrix,
      body: { x in Tensor([Double(x.matrix.rowCount), Double(x.matrix.columnCount)]) }),
    Builtin("rank", "The number of axes: 2.", matrix, body: { _ in 2 }),
    Builtin("tensor", "The dense matrix.", matrix, body: { x in try x.matrix.dense() }),
    Builtin(
      "number", "Bools as 0 and 1.", matrix,
      body: { x in SparseObject(x.matrix.with(kind: .number)) }),
    Builtin(
      "concat", "Matrices joined along an axis; the result is sparse.",
      Parameter<[DesignMatrix]>("parts", "a list of matrices, dense ones among them"),
      Parameter<Int>("axis", "the axis to join along", default: 0),
      body: { parts, axis in
        SparseObject(try .concat(parts.map { try $0.sparse() }, axis: axis))
      }),
  ]

  // MARK: - Linear algebra

  private static let sparseAlgebra: [Builtin] = [
    Builtin(
      "dot", "The matrix product.", Parameter<DesignMatrix>("a", "a matrix or vector"),
      Parameter<DesignMatrix>("b", "a matrix or vector"),
      body: { a, b in try SparseObject.product(a.value, b.value) }),
    Builtin("trace", "The sum of the main diagonal.", matrix, body: { x in try x.matrix.trace() }),
    Builtin(
      "diag", "A diagonal as a vector.", matrix,
      Parameter<Int>("k", "which diagonal", default: 0),
      body: { x, k in try x.matrix.diagonal(k) }),
  ]
}

extension DesignMatrix {
  /// The matrix in sparse form; a vector is one row.
  func sparse() throws -> SparseMatrix {
    switch self {
    case .dense(let tensor): try SparseMatrix(tensor)
    case .sparse(let matrix): matrix
    }
  }
}
