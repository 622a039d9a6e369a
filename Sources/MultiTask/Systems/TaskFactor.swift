internal import Tensors

/// The factors of one task's own system, (ZᵀZ + aI) w = r with a ≥ 0.
///
/// Where rows outnumber columns they are Cholesky's of the d×d matrix, else of the n×n matrix ZZᵀ + aI,
/// by the identity (ZᵀZ + aI)⁻¹ Zᵀ = Zᵀ (ZZᵀ + aI)⁻¹. Where either is singular or nearly so, the
/// singular value decomposition of Z takes their place; with a = 0 it gives the weights of smallest
/// norm. B below stands for (ZᵀZ + aI)⁻¹, or for its pseudo-inverse.
struct TaskFactor: Sendable {
  private enum Form {
    /// Of ZᵀZ + aI.
    case columns([Double])
    /// Of ZZᵀ + aI.
    case rows([Double])
    case spectrum(u: Tensor, s: [Double], vt: Tensor)
  }

  let rows: CentredRows
  /// a.
  let shift: Double
  private let form: Form
  /// The number of directions in which data or shift determine the weights.
  let rank: Int

  /// Factorises, given `rows.gram()`.
  init(_ rows: CentredRows, gram: [Double], shift: Double) throws {
    self.rows = rows
    self.shift = shift
    let (n, d) = (rows.rowCount, rows.columnCount)
    let size = min(n, d)
    var factor = gram
    for k in 0..<size { factor[k * size + k] += shift }
    var lost = 0
    if !rows.isTall, shift == 0, !rows.centre.isEmpty {
      lost = 1
      Self.fillNullDirection(&factor, rows)
    }
    let failed = try BLAS.potrf(size, &factor, max(size, 1))
    if failed == 0, DefiniteSystem.isRegular(factor, gram, shift: shift, size) {
      form = rows.isTall ? .columns(factor) : .rows(factor)
      rank = shift > 0 ? d : size - lost
      return
    }
    let (u, s, vt) = try LinearAlgebra.svd(rows.tensor())
    let cutoff = (s.elements.first ?? 0) * .ulpOfOne * Double(max(n, d))
    form = .spectrum(u: u, s: s.elements.map { shift > 0 || $0 > cutoff ? $0 : 0 }, vt: vt)
    rank = shift > 0 ? d : s.elements.count { $0 > cutoff }
  }

  /// The factors of some tasks, given the shift of each; the tasks' grams are used up.
  static func all(
    _ rows: [CentredRows], _ grams: inout [[Double]], _ tasks: [Int], shift: (Int) -> Double
  ) throws -> [TaskFactor] {
    try grams.withUnsafeMutableBufferPointer { grams in
      let grams = grams
      return try mapInParallel(tasks.count) { i in
        let t = tasks[i]
        let gram = grams[t]
        grams[t] = []
        return try TaskFactor(rows[t], gram: gram, shift: shift(t))
      }
    }
  }

  /// Centred rows are dependent: ZZᵀ has √D as a null vector, which no right side contains.
  private static func fillNullDirection(_ kernel: inout [Double], _ rows: CentredRows) {
    let n = rows.rowCount
    let r = rows.roots.isEmpty ? Array(repeating: 1, count: n) : rows.roots
    let square = r.reduce(0) { $0 + $1 * $1 }
    let trace = (0..<n).reduce(0) { $0 + kernel[$1 * n + $1] }
    guard square > 0 else { return }
    let scale = (trace > 0 ? trace / Double(n) : 1) / square
    for i in 0..<n {
      for j in 0..<n { kernel[i * n + j] += scale * r[i] * r[j] }
    }
  }

  /// B Zᵀ z for n numbers z.
  func pulled(_ z: [Double]) throws -> [Double] {
    switch form {
    case .columns(let factor):
      var w = try rows.transposedProduct(z)
      try BLAS.potrs(w.count, 1, factor, w.count, &w, 1)
      return w
    case .rows(let factor):
      var u = z
      try BLAS.potrs(u.count, 1, factor, u.count, &u, 1)
      return try rows.transposedProduct(u)
    case .spectrum(let u, let s, let vt):
      let c = try Self.product(u, z, transposed: true)
      let scaled = zip(s, c).map { s, c in s > 0 ? s / (s * s + shift) * c : 0 }
      return try Self.product(vt, scaled, transposed: true)
    }
  }

  /// B r for d numbers r.
  func applied(_ r: [Double]) throws -> [Double] {
    switch form {
    case .columns(let factor):
      var w = r
      try BLAS.potrs(w.count, 1, factor, w.count, &w, 1)
      return w
    case .rows(let factor):
      var u = try rows.product(r)
      try BLAS.potrs(u.count, 1, factor, u.count, &u, 1)
      guard shift > 0 else {
        // B = Zᵀ (ZZᵀ)⁻² Z
        try BLAS.potrs(u.count, 1, factor, u.count, &u, 1)
        return try rows.transposedProduct(u)
      }
      let pulled = try rows.transposedProduct(u)
      return zip(r, pulled).map { ($0 - $1) / shift }
    case .spectrum(_, let s, let vt):
      let c = try Self.product(vt, r, transposed: false)
      let scaled = zip(s, c).map { s, c in s > 0 ? c / (s * s + shift) : 0 }
      var w = try Self.product(vt, scaled, transposed: true)
      guard shift > 0 else { return w }
      let inside = zip(s, c).map { s, c in s > 0 ? c : 0 }
      let seen = try Self.product(vt, inside, transposed: true)
      for k in w.indices { w[k] += (r[k] - seen[k]) / shift }
      return w
    }
  }

  /// Adds Q = B ZᵀZ to a d×d matrix; `gram` is what the factors were made of.
  func addShare(gram: [Double], to total: inout [Double]) throws {
    let (n, d) = (rows.rowCount, rows.columnCount)
    switch form {
    case .columns(let factor):
      var share = gram
      try BLAS.potrs(d, d, factor, d, &share, d)
      for i in 0..<d {
        for j in 0..<d { total[i * d + j] += (share[i * d + j] + share[j * d + i]) / 2 }
      }
    case .rows(let factor):
      // Q = VᵀV with V = L⁻¹ Z
      try TensorMemory.check(Shape(n, d))
      let v = UnsafeMutablePointer<Double>.allocate(capacity: n * d)
      defer { v.deallocate() }
      try rows.forEachBlock(of: n) { _, _, z in v.initialize(from: z, count: n * d) }
      try BLAS.forwardSubstitute(n, d, factor, n, v, d)
      try BLAS.syrk(true, d, n, 1, v, d, 1, &total, d)
    case .spectrum(_, let s, let vt):
      var scaled = vt.elements
      for i in s.indices {
        let factor = s[i] > 0 ? s[i] / (s[i] * s[i] + shift).squareRoot() : 0
        for k in 0..<d { scaled[i * d + k] *= factor }
      }
      try BLAS.syrk(true, d, s.count, 1, scaled, d, 1, &total, d)
    }
  }

  private static func product(
    _ A: Tensor, _ x: [Double], transposed: Bool
  ) throws -> [Double] {
    var result = Array(repeating: 0.0, count: transposed ? A.columnCount : A.rowCount)
    try A.withElements { a in
      guard let a = a.baseAddress else { return }
      try BLAS.gemv(transposed, A.rowCount, A.columnCount, 1, a, A.columnCount, x, 0, &result)
    }
    return result
  }
}
