internal import Glibc

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
  /// out (r×n) = a (r×p) · bᵀ, with b n×p.
  static func multiplyTransposed(
    _ a: Doubles, _ b: Doubles, rows r: Int, inner p: Int, columns n: Int, into out: MutableDoubles
  ) {
    for i in 0..<r {
      for j in 0..<n { out[i * n + j] = dot(a + i * p, b + j * p, p) }
    }
  }

  /// out (r×p) = a (r×n) · b, with b n×p.
  static func multiply(
    _ a: Doubles, _ b: Doubles, rows r: Int, inner n: Int, columns p: Int, into out: MutableDoubles
  ) {
    for i in 0..<r {
      let row = out + i * p
      row.update(repeating: 0, count: p)
      for j in 0..<n { add(a[i * n + j], b + j * p, to: row, p) }
    }
  }

  /// out (p×p, lower half) = aᵀ · a, with a n×p.
  static func gram(_ a: Doubles, rows n: Int, columns p: Int, into out: MutableDoubles) {
    out.update(repeating: 0, count: p * p)
    for i in 0..<n {
      let row = a + i * p
      for j in 0..<p { add(row[j], row, to: out + j * p, j + 1) }
    }
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

  /// y += factor · x
  @inline(__always)
  static func add(_ factor: Double, _ x: Doubles, to y: MutableDoubles, _ count: Int) {
    for i in 0..<count { y[i] += factor * x[i] }
  }
}

/// A symmetric positive definite matrix as L Lᵀ.
final class Factor {
  private let lower: Buffer
  let size: Int

  /// Factors a matrix given by its lower half; `nil` when it is not positive definite.
  init?(_ matrix: Buffer, size: Int) {
    lower = matrix
    self.size = size
    let l = matrix.pointer
    for j in 0..<size {
      for k in j..<size {
        let rest = l[k * size + j] - DenseKernels.dot(l + k * size, l + j * size, j)
        if k == j {
          guard rest > 0, rest.isFinite else { return nil }
          l[j * size + j] = rest.squareRoot()
        } else {
          l[k * size + j] = rest / l[j * size + j]
        }
      }
    }
  }

  /// Replaces x by the solution of `L Lᵀ x = x`.
  func solve(_ x: MutableDoubles) {
    let l = lower.pointer
    for i in 0..<size {
      x[i] = (x[i] - DenseKernels.dot(l + i * size, x, i)) / l[i * size + i]
    }
    for i in stride(from: size - 1, through: 0, by: -1) {
      x[i] /= l[i * size + i]
      DenseKernels.add(-x[i], l + i * size, to: x, i)
    }
  }
}
