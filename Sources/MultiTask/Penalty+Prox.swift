internal import Diagnostics
internal import Tensors

extension Penalty {
  /// The proximal operator of the terms with corners:
  /// argmin_P step · Σ corners(P) + ½ Σ ‖P − V‖²_F over all parts.
  ///
  /// - Throws: `unsupported` for terms whose sum has no operator here.
  package func prox(_ V: [TaskWeights], step: Double) throws -> [TaskWeights] {
    let corners = corners
    guard let first = corners.first else { return V }
    guard corners.count == 1, let W = V.first else {
      throw Failure(.unsupported, "\(summary): the terms have no common proximal operator")
    }
    switch first {
    case .nuclear(let strength): return [try W.singularValuesShrunk(by: step * strength)]
    case .l21(let strength): return [W.rowsShrunk(by: step * strength)]
    case .l1(let strength): return [W.entriesShrunk(by: step * strength)]
    default: throw Failure(.unsupported, "\(summary) has no proximal operator yet")
    }
  }
}

extension TaskWeights {
  /// Soft-thresholds every entry.
  func entriesShrunk(by threshold: Double) -> TaskWeights {
    var W = self
    for i in W.values.indices {
      let value = W.values[i]
      W.values[i] =
        value > threshold ? value - threshold : value < -threshold ? value + threshold : 0
    }
    return W
  }

  /// Soft-thresholds the norm of every feature's row.
  func rowsShrunk(by threshold: Double) -> TaskWeights {
    let factors = rowNorms.map { $0 > threshold ? 1 - threshold / $0 : 0 }
    var W = self
    for t in 0..<taskCount {
      for k in 0..<featureCount { W[k, t] *= factors[k] }
    }
    return W
  }

  /// Soft-thresholds the singular values.
  func singularValuesShrunk(by threshold: Double) throws -> TaskWeights {
    let (u, s, vt) = try LinearAlgebra.svd(tensor)
    var scaled = u
    let rank = s.count
    scaled.withMutableElements { u in
      for i in u.indices { u[i] *= max(0, s[flat: i % rank] - threshold) }
    }
    return TaskWeights(try matmul(scaled, vt))
  }
}
