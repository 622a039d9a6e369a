extension LAPACK {
  /// The steps of a symmetric eigenvalue problem, resolved together at first use.
  struct Spectrum: @unchecked Sendable {
    private typealias Reduce =
      @convention(c) (
        Letter, Whole, Value, Whole, Value, Value, Value, Value, Whole, Whole, Int
      ) -> Void
    private typealias Values = @convention(c) (Whole, Value, Value, Whole) -> Void
    private typealias Inverse =
      @convention(c) (
        Whole, Value, Value, Whole, Value, Whole, Whole, Value, Whole, Value, Whole, Whole, Whole
      ) -> Void
    private typealias Divide =
      @convention(c) (
        Letter, Whole, Value, Value, Value, Whole, Value, Whole, Whole, Whole, Whole, Int
      ) -> Void
    private typealias Turn =
      @convention(c) (
        Letter, Letter, Letter, Whole, Whole, Value, Whole, Value, Value, Whole, Value, Whole,
        Whole, Int, Int, Int
      ) -> Void

    private let sytrd: Reduce
    private let sterf: Values
    private let stein: Inverse
    private let stedc: Divide
    private let ormtr: Turn

    private static let resolved = Result { try Spectrum() }
    static var shared: Spectrum { get throws { try resolved.get() } }

    private init() throws {
      let library = try LinearAlgebraLibrary.shared
      sytrd = try library.function("dsytrd_")
      sterf = try library.function("dsterf_")
      stein = try library.function("dstein_")
      stedc = try library.function("dstedc_")
      ormtr = try library.function("dormtr_")
    }

    /// Numbers of workspace a row, enough for the library's blocked code.
    private static let blockSize = 64

    /// A = Q T Qᵀ: T's diagonal (n) and off-diagonal (n − 1), Q as reflectors in A and `scales`.
    func tridiagonal(
      _ n: Int, _ a: Value, _ diagonal: Value, _ beside: Value, _ scales: Value
    ) throws -> Int {
      var (size, distance, info) = try (integer(n), integer(n), Int32(0))
      return try withUnsafeTemporaryAllocation(of: Double.self, capacity: n * Self.blockSize) {
        guard let work = $0.baseAddress else { return 0 }
        var length = try integer(n * Self.blockSize)
        sytrd("L", &size, a, &distance, diagonal, beside, scales, work, &length, &info, 1)
        return Int(info)
      }
    }

    /// The eigenvalues of a tridiagonal matrix, ascending, in place of its diagonal.
    func values(_ n: Int, _ diagonal: Value, _ beside: Value) throws -> Int {
      var (size, info) = try (integer(n), Int32(0))
      sterf(&size, diagonal, beside, &info)
      return Int(info)
    }

    /// Eigenvectors of a tridiagonal matrix by inverse iteration, `count` rows of n.
    func vectors(
      _ n: Int, _ diagonal: Value, _ beside: Value, _ values: Value, _ count: Int, _ vectors: Value
    ) throws -> Int {
      var (size, wanted, distance, info) = try (integer(n), integer(count), integer(n), Int32(0))
      return withUnsafeTemporaryAllocation(of: Double.self, capacity: 5 * n) { work in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 4 * n) { wholes in
          guard let work = work.baseAddress, let wholes = wholes.baseAddress else { return 0 }
          let (blocks, ends) = (wholes, wholes + n)
          blocks.initialize(repeating: 1, count: n)
          ends.initialize(repeating: size, count: n)
          stein(
            &size, diagonal, beside, &wanted, values, blocks, ends, vectors, &distance, work,
            wholes + 2 * n, wholes + 3 * n, &info)
          return Int(info)
        }
      }
    }

    /// All eigenvectors of a tridiagonal matrix by divide and conquer, n rows of n; destroys both
    /// diagonals.
    func allVectors(_ n: Int, _ diagonal: Value, _ beside: Value, _ vectors: Value) throws -> Int {
      var (size, distance, info) = try (integer(n), integer(n), Int32(0))
      try withWorkspace { work, length, wholes, wholeLength in
        stedc(
          "I", &size, diagonal, beside, vectors, &distance, work, &length, wholes, &wholeLength,
          &info, 1)
      }
      return Int(info)
    }

    /// Turns eigenvectors of T, `count` rows of n, into those of A.
    func turnBack(
      _ n: Int, _ a: Value, _ scales: Value, _ vectors: Value, _ count: Int
    ) throws -> Int {
      var (size, columns, distance, info) = try (integer(n), integer(count), integer(n), Int32(0))
      var secondDistance = distance
      return try withUnsafeTemporaryAllocation(of: Double.self, capacity: n * Self.blockSize) {
        guard let work = $0.baseAddress else { return 0 }
        var length = try integer(n * Self.blockSize)
        ormtr(
          "L", "L", "N", &size, &columns, a, &distance, scales, vectors, &secondDistance, work,
          &length, &info, 1, 1, 1)
        return Int(info)
      }
    }
  }
}
