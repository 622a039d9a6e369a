/// A part of a large matrix product: some rows or some columns of the result.
struct ProductPanel {
  /// Where it begins in the result.
  let row: Int
  let column: Int
  /// Its sizes, as the library takes them, and the length of its dot products.
  let rows: Int32
  let columns: Int32
  let depth: Int32
}

/// What the parts of a product have in common, as the library takes it.
struct ProductSides {
  let transA: Int32
  let transB: Int32
  let lda: Int32
  let ldb: Int32
  let ldc: Int32

  /// - Throws: `limit` when a distance between rows is too long for the library.
  @inline(__always)
  init(_ transA: Bool, _ transB: Bool, _ lda: Int, _ ldb: Int, _ ldc: Int) throws {
    self.transA = transA ? 112 : 111
    self.transB = transB ? 112 : 111
    self.lda = try LinearAlgebraLibrary.integer(lda)
    self.ldb = try LinearAlgebraLibrary.integer(ldb)
    self.ldc = try LinearAlgebraLibrary.integer(ldc)
  }
}

extension BLAS {
  /// From this many multiplications on a product is computed in panels, which threads share.
  private static let largeWork = 1 << 27
  /// About how many rows or columns of the result a panel has.
  private static let panelLength = 512

  /// Cuts the longer side of an m×n result into panels, one alone unless the product is large.
  ///
  /// The cuts depend on the sizes alone. Throws `limit` when a side is too long for the library.
  @inline(__always)
  static func forEachPanel(
    _ m: Int, _ n: Int, _ k: Int, _ body: (ProductPanel) throws -> Void
  ) throws {
    let rows = try LinearAlgebraLibrary.integer(m)
    let columns = try LinearAlgebraLibrary.integer(n)
    let depth = try LinearAlgebraLibrary.integer(k)
    if m * n * k < largeWork {
      try body(ProductPanel(row: 0, column: 0, rows: rows, columns: columns, depth: depth))
      return
    }
    let extent = max(m, n)
    let panels = max(1, (extent + panelLength / 2) / panelLength)
    try Parallel.run(panels) { panel in
      let start = extent * panel / panels
      let length = Int32(truncatingIfNeeded: extent * (panel + 1) / panels - start)
      try body(
        m >= n
          ? ProductPanel(row: start, column: 0, rows: length, columns: columns, depth: depth)
          : ProductPanel(row: 0, column: start, rows: rows, columns: length, depth: depth))
    }
  }
}
