import Testing

@testable import Tensors

@Suite("Linear algebra")
struct LinearAlgebraTests {
  /// Sizes on both sides of the limit below which plain loops are used.
  static let sizes = [(1, 1, 1), (3, 2, 4), (8, 8, 8), (9, 9, 9), (40, 30, 20), (1, 50, 60)]

  static func product(_ a: Tensor, _ b: Tensor) -> Tensor {
    let (m, k, n) = (a.rowCount, a.columnCount, b.columnCount)
    var rows = [[Double]](repeating: [Double](repeating: 0, count: n), count: m)
    for i in 0..<m {
      for j in 0..<n { for p in 0..<k { rows[i][j] += a[i, p] * b[p, j] } }
    }
    return Tensor(rows: rows)
  }

  /// A well-conditioned symmetric positive definite matrix.
  static func definite(_ n: Int, _ generator: inout CaseGenerator) throws -> Tensor {
    let a = generator.tensor([n, n])
    return try apply(.add, matmul(a, a.transposed()), Tensor.eye(n))
  }

  /// A large product of the transposes asked for, and the tensors it was made from.
  private static func largeProduct(
    _ m: Int, _ n: Int, _ k: Int, _ transA: Bool, _ transB: Bool
  ) throws -> (a: Tensor, b: Tensor, c: Tensor) {
    var generator = CaseGenerator(state: 21)
    let a = generator.tensor(transA ? [k, m] : [m, k])
    let b = generator.tensor(transB ? [n, k] : [k, n])
    var c = Tensor(repeating: 1, Shape(m, n))
    try a.withElements { x in
      try b.withElements { y in
        try c.withMutableElements { z in
          guard let x = x.baseAddress, let y = y.baseAddress, let z = z.baseAddress else { return }
          try BLAS.gemm(
            transA, transB, m, n, k, 2, x, a.columnCount, y, b.columnCount, 0.5, z, n)
        }
      }
    }
    return (a, b, c)
  }

  @Test(
    "the panels of a large product fit together",
    arguments: [(1303, 211, 500), (211, 1303, 500), (520, 520, 520)],
    [(false, false), (true, false), (false, true), (true, true)])
  func largeProducts(sizes: (Int, Int, Int), transposes: (Bool, Bool)) throws {
    let (m, n, k) = sizes
    let (transA, transB) = transposes
    let (a, b, c) = try Self.largeProduct(m, n, k, transA, transB)
    for i in stride(from: 0, to: m, by: 13) {
      for j in stride(from: 0, to: n, by: 13) {
        var total = 0.0
        for p in 0..<k { total += (transA ? a[p, i] : a[i, p]) * (transB ? b[j, p] : b[p, j]) }
        #expect(abs(c[i, j] - (2 * total + 0.5)) < 1e-9)
      }
    }
  }

