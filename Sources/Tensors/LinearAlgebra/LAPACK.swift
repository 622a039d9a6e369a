/// Calls of the Fortran library; matrices are column-major here, so a row-major one is read as
/// its transpose.
///
/// Sizes are checked, workspaces are asked for and made. Each function returns LAPACK's `info`.
/// Character arguments are followed by their hidden lengths, as Fortran passes them.
enum LAPACK {
  typealias Value = UnsafeMutablePointer<Double>
  typealias Whole = UnsafeMutablePointer<Int32>
  typealias Letter = UnsafePointer<CChar>

  private static func library() throws -> LinearAlgebraLibrary { try .shared }

  static func integer(_ size: Int) throws -> Int32 {
    try LinearAlgebraLibrary.integer(size)
  }

  /// Calls once to learn the sizes of the workspaces, then again with them.
  static func withWorkspace(
    whole: Int = 1, _ call: (Value, inout Int32, Whole, inout Int32) -> Void
  ) throws {
    var asked = 0.0
    var askedWhole: Int32 = 0
    var size: Int32 = -1
    var wholeSize: Int32 = -1
    call(&asked, &size, &askedWhole, &wholeSize)
    guard let needed = Int32(exactly: asked.rounded(.up)) else {
      throw TensorError(.limit, "the matrix is too large for this decomposition")
    }
    size = max(needed, 1)
    try TensorMemory.check(count: Int(size), described: "\(size) (workspace)")
    let wholeCount = max(whole, Int(askedWhole), 1)
    wholeSize = Int32(clamping: wholeCount)
    let work = Value.allocate(capacity: Int(size))
    let wholes = Whole.allocate(capacity: wholeCount)
    defer {
      work.deallocate()
      wholes.deallocate()
    }
    call(work, &size, wholes, &wholeSize)
  }

  /// Cholesky factor in the lower triangle of a row-major matrix; 0, or the failing minor.
  static func potrf(_ n: Int, _ a: Value, _ lda: Int) throws -> Int {
    typealias Call = @convention(c) (Letter, Whole, Value, Whole, Whole, Int) -> Void
    let call: Call = try library().function("dpotrf_")
    var (size, distance, info) = try (integer(n), integer(max(lda, 1)), Int32(0))
    // The row-major lower triangle is the column-major upper one.
    call("U", &size, a, &distance, &info, 1)
    return Int(info)
  }

  /// LU factors of an n×n matrix in place, with row exchanges.
  static func getrf(_ n: Int, _ a: Value, _ pivots: Whole) throws -> Int {
    typealias Call = @convention(c) (Whole, Whole, Value, Whole, Whole, Whole) -> Void
    let call: Call = try library().function("dgetrf_")
    var (rows, columns, distance, info) = try (integer(n), integer(n), integer(n), Int32(0))
    call(&rows, &columns, a, &distance, pivots, &info)
    return Int(info)
  }

  /// An estimate of 1 / condition number from LU factors and the matrix's 1-norm.
  static func gecon(_ n: Int, _ lu: Value, norm: Double) throws -> Double {
    typealias Call =
      @convention(c) (Letter, Whole, Value, Whole, Value, Value, Value, Whole, Whole, Int) -> Void
    let call: Call = try library().function("dgecon_")
    var (size, distance, info) = try (integer(n), integer(n), Int32(0))
    var (norm, result) = (norm, 0.0)
    let work = Value.allocate(capacity: 4 * n)
    let wholes = Whole.allocate(capacity: n)
    defer {
      work.deallocate()
      wholes.deallocate()
    }
    call("1", &size, lu, &distance, &norm, &result, work, wholes, &info, 1)
    return result
  }

  /// Solves Aᵀ X = B in place, A's LU factors given; for a row-major A that is A X = B.
  static func getrs(
    _ n: Int, _ columns: Int, _ lu: Value, _ pivots: Whole, _ b: Value
  ) throws -> Int {
    typealias Call =
      @convention(c) (Letter, Whole, Whole, Value, Whole, Whole, Value, Whole, Whole, Int) -> Void
    let call: Call = try library().function("dgetrs_")
    var (size, count, info) = try (integer(n), integer(columns), Int32(0))
    var (ldA, ldB) = (size, size)
    call("T", &size, &count, lu, &ldA, pivots, b, &ldB, &info, 1)
    return Int(info)
  }

  /// The inverse in place of LU factors.
  static func getri(_ n: Int, _ lu: Value, _ pivots: Whole) throws -> Int {
    typealias Call = @convention(c) (Whole, Value, Whole, Whole, Value, Whole, Whole) -> Void
    let call: Call = try library().function("dgetri_")
    var (size, distance, info) = try (integer(n), integer(n), Int32(0))
    try withWorkspace { work, length, _, _ in
      call(&size, lu, &distance, pivots, work, &length, &info)
    }
    return Int(info)
  }

