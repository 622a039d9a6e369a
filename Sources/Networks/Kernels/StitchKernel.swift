/// y_t = Σ_s α_ts x_s: the groups of tasks mixed by a matrix that is learned.
///
/// Gradients: dx_s = Σ_t α_ts g_t and dα_ts = Σ_rows g_t · x_s.
package struct StitchKernel: Sendable {
  package let taskCount: Int
  /// The numbers of a task.
  package let count: Int

  func forward<S: NetworkScalar>(_ pass: Workspace<S>, _ operation: GraphOperation) {
    let (inputs, outputs) = (pass.values[operation.inputs[0].value], pass.values[operation.output])
    let alpha = pass.parameter(operation, 0)
    for i in 0..<pass.rows {
      let (x, y) = (inputs + i * taskCount * count, outputs + i * taskCount * count)
      for t in 0..<taskCount {
        RowArithmetic.combine(
          alpha + t * taskCount, stride: 1, x, terms: taskCount, into: y + t * count,
          count: count, keeps: false)
      }
    }
  }

  func backward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep
  ) {
    if step.inputs[0] != .skip { inputGradient(pass, operation, keeps: step.inputs[0].keeps) }
    if step.parameters[0] != .skip { alphaGradient(pass, operation, step.parameters[0]) }
  }

  private func inputGradient<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, keeps: Bool
  ) {
    let (slopes, result) = (
      pass.gradients[operation.output], pass.gradients[operation.inputs[0].value]
    )
    let alpha = pass.parameter(operation, 0)
    for i in 0..<pass.rows {
      let (g, dx) = (slopes + i * taskCount * count, result + i * taskCount * count)
      for s in 0..<taskCount {
        RowArithmetic.combine(
          alpha + s, stride: taskCount, g, terms: taskCount, into: dx + s * count,
          count: count, keeps: keeps)
      }
    }
  }

  private func alphaGradient<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ mode: GradientMode
  ) {
    let (slopes, inputs) = (
      pass.gradients[operation.output], pass.values[operation.inputs[0].value]
    )
    let result = pass.parameterGradient(operation, 0)
    if !mode.keeps { result.update(repeating: 0, count: taskCount * taskCount) }
    for i in 0..<pass.rows {
      let (g, x) = (slopes + i * taskCount * count, inputs + i * taskCount * count)
      for t in 0..<taskCount {
        for s in 0..<taskCount {
          result[t * taskCount + s] += RowArithmetic.dot(g + t * count, x + s * count, count: count)
        }
      }
    }
  }
}

extension GraphBuilder {
  /// The tasks' groups of a value mixed by a learned matrix, which is followed over training.
  mutating func stitch(_ name: String, of value: Int, own: Double, shared: Double) -> Int {
    let source = self.value(value)
    let tasks = source.groups
    let start = (0..<tasks * tasks).map { $0 / tasks == $0 % tasks ? own : shared }
    let alpha = parameter("\(name) α", [tasks, tasks], start: .values(start), owner: .shared)
    watch(parameter: alpha, as: name)
    return operation(
      name, .stitch(StitchKernel(taskCount: tasks, count: source.count)), inputs: [whole(value)],
      groups: tasks, shape: source.shape, parameters: [alpha])
  }
}
