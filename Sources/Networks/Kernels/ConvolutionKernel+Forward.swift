internal import Tensors

extension ConvolutionKernel {
  func forward<S: NetworkScalar>(_ pass: Workspace<S>, _ operation: GraphOperation) throws {
    let layout = layout(rows: pass.capacity)
    let scratch = pass.scratch[operation.output - 1]
    packForward(pass, operation, layout)
    let input = operation.inputs[0]
    let x = pass.values[input.value] + input.offset
    let y = pass.values[operation.output]
    let places = pass.places(operation, offset: layout.places)
    let (xStep, yStep) = steps(pass, operation)
    try run(images: images(rows: pass.rows)) { _, images, slot in
      guard !images.isEmpty else { return }
      let padded = scratch + layout.slots + slot * layout.slotStep
      padded.update(repeating: 0, count: geometry.inputStep)
      for set in 0..<sets {
        for image in images {
          let to = image * yStep + set * outputCount
          geometry.pad(x + image * xStep + set * inputCount, into: padded)
          try convolve(
            padded, scratch, layout, set: set, results: padded + layout.results, into: y + to,
            places: places + to)
        }
      }
    }
  }

  /// Numbers from one image to the next, as it comes and as it leaves.
  func steps<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation
  ) -> (input: Int, output: Int) {
    form == .tied
      ? (inputCount, outputCount)
      : (pass.widths[operation.inputs[0].value], pass.widths[operation.output])
  }

  /// All planes of one image.
  private func convolve<S: NetworkScalar>(
    _ padded: UnsafeMutablePointer<S>, _ scratch: UnsafeMutablePointer<S>,
    _ layout: ConvolutionLayout, set: Int, results: UnsafeMutablePointer<S>,
    into y: UnsafeMutablePointer<S>, places: UnsafeMutablePointer<Int32>
  ) throws {
    let tile = PlaneLayout.tile
    let weights = scratch + layout.forwardWeights + set * layout.forwardStep
    let intercepts = scratch + layout.intercepts + set * layout.interceptStep
    try forwardOffsets.withUnsafeBufferPointer { offsets in
      guard let offsets = offsets.baseAddress else { return }
      for first in stride(from: 0, to: geometry.outputs, by: tile) {
        try Interrupt.check()
        S.correlate(
          padded, offsets, weights + first * geometry.terms, terms: geometry.terms,
          start: intercepts + first, into: results, distance: geometry.length,
          count: geometry.length)
        for c in 0..<min(tile, geometry.outputs - first) {
          let to = (first + c) * planeCount
          finish(results + c * geometry.length, into: y + to, places: places + to)
        }
      }
    }
  }

  /// Rectifies and pools a plane.
  private func finish<S: NetworkScalar>(
    _ plane: UnsafeMutablePointer<S>, into y: UnsafeMutablePointer<S>,
    places: UnsafeMutablePointer<Int32>
  ) {
    if let pooling {
      return pooling.forward(
        plane, stride: geometry.stride, floor: isRectified ? 0 : -.infinity, readsBeyond: true,
        into: y, places: places)
    }
    let (rows, columns) = (geometry.outputHeight, geometry.outputWidth)
    for i in 0..<rows {
      let (from, to) = (plane + i * geometry.stride, y + i * columns)
      if isRectified {
        for j in 0..<columns { to[j] = from[j] < 0 ? 0 : from[j] }
      } else {
        to.update(from: from, count: columns)
      }
    }
  }

  /// Weights and intercepts by tiles of output planes: term t of plane c at t·tile + c.
  private func packForward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ layout: ConvolutionLayout
  ) {
    let (w, b) = (pass.parameter(operation, 0), pass.parameter(operation, 1))
    let scratch = pass.scratch[operation.output - 1]
    let (tile, terms) = (PlaneLayout.tile, geometry.terms)
    for set in 0..<sets {
      let packed = scratch + layout.forwardWeights + set * layout.forwardStep
      let intercepts = scratch + layout.intercepts + set * layout.interceptStep
      packed.update(repeating: 0, count: layout.forwardStep)
      intercepts.update(repeating: 0, count: layout.interceptStep)
      for o in 0..<geometry.outputs {
        let row = w + (set * geometry.outputs + o) * terms
        let to = packed + o / tile * tile * terms + o % tile
        for t in 0..<terms { to[t * tile] = row[t] }
        intercepts[o] = b[set * geometry.outputs + o]
      }
    }
  }
}
