internal import Tensors

extension Operation {
  /// Products of matrices and what undoes them.
  static let products: [Operation] = [product, solve, inverse, determinant, pseudoInverse, lstsq]

  /// The matrix product of two matrices or vectors, either of them transposed first.
  ///
  /// A vector is a row on the left and a column on the right.
  static let product: Operation = Operation(
    "@", keep: .operands,
    samples: {
      let matrix = Tensor.sample(Shape(2, 3))
      let other = Tensor.sample(Shape(3, 2), seed: 2)
      return [
        Sample([matrix, other], .transposed(false, false)),
        Sample([matrix, matrix], .transposed(false, true)),
        Sample([matrix, matrix], .transposed(true, false)),
        Sample([matrix, other], .transposed(true, true)),
        Sample([matrix, .sample(Shape(3))], .transposed(false, false)),
        Sample([matrix, .sample(Shape(2))], .transposed(true, false)),
        Sample([.sample(Shape(2)), matrix], .transposed(false, false)),
        Sample([.sample(Shape(3)), .sample(Shape(3), seed: 2)], .transposed(false, false)),
      ]
    },
    forward: { x, setting in
      let (left, right) = setting.transposed
      return [try matmul(x[0], left, x[1], right)]
    },
    pullback: { p in
      let (left, right) = p.node.setting.transposed
      let (x, y, g) = try p.matrices()
      return try p.each(
        {
          let slope = left ? try y.product(right, g, true) : try g.product(false, y, !right)
          return try slope.reshaped(p.shape(0))
        },
        {
          let slope = right ? try g.product(true, x, left) : try x.product(!left, g, false)
          return try slope.reshaped(p.shape(1))
        })
    })

  /// The solution X of A X = B.
  package static let solve: Operation = Operation(
    "solve", keep: [.operands, .results],
    samples: {
      let matrix = Tensor.regularSample(3)
      return [Sample([matrix, .sample(Shape(3))]), Sample([matrix, .sample(Shape(3, 2))])]
    },
    forward: { x, _ in [try LinearAlgebra.solve(x[0], x[1])] },
    pullback: { p in
      let side = try solve(p.x.transposed(), p.g)
      return try p.each(
        { try -side.asColumns().product(false, p.result.asColumns(), true) }, { side })
    })

  package static let inverse: Operation = Operation(
    "inv", keep: .results, samples: { [Sample([.regularSample(3)])] },
    forward: { x, _ in [try LinearAlgebra.inverse(x[0])] },
    pullback: { p in
      [.whole(try -p.result.product(true, p.g.product(false, p.result, true), false))]
    })

  /// The determinant, whose derivative is the matrix of cofactors.
  package static let determinant: Operation = Operation(
    "det", keep: [.operands, .results],
    samples: { [Sample([.regularSample(3)]), Sample([.regularSample(2)])] },
    forward: { x, _ in [Tensor(scalar: try LinearAlgebra.determinant(x[0]))] },
    pullback: { p in [.whole(try p.g * cofactors(p.x, p.result))] })

  private static func cofactors(_ x: Variable, _ determinant: Variable) throws -> Variable {
    do {
      return try determinant * inverse(x).transposed()
    } catch let error as TensorError where error.kind == .numeric {
      // A singular matrix has cofactors, too: det(U) det(V) U diag(Π of the other s) Vᵀ.
      let factors = try svd.results(of: [x])
      let sign =
        try LinearAlgebra.determinant(factors[0].value)
        * LinearAlgebra.determinant(factors[2].value)
      let scaled = try factors[0] * factors[1].productOfOthers(axis: 0) * sign
      return try scaled.product(false, factors[2], false)
    }
  }

  /// The pseudo-inverse P of a matrix A of full rank.
  ///
  /// dP = −P dA P + P Pᵀ dAᵀ (I − A P) + (I − P A) dAᵀ Pᵀ P (Golub and Pereyra, "The
  /// differentiation of pseudo-inverses and nonlinear least squares problems whose variables
  /// separate", SIAM Journal on Numerical Analysis, 1973).
  package static let pseudoInverse: Operation = Operation(
    "pinv", keep: [.operands, .results],
    samples: { [Sample([.sample(Shape(3, 2))]), Sample([.sample(Shape(2, 3))])] },
    forward: { x, _ in [try LinearAlgebra.pseudoInverse(x[0])] },
    pullback: { p in [.whole(try slopeOfPseudoInverse(p.x, p.result, p.g, "pinv"))] })

