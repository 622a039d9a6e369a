internal import Tensors

/// λ ‖M‖_* for one parameter that tasks have a group each of; row t of the T×p matrix M is task t's
/// numbers.
///
/// ‖M‖_* is the sum of the singular values σ_i of M = U Σ Vᵀ. They come from the T×T matrix of inner
/// products M Mᵀ = U Σ² Uᵀ, and so does the gradient U Vᵀ = U Σ⁻¹ Uᵀ M. Where a σ_i is 0 (below 10⁻⁶
/// times the root of Σ σ²) the norm has a kink; there the gradient leaves that direction out, which is
/// the shortest of the subgradients: tasks that are already alike are not pushed apart.
///
/// Y. Yang, T. M. Hospedales, *Trace Norm Regularised Deep Multi-Task Learning*, ICLR workshop 2017
/// (last axis flattening).
package struct TraceNorm: ParameterPenalty {
  let strength: Double
  let parameter: TaskParameter

  package var name: String { "\(strength) · trace norm of \(parameter.name)" }

  /// M Mᵀ, its eigenvectors, its eigenvalues.
  package var scratchCount: Int { (2 * parameter.taskCount + 1) * parameter.taskCount }

  package func addGradient<S: NetworkScalar>(
    _ parameters: UnsafePointer<S>, into gradients: UnsafeMutablePointer<S>,
    scratch: UnsafeMutablePointer<Double>
  ) throws -> Double {
    let tasks = parameter.taskCount
    let (products, vectors) = (scratch, scratch + tasks * tasks)
    let squares = vectors + tasks * tasks
    let trace = innerProducts(parameters, products)
    guard trace.isFinite, trace > 0 else { return strength * trace }
    let found = try LinearAlgebra.upperSpectrum(
      products, tasks, above: 1e-12 * trace, values: squares, vectors: vectors)
    // What is left of the products' memory takes U Σ⁻¹ Uᵀ.
    products.update(repeating: 0, count: tasks * tasks)
    var norm = 0.0
    for i in 0..<found {
      let value = squares[tasks - found + i].squareRoot()
      let u = vectors + i * tasks
      norm += value
      for t in 0..<tasks {
        for s in 0..<tasks { products[t * tasks + s] += u[t] * u[s] / value }
      }
    }
    addProduct(products, parameters, into: gradients)
    return strength * norm
  }

  /// M Mᵀ; tells its trace.
  private func innerProducts<S: NetworkScalar>(
    _ parameters: UnsafePointer<S>, _ products: UnsafeMutablePointer<Double>
  ) -> Double {
    let (tasks, length) = (parameter.taskCount, parameter.length)
    products.update(repeating: 0, count: tasks * tasks)
    for block in 0..<parameter.blockCount {
      let w = parameters + parameter.place(block: block, task: 0)
      for t in 0..<tasks {
        for s in 0...t {
          products[t * tasks + s] += Double(
            RowArithmetic.dot(w + t * length, w + s * length, count: length))
        }
      }
    }
    var trace = 0.0
    for t in 0..<tasks {
      trace += products[t * tasks + t]
      for s in 0..<t { products[s * tasks + t] = products[t * tasks + s] }
    }
    return trace
  }

  /// Adds λ A M to the gradient, A being T×T.
  private func addProduct<S: NetworkScalar>(
    _ matrix: UnsafePointer<Double>, _ parameters: UnsafePointer<S>,
    into gradients: UnsafeMutablePointer<S>
  ) {
    let (tasks, length) = (parameter.taskCount, parameter.length)
    for block in 0..<parameter.blockCount {
      let start = parameter.place(block: block, task: 0)
      let (w, g) = (parameters + start, gradients + start)
      for t in 0..<tasks {
        for s in 0..<tasks {
          RowArithmetic.scale(
            S(strength * matrix[t * tasks + s]), w + s * length, into: g + t * length,
            count: length, keeps: true)
        }
      }
    }
  }
}
