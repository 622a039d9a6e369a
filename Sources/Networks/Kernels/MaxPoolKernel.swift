internal import Tensors

/// The largest number of each k×k square of every plane.
///
/// Squares that would reach over the edge are left out. The gradient goes to the first of the largest.
package struct MaxPoolKernel: Sendable {
  let pooling: Pooling
  /// Planes of a row: the channels of all groups.
  let planes: Int
  let height: Int
  let width: Int

  /// Where the largest of each square was.
  func scratchCount(rows: Int) -> Int { rows * planes * pooling.count }

  func forward<S: NetworkScalar>(_ pass: Workspace<S>, _ operation: GraphOperation) {
    let (x, y) = (pass.values[operation.inputs[0].value], pass.values[operation.output])
    let places = pass.places(operation)
    for i in 0..<pass.rows * planes {
      let to = i * pooling.count
      pooling.forward(
        x + i * height * width, stride: width, floor: -.infinity, into: y + to,
        places: places + to)
    }
  }

  func backward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep
  ) {
    let mode = step.inputs[0]
    guard mode != .skip else { return }
    let (g, dx) = (pass.gradients[operation.output], pass.gradients[operation.inputs[0].value])
    let places = pass.places(operation)
    let area = height * width
    if !mode.keeps { dx.update(repeating: 0, count: pass.rows * planes * area) }
    for i in 0..<pass.rows * planes {
      let from = i * pooling.count
      pooling.add(g + from, places: places + from, to: dx + i * area, stride: width)
    }
  }
}

extension Workspace {
  /// The scratch of an operation as whole numbers, of which it has as many.
  func places(_ operation: GraphOperation, offset: Int = 0) -> UnsafeMutablePointer<Int32> {
    UnsafeMutableRawPointer(scratch[operation.output - 1] + offset).assumingMemoryBound(
      to: Int32.self)
  }
}
