import Tensors
import Testing

@Suite("Part of a spectrum")
struct UpperSpectrumTests {
  /// How far v·w of two computed eigenvectors of A, n×n, may be from 0, or from 1 of one.
  ///
  /// Vectors whose values lie within 10⁻³ ‖A‖ are orthogonalised against each other by inverse iteration,
  /// which leaves the rounding of n products. Others are perturbed by ε‖A‖/gap towards each other (J. Demmel,
  /// *Applied Numerical Linear Algebra*, SIAM, 1997, section 5.2).
  private func orthogonality(_ gap: Double, of n: Int, _ norm: Double) -> Double {
    let epsilon = Double.ulpOfOne
    return 4 * Double(n) * epsilon + (gap > 1e-3 * norm ? 4 * epsilon * norm / gap : 0)
  }

  /// Few vectors go by inverse iteration, many by divide and conquer.
  @Test(arguments: [(1, 1), (2, 1), (5, 2), (30, 3), (30, 29), (80, 7), (80, 80), (40, 0)])
  func `is that of the full decomposition`(n: Int, rank: Int) throws {
    var generator = RandomGenerator(seed: UInt64(n * 100 + rank))
    let B = try generator.normal([n, 2 * n])
    let A = try matmul(B, B.transposed())
    let all = try LinearAlgebra.eigen(A).values.elements
    let bound =
      rank == 0 ? all[n - 1] + 1 : rank == n ? 0 : (all[n - rank - 1] + all[n - rank]) / 2
    var (work, values) = (A.elements, [Double](repeating: 0, count: n))
    var vectors = [Double](repeating: 0, count: n * n)
    let count = try LinearAlgebra.upperSpectrum(
      &work, n, above: bound, values: &values, vectors: &vectors)
    #expect(count == rank)
    let rounding = Double(4 * n) * .ulpOfOne * all[n - 1]
    for i in 0..<n { #expect(abs(values[i] - all[i]) < rounding) }
    for j in 0..<count {
      let v = Tensor(Array(vectors[j * n..<(j + 1) * n]), Shape(n, 1))
      let Av = try matmul(A, v).elements
      for i in 0..<n {
        #expect(abs(Av[i] - values[n - count + j] * v[i, 0]) < rounding)
      }
      for l in 0...j {
        let product = (0..<n).reduce(0) { $0 + vectors[j * n + $1] * vectors[l * n + $1] }
        let gap = values[n - count + j] - values[n - count + l]
        #expect(abs(product - (l == j ? 1 : 0)) < orthogonality(gap, of: n, all[n - 1]))
      }
    }
  }

  @Test func `of equal eigenvalues comes with orthogonal vectors`() throws {
    let n = 40
    var work = [Double](repeating: 0, count: n * n)
    for i in 0..<n { work[i * n + i] = i < 4 ? 5 : 1 }
    var (values, vectors) = ([Double](repeating: 0, count: n), work)
    let count = try LinearAlgebra.upperSpectrum(
      &work, n, above: 2, values: &values, vectors: &vectors)
    #expect(count == 4 && abs(values[35] - 1) < 1e-14 && abs(values[36] - 5) < 1e-14)
    for j in 0..<4 {
      for l in 0..<4 {
        let product = (0..<n).reduce(0) { $0 + vectors[j * n + $1] * vectors[l * n + $1] }
        #expect(abs(product - (l == j ? 1 : 0)) < orthogonality(0, of: n, 5))
      }
      // The other values lie 4 away.
      #expect((4..<n).allSatisfy { abs(vectors[j * n + $0]) < orthogonality(4, of: n, 5) })
    }
  }

  @Test func `of an infinite matrix is an error`() {
    var work = [Double.infinity, 0, 0, 1]
    var (values, vectors) = ([0.0, 0], [0.0, 0, 0, 0])
    #expect(throws: TensorError.self) {
      try LinearAlgebra.upperSpectrum(&work, 2, above: 0, values: &values, vectors: &vectors)
    }
  }
}
