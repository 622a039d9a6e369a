/// Elements that lie side by side: what `x[i]`, `x[i, j]`, `x[a:b]` and `x[i, :]` pick.
///
/// These indices are the common ones in loops; a block needs no table of offsets.
struct Block {
  /// Where the first element lies.
  private(set) var base = 0
  /// The shape of what is picked.
  private(set) var shape = Shape()

  /// The block that an index picks, or `nil` when it picks no block of affordable size.
  ///
  /// That is: positions, then at most one slice with step 1, then whole axes.
  init?(_ indices: [AxisIndex], of source: Shape) throws {
    guard indices.count <= source.rank else { return nil }
    var step = 1
    for axis in 0..<source.rank { step = step &* source[axis] }
    var isSliced = false
    for axis in 0..<source.rank {
      let size = source[axis]
      step = size == 0 ? 0 : step / size
      guard axis < indices.count else {
        shape.append(size)
        continue
      }
      switch indices[axis] {
      case .at(let index):
        guard !isSliced else { return nil }
        base += try AxisIndex.resolve(index, axis: axis, size: size) * step
      case .slice(let start, let stop, 1):
        let (first, count) = try AxisIndex.resolveSlice(
          start: start, stop: stop, step: 1, size: size)
        guard !isSliced || count == size else { return nil }
        isSliced = true
        base += first * step
        shape.append(count)
      default: return nil
      }
    }
    guard shape.count < 8192 || (try? TensorMemory.check(shape)) != nil else { return nil }
  }
}
