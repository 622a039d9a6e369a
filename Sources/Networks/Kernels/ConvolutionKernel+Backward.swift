internal import Tensors

extension ConvolutionKernel {
  func backward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep
  ) throws {
    let layout = layout(rows: pass.capacity)
    let way = WayBack(pass, operation, step, layout, steps(pass, operation))
    if way.mode != .skip { packBackward(pass, operation, layout) }
    try run(images: images(rows: pass.rows)) { part, images, slot in
      let sums = way.scratch + layout.sums + part * sets * layout.sumStep
      sums.update(repeating: 0, count: sets * layout.sumStep)
      guard !images.isEmpty else { return }
      let memory = way.scratch + layout.slots + slot * layout.slotStep
      clear(memory, layout)
      for set in 0..<sets {
        for first in stride(from: images.lowerBound, to: images.upperBound, by: layout.block) {
          let block = first..<min(first + layout.block, images.upperBound)
          try passBack(way, memory, set: set, images: block, sums: sums + set * layout.sumStep)
        }
      }
    }
    if way.learns { collect(pass, operation, step, layout) }
  }

  /// What all parts of the way back read.
  private struct WayBack<S: NetworkScalar> {
    let layout: ConvolutionLayout
    let scratch: UnsafeMutablePointer<S>
    let x: UnsafeMutablePointer<S>
    let dx: UnsafeMutablePointer<S>
    let y: UnsafeMutablePointer<S>
    let g: UnsafeMutablePointer<S>
    let places: UnsafeMutablePointer<Int32>
    let xStep: Int
    let yStep: Int
    /// Of the gradient by the input.
    let mode: GradientMode
    /// Whether weights or intercepts are learned.
    let learns: Bool

    init(
      _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep,
      _ layout: ConvolutionLayout, _ steps: (input: Int, output: Int)
    ) {
      let input = operation.inputs[0]
      self.layout = layout
      scratch = pass.scratch[operation.output - 1]
      x = pass.values[input.value] + input.offset
      dx = pass.gradients[input.value] + input.offset
      y = pass.values[operation.output]
      g = pass.gradients[operation.output]
      places = pass.places(operation, offset: layout.places)
      (xStep, yStep) = steps
      mode = step.inputs[0]
      learns = step.parameters.contains { $0 != .skip }
    }
  }

  /// Zeros around images and gradients, ones for the intercepts.
  private func clear<S: NetworkScalar>(
    _ memory: UnsafeMutablePointer<S>, _ layout: ConvolutionLayout
  ) {
    memory.update(repeating: 0, count: layout.results)
    for i in 0..<layout.block {
      let ones = memory + i * geometry.inputStep + geometry.ones
      ones.update(repeating: 1, count: geometry.length)
    }
  }

  /// The gradients of a block of images.
  private func passBack<S: NetworkScalar>(
    _ way: WayBack<S>, _ memory: UnsafeMutablePointer<S>, set: Int, images: Range<Int>,
    sums: UnsafeMutablePointer<S>
  ) throws {
    let gradients = memory + way.layout.gradients
    for (i, image) in images.enumerated() {
      let spread = gradients + i * geometry.gradientStep
      self.spread(way, image: image, set: set, into: spread)
      if way.learns {
        geometry.pad(
          way.x + image * way.xStep + set * inputCount, into: memory + i * geometry.inputStep)
      }
      if way.mode != .skip {
        try passToInput(way, spread, set: set, image: image, results: memory + way.layout.results)
      }
    }
    guard way.learns else { return }
    try forwardOffsets.withUnsafeBufferPointer { offsets in
      guard let offsets = offsets.baseAddress else { return }
      for first in stride(from: 0, to: geometry.outputs, by: PlaneLayout.tile) {
        try Interrupt.check()
        S.addProducts(
          memory, xStep: geometry.inputStep, offsets, terms: geometry.sums,
          gradients + first * geometry.gradientPlane + geometry.front,
          gStep: geometry.gradientStep, distance: geometry.gradientPlane, images: images.count,
          count: geometry.length, to: sums + first * geometry.sums)
      }
    }
  }

  /// The gradients of an image's results, spread over its planes before pooling.
  private func spread<S: NetworkScalar>(
    _ way: WayBack<S>, image: Int, set: Int, into planes: UnsafeMutablePointer<S>
  ) {
    let from = image * way.yStep + set * outputCount
    let (g, y) = (way.g + from, way.y + from)
    for c in 0..<geometry.outputs {
      let to = planes + c * geometry.gradientPlane + geometry.front
      let place = c * planeCount
      if let pooling {
        pooling.backward(
          g + place, places: way.places + from + place, into: to, stride: geometry.stride)
        continue
      }
      let columns = geometry.outputWidth
      for i in 0..<geometry.outputHeight {
        let (row, at) = (to + i * geometry.stride, place + i * columns)
        if isRectified {
          for j in 0..<columns { row[j] = y[at + j] > 0 ? g[at + j] : 0 }
        } else {
          row.update(from: g + at, count: columns)
        }
      }
    }
  }

  /// The gradient by one image.
  private func passToInput<S: NetworkScalar>(
    _ way: WayBack<S>, _ spread: UnsafeMutablePointer<S>, set: Int, image: Int,
    results: UnsafeMutablePointer<S>
  ) throws {
    let (tile, length, terms) = (PlaneLayout.tile, geometry.inputLength, backwardOffsets.count)
    let weights = way.scratch + way.layout.backwardWeights + set * way.layout.backwardStep
    let zeros = weights + geometry.inputTiles * tile * terms
    let dx = way.dx + image * way.xStep + set * inputCount
    try backwardOffsets.withUnsafeBufferPointer { offsets in
      guard let offsets = offsets.baseAddress else { return }
      for first in stride(from: 0, to: geometry.channels, by: tile) {
        try Interrupt.check()
        S.correlate(
          spread, offsets, weights + first * terms, terms: terms, start: zeros, into: results,
          distance: length, count: length)
        for c in 0..<min(tile, geometry.channels - first) {
          let to = dx + (first + c) * geometry.height * geometry.width
          copy(results + c * length, into: to, adds: way.mode.keeps)
        }
      }
    }
  }

  /// A plane without the places that mean nothing.
  private func copy<S: NetworkScalar>(
    _ plane: UnsafeMutablePointer<S>, into image: UnsafeMutablePointer<S>, adds: Bool
  ) {
    for i in 0..<geometry.height {
      let (from, to) = (plane + i * geometry.stride, image + i * geometry.width)
      if adds {
        for j in 0..<geometry.width { to[j] += from[j] }
      } else {
        to.update(from: from, count: geometry.width)
      }
    }
  }

  /// Weights by tiles of input planes: term (o, u, v) of plane c at t·tile + c; zeros to start from.
  private func packBackward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ layout: ConvolutionLayout
  ) {
    let w = pass.parameter(operation, 0)
    let (tile, square) = (PlaneLayout.tile, geometry.kernel * geometry.kernel)
    let terms = backwardOffsets.count
    for set in 0..<sets {
      let packed =
        pass.scratch[operation.output - 1] + layout.backwardWeights + set * layout.backwardStep
      packed.update(repeating: 0, count: layout.backwardStep)
      for o in 0..<geometry.outputs {
        for c in 0..<geometry.channels {
          let from = w + ((set * geometry.outputs + o) * geometry.channels + c) * square
          let to = packed + c / tile * tile * terms + o * square * tile + c % tile
          for t in 0..<square { to[t * tile] = from[t] }
        }
      }
    }
  }

  /// The parts' sums, in their order, as gradients of weights and intercepts.
  private func collect<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep,
    _ layout: ConvolutionLayout
  ) {
    let (weights, intercepts) = (
      pass.parameterGradient(operation, 0), pass.parameterGradient(operation, 1)
    )
    let (tile, terms) = (PlaneLayout.tile, geometry.terms)
    let total = pass.scratch[operation.output - 1] + layout.sums
    for part in 1..<Self.parts {
      let sums = total + part * sets * layout.sumStep
      for i in 0..<sets * layout.sumStep { total[i] += sums[i] }
    }
    for row in 0..<sets * geometry.outputs {
      let (set, o) = (row / geometry.outputs, row % geometry.outputs)
      let from = total + set * layout.sumStep + o / tile * tile * geometry.sums + o % tile
      for t in 0..<terms {
        step.parameters[0].put(from[t * tile], into: weights + row * terms + t)
      }
      step.parameters[1].put(from[terms * tile], into: intercepts + row)
    }
  }
}

extension GradientMode {
  /// Leaves a number in a place as the mode says.
  @inline(__always)
  func put<S: NetworkScalar>(_ number: S, into place: UnsafeMutablePointer<S>) {
    switch self {
    case .skip: break
    case .write: place.pointee = number
    case .add: place.pointee += number
    }
  }
}
