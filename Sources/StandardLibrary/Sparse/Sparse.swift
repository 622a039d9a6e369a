internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  /// Matrices that store only their entries other than 0.
  static let sparseMatrices: [Builtin] = [
    Builtin(
      "sparse",
      "A matrix that stores only its entries other than 0: sparse(X), or from its entries.",
      Parameter<DesignMatrix>("rows", "a matrix; with columns and values, the row of each entry"),
      Parameter<[Int]?>("columns", "the column of each entry", default: .some(nil)),
      Parameter<Numbers?>(
        "values", "the value of each entry, or one for all", default: .some(nil)),
      Parameter<[Int]?>(
        "shape", "rows and columns; none: as many as the entries need", default: .some(nil)),
      details: "Entries at one place are added up. Operators, slices, sums and functions that "
        + "leave 0 at 0 keep it sparse; tensor(x) is the dense matrix, and models take both.",
      examples: [
        Example(
          "sparse([0, 3; 0, 0; 1.5, 0])",
          prints: "sparse matrix 3×2: 2 entries, density 0.333\n  0 |  1: 3\n  1 |\n  2 |  0: 1.5"),
        Example(
          "print(sparse([0, 1, 1], [2, 0, 0], [5, 1, 1], shape=[2, 4]))",
          prints: "sparse([0, 1], [2, 0], [5, 2], shape=[2, 4])"),
        Example("sparse([0, 2], [0, 1], 1)' @ [1, 1, 1]", prints: "tensor 2\n  1  1"),
      ],
      body: { rows, columns, values, shape in
        SparseObject(try sparseMatrix(rows, columns, values?.tensor, shape))
      }),
    Builtin(
      "nnz", "How many entries of a matrix are not 0.",
      Parameter<DesignMatrix>("x", "a sparse matrix or a tensor"),
      examples: [
        Example("nnz(sparse([0, 3; 0, 1]))", prints: "2"), Example("nnz([1, 0, 2])", prints: "2"),
      ],
      body: { x in x.withStored { $0.count { $0 != 0 } } }),
    Builtin(
      "entries", "The entries of a sparse matrix: a record of rows, columns and values.",
      Parameter<DesignMatrix>("x", "a sparse matrix, or a matrix"),
      details: "sparse(e.rows, e.columns, e.values, shape=shape(x)) makes it again.",
      examples: [
        Example(
          "e = entries(sparse([0, 3; 4, 0])); print(e.rows, e.columns, e.values)",
          prints: "[0, 1] [1, 0] [3, 4]")
      ],
      body: { x in
        let matrix = try x.sparse()
        let (rows, columns, values) = matrix.triplets
        return Record([
          ("rows", .tensor(Tensor(rows.map(Double.init)))),
          ("columns", .tensor(Tensor(columns.map(Double.init)))),
          ("values", .tensor(Tensor(values, kind: matrix.kind))),
        ])
      }),
  ]

  private static func sparseMatrix(
    _ first: DesignMatrix, _ columns: [Int]?, _ values: Tensor?, _ shape: [Int]?
  ) throws -> SparseMatrix {
    guard let columns, let values else {
      guard columns == nil, values == nil, shape == nil else {
        throw Failure(
          .argument, "sparse: entries need rows, columns and values",
          notes: ["write sparse(rows, columns, values, shape=[n, d]), or sparse(X)"])
      }
      return try first.sparse()
    }
    guard let rows = [Int].from(first.value) else {
      throw Failure(
        .argument, "sparse: rows must be a list of whole numbers, found \(first.value.described)",
        notes: ["beside columns and values, rows holds the row of each entry"])
    }
    guard shape == nil || shape?.count == 2 else {
      throw Failure(
        .argument, "sparse: shape must be two numbers, found \(shape?.count ?? 0)",
        notes: ["shape=[n, d] is n rows and d columns"])
    }
    let all =
      values.rank == 0
      ? Array(repeating: values[flat: 0], count: rows.count) : values.elements
    return try SparseMatrix(
      rows: rows, columns: columns, values: all, shape: shape.map { ($0[0], $0[1]) },
      kind: values.kind)
  }
}
