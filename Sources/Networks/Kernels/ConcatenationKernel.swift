/// [h, z_t] for every task: the value, and after it k columns, of an image k constant channels.
package struct ConcatenationKernel: Sendable {
  let input: ConditionedInput

  /// The numbers of a group of the output.
  private var width: Int { input.count + input.embedding * input.places }

  func forward<S: NetworkScalar>(_ pass: Workspace<S>, _ operation: GraphOperation) {
    let (x, z) = (pass.values[operation.inputs[0].value], pass.values[operation.inputs[1].value])
    var y = pass.values[operation.output]
    for row in 0..<pass.rows {
      for task in 0..<input.tasks {
        y.update(from: x + input.start(row: row, task: task), count: input.count)
        let own = z + task * input.embedding
        for m in 0..<input.embedding {
          (y + input.count + m * input.places).update(repeating: own[m], count: input.places)
        }
        y += width
      }
    }
  }

  func backward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep
  ) {
    if step.inputs[0] != .skip { backwardToValue(pass, operation, step.inputs[0]) }
    if step.inputs[1] != .skip { backwardToEmbedding(pass, operation, step.inputs[1]) }
  }

  private func backwardToValue<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ mode: GradientMode
  ) {
    var g = pass.gradients[operation.output]
    let all = pass.gradients[operation.inputs[0].value]
    for row in 0..<pass.rows {
      for task in 0..<input.tasks {
        let dx = all + input.start(row: row, task: task)
        if input.keeps(mode, task: task) {
          for j in 0..<input.count { dx[j] += g[j] }
        } else {
          dx.update(from: g, count: input.count)
        }
        g += width
      }
    }
  }

  private func backwardToEmbedding<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ mode: GradientMode
  ) {
    var g = pass.gradients[operation.output] + input.count
    let dz = pass.gradients[operation.inputs[1].value]
    if !mode.keeps { dz.update(repeating: 0, count: input.tasks * input.embedding) }
    for _ in 0..<pass.rows {
      for task in 0..<input.tasks {
        let own = dz + task * input.embedding
        for m in 0..<input.embedding {
          for place in 0..<input.places { own[m] += g[m * input.places + place] }
        }
        g += width
      }
    }
  }
}

extension GraphBuilder {
  /// Adds the embedding's numbers to the columns or channels of a value.
  mutating func concatenation(of value: Int, with z: Int, at position: Int) -> Int {
    let input = conditionedInput(value, z)
    var shape = self.value(value).shape
    shape[0] += input.embedding
    return operation(
      "concat at \(position)", .conditioning(.concatenation(ConcatenationKernel(input: input))),
      inputs: [whole(value), whole(z)], groups: input.tasks, shape: shape)
  }
}
