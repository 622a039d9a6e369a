internal import Tensors

/// Memory for doubles that lives as long as its owner.
final class Buffer {
  let pointer: UnsafeMutablePointer<Double>
  let count: Int

  init(_ count: Int) {
    self.count = count
    pointer = .allocate(capacity: max(count, 1))
    pointer.initialize(repeating: 0, count: count)
  }

  deinit { pointer.deallocate() }
}

typealias Doubles = UnsafePointer<Double>
typealias MutableDoubles = UnsafeMutablePointer<Double>

/// The dense products the solvers need, on row-major memory.
enum DenseKernels {
  /// Computes out (p×p) = aᵀ · a, with a n×p.
  static func gram(_ a: Doubles, rows n: Int, columns p: Int, into out: MutableDoubles) throws {
    try BLAS.syrk(true, p, n, 1, a, max(p, 1), 0, out, max(p, 1))
  }

  @inline(__always)
  static func dot(_ a: Doubles, _ b: Doubles, _ count: Int) -> Double {
    var sums = SIMD4<Double>()
    var i = 0
    while i + 4 <= count {
      let left = SIMD4(a[i], a[i + 1], a[i + 2], a[i + 3])
      let right = SIMD4(b[i], b[i + 1], b[i + 2], b[i + 3])
      sums += left * right
      i += 4
    }
    var total = (sums[0] + sums[1]) + (sums[2] + sums[3])
    while i < count {
      total += a[i] * b[i]
      i += 1
    }
    return total
  }

  @inline(__always)
  static func sum(_ a: Doubles, _ count: Int) -> Double {
    var sums = SIMD4<Double>()
    var i = 0
    while i + 4 <= count {
      sums += SIMD4(a[i], a[i + 1], a[i + 2], a[i + 3])
      i += 4
    }
    var total = (sums[0] + sums[1]) + (sums[2] + sums[3])
    while i < count {
      total += a[i]
      i += 1
    }
    return total
  }

  /// Adds factor · x to y.
  @inline(__always)
  static func add(_ factor: Double, _ x: Doubles, to y: MutableDoubles, _ count: Int) {
    for i in 0..<count { y[i] += factor * x[i] }
  }
}

/// A symmetric positive definite matrix as L Lᵀ.
struct Factor {
  private let lower: Buffer
  private let size: Int

  /// Factors a matrix given by its lower half, in place; `nil` when it is not positive definite.
  init?(_ matrix: Buffer, size: Int) throws {
    lower = matrix
    self.size = size
    guard try BLAS.potrf(size, matrix.pointer, max(size, 1)) == 0 else { return nil }
  }

  /// Replaces columns of right-hand sides (size×columns) by the solutions.
  func solve(_ x: MutableDoubles, columns: Int = 1) throws {
    guard size > 0 else { return }
    try BLAS.potrs(size, columns, lower.pointer, size, x, columns)
  }

  /// The inverse, size×size.
  func inverse() throws -> Buffer {
    let result = Buffer(size * size)
    for i in 0..<size { result.pointer[i * size + i] = 1 }
    try solve(result.pointer, columns: size)
    return result
  }
}