  /// The least squares solution x of A x ≈ b, A of full rank.
  package static let lstsq: Operation = Operation(
    "lstsq", keep: .operands,
    samples: {
      [
        Sample([.sample(Shape(4, 2)), .sample(Shape(4), seed: 2)]),
        Sample([.sample(Shape(2, 3)), .sample(Shape(2, 2), seed: 2)]),
      ]
    },
    forward: { x, _ in [try LinearAlgebra.leastSquares(x[0], x[1]).solution] },
    pullback: { p in
      let inverse = try pseudoInverse(p.x)
      let g = try p.g.asColumns()
      return try p.each(
        {
          let slope = try g.product(false, p.y.asColumns(), true)
          return try slopeOfPseudoInverse(p.x, inverse, slope, "lstsq")
        }, { try inverse.product(true, g, false).reshaped(p.shape(1)) })
    })

  private static func slopeOfPseudoInverse(
    _ a: Variable, _ p: Variable, _ g: Variable, _ name: String
  ) throws -> Variable {
    let (m, n) = (a.shape[0], a.shape[1])
    guard try LinearAlgebra.rank(a.value) == Swift.min(m, n) else {
      throw TensorError(
        .numeric, "\(name) has no derivative here",
        notes: ["it jumps where rows or columns of the matrix depend on each other"])
    }
    var slope = try -p.product(true, g.product(false, p, true), false)
    if m > n {
      let rest = try Variable(Tensor.eye(m)) - a.product(false, p, false)
      let turned = try g.product(true, p, false).product(false, p, true)
      slope = try slope + rest.product(false, turned, false)
    } else if n > m {
      let rest = try Variable(Tensor.eye(n)) - p.product(false, a, false)
      let turned = try p.product(true, p, false).product(false, g, true)
      slope = try slope + turned.product(false, rest, false)
    }
    return slope
  }
}

extension Setting {
  /// Which operands are transposed first.
  var transposed: (Bool, Bool) {
    if case .transposed(let left, let right) = self { return (left, right) }
    return (false, false)
  }
}

extension Application {
  /// Operands and cotangent of a product as matrices: a vector is a row on the left and a column
  /// on the right.
  func matrices() throws -> (x: Variable, y: Variable, g: Variable) {
    let x = x.shape.rank == 2 ? x : try x.reshaped(Shape(1, x.shape.count))
    let y = try y.asColumns()
    let (left, right) = node.setting.transposed
    let shape = Shape(x.shape[left ? 1 : 0], y.shape[right ? 0 : 1])
    return (x, y, try g.reshaped(shape))
  }
}

extension Tensor {
  /// A square matrix that is far from singular.
  static func regularSample(_ n: Int) -> Tensor {
    var matrix = Tensor.sample(Shape(n, n), -1...1)
    for i in 0..<n { matrix[i, i] += 2 }
    return matrix
  }
}

/// The matrix product, either operand transposed first without turning it in memory.
func matmul(_ x: Tensor, _ left: Bool, _ y: Tensor, _ right: Bool) throws -> Tensor {
  let isPlain = (!left || x.rank < 2) && (!right || y.rank < 2)
  guard !isPlain, x.rank == 2, y.rank == 1 || y.rank == 2 else { return try matmul(x, y) }
  let (m, k) = left ? (x.shape[1], x.shape[0]) : (x.shape[0], x.shape[1])
  let (inner, n) = right ? (y.columnCount, y.shape[0]) : (y.shape[0], y.columnCount)
  guard inner == k else {
    return try matmul(left ? x.transposed() : x, right ? y.transposed() : y)
  }
  let shape = y.rank == 1 ? Shape(m) : Shape(m, n)
  try TensorMemory.check(shape)
  return try Tensor(shape) { target in
    try x.withElements { a in
      try y.withElements { b in
        guard let a = a.baseAddress, let b = b.baseAddress else { return }
        // A single column lies in memory like a row: both ways of storing it are the same.
        if n == 1 {
          try BLAS.gemv(left, x.shape[0], x.shape[1], 1, a, max(x.shape[1], 1), b, 0, target)
        } else {
          try BLAS.gemm(
            left, right, m, n, k, 1, a, max(x.shape[1], 1), b, max(y.columnCount, 1), 0, target,
            max(n, 1))
        }
      }
    }
  }
}
