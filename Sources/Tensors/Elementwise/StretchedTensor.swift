/// A tensor seen in a larger shape, whose elements are read in order.
struct StretchedTensor: @unchecked Sendable {
  private struct Axis {
    var size: Int
    var step: Int
  }

  /// Keeps the elements alive.
  private let tensor: Tensor
  /// The tensor's own elements.
  let elements: UnsafePointer<Double>
  /// Merged axes, innermost first.
  private var axes: [Axis] = []

  /// A tensor stretched to a shape that it is known to fit.
  init(_ tensor: Tensor, to shape: Shape) {
    self.tensor = tensor
    elements = Tensor.withStorage(at: Unmanaged.passUnretained(tensor.buffer).toOpaque()) {
      UnsafePointer($2)
    }
    var step = 1
    for axis in stride(from: shape.rank - 1, through: 0, by: -1) where shape[axis] != 1 {
      let own = tensor.shape.size(ofAxis: axis, in: shape.rank)
      append(Axis(size: shape[axis], step: own == 1 ? 0 : step))
      step = step &* own
    }
    if axes.isEmpty { axes.append(Axis(size: 1, step: 0)) }
  }

  /// Adds the next axis outwards, as part of the last one when the elements run on.
  private mutating func append(_ next: Axis) {
    if let last = axes.last, next.step == last.step &* last.size {
      axes[axes.count - 1].size *= next.size
    } else {
      axes.append(next)
    }
  }

  /// Copies `count` elements of the larger shape from `start` on.
  func copy(_ start: Int, _ count: Int, into target: UnsafeMutablePointer<Double>) {
    let inner = axes[0]
    var row = start / inner.size
    var position = start % inner.size
    var done = 0
    while done < count {
      let length = min(inner.size - position, count - done)
      let source = elements + offset(ofRow: row)
      if inner.step == 0 {
        (target + done).update(repeating: source[0], count: length)
      } else {
        (target + done).update(from: source + position, count: length)
      }
      done += length
      row += 1
      position = 0
    }
  }

  /// Where a row along the inner axis begins.
  private func offset(ofRow row: Int) -> Int {
    var (rest, offset) = (row, 0)
    for axis in axes.dropFirst() {
      offset += rest % axis.size * axis.step
      rest /= axis.size
    }
    return offset
  }
}
