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

  /// M Mᵀ and then its eigenvectors, U Σ⁻¹ Uᵀ, the eigenvalues, what they are found in.
  package var scratchCount: Int {
    let tasks = parameter.taskCount
    return (2 * tasks + 1) * tasks + LinearAlgebra.eigenvectorWorkspace(tasks)
  }

  package func addGradient<S: NetworkScalar>(
    _ parameters: UnsafePointer<S>, into gradients: UnsafeMutablePointer<S>,
    scratch: UnsafeMutablePointer<Double>
  ) throws -> Double {
    let tasks = parameter.taskCount
    let (vectors, inverse) = (scratch, scratch + tasks * tasks)
    let squares = inverse + tasks * tasks
    let trace = innerProducts(parameters, vectors)
    guard trace.isFinite, trace > 0 else { return strength * trace }
    try LinearAlgebra.eigenvectors(vectors, tasks, values: squares, work: squares + tasks)
    inverse.update(repeating: 0, count: tasks * tasks)
    var norm = 0.0
    for i in 0..<tasks where squares[i] > 1e-12 * trace {
      let (value, u) = (squares[i].squareRoot(), vectors + i * tasks)
      norm += value
      for t in 0..<tasks {
        for s in 0..<tasks { inverse[t * tasks + s] += u[t] * u[s] / value }
      }
    }
    addProduct(inverse, parameters, into: gradients)
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
