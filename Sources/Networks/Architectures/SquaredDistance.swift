/// λ Σ_{s<t} ‖W_s − W_t‖² for one parameter that tasks have a group each of.
///
/// With W̄ the mean of the tasks it is λ T Σ_t ‖W_t − W̄‖², and its gradient is 2 λ T (W_t − W̄).
///
/// L. Duong, T. Cohn, S. Bird, P. Cook, *Low Resource Dependency Parsing: Cross-lingual Parameter
/// Sharing in a Neural Network Parser*, ACL 2015.
package struct SquaredDistance: ParameterPenalty {
  let strength: Double
  let parameter: TaskParameter

  package var name: String { "\(strength) · squared distance of \(parameter.name)" }

  package func addGradient<S: NetworkScalar>(
    _ parameters: UnsafePointer<S>, into gradients: UnsafeMutablePointer<S>,
    scratch: UnsafeMutablePointer<Double>
  ) -> Double {
    let tasks = parameter.taskCount
    let (share, factor) = (1 / S(tasks), S(2 * strength * Double(tasks)))
    var total = 0.0
    for block in 0..<parameter.blockCount {
      let start = parameter.place(block: block, task: 0)
      let (w, g, length) = (parameters + start, gradients + start, parameter.length)
      for j in 0..<length {
        var mean: S = 0
        for t in 0..<tasks { mean += w[t * length + j] }
        mean *= share
        for t in 0..<tasks {
          let apart = w[t * length + j] - mean
          total += Double(apart * apart)
          g[t * length + j] += factor * apart
        }
      }
    }
    return strength * Double(tasks) * total
  }
}
