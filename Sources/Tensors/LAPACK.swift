/// Calls of the Fortran library; matrices are column-major here, so a row-major one is read as
/// its transpose.
///
/// Character arguments are followed by their hidden lengths, as Fortran passes them.
enum LAPACK {
  typealias Value = UnsafeMutablePointer<Double>
  typealias Whole = UnsafeMutablePointer<Int32>
  typealias Letter = UnsafePointer<CChar>

  private typealias Potrf =
    @convention(c) (Letter, Whole, Value, Whole, Whole, Int) -> Void

  /// The Cholesky factor in the lower triangle of a row-major matrix; 0, or the failing minor.
  static func potrf(_ n: Int, _ a: Value, _ lda: Int) throws -> Int {
    let call: Potrf = try LinearAlgebraLibrary.shared.function("dpotrf_")
    var size = try LinearAlgebraLibrary.integer(n)
    var distance = try LinearAlgebraLibrary.integer(max(lda, 1))
    var info: Int32 = 0
    // The row-major lower triangle is the column-major upper one.
    call("U", &size, a, &distance, &info, 1)
    return Int(info)
  }
}
