internal import Glibc
internal import Tensors

/// The parameters that every block of a problem has, and those that only some have.
///
/// The links of a chain share their inputs and differ in the labels they look at.
struct ParameterLayout {
  /// Common parameters, ascending; the intercept is one of them.
  let base: [Int]
  /// The others, those of most blocks first: along a full chain every link has a leading part.
  let border: [Int]
  /// By parameter: its position in `border`, −1 for common ones.
  private let places: [Int]

  init(_ problem: LinearProblem) {
    let d = problem.design.featureCount
    var uses = [Int](repeating: 0, count: d)
    var open = 0
    for block in problem.blocks {
      guard let features = block.features else {
        open += 1
        continue
      }
      for j in features { uses[j] += 1 }
    }
    let count = problem.blocks.count
    base =
      (0..<d).filter { uses[$0] + open == count } + (problem.design.hasIntercept ? [d] : [])
    border = (0..<d).filter { uses[$0] + open < count }
      .sorted { (uses[$1], $0) < (uses[$0], $1) }
    var places = [Int](repeating: -1, count: problem.design.parameterCount)
    for (place, j) in border.enumerated() { places[j] = place }
    self.places = places
  }

  /// The positions in `border` of a block's own parameters, ascending.
  func own(_ features: [Int]?) -> [Int] {
    guard let features else { return Array(border.indices) }
    return features.map { places[$0] }.filter { $0 >= 0 }.sorted()
  }
}

/// The inverse of `H = α XᵀX + P` over the common parameters, with what it takes to border it.
///
/// With A the common part of H, B the rows of the other parameters and D their own part, the inverse
/// of a bordered matrix needs `E = B A⁻¹` and the Schur complement `S = D − E Bᵀ`, of which a block
/// uses the rows and columns of its own parameters.
final class SharedInverse {
  private let layout: ParameterLayout
  private let inverse: Buffer
  private let edge: Buffer
  private let schur: Buffer
  /// The Cholesky factor of the whole Schur complement, of which leading parts are factors too.
  private let schurFactor: Buffer

  private var size: Int { layout.base.count }
  private var borderCount: Int { layout.border.count }

  /// `nil` when the matrix is not positive definite in rounding.
  init?(_ gram: Buffer, _ layout: ParameterLayout, weight: Double, featureCount: Int) throws {
    self.layout = layout
    let (size, q) = (layout.base.count, layout.border.count)
    let p = size + q
    func matrix(_ rows: [Int], _ columns: [Int]) -> Buffer {
      let out = Buffer(rows.count * columns.count)
      for (a, i) in rows.enumerated() {
        let (row, target) = (gram.pointer + i * p, out.pointer + a * columns.count)
        for b in 0..<columns.count { target[b] = weight * row[columns[b]] }
      }
      return out
    }
    let base = matrix(layout.base, layout.base)
    for (a, j) in layout.base.enumerated() {
      base.pointer[a * size + a] += j < featureCount ? 1 : 1e-9 * (1 + weight)
    }
    guard let factor = try Factor(base, size: size) else { return nil }
    inverse = try factor.inverse()
    edge = Buffer(q * size)
    schur = matrix(layout.border, layout.border)
    schurFactor = Buffer(q * q)
    guard q > 0 else { return }
    for a in 0..<q { schur.pointer[a * q + a] += 1 }
    let rows = matrix(layout.border, layout.base)
    try BLAS.gemm(
      false, false, q, size, size, 1, rows.pointer, size, inverse.pointer, size, 0, edge.pointer,
      size)
    try BLAS.gemm(
      false, true, q, q, size, -1, edge.pointer, size, rows.pointer, size, 1, schur.pointer, q)
    schurFactor.pointer.update(from: schur.pointer, count: q * q)
    guard try BLAS.potrf(q, schurFactor.pointer, q) == 0 else { return nil }
  }

  /// Replaces `count` vectors of p parameters, `stride` apart, by their products with the inverse over
  /// the common and the given border parameters.
  func apply(_ vectors: [MutableDoubles], own: [Int]) throws {
    let count = vectors.count
    let packed = Buffer(count * size)
    let products = Buffer(count * size)
    for (k, vector) in vectors.enumerated() {
      let target = packed.pointer + k * size
      for a in 0..<size { target[a] = vector[layout.base[a]] }
    }
    try BLAS.gemm(
      false, false, count, size, size, 1, packed.pointer, size, inverse.pointer, size, 0,
      products.pointer, size)
    for (k, vector) in vectors.enumerated() {
      let product = products.pointer + k * size
      if !own.isEmpty { try border(vector, packed.pointer + k * size, product, own) }
      for a in 0..<size { vector[layout.base[a]] = product[a] }
    }
  }

  /// Solves for a block's own parameters and corrects the common ones.
  private func border(
    _ vector: MutableDoubles, _ common: Doubles, _ product: MutableDoubles, _ own: [Int]
  ) throws {
    let right = Buffer(own.count)
    for (a, place) in own.enumerated() {
      right.pointer[a] =
        vector[layout.border[place]] - DenseKernels.dot(edge.pointer + place * size, common, size)
    }
    if own.count == own[own.count - 1] + 1 {
      try BLAS.potrs(own.count, 1, schurFactor.pointer, borderCount, right.pointer, 1)
    } else {
      try solve(right, own)
    }
    for (a, place) in own.enumerated() {
      vector[layout.border[place]] = right.pointer[a]
      DenseKernels.add(-right.pointer[a], edge.pointer + place * size, to: product, size)
    }
  }

  private func solve(_ right: Buffer, _ own: [Int]) throws {
    let part = Buffer(own.count * own.count)
    for (a, i) in own.enumerated() {
      for (b, j) in own.enumerated() {
        part.pointer[a * own.count + b] = schur.pointer[i * borderCount + j]
      }
    }
    // Parts of a positive definite matrix are positive definite.
    if let factor = try Factor(part, size: own.count) { try factor.solve(right.pointer) }
  }
}
