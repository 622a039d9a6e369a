internal import Tensors

/// One task's system given a shared structure: (ZᵀZ + cI − ρ ΘᵀΘ) w = Zᵀz, Θ k×d with orthonormal rows.
///
/// By the identity of Sherman, Morrison and Woodbury it needs the factors of ZᵀZ + cI, which stay the
/// same whatever Θ, and a k×k system.
struct StructuredTask {
  private let factor: TaskFactor
  private let structure: [[Double]]
  private let strength: Double
  /// (ZᵀZ + cI)⁻¹ Θᵀ, column by column.
  private let columns: [[Double]]
  /// I/ρ − Θ (ZᵀZ + cI)⁻¹ Θᵀ.
  private let small: DefiniteSystem

  /// Takes the factors with shift c, the rows of Θ and ρ > 0.
  init(_ factor: TaskFactor, structure: [[Double]], strength: Double) throws {
    self.factor = factor
    self.structure = structure
    self.strength = strength
    columns = try structure.map { try factor.applied($0) }
    let k = structure.count
    var matrix = Array(repeating: 0.0, count: k * k)
    for i in 0..<k {
      for j in 0..<k {
        let product =
          (Self.dot(structure[i], columns[j]) + Self.dot(structure[j], columns[i])) / 2
        matrix[i * k + j] = (i == j ? 1 / strength : 0) - product
      }
    }
    small = try DefiniteSystem(matrix, size: k)
  }

  /// w, refined.
  func solution(_ z: [Double]) throws -> [Double] {
    var w = try completed(factor.pulled(z))
    var left = try rest(w, z)
    for _ in 0..<5 {
      let better = zip(w, try completed(factor.applied(left))).map { $0 + $1 }
      let new = try rest(better, z)
      guard CoupledSystem.norm([new]) < CoupledSystem.norm([left]) / 2 else { break }
      (w, left) = (better, new)
    }
    return w
  }

  private func completed(_ own: [Double]) throws -> [Double] {
    guard !structure.isEmpty else { return own }
    let shares = try small.solution(structure.map { Self.dot($0, own) })
    var w = own
    for (column, share) in zip(columns, shares) {
      for k in w.indices { w[k] += share * column[k] }
    }
    return w
  }

  private func rest(_ w: [Double], _ z: [Double]) throws -> [Double] {
    let fit = try factor.rows.product(w)
    var left = try factor.rows.transposedProduct(zip(z, fit).map { $0 - $1 })
    for k in left.indices { left[k] -= factor.shift * w[k] }
    for row in structure {
      let share = strength * Self.dot(row, w)
      for k in left.indices { left[k] += share * row[k] }
    }
    return left
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
