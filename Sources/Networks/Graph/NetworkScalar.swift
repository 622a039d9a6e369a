package import Tensors

/// The precision of a network: `Float` or `Double`.
package protocol NetworkScalar: BinaryFloatingPoint, SIMDScalar, PlaneScalar, Codable, Sendable {
  /// As `fit` is told: `single`, `double`.
  static var precisionName: String { get }

  /// C ← op(A) op(B) + β C; op(A) is m×k, op(B) k×n, all row-major.
  static func gemm(
    _ transA: Bool, _ transB: Bool, _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Self>,
    _ lda: Int, _ b: UnsafePointer<Self>, _ ldb: Int, _ beta: Self,
    _ c: UnsafeMutablePointer<Self>, _ ldc: Int
  ) throws

  /// y ← f(x), element by element, perhaps in place.
  static func apply(
    _ operation: UnaryOperation, _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>,
    count: Int)

  /// A step of Adam on rows that do not overlap.
  static func move(
    _ step: AdamStep, _ w: UnsafeMutablePointer<Self>, _ gradient: UnsafePointer<Self>,
    _ m: UnsafeMutablePointer<Self>, _ v: UnsafeMutablePointer<Self>, count: Int)
}

extension Double: NetworkScalar {
  package static var precisionName: String { "double" }

  package static func gemm(
    _ transA: Bool, _ transB: Bool, _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Double>,
    _ lda: Int, _ b: UnsafePointer<Double>, _ ldb: Int, _ beta: Double,
    _ c: UnsafeMutablePointer<Double>, _ ldc: Int
  ) throws {
    try BLAS.gemm(transA, transB, m, n, k, 1, a, lda, b, ldb, beta, c, ldc)
  }

  package static func apply(
    _ operation: UnaryOperation, _ x: UnsafePointer<Double>,
    into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    Tensors.apply(operation, x, into: y, count: count)
  }

  package static func move(
    _ step: AdamStep, _ w: UnsafeMutablePointer<Double>, _ gradient: UnsafePointer<Double>,
    _ m: UnsafeMutablePointer<Double>, _ v: UnsafeMutablePointer<Double>, count: Int
  ) {
    step.move(w, gradient, m, v, count: count)
  }
}

extension Float: NetworkScalar {
  package static var precisionName: String { "single" }

  package static func gemm(
    _ transA: Bool, _ transB: Bool, _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Float>,
    _ lda: Int, _ b: UnsafePointer<Float>, _ ldb: Int, _ beta: Float,
    _ c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) throws {
    try BLAS.gemm(transA, transB, m, n, k, a, lda, b, ldb, beta, c, ldc)
  }

  package static func apply(
    _ operation: UnaryOperation, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    Tensors.apply(operation, x, into: y, count: count)
  }

  package static func move(
    _ step: AdamStep, _ w: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>,
    _ m: UnsafeMutablePointer<Float>, _ v: UnsafeMutablePointer<Float>, count: Int
  ) {
    step.move(w, gradient, m, v, count: count)
  }
}
