internal import Tensors

extension Operation {
  /// Decompositions of matrices.
  static let decompositions: [Operation] = [svd, eigen, cholesky, qr]

  /// The thin singular value decomposition A = U diag(s) Vᵀ: U, s and Vᵀ.
  ///
  /// Values alone are differentiable wherever they differ from each other and from 0, vectors as
  /// well (J. Townsend, "Differentiating the singular value decomposition", 2016).
  package static let svd: Operation = Operation(
    "svd", keep: .results,
    limitation: "its vectors are not unique where singular values are equal or 0",
    samples: {
      [
        Sample([.sample(Shape(3, 3))]), Sample([.sample(Shape(4, 2))]),
        Sample([.sample(Shape(2, 3))]),
      ]
    },
    forward: { x, _ in
      let parts = try LinearAlgebra.svd(x[0])
      return [parts.u, parts.s, parts.vt]
    },
    pullback: { p in
      let (u, s, vt) = (p.result(0), p.result(1), p.result(2))
      var middle = try p.cotangents[1].map { try $0.diagonalMatrix() }
      var outside: Variable?
      let gaps = try p.cotangents[0] == nil && p.cotangents[2] == nil ? nil : gaps(s * s)
      if let gu = p.cotangents[0], let gaps {
        let turned = try u.product(true, gu, false)
        middle = try sum(middle, (turned - turned.transposed()) * gaps * s)
        outside = try sum(outside, beyond(u, gu / s).product(false, vt, false))
      }
      if let gvt = p.cotangents[2], let gaps {
        let (v, gv) = try (vt.transposed(), gvt.transposed())
        let turned = try vt.product(false, gv, false)
        let column = try s.reshaped(Shape(s.shape.count, 1))
        middle = try sum(middle, (turned - turned.transposed()) * gaps * column)
        outside = try sum(outside, u.product(false, beyond(v, gv / s), true))
      }
      guard let middle else { return [.none] }
      let inside = try u.product(false, middle, false).product(false, vt, false)
      return [.whole(try sum(outside, inside))]
    })

  /// The part of each column that the orthonormal columns of a basis do not reach.
  private static func beyond(_ basis: Variable, _ columns: Variable) throws -> Variable {
    guard basis.shape[0] > basis.shape[1] else {
      // A square basis reaches everything; infinite columns must stay visible.
      return try columns * 0
    }
    return try columns - basis.product(false, basis.product(true, columns, false), false)
  }

  /// 1 / (xⱼ − xᵢ) off the diagonal, 0 on it.
  private static func gaps(_ x: Variable) throws -> Variable {
    let n = x.shape.count
    let diagonal = Variable(try Tensor.eye(n))
    let differences = try x.reshaped(Shape(1, n)) - x.reshaped(Shape(n, 1))
    return try (1 - diagonal) / (differences + diagonal)
  }

  private static func sum(_ total: Variable?, _ part: Variable) throws -> Variable {
    try total.map { try $0 + part } ?? part
  }

  /// Eigenvalues and eigenvectors of length 1 of a matrix whose eigenvalues are real.
  ///
  /// Gā = V⁻ᵀ (diag(ḡ) + (VᵀḠ − VᵀV diag(VᵀḠ)) / E) Vᵀ, E being the differences of the
  /// eigenvalues (M. B. Giles, "Collected matrix derivative results for forward and reverse mode
  /// algorithmic differentiation", 2008, with the vectors' length held at 1).
  package static let eigen: Operation = Operation(
    "eig", keep: .results, limitation: "its vectors are not unique where eigenvalues are equal",
    samples: {
      let symmetric = Tensor([2, 0.3, -0.5, 0.3, 1, 0.4, -0.5, 0.4, -1], Shape(3, 3))
      let general = Tensor([3, 0.3, -0.5, 0.2, 1, 0.4, 0.1, 0.7, -1], Shape(3, 3))
      return [Sample([symmetric]), Sample([general])]
    },
    forward: { x, _ in
      let parts = try LinearAlgebra.eigen(x[0])
      return [parts.values, parts.vectors]
    },
    pullback: { p in
      let (values, vectors) = (p.result(0), p.result(1))
      var middle = try p.cotangents[0].map { try $0.diagonalMatrix() }
      if let g = p.cotangents[1] {
        let turned = try vectors.product(true, g, false)
        let lengths = try (vectors * g).sum(axis: 0)
        let square = try vectors.product(true, vectors, false)
        middle = try sum(middle, (turned - square * lengths) * gaps(values))
      }
      guard let middle else { return [.none] }
      let right = try middle.product(false, vectors, true)
      return [.whole(try solve(vectors.transposed(), right))]
    })

