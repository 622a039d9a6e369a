internal import Tensors

/// What coordinate descent does with a single column.
extension ColumnDesign {
  /// Runs `dense` on a column without gaps, or `sparse` on the rows and values of its entries.
  @inline(__always)
  private func withColumn<R>(
    _ j: Int, dense: (Doubles) -> R, ones: () -> R,
    sparse: (UnsafePointer<Int32>, Doubles, Int) -> R, empty: R
  ) -> R {
    switch form {
    case .dense(let x): return dense(x.pointer + j * rowCount)
    case .sparse(_, let columns):
      if j == featureCount { return ones() }
      return columns.withEntries { x in
        let start = x.starts[j]
        guard let rows = x.columns.baseAddress, let values = x.values.baseAddress else {
          return empty
        }
        return sparse(rows + start, values + start, x.starts[j + 1] - start)
      }
    }
  }

  /// `Σ_i x_ij q_i`.
  func dot(_ j: Int, _ q: Doubles) -> Double {
    let n = rowCount
    return withColumn(
      j, dense: { DenseKernels.dot($0, q, n) },
      ones: { (0..<n).reduce(0) { $0 + q[$1] } },
      sparse: { rows, values, count in
        var sum = 0.0
        for k in 0..<count { sum += values[k] * q[Int(rows[k])] }
        return sum
      }, empty: 0)
  }

  /// `Σ_i x_ij² weight_i`.
  func square(_ j: Int, weights: Doubles) -> Double {
    let n = rowCount
    return withColumn(
      j, dense: { x in sums(n) { x[$0] * x[$0] * weights[$0] } },
      ones: { (0..<n).reduce(0) { $0 + weights[$1] } },
      sparse: { rows, values, count in
        var sum = 0.0
        for k in 0..<count { sum += values[k] * values[k] * weights[Int(rows[k])] }
        return sum
      }, empty: 0)
  }

  /// `Σ_i x_ij p_i (u_i − m_i)`: the softmax's curvature along one score.
  func spread(_ j: Int, _ p: Doubles, _ u: Doubles, _ m: Doubles) -> Double {
    let n = rowCount
    return withColumn(
      j, dense: { x in sums(n) { x[$0] * p[$0] * (u[$0] - m[$0]) } },
      ones: { sums(n) { p[$0] * (u[$0] - m[$0]) } },
      sparse: { rows, values, count in
        var sum = 0.0
        for k in 0..<count {
          let i = Int(rows[k])
          sum += values[k] * p[i] * (u[i] - m[i])
        }
        return sum
      }, empty: 0)
  }

  /// Adds `factor · x_ij` to each y_i.
  func add(_ factor: Double, _ j: Int, to y: MutableDoubles) {
    let n = rowCount
    withColumn(
      j, dense: { DenseKernels.add(factor, $0, to: y, n) },
      ones: { for i in 0..<n { y[i] += factor } },
      sparse: { rows, values, count in
        for k in 0..<count { y[Int(rows[k])] += factor * values[k] }
      }, empty: ())
  }

  /// Adds `factor · weight_i · x_ij` to each y_i.
  func add(_ factor: Double, _ j: Int, weights: Doubles, to y: MutableDoubles) {
    let n = rowCount
    withColumn(
      j, dense: { x in for i in 0..<n { y[i] += factor * weights[i] * x[i] } },
      ones: { for i in 0..<n { y[i] += factor * weights[i] } },
      sparse: { rows, values, count in
        for k in 0..<count {
          let i = Int(rows[k])
          y[i] += factor * weights[i] * values[k]
        }
      }, empty: ())
  }

  /// A sum in eight running parts, which do not wait for each other.
  @inline(__always)
  private func sums(_ count: Int, _ term: (Int) -> Double) -> Double {
    var parts = SIMD8<Double>()
    var i = 0
    while i + 8 <= count {
      for lane in 0..<8 { parts[lane] += term(i + lane) }
      i += 8
    }
    var total = parts.sum()
    while i < count {
      total += term(i)
      i += 1
    }
    return total
  }
}
