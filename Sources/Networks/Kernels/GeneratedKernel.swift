internal import Tensors

/// A dense layer or a convolution whose weights are made from the embedding of each task:
/// W_t = W + Σ_j z_tj A_j, b_t = b + Σ_j z_tj B_j.
///
/// A and B begin at 0, so that the network begins as hard sharing. Parameters, in order: W, b, and
/// A and B with k as their first axis.
///
/// D. Ha, A. Dai, Q. V. Le, *HyperNetworks*, ICLR 2017.
package struct GeneratedKernel: Sendable {
  let input: ConditionedInput
  /// Numbers of W.
  let weightCount: Int
  /// Outputs of a dense layer, channels of a convolution.
  let outputs: Int
  /// `nil` for a dense layer.
  let window: ConvolutionWindow?

  /// W_t and b_t of all tasks, their gradients, and one image's windows with their gradient.
  var scratchCount: Int {
    2 * input.tasks * (weightCount + outputs) + 2 * (window?.columnCount ?? 0)
  }

  /// Where the parts of what is kept lie.
  private struct Parts<S: NetworkScalar> {
    let weights, intercepts, weightSlopes, interceptSlopes: UnsafeMutablePointer<S>
    let columns, columnSlopes: UnsafeMutablePointer<S>
  }

  private func parts<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation
  ) -> Parts<S> {
    let (start, T) = (pass.kept(operation), input.tasks)
    let slopes = start + T * (weightCount + outputs)
    let columns = slopes + T * (weightCount + outputs)
    return Parts(
      weights: start, intercepts: start + T * weightCount, weightSlopes: slopes,
      interceptSlopes: slopes + T * weightCount, columns: columns,
      columnSlopes: columns + (window?.columnCount ?? 0))
  }

  // MARK: - Forward

  func forward<S: NetworkScalar>(_ pass: Workspace<S>, _ operation: GraphOperation) throws {
    let parts = parts(pass, operation)
    let z = pass.values[operation.inputs[1].value]
    try make(parts.weights, weightCount, from: 0, 2, z, pass, operation)
    try make(parts.intercepts, outputs, from: 1, 3, z, pass, operation)
    if let window {
      try convolve(pass, operation, parts, window)
    } else {
      try multiply(pass, operation, parts)
    }
  }

  /// T×count numbers: a base in every row, plus z times what it changes.
  private func make<S: NetworkScalar>(
    _ made: UnsafeMutablePointer<S>, _ count: Int, from base: Int, _ change: Int,
    _ z: UnsafeMutablePointer<S>, _ pass: Workspace<S>, _ operation: GraphOperation
  ) throws {
    let (T, k) = (input.tasks, input.embedding)
    for task in 0..<T {
      (made + task * count).update(from: pass.parameter(operation, base), count: count)
    }
    try S.gemm(
      false, false, T, count, k, z, k, pass.parameter(operation, change), count, 1, made, count)
  }

  private func multiply<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ parts: Parts<S>
  ) throws {
    let (x, y) = (pass.values[operation.inputs[0].value], pass.values[operation.output])
    let width = input.tasks * outputs
    for row in 0..<pass.rows { (y + row * width).update(from: parts.intercepts, count: width) }
    for task in 0..<input.tasks {
      try S.gemm(
        false, false, pass.rows, outputs, input.count, x + input.start(row: 0, task: task),
        input.groups * input.count, parts.weights + task * weightCount, outputs, 1,
        y + task * outputs, width)
    }
  }

  private func convolve<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ parts: Parts<S>,
    _ window: ConvolutionWindow
  ) throws {
    let x = pass.values[operation.inputs[0].value]
    var y = pass.values[operation.output]
    let (places, taps) = (window.outputPlaces, window.taps)
    for row in 0..<pass.rows {
      for task in 0..<input.tasks {
        if input.groups > 1 || task == 0 {
          window.unfold(x + input.start(row: row, task: task), into: parts.columns)
        }
        for channel in 0..<outputs {
          (y + channel * places).update(
            repeating: parts.intercepts[task * outputs + channel], count: places)
        }
        try S.gemm(
          false, false, outputs, places, taps, parts.weights + task * weightCount, taps,
          parts.columns, places, 1, y, places)
        y += outputs * places
      }
    }
  }

  // MARK: - Backward

  func backward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep
  ) throws {
    let parts = parts(pass, operation)
    if let window {
      try convolveBack(pass, operation, parts, window, step.inputs[0])
    } else {
      try multiplyBack(pass, operation, parts, step.inputs[0])
    }
    try passOn(parts.weightSlopes, weightCount, 0, 2, step.inputs[1].keeps, pass, operation, step)
    try passOn(parts.interceptSlopes, outputs, 1, 3, true, pass, operation, step)
  }

  /// From the gradients by W_t to those by W, A and z.
  private func passOn<S: NetworkScalar>(
    _ slopes: UnsafeMutablePointer<S>, _ count: Int, _ base: Int, _ change: Int, _ keeps: Bool,
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep
  ) throws {
    let (T, k) = (input.tasks, input.embedding)
    let z = pass.values[operation.inputs[1].value]
    if step.parameters[base] != .skip {
      let sums = pass.parameterGradient(operation, base)
      if !step.parameters[base].keeps { sums.update(repeating: 0, count: count) }
      for task in 0..<T {
        let own = slopes + task * count
        for i in 0..<count { sums[i] += own[i] }
      }
    }
    if step.parameters[change] != .skip {
      try S.gemm(
        true, false, k, count, T, z, k, slopes, count, step.parameters[change].keeps ? 1 : 0,
        pass.parameterGradient(operation, change), count)
    }
    if step.inputs[1] != .skip {
      try S.gemm(
        false, true, T, k, count, slopes, count, pass.parameter(operation, change), count,
        keeps ? 1 : 0, pass.gradients[operation.inputs[1].value], k)
    }
  }

  private func multiplyBack<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ parts: Parts<S>, _ mode: GradientMode
  ) throws {
    let (x, g) = (pass.values[operation.inputs[0].value], pass.gradients[operation.output])
    let (width, lead) = (input.tasks * outputs, input.groups * input.count)
    parts.interceptSlopes.update(repeating: 0, count: width)
    for row in 0..<pass.rows {
      for j in 0..<width { parts.interceptSlopes[j] += g[row * width + j] }
    }
    for task in 0..<input.tasks {
      let (start, own) = (input.start(row: 0, task: task), g + task * outputs)
      try S.gemm(
        true, false, input.count, outputs, pass.rows, x + start, lead, own, width, 0,
        parts.weightSlopes + task * weightCount, outputs)
      guard mode != .skip else { continue }
      try S.gemm(
        false, true, pass.rows, input.count, outputs, own, width,
        parts.weights + task * weightCount, outputs, input.keeps(mode, task: task) ? 1 : 0,
        pass.gradients[operation.inputs[0].value] + start, lead)
    }
  }

  private func convolveBack<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ parts: Parts<S>,
    _ window: ConvolutionWindow, _ mode: GradientMode
  ) throws {
    let (x, dx) = (
      pass.values[operation.inputs[0].value], pass.gradients[operation.inputs[0].value]
    )
    let (places, taps, T) = (window.outputPlaces, window.taps, input.tasks)
    var g = pass.gradients[operation.output]
    parts.weightSlopes.update(repeating: 0, count: T * (weightCount + outputs))
    if mode == .write { dx.update(repeating: 0, count: pass.rows * input.groups * input.count) }
    for row in 0..<pass.rows {
      for task in 0..<T {
        let start = input.start(row: row, task: task)
        if input.groups > 1 || task == 0 { window.unfold(x + start, into: parts.columns) }
        try S.gemm(
          false, true, outputs, taps, places, g, places, parts.columns, places, 1,
          parts.weightSlopes + task * weightCount, taps)
        for channel in 0..<outputs {
          for place in 0..<places {
            parts.interceptSlopes[task * outputs + channel] += g[channel * places + place]
          }
        }
        if mode != .skip {
          try S.gemm(
            true, false, taps, places, outputs, parts.weights + task * weightCount, taps, g, places,
            0, parts.columnSlopes, places)
          window.fold(parts.columnSlopes, addingTo: dx + start)
        }
        g += outputs * places
      }
    }
  }
}

