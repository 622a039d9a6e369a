internal import Tensors

/// The inverse Hessian that L-BFGS starts from in one block: shared inverses, and for every column the
/// rows that bend its loss most.
///
/// A class with few rows owes nearly all its curvature to these rows: as it is learned, their
/// probability passes ½, while the class stays improbable everywhere else. So the constant α of
/// `Curvature` is the mean curvature of the other rows, and the class's own rows enter exactly,
/// `M = A + C Σ_i ω_i x_i x_iᵀ`, by the formula of M. A. Woodbury, *Inverting Modified Matrices*, 1950.
struct BlockCurvature {
  /// A row and the curvature ω of a column's loss there.
  struct RowWeight {
    let row: Int
    let weight: Double
  }

  /// What is known of one column's second derivatives.
  struct Column {
    /// The mean curvature of the rows that are not listed.
    var mean: Double
    var rows: [RowWeight] = []
  }

  private struct Correction {
    let column: Int
    let rows: [Int]
    let factor: Factor
  }

  private let design: LinearDesign
  private let features: [Int]?
  private let forms: [BaseInverse]
  /// Columns that share an inverse.
  private let groups: [(inverse: SharedInverse, columns: [Int])]
  private let own: [Int]
  private var corrections: [Correction] = []

  init(_ curvature: Curvature, _ block: LinearProblem.Block, _ columns: [Column]) throws {
    design = curvature.problem.design
    features = block.features
    own = curvature.layout.own(block.features)
    forms = try columns.map { try curvature.form($0.mean) }
    var groups: [Int: (inverse: SharedInverse, columns: [Int])] = [:]
    for (k, form) in forms.enumerated() {
      guard case .shared(let inverse, let number) = form else { continue }
      groups[number, default: (inverse, [])].columns.append(k)
    }
    self.groups = groups.sorted { $0.key < $1.key }.map(\.value)
    corrections = try makeCorrections(columns, curvature.problem.strength)
  }

  /// Factors `(C Ω)⁻¹ + U A⁻¹ Uᵀ` for the rows U of every column that lists some.
  private func makeCorrections(_ columns: [Column], _ strength: Double) throws -> [Correction] {
    let matrices = columns.map { Buffer($0.rows.count * $0.rows.count) }
    for (k, column) in columns.enumerated() {
      for (a, listed) in column.rows.enumerated() {
        matrices[k].pointer[a * column.rows.count + a] = 1 / (strength * listed.weight)
      }
    }
    try design.withRows { rows in
      for group in groups {
        let places = group.columns.flatMap { k in columns[k].rows.indices.map { (k, $0) } }
        for start in stride(from: 0, to: places.count, by: 256) {
          let part = places[start..<min(start + 256, places.count)]
          try addProducts(Array(part), columns, rows, matrices) {
            try group.inverse.apply($0, own: own)
          }
        }
      }
      for (k, form) in forms.enumerated() {
        guard case .diagonal(let inverse) = form else { continue }
        for a in columns[k].rows.indices {
          try addProducts([(k, a)], columns, rows, matrices) { vectors in
            for j in inverse.indices { vectors[0][j] *= inverse[j] }
          }
        }
      }
    }
    return try columns.indices.compactMap { k in
      guard !columns[k].rows.isEmpty,
        let factor = try Factor(matrices[k], size: columns[k].rows.count)
      else { return nil }
      return Correction(column: k, rows: columns[k].rows.map(\.row), factor: factor)
    }
  }

  /// Adds a row of `U A⁻¹ Uᵀ` for every listed row at the given places (column, position).
  private func addProducts(
    _ places: [(column: Int, position: Int)], _ columns: [Column], _ rows: DesignRows,
    _ matrices: [Buffer], _ invert: ([MutableDoubles]) throws -> Void
  ) throws {
    let p = design.parameterCount
    let vectors = Buffer(places.count * p)
    for (v, place) in places.enumerated() {
      rows.add(1, columns[place.column].rows[place.position].row, to: vectors.pointer + v * p)
      mask(vectors.pointer + v * p)
    }
    try invert(places.indices.map { vectors.pointer + $0 * p })
    for (v, place) in places.enumerated() {
      let listed = columns[place.column].rows
      let target = matrices[place.column].pointer + place.position * listed.count
      for (b, other) in listed[0...place.position].enumerated() {
        target[b] += rows.dot(other.row, vectors.pointer + v * p)
      }
    }
  }

  private func mask(_ vector: MutableDoubles) {
    guard let features else { return }
    var kept = [Double](repeating: 0, count: design.featureCount)
    for j in features { kept[j] = vector[j] }
    for j in kept.indices { vector[j] = kept[j] }
  }

  private func applyBase(_ q: MutableDoubles) throws {
    let p = design.parameterCount
    for group in groups {
      try group.inverse.apply(group.columns.map { q + $0 * p }, own: own)
    }
    for (k, form) in forms.enumerated() {
      guard case .diagonal(let inverse) = form else { continue }
      for j in 0..<p { q[k * p + j] *= inverse[j] }
    }
  }

  /// Applies the inverse to a gradient (K×p), in place.
  func apply(_ q: MutableDoubles) throws {
    guard !corrections.isEmpty else { return try applyBase(q) }
    let p = design.parameterCount
    let products = Buffer(forms.count * p)
    products.pointer.update(from: q, count: forms.count * p)
    try applyBase(products.pointer)
    try design.withRows { rows in
      for correction in corrections {
        let right = Buffer(correction.rows.count)
        for (a, i) in correction.rows.enumerated() {
          right.pointer[a] = rows.dot(i, products.pointer + correction.column * p)
        }
        try correction.factor.solve(right.pointer)
        for (a, i) in correction.rows.enumerated() {
          rows.add(-right.pointer[a], i, to: q + correction.column * p)
        }
        mask(q + correction.column * p)
      }
    }
    try applyBase(q)
  }
}