  /// The lower triangular L with L Lᵀ = A; only A's lower triangle is read, and has a derivative.
  ///
  /// Ā = Φ(S + Sᵀ), S = L⁻ᵀ Φ(Lᵀ L̄) L⁻¹, Φ keeping the lower triangle with half the diagonal
  /// (I. Murray, "Differentiation of the Cholesky decomposition", 2016).
  package static let cholesky: Operation = Operation(
    "cholesky", keep: .results,
    samples: {
      [Sample([Tensor([4, 1, 0.5, 1, 3, -0.7, 0.5, -0.7, 2], Shape(3, 3))])]
    },
    forward: { x, _ in [try LinearAlgebra.cholesky(x[0])] },
    pullback: { p in
      let lower = p.result
      let turned = try lower.transposed()
      let inner = try solve(turned, lowerHalf(lower.product(true, p.g, false)))
      let both = try solve(turned, inner.transposed())
      return [.whole(try lowerHalf(both + both.transposed()))]
    })

  private static func lowerHalf(_ x: Variable) throws -> Variable {
    let n = x.shape[0]
    let ones = try Tensor.ones([n, n]).lowerTriangle()
    return try x * Variable(apply(.subtract, ones, apply(.multiply, Tensor.eye(n), 0.5)))
  }

  /// The thin decomposition A = Q R.
  ///
  /// Ā = (Q̄ + Q sym(M)) R⁻ᵀ, M = R R̄ᵀ − Q̄ᵀ Q, sym mirroring the lower triangle; a wide A is taken
  /// apart into a square part and the rest (S. Walter and L. Lehmann, "Algorithmic differentiation
  /// of linear algebra functions", 2010; J.-G. Liu, "Differentiating QR", 2019).
  package static let qr: Operation = Operation(
    "qr", keep: [.operands, .results],
    limitation: "it is not unique where columns depend on each other",
    samples: {
      [
        Sample([.sample(Shape(3, 3))]), Sample([.sample(Shape(4, 2))]),
        Sample([.sample(Shape(2, 4))]),
      ]
    },
    forward: { x, _ in
      let parts = try LinearAlgebra.qr(x[0])
      return [parts.q, parts.r]
    },
    pullback: { p in
      let (q, r) = (p.result(0), p.result(1))
      let (gq, gr) = (p.cotangents[0], p.cotangents[1])
      let k = r.shape[0]
      guard r.shape[1] > k else { return [.whole(try slopeOfQR(q, r, gq, gr))] }
      let (left, right) = (
        AxisIndex.slice(start: 0, stop: k, step: 1), AxisIndex.slice(start: k, stop: nil, step: 1)
      )
      guard let gr else {
        return [
          .whole(try widened(slopeOfQR(q, r.indexed(by: [.all, left]), gq, nil), p.shape(0)))
        ]
      }
      let rest = try gr.indexed(by: [.all, right])
      let turned = try p.x.indexed(by: [.all, right]).product(false, rest, true)
      let square = try slopeOfQR(
        q, r.indexed(by: [.all, left]), sum(gq, turned), gr.indexed(by: [.all, left]))
      let wide = try q.product(false, rest, false)
      return [.whole(try concat.results(of: [square, wide], .axis(1))[0])]
    })

  private static func widened(_ x: Variable, _ shape: Shape) throws -> Variable {
    let zeros = Variable(Tensor(repeating: 0, Shape(shape[0], shape[1] - x.shape[1])))
    return try concat.results(of: [x, zeros], .axis(1))[0]
  }

  private static func slopeOfQR(
    _ q: Variable, _ r: Variable, _ gq: Variable?, _ gr: Variable?
  ) throws -> Variable {
    var m = Variable(Tensor(repeating: 0, r.shape))
    if let gr { m = try r.product(false, gr, true) }
    if let gq { m = try m - gq.product(true, q, false) }
    let half = try lowerHalf(m)
    let mirrored = try q.product(false, half + half.transposed(), false)
    let right = try gq.map { try $0 + mirrored } ?? mirrored
    // X R⁻ᵀ is the transpose of the solution of R Y = Xᵀ.
    return try solve(r, right.transposed()).transposed()
  }
}