  /// In a process of its own, because the number of threads is global.
  @Test("the number of threads changes no bit of a large product")
  func threadsChangeNothing() async {
    await #expect(processExitsWith: .success) {
      Parallel.threadCount = 1
      let one = try LinearAlgebraTests.largeProduct(1303, 300, 500, false, false).c
      Parallel.threadCount = 4
      let four = try LinearAlgebraTests.largeProduct(1303, 300, 500, false, false).c
      precondition(identical(one.elements, four.elements))
    }
  }

  @Test("matrix products equal three loops")
  func products() throws {
    var generator = CaseGenerator(state: 1)
    for (m, k, n) in Self.sizes {
      let (a, b) = (generator.tensor([m, k]), generator.tensor([k, n]))
      let expected = Self.product(a, b)
      #expect(try distance(matmul(a, b), expected) < 1e-11)
      let column = try b.indexed(by: [.all, .at(0)])
      let first = try expected.indexed(by: [.all, .at(0)])
      #expect(try distance(matmul(a, column), first) < 1e-11)
      let row = try a.indexed(by: [.at(0)])
      #expect(try distance(matmul(row, b), expected.indexed(by: [.at(0)])) < 1e-11)
      #expect(try distance(matmul(row, column), expected.indexed(by: [.at(0), .at(0)])) < 1e-11)
    }
    let sum = try matmul(Tensor([], Shape(2, 0)), Tensor([], Shape(0, 3)))
    #expect(sum.shape == Shape(2, 3) && sum.elements == [0, 0, 0, 0, 0, 0])
  }

  @Test("a product that does not fit proposes the transpose that does")
  func unfitProduct() {
    let (a, b) = (Tensor(repeating: 1, Shape(3, 4)), Tensor(repeating: 1, Shape(3, 2)))
    let error = tensorError { try matmul(a, b) }
    #expect(error?.message == "shapes do not fit: 3×4 @ 3×2 needs 4 = 3")
    #expect(
      error?.notes == [
        "left is 3×4, right is 3×2; did you mean left' @ right (4×3 @ 3×2)?"
      ])
    #expect(tensorError { try matmul(a, Tensor(scalar: 2)) }?.kind == .shape)
  }

  @Test("the Gram matrix and transposed products equal their definitions")
  func gram() throws {
    var generator = CaseGenerator(state: 2)
    for (k, n) in [(3, 2), (30, 20)] {
      let a = generator.tensor([k, n])
      let expected = try Self.product(a.transposed(), a)
      var c = Tensor(repeating: 0, Shape(n, n))
      var d = c
      try a.withElements { x in
        guard let x = x.baseAddress else { return }
        try c.withMutableElements { c in
          guard let c = c.baseAddress else { return }
          try BLAS.syrk(true, n, k, 1, x, n, 0, c, n)
        }
        try d.withMutableElements { d in
          guard let d = d.baseAddress else { return }
          try BLAS.gemm(true, false, n, n, k, 1, x, n, x, n, 0, d, n)
        }
      }
      #expect(distance(c, expected) < 1e-11 && distance(d, expected) < 1e-11)
    }
  }

  @Test("solutions and inverses have small residuals")
  func solving() throws {
    var generator = CaseGenerator(state: 3)
    for n in [1, 2, 8, 9, 50] {
      let a = try apply(.add, generator.tensor([n, n]), apply(.multiply, Tensor.eye(n), 12))
      let (b, c) = (generator.tensor([n]), generator.tensor([n, 3]))
      #expect(try distance(matmul(a, LinearAlgebra.solve(a, b)), b) < 1e-9)
      #expect(try distance(matmul(a, LinearAlgebra.solve(a, c)), c) < 1e-9)
      #expect(try distance(matmul(a, LinearAlgebra.inverse(a)), Tensor.eye(n)) < 1e-9)
    }
  }

  @Test("Cholesky factors multiply back, and solve, on both sides of the loop limit")
  func cholesky() throws {
    var generator = CaseGenerator(state: 4)
    for n in [1, 3, 8, 9, 40] {
      let a = try Self.definite(n, &generator)
      let factor = try LinearAlgebra.cholesky(a)
      #expect(try distance(matmul(factor, factor.transposed()), a) < 1e-9)
      #expect(try distance(factor, factor.lowerTriangle()) == 0)
      for columns in [1, 12] {
        let b = generator.tensor([n, columns])
        var x = b
        try factor.withElements { l in
          try x.withMutableElements { x in
            guard let l = l.baseAddress, let x = x.baseAddress else { return }
            try BLAS.potrs(n, columns, l, n, x, columns)
          }
        }
        #expect(try distance(matmul(a, x), b) < 1e-8)
      }
    }
  }

  @Test("a matrix that is not positive definite names the leading minor", arguments: [3, 12])
  func indefinite(n: Int) throws {
    var a = try Tensor.eye(n)
    a[2, 2] = -1
    let error = tensorError { try LinearAlgebra.cholesky(a) }
    #expect(error?.kind == .numeric)
    #expect(
      error?.message
        == "cholesky needs a positive definite matrix: the leading minor of order 3 is not positive"
    )
  }

  @Test("decompositions multiply back and their factors are orthonormal")
  func decompositions() throws {
    var generator = CaseGenerator(state: 5)
    for (m, n) in [(1, 1), (3, 2), (2, 3), (20, 7), (7, 20)] {
      let a = generator.tensor([m, n])
      let k = min(m, n)
      let (u, s, vt) = try LinearAlgebra.svd(a)
      #expect(u.shape == Shape(m, k) && s.shape == Shape(k) && vt.shape == Shape(k, n))
      #expect(try distance(matmul(apply(.multiply, u, s), vt), a) < 1e-11)
      #expect(try distance(matmul(u.transposed(), u), Tensor.eye(k)) < 1e-12)
      #expect(try distance(matmul(vt, vt.transposed()), Tensor.eye(k)) < 1e-12)
      #expect(s.elements == s.elements.sorted(by: >))
      for j in 0..<k {
        let column = try u.indexed(by: [.all, .at(j)]).elements
        #expect((column.max { abs($0) < abs($1) } ?? -1) > 0)
      }
      let (q, r) = try LinearAlgebra.qr(a)
      #expect(try distance(matmul(q, r), a) < 1e-11)
      #expect(try distance(matmul(q.transposed(), q), Tensor.eye(k)) < 1e-12)
      #expect(try distance(r, r.upperTriangle()) == 0)
    }
  }

  @Test("eigenvectors satisfy A v = λ v, symmetric or not")
  func eigen() throws {
    var generator = CaseGenerator(state: 6)
    let symmetric = try Self.definite(12, &generator)
    // Similar to a diagonal matrix, so the eigenvalues are known to be real.
    let basis = try apply(.add, generator.tensor([5, 5]), apply(.multiply, Tensor.eye(5), 9))
    let diagonal = try Tensor([1, 2, 3, 4, 5]).diagonal()
    let general = try matmul(matmul(basis, diagonal), LinearAlgebra.inverse(basis))
    for a in [symmetric, general] {
      let (values, vectors) = try LinearAlgebra.eigen(a)
      #expect(try distance(matmul(a, vectors), apply(.multiply, vectors, values)) < 1e-9)
      #expect(values.elements == values.elements.sorted())
    }
    #expect(try distance(LinearAlgebra.eigen(general).values, Tensor([1, 2, 3, 4, 5])) < 1e-10)
  }

  /// Figures of numpy 2.4.6 (`linalg.eigvalsh`, `det`, `eigvals`, `svd`, `pinv`, `lstsq`).
  @Test("known figures of NumPy")
  func numpyFigures() throws {
    let a = Tensor(rows: [[4, 1, 2], [1, 3, 0], [2, 0, 5]])
    let values = Tensor([1.854897308799576, 3.4760236029181333, 6.669079088282287])
    #expect(try distance(LinearAlgebra.eigen(a).values, values) < 1e-12)
    #expect(abs(try LinearAlgebra.determinant(a) - 43) < 1e-12)
    let general = Tensor(rows: [[1, 2], [3, 4]])
    let pair = Tensor([-0.3722813232690143, 5.372281323269014])
    #expect(try distance(LinearAlgebra.eigen(general).values, pair) < 1e-12)
    #expect(abs(try LinearAlgebra.determinant(general) + 2) < 1e-14)
    let b = Tensor(rows: [[1, 2], [3, 4], [5, 6]])
    #expect(
      try distance(LinearAlgebra.svd(b).s, Tensor([9.52551809156511, 0.5143005806586441])) < 1e-12)
    let pseudo = Tensor(rows: [[-4.0 / 3, -1.0 / 3, 2.0 / 3], [13.0 / 12, 1.0 / 3, -5.0 / 12]])
    #expect(try distance(LinearAlgebra.pseudoInverse(b), pseudo) < 1e-13)
    let fit = try LinearAlgebra.leastSquares(b, Tensor([1, 2, 4]))
    #expect(distance(fit.solution, Tensor([2.0 / 3, 1.0 / 12])) < 1e-13)
    #expect(fit.rank == 2)
  }

  @Test("least squares of a wide and of a rank-deficient matrix has the smallest norm")
  func smallestNorm() throws {
    let wide = Tensor(rows: [[1, 1, 1, 1]])
    let fit = try LinearAlgebra.leastSquares(wide, Tensor(rows: [[4, 8]]))
    #expect(distance(fit.solution, Tensor(rows: [[1, 2], [1, 2], [1, 2], [1, 2]])) < 1e-13)
    let deficient = Tensor(rows: [[1, 1], [2, 2], [3, 3]])
    #expect(try LinearAlgebra.rank(deficient) == 1)
    let x = try LinearAlgebra.leastSquares(deficient, Tensor([2, 4, 6]))
    #expect(x.rank == 1 && distance(x.solution, Tensor([1, 1])) < 1e-13)
  }

  @Test("singular systems are explained errors and have determinant 0")
  func singular() throws {
    let exact = Tensor(rows: [[1, 2], [2, 4]])
    let nearly = Tensor(rows: [[1, 1], [1, 1 + .ulpOfOne]])
    let error = tensorError { try LinearAlgebra.solve(exact, Tensor([1, 2])) }
    #expect(error?.kind == .numeric)
    #expect(error?.message == "solve needs an invertible matrix, and the matrix is singular")
    #expect(
      tensorError { try LinearAlgebra.inverse(nearly) }?.message
        == "inv needs an invertible matrix, and the matrix is singular to working precision")
    #expect(try LinearAlgebra.determinant(exact) == 0)
    #expect(try LinearAlgebra.rank(nearly) == 1)
  }

  @Test("complex eigenvalues are an error that shows them")
  func complexEigenvalues() {
    let rotation = Tensor(rows: [[0, -1], [1, 0]])
    #expect(
      tensorError { try LinearAlgebra.eigen(rotation) }?.message
        == "eig needs real eigenvalues, and this matrix has complex ones: 0.0 ± 1.0i")
  }

  @Test("NaN, infinities, wrong shapes and empty matrices are errors before the library is called")
  func badInput() {
    for bad in [Double.nan, .infinity] {
      let a = Tensor(rows: [[1, bad], [2, 3]])
      let b = Tensor([1, 2])
      let calls: [() throws -> Any] = [
        { try LinearAlgebra.solve(a, b) }, { try LinearAlgebra.inverse(a) },
        { try LinearAlgebra.svd(a) }, { try LinearAlgebra.eigen(a) },
        { try LinearAlgebra.cholesky(a) }, { try LinearAlgebra.qr(a) },
        { try LinearAlgebra.leastSquares(a, b) }, { try LinearAlgebra.pseudoInverse(a) },
        { try LinearAlgebra.determinant(a) }, { try LinearAlgebra.rank(a) },
      ]
      for call in calls { #expect(tensorError(call)?.kind == .numeric) }
    }
    let wide = Tensor(repeating: 1, Shape(2, 3))
    #expect(
      tensorError { try LinearAlgebra.inverse(wide) }?.message
        == "inv takes a square matrix, found 2×3")
    #expect(tensorError { try LinearAlgebra.solve(wide, Tensor([1, 2])) }?.kind == .shape)
    #expect(tensorError { try LinearAlgebra.svd(Tensor([1, 2])) }?.kind == .shape)
    #expect(tensorError { try LinearAlgebra.svd(Tensor([], Shape(0, 2))) }?.kind == .value)
    let square = Tensor(rows: [[1, 2], [3, 5]])
    #expect(
      tensorError { try LinearAlgebra.solve(square, Tensor([1, 2, 3])) }?.message
        == "shapes do not fit: solve(2×2, 3)")
  }

  @Test("a missing library is an error that names the package")
  func missingLibrary() throws {
    let error = tensorError { try LinearAlgebraLibrary(anyOf: [["libno-such-file.so"]]) }
    #expect(error?.message == "the linear algebra library OpenBLAS was not found")
    #expect(error?.notes == ["install it with: apt-get install libopenblas-dev"])
    let lacking = tensorError {
      let call: @convention(c) () -> Void = try LinearAlgebraLibrary.shared.function("no_such_call")
      return call
    }
    #expect(lacking?.message == "the installed linear algebra library lacks no_such_call")
  }
}