extension GraphBuilder {
  /// A layer with weights from the embedding, at a place of a stack.
  ///
  /// - Throws: `shape` when the layer does not fit what comes before it.
  mutating func generated(at place: LayerPlace, of value: Int, from z: Int) throws -> Int {
    let (source, input) = (self.value(value), conditionedInput(value, z))
    let (outputs, window) = try outputsAndWindow(at: place, of: source)
    let inputs = window?.taps ?? input.count
    let k = input.embedding
    let shape =
      window.map { [outputs, $0.channels, $0.kernel, $0.kernel] } ?? [inputs, outputs]
    let bound = 1 / Double(inputs).squareRoot()
    let parameters = [
      parameter("\(place.name) weights", shape, start: .uniform(bound), owner: place.owner),
      parameter("\(place.name) intercepts", [outputs], start: .uniform(bound), owner: place.owner),
      parameter(
        "\(place.name) embedding weights", [k] + shape, start: .constant(0), owner: place.owner),
      parameter(
        "\(place.name) embedding intercepts", [k, outputs], start: .constant(0),
        owner: place.owner),
    ]
    let kernel = GeneratedKernel(
      input: input, weightCount: inputs * outputs, outputs: outputs, window: window)
    return operation(
      place.title, .conditioning(.generated(kernel)), inputs: [whole(value), whole(z)],
      groups: input.tasks,
      shape: window.map { [outputs, $0.outputHeight, $0.outputWidth] } ?? [outputs],
      parameters: parameters)
  }

  private func outputsAndWindow(
    at place: LayerPlace, of source: GraphValue
  ) throws -> (Int, ConvolutionWindow?) {
    switch place.layer {
    case .dense(let count):
      guard source.shape.count == 1 else {
        throw place.failure(
          "expected one row of numbers, found an image of \(source.shape.sizes)",
          notes: ["flatten() before it makes one row of \(source.count)"])
      }
      guard count > 0 else { throw place.failure("expected at least one output, found \(count)") }
      return (count, nil)
    case .convolution(let channels, let kernel, let padding):
      guard channels > 0 else {
        throw place.failure("expected at least one channel, found \(channels)")
      }
      return (
        channels,
        try ConvolutionWindow(source.shape, kernel: kernel, padding: padding, at: place)
      )
    default:
      throw place.failure("expected a dense or conv2d layer, whose weights an embedding can make")
    }
  }
}