  /// Least squares of smallest norm by divide and conquer; `b` has max(m, n) rows.
  static func gelsd(
    _ m: Int, _ n: Int, _ columns: Int, _ a: Value, _ b: Value, _ s: Value, cutoff: Double,
    rank: inout Int32
  ) throws -> Int {
    typealias Call =
      @convention(c) (
        Whole, Whole, Whole, Value, Whole, Value, Whole, Value, Value, Whole, Value, Whole, Whole,
        Whole
      ) -> Void
    let call: Call = try library().function("dgelsd_")
    var (rows, width, count) = try (integer(m), integer(n), integer(columns))
    var (ldA, ldB, info) = (rows, max(rows, width), Int32(0))
    var cutoff = cutoff
    try withWorkspace { work, length, wholes, _ in
      call(
        &rows, &width, &count, a, &ldA, b, &ldB, s, &cutoff, &rank, work, &length, wholes, &info)
    }
    return Int(info)
  }

  /// Thin singular value decomposition by divide and conquer; destroys `a`.
  static func gesdd(
    _ m: Int, _ n: Int, _ a: Value, _ s: Value, _ u: Value, _ vt: Value
  ) throws -> Int {
    typealias Call =
      @convention(c) (
        Letter, Whole, Whole, Value, Whole, Value, Value, Whole, Value, Whole, Value, Whole, Whole,
        Whole, Int
      ) -> Void
    let call: Call = try library().function("dgesdd_")
    var (rows, columns, info) = try (integer(m), integer(n), Int32(0))
    var (ldA, ldU, ldV) = (rows, rows, min(rows, columns))
    try withWorkspace(whole: 8 * min(m, n)) { work, length, wholes, _ in
      call(
        "S", &rows, &columns, a, &ldA, s, u, &ldU, vt, &ldV, work, &length, wholes, &info, 1)
    }
    return Int(info)
  }

  /// Eigenvalues (ascending) and vectors of a symmetric matrix, the vectors in place of it.
  static func syevd(_ n: Int, _ a: Value, _ values: Value) throws -> Int {
    typealias Call =
      @convention(c) (
        Letter, Letter, Whole, Value, Whole, Value, Value, Whole, Whole, Whole, Whole, Int, Int
      ) -> Void
    let call: Call = try library().function("dsyevd_")
    var (size, distance, info) = try (integer(n), integer(n), Int32(0))
    try withWorkspace { work, length, wholes, wholeLength in
      call(
        "V", "U", &size, a, &distance, values, work, &length, wholes, &wholeLength, &info, 1, 1)
    }
    return Int(info)
  }

  /// Eigenvalues and right eigenvectors of a general matrix; destroys `a`.
  static func geev(
    _ n: Int, _ a: Value, real: Value, imaginary: Value, _ vectors: Value
  ) throws -> Int {
    typealias Call =
      @convention(c) (
        Letter, Letter, Whole, Value, Whole, Value, Value, Value, Whole, Value, Whole, Value,
        Whole, Whole, Int, Int
      ) -> Void
    let call: Call = try library().function("dgeev_")
    var (size, distance, info) = try (integer(n), integer(n), Int32(0))
    var (unused, ldUnused, ldVectors) = (0.0, Int32(1), size)
    try withWorkspace { work, length, _, _ in
      call(
        "N", "V", &size, a, &distance, real, imaginary, &unused, &ldUnused, vectors, &ldVectors,
        work, &length, &info, 1, 1)
    }
    return Int(info)
  }

  /// Householder QR in place; `scales` takes min(m, n) numbers.
  static func geqrf(_ m: Int, _ n: Int, _ a: Value, _ scales: Value) throws -> Int {
    typealias Call = @convention(c) (Whole, Whole, Value, Whole, Value, Value, Whole, Whole) -> Void
    let call: Call = try library().function("dgeqrf_")
    var (rows, columns, distance, info) = try (integer(m), integer(n), integer(m), Int32(0))
    try withWorkspace { work, length, _, _ in
      call(&rows, &columns, a, &distance, scales, work, &length, &info)
    }
    return Int(info)
  }

  /// The first `k` columns of Q from what `geqrf` left.
  static func orgqr(_ m: Int, _ k: Int, _ a: Value, _ scales: Value) throws -> Int {
    typealias Call =
      @convention(c) (Whole, Whole, Whole, Value, Whole, Value, Value, Whole, Whole) -> Void
    let call: Call = try library().function("dorgqr_")
    var (rows, columns, reflectors) = try (integer(m), integer(k), integer(k))
    var (distance, info) = (rows, Int32(0))
    try withWorkspace { work, length, _, _ in
      call(&rows, &columns, &reflectors, a, &distance, scales, work, &length, &info)
    }
    return Int(info)
  }
}
