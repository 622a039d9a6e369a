/// γ_t ⊙ h + β_t for every task, γ_t = 1 + z_t Γ, β_t = z_t B: a number a column, of images a channel.
///
/// Γ and B are k×channels and begin at 0, so that the network begins as hard sharing. They have no
/// intercepts: a scale and a shift that all tasks share belong to the layers on both sides.
///
/// E. Perez, F. Strub, H. de Vries, V. Dumoulin, A. Courville, *FiLM: Visual Reasoning with a General
/// Conditioning Layer*, AAAI 2018.
package struct ModulationKernel: Sendable {
  let input: ConditionedInput

  /// γ and β of the tasks and their gradients.
  var scratchCount: Int { 4 * count }
  private var count: Int { input.tasks * input.channels }

  func forward<S: NetworkScalar>(_ pass: Workspace<S>, _ operation: GraphOperation) throws {
    let (x, z) = (pass.values[operation.inputs[0].value], pass.values[operation.inputs[1].value])
    let (scales, shifts) = (pass.kept(operation), pass.kept(operation) + count)
    let (T, k, C) = (input.tasks, input.embedding, input.channels)
    scales.update(repeating: 1, count: count)
    try S.gemm(false, false, T, C, k, z, k, pass.parameter(operation, 0), C, 1, scales, C)
    try S.gemm(false, false, T, C, k, z, k, pass.parameter(operation, 1), C, 0, shifts, C)
    var y = pass.values[operation.output]
    for row in 0..<pass.rows {
      for task in 0..<T {
        var h = x + input.start(row: row, task: task)
        for channel in task * C..<(task + 1) * C {
          let (scale, shift) = (scales[channel], shifts[channel])
          for place in 0..<input.places { y[place] = scale * h[place] + shift }
          y += input.places
          h += input.places
        }
      }
    }
  }

  func backward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep
  ) throws {
    if step.inputs[0] != .skip { backwardToValue(pass, operation, step.inputs[0]) }
    guard step.inputs[1] != .skip || step.parameters.contains(where: { $0 != .skip }) else {
      return
    }
    sumSlopes(pass, operation)
    let z = pass.values[operation.inputs[1].value]
    let dz = pass.gradients[operation.inputs[1].value]
    let (T, k, C) = (input.tasks, input.embedding, input.channels)
    var keeps = step.inputs[1].keeps
    for part in 0..<2 {
      let slopes = pass.kept(operation) + (2 + part) * count
      if step.parameters[part] != .skip {
        try S.gemm(
          true, false, k, C, T, z, k, slopes, C, step.parameters[part].keeps ? 1 : 0,
          pass.parameterGradient(operation, part), C)
      }
      if step.inputs[1] != .skip {
        try S.gemm(
          false, true, T, k, C, slopes, C, pass.parameter(operation, part), C, keeps ? 1 : 0, dz, k)
        keeps = true
      }
    }
  }

  private func backwardToValue<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ mode: GradientMode
  ) {
    let scales = pass.kept(operation)
    var g = pass.gradients[operation.output]
    let all = pass.gradients[operation.inputs[0].value]
    for row in 0..<pass.rows {
      for task in 0..<input.tasks {
        var dx = all + input.start(row: row, task: task)
        let keeps = input.keeps(mode, task: task)
        for channel in task * input.channels..<(task + 1) * input.channels {
          let scale = scales[channel]
          for place in 0..<input.places {
            dx[place] = keeps ? dx[place] + scale * g[place] : scale * g[place]
          }
          g += input.places
          dx += input.places
        }
      }
    }
  }

  /// The gradients by γ and β: Σ g h and Σ g over rows and places.
  private func sumSlopes<S: NetworkScalar>(_ pass: Workspace<S>, _ operation: GraphOperation) {
    let x = pass.values[operation.inputs[0].value]
    var g = pass.gradients[operation.output]
    let (byScale, byShift) = (pass.kept(operation) + 2 * count, pass.kept(operation) + 3 * count)
    byScale.update(repeating: 0, count: 2 * count)
    for row in 0..<pass.rows {
      for task in 0..<input.tasks {
        var h = x + input.start(row: row, task: task)
        for channel in task * input.channels..<(task + 1) * input.channels {
          for place in 0..<input.places {
            byScale[channel] += g[place] * h[place]
            byShift[channel] += g[place]
          }
          g += input.places
          h += input.places
        }
      }
    }
  }
}

extension GraphBuilder {
  /// Lets the embedding scale and shift the columns or channels of a value.
  mutating func modulation(of value: Int, by z: Int, at position: Int) -> Int {
    let (input, name) = (conditionedInput(value, z), "film at \(position)")
    let parameters = ["scale", "shift"].map {
      parameter(
        "\(name) \($0)", [input.embedding, input.channels], start: .constant(0), owner: .shared)
    }
    return operation(
      name, .conditioning(.modulation(ModulationKernel(input: input))),
      inputs: [whole(value), whole(z)], groups: input.tasks, shape: self.value(value).shape,
      parameters: parameters)
  }
}
